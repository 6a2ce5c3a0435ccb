"""Tables in pieces: Arrow batches -> a Parquet file, or whole groups of rows; never the whole table in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from kg.core.tables import atomic


class Writer:
    """Takes columns in pieces and writes them in row groups of one size.

    The same rows give the same bytes, however they come: row groups end by position alone. What is held is one row
    group and the piece at hand.

    Attributes:
        count: rows taken so far.
    """

    def __init__(self, file: pq.ParquetWriter, schema: pa.Schema, group: int) -> None:
        self._file = file
        self._schema = schema
        self._group = group
        self._held = list[pa.Table]()
        self._waiting = 0
        self.count = 0

    def write(self, rows: pa.Table) -> None:
        """Take rows: the schema's columns, in any order and among others, of types that can be cast to its own."""
        self._held.append(rows.select(self._schema.names).cast(self._schema))
        self._waiting += rows.num_rows
        self.count += rows.num_rows
        if self._waiting >= self._group:
            table = pa.concat_tables(self._held)
            whole = self._waiting - self._waiting % self._group
            for start in range(0, whole, self._group):
                self._write_group(table.slice(start, self._group))
            self._held, self._waiting = [table.slice(whole)], self._waiting - whole

    def finish(self) -> None:
        """Write what is held."""
        if self._waiting:
            self._write_group(pa.concat_tables(self._held))
        self._held, self._waiting = [], 0

    def _write_group(self, table: pa.Table) -> None:
        # In one piece: where pieces end would show in the file
        self._file.write_table(table.combine_chunks(), row_group_size=self._group)


@contextmanager
def writing(path: Path, schema: pa.Schema, group: int) -> Iterator[Writer]:
    """Give what writes a Parquet file in row groups of `group` rows; the file appears whole or not at all."""
    with atomic(path) as temporary, pq.ParquetWriter(temporary, schema, compression="zstd") as file:
        writer = Writer(file, schema, group)
        yield writer
        writer.finish()


def write_batches(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch], group: int) -> int:
    """Write batches to a Parquet file as `writing` does; return how many rows."""
    with writing(path, schema, group) as writer:
        for batch in batches:
            writer.write(pa.Table.from_batches([batch]))
    return writer.count


def borders(table: pa.Table, columns: Sequence[str]) -> npt.NDArray[np.intp]:
    """Return where each run of rows begins that agree in all of some columns, none of them null."""
    if not table.num_rows:
        return np.zeros(0, dtype=np.intp)
    changed = np.zeros(table.num_rows, dtype=bool)
    changed[0] = True
    for name in columns:
        column = table.column(name).combine_chunks()
        changed[1:] |= pc.not_equal(column[1:], column[:-1]).to_numpy(zero_copy_only=False)
    return np.flatnonzero(changed)


def whole_groups(batches: Iterable[pa.RecordBatch], columns: Sequence[str]) -> Iterator[pa.Table]:
    """Yield the rows of sorted batches in tables that part no group: rows that agree in `columns` stay together.

    What is held is the batch at hand and the group that its beginning belongs to.
    """
    held = list[pa.Table]()
    for batch in batches:
        if not batch.num_rows:
            continue
        table = pa.Table.from_batches([batch])
        if held and not _follows(held[-1], table, columns):
            yield pa.concat_tables(held).combine_chunks()
            held = []
        last = int(borders(table, columns)[-1])
        if last:
            yield pa.concat_tables([*held, table.slice(0, last)]).combine_chunks()
            held = []
        held.append(table.slice(last))
    if held:
        yield pa.concat_tables(held).combine_chunks()


def _follows(before: pa.Table, table: pa.Table, columns: Sequence[str]) -> bool:
    """Tell whether a table's first row is of the same group as another's last."""
    return all(before.column(name)[-1] == table.column(name)[0] for name in columns)
