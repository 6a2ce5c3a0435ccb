"""What stands on the command line becomes files, in a stable order."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kg.core.errors import InputError
from kg.read.inputs import expand
from kg.read.sniff import read_documents


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "deep/c.txt", ".hidden", ".git/config"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    return tmp_path


def names(*inputs: str | Path) -> list[str]:
    return [Path(source.name).name for source in expand(map(str, inputs))]


def test_a_folder_is_taken_whole_sorted_and_without_hidden_files(folder: Path) -> None:
    assert names(folder) == ["a.txt", "b.txt", "c.txt"]


def test_inputs_keep_their_order_and_no_file_comes_twice(folder: Path) -> None:
    assert names(folder / "b.txt", folder, folder / "deep") == ["b.txt", "a.txt", "c.txt"]


def test_a_pattern_is_expanded_sorted(folder: Path) -> None:
    assert names(folder / "*.txt") == ["a.txt", "b.txt"]
    assert names(folder / "**" / "c.*") == ["c.txt"]


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(folder: Path) -> None:
    (folder / "x[1].txt").write_text("x")
    assert names(folder / "x[1].txt") == ["x[1].txt"]


@pytest.mark.parametrize("missing", ["absent.txt", "absent/*.txt", "empty"])
def test_what_is_missing_is_told_before_anything_is_read(folder: Path, missing: str) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(InputError, match=missing.partition("*")[0]):
        next(expand([str(folder / "a.txt"), str(folder / missing)]))


def test_standard_input_is_a_file_for_as_long_as_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"IL-7 and IL-15")))
    sources = expand(["-"])
    source = next(sources)
    assert source.name == "-"
    assert source.path.read_bytes() == b"IL-7 and IL-15"
    assert next(sources, None) is None
    assert not source.path.exists()


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    for name in (str(tmp_path / "loop"), str(tmp_path / "lo*"), "/dev/zero", "x" * 5000):
        with pytest.raises(InputError):
            list(expand([name]))


def test_links_in_a_circle_and_pipes_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "d.txt").mkdir()
    os.mkfifo(tmp_path / "pipe")
    assert [source.path.name for source in expand([str(tmp_path)])] == ["a.txt"]


def test_a_name_that_steers_or_is_no_text_is_told_with_escapes(tmp_path: Path) -> None:
    for name in (b"\x1b[31mred\nline", b"\xff", "🧬".encode()):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("x", encoding="utf-8")
    names = [Path(source.name).name for source in expand([str(tmp_path)])]
    assert sorted(names) == ["\\udcff", "\\x1b[31mred\\nline", "🧬"]


@pytest.fixture
def without_rights() -> Iterator[Path]:
    """A folder that anybody may read, by a process that may not do more than anybody."""
    root = os.name == "posix" and os.geteuid() == 0
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        if root:
            os.seteuid(65534)  # nobody: root may look into everything
        try:
            yield Path(name)
        finally:
            if root:
                os.seteuid(0)


@pytest.mark.skipif(os.name != "posix", reason="rights are those of POSIX")
def test_what_may_not_be_read_is_named_and_never_taken_for_empty(without_rights: Path) -> None:
    euid = os.geteuid()
    for place in ("in/closed", "in/a.txt"):
        path = without_rights / place
        os.seteuid(os.getuid())  # whoever may write here
        path.parent.mkdir(exist_ok=True)
        path.mkdir(mode=0) if path.suffix == "" else path.touch(mode=0)
        os.seteuid(euid)
    with pytest.raises(InputError, match="in/closed: Permission denied"):
        list(expand([str(without_rights / "in")]))
    (error,) = read_documents([str(without_rights / "in" / "a.txt")], "text")
    assert str(error).endswith("in/a.txt: Permission denied")
