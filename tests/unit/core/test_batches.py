from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.core.batches import borders, whole_groups, write_batches, writing

SCHEMA = pa.schema([("word", pa.string()), ("number", pa.int32()), ("words", pa.list_(pa.string()))])


def cut(count: int, size: int) -> Iterator[pa.RecordBatch]:
    rows = [{"word": f"w{n % 3}", "words": ["a"] * (n % 4), "number": n, "more": n} for n in range(count)]
    for start in range(0, count, size):
        yield pa.RecordBatch.from_pylist(rows[start : start + size])


@pytest.mark.parametrize("count", [0, 1, 7, 20, 21])
def test_how_rows_come_changes_no_byte(tmp_path: Path, count: int) -> None:
    for size in (1, 3, 50):
        assert write_batches(tmp_path / f"{size}", SCHEMA, cut(count, size), 7) == count
    assert len({(tmp_path / f"{size}").read_bytes() for size in (1, 3, 50)}) == 1
    read = pq.ParquetFile(tmp_path / "3")
    assert read.schema_arrow == SCHEMA
    assert read.read().column("number").to_pylist() == list(range(count))
    sizes = [read.metadata.row_group(n).num_rows for n in range(read.num_row_groups)]
    assert sizes == [7] * (count // 7) + ([count % 7] if count % 7 else [])


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    def stop() -> None:
        with writing(tmp_path / "file", SCHEMA, 2) as writer:
            writer.write(pa.Table.from_batches(cut(5, 5)))
            raise ValueError("enough")

    with pytest.raises(ValueError, match="enough"):
        stop()
    assert list(tmp_path.iterdir()) == []


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 2)), max_size=30).map(sorted), st.integers(1, 9))
def test_groups_stay_whole(rows: list[tuple[str, int]], size: int) -> None:
    schema = pa.schema([("word", pa.string()), ("number", pa.int64())])
    table = pa.Table.from_pylist([{"word": word, "number": number} for word, number in rows], schema=schema)
    found = list(whole_groups(table.to_batches(max_chunksize=size), ("word", "number")))
    assert [tuple(row.values()) for one in found for row in one.to_pylist()] == rows
    keys = [set(zip(one["word"].to_pylist(), one["number"].to_pylist(), strict=True)) for one in found]
    assert sum(map(len, keys)) == len(set(rows))
    assert len(borders(table, ("word", "number"))) == len(set(rows))
