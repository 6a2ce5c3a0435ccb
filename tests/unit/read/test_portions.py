from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.core.errors import InputError
from kg.core.text import Document
from kg.read.inputs import Source, expand
from kg.read.portions import MOST, SMALL, TOGETHER, Portion, from_manifest, portions


def write(folder: Path, count: int) -> list[str]:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number:05}.txt").write_text(f"Paper {number}\n\nIL-{number} expands Tregs.\n", encoding="utf-8")
    return [str(folder)]


def names(cut: list[Portion]) -> list[list[str]]:
    return [[Path(part.name).name for part in portion.parts] for portion in cut]


def test_small_files_are_packed_in_order_and_big_ones_stand_alone(tmp_path: Path) -> None:
    folder = write(tmp_path / "a", 200)
    (tmp_path / "a" / "00100.txt").write_text("word " * SMALL, encoding="utf-8")
    cut = list(portions(expand(folder)))
    flat = [name for packed in names(cut) for name in packed]
    assert flat == [f"{number:05}.txt" for number in range(200)]
    assert ["00100.txt"] in names(cut)
    assert 200 / TOGETHER / 3 < len(cut) < 200 / TOGETHER * 3
    assert max(len(portion.parts) for portion in cut) <= MOST


def test_what_another_input_names_begins_another_portion(tmp_path: Path) -> None:
    one, other = write(tmp_path / "a", 3), write(tmp_path / "b", 3)
    alone = [*portions(expand(one)), *portions(expand(other))]
    assert list(portions(expand([*one, *other]))) == alone
    singly = sorted(str(path) for path in (tmp_path / "a").iterdir())
    assert len(list(portions(expand(singly)))) == len(list(portions(expand(one))))


def test_a_stream_stands_alone_for_its_copy_goes(tmp_path: Path) -> None:
    write(tmp_path / "a", 2)
    first, second = sorted((tmp_path / "a").iterdir())
    cut = list(portions([Source(str(first), first), Source("-", second), Source(str(second), second)]))
    assert [portion.parts[0].name for portion in cut] == [str(first), "-", str(second)]


def test_documents_are_read_with_their_names_as_reported(tmp_path: Path) -> None:
    (portion,) = portions([Source("-", Path(write(tmp_path / "a", 1)[0]) / "00000.txt")])
    (document,) = portion.documents(None)
    assert isinstance(document, Document)
    assert document.metadata.source == "-"


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "a", 1)
    (portion,) = portions(expand([str(tmp_path / "a")]))
    reading = portion.documents(None)
    next(reading)
    os.utime(tmp_path / "a" / "00000.txt", ns=(1, 1))
    with pytest.raises(InputError, match="was changed while it was read"):
        next(reading)


def test_a_portion_of_a_manifest_is_read_again_only_if_it_is_what_it_was(tmp_path: Path) -> None:
    write(tmp_path / "a", 1)
    (portion,) = portions(expand([str(tmp_path / "a")]))
    (part,) = portion.parts
    kept = from_manifest([["example", part.sha256, part.size]], [part.place], {"example": part.path})
    assert kept.size == portion.size
    assert len(list(kept.documents(None))) == 1
    part.path.write_text("other", encoding="utf-8")
    with pytest.raises(InputError, match="is gone or no longer what it was"):
        next(kept.documents(None))
    part.path.unlink()
    with pytest.raises(InputError, match="example"):
        next(kept.documents(None))


def test_what_cannot_be_looked_at_is_said_by_its_reader(tmp_path: Path) -> None:
    (portion,) = portions([Source("gone", tmp_path / "gone")])
    assert not portion.readable
    (problem,) = portion.documents(None)
    assert isinstance(problem, InputError)
