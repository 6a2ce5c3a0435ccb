from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.core.errors import OptionError
from kg.core.places import new_file, new_folder, new_text


def test_a_failed_file_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "x"
    with new_text(path) as stream:
        stream.write("old\n")
    with pytest.raises(ZeroDivisionError), new_text(path) as stream:
        stream.write(str(1 / 0))
    assert path.read_text(encoding="utf-8") == "old\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="is a folder"), new_file(tmp_path):
        pass


def test_a_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "out"
    with pytest.raises(ZeroDivisionError), new_folder(path) as place:
        (place / "half").write_text("").bit_length() // 0
    assert list(path.parent.iterdir()) == []
    with new_folder(path) as place:
        (place / "a").touch()
    with new_folder(path) as place:
        (place / "b").touch()
    assert [file.name for file in sorted(path.iterdir())] == [".immunokg-export", "b"]
    assert list(path.parent.iterdir()) == [path]


def test_somebody_elses_folder_or_file_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter1.txt").touch()
    (tmp_path / "note").write_text("mine", encoding="utf-8")
    for name in ("thesis", "note"):
        with pytest.raises(OptionError, match="no earlier export"), new_folder(tmp_path / name):
            pass
    assert (tmp_path / "note").read_text(encoding="utf-8") == "mine"


def test_a_path_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (new_folder, new_file):
        with pytest.raises(OptionError, match="cannot be written"), place(tmp_path / "file" / "x"):
            pass


def test_a_pipe_or_device_is_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OptionError, match="is no file"), new_file(pipe):
        pass
    assert pipe.is_fifo()
