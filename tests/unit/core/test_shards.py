from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kg.core import shards
from kg.core.errors import InputError, RecordError
from kg.core.shards import Answer, Slice, answer_of, is_shard, joined, read_told, shard_name, standing, write_shard
from kg.core.tables import read_extractions
from kg.core.text import Document, Extraction

PAPERS = [Document(f"PMID:{n}", f"Paper {n}") for n in range(1, 6)]


def test_a_slice_takes_what_is_its_own_and_leaves_the_rest_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "BATCH", 2)
    monkeypatch.setattr(shards, "SHARD", 1)
    items: Iterator[Document | InputError] = iter(
        [PAPERS[0], InputError("a", "bad"), PAPERS[1], InputError("b", "worse"), PAPERS[2]]
    )
    first = Slice(tmp_path / "0", 0, items)
    assert list(first.batches()) == [PAPERS[:2]]
    assert (first.read, first.last, [row["input"] for row in first.skipped]) == (2, False, ["a", "b"])
    second = first.next(tmp_path / "1")
    assert list(second.batches()) == [[PAPERS[2]]]
    assert (second.number, second.read, second.last, second.skipped) == (1, 1, True, [])


def test_nothing_gives_an_empty_batch_so_that_a_shard_comes_of_it(tmp_path: Path) -> None:
    nothing = Slice(tmp_path / "0.parquet", 0, iter([InputError("a", "is empty")]))
    told = write_shard(nothing, [answer_of([]) for _ in nothing.batches()])
    assert (told.read, told.rows, told.last) == (0, 0, True)
    assert told.skipped == ({"input": "a", "record": 0, "reason": "is empty"},)
    assert list(read_extractions(nothing.path)) == []
    assert read_told(nothing.path) == told


def test_a_shard_says_of_itself_what_it_was_made_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "BATCH", 2)
    part, done = Slice(tmp_path / "0.parquet", 3, iter(PAPERS)), list[int]()
    part.annotated = done.append
    answers = [answer_of(map(_found, batch)) for batch in part.batches()]
    told = write_shard(part, answers)
    assert (told.slice, told.read, told.rows, told.last) == (3, 5, 4, True)
    assert [row["record"] for row in told.skipped] == [3]
    assert done == [2, 2, 1]
    assert pq.ParquetFile(part.path).num_row_groups == 3
    assert not told.unsure
    assert read_told(part.path) == told
    whole = part.path.read_bytes()
    cut = [joined([answer_of([_found(one)]) for one in batch]) for batch in (PAPERS[:2], PAPERS[2:4], PAPERS[4:])]
    write_shard(part, cut)
    assert part.path.read_bytes() == whole
    write_shard(part, [*cut[:2], joined([cut[2], Answer(0, (), unsure=True)])])
    assert read_told(part.path) == replace(told, unsure=True)


def _found(document: Document) -> Extraction | RecordError:
    return RecordError("in", 3, "fails") if document.id == "PMID:3" else Extraction(document)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1 and so on PAR1"])
def test_what_is_damaged_does_not_stand(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / shard_name("a")
    assert read_told(path) is None
    path.write_bytes(content)
    assert read_told(path) is None
    assert list(standing(tmp_path)) == [path]


def test_a_name_follows_from_all_that_it_is_given() -> None:
    names = {shard_name(*given) for given in (("a", 1), ("a", 2), ("b", 1), ("a", [["n", "h"]]))}
    assert len(names) == 4
    assert all(is_shard(Path(name)) for name in names)
    assert shard_name("a", 1) in names
    assert [is_shard(Path(name)) for name in ("part-00001.parquet", "mine.parquet", ".part-00001.parquet.1.tmp")] == [
        True, False, False,
    ]  # fmt: skip
