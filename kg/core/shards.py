"""A shard of extractions: a Parquet file named by its key, that carries what it was made of.

A shard that stands is done: it takes its place whole, under a name that follows from all that its content follows from.
So it needs no marker beside it, and whoever finds it need not make it again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.core.errors import InputError, RecordError
from kg.core.report import problem_row
from kg.core.tables import EXTRACTION, atomic, extraction_row
from kg.core.text import Document, Extraction

BATCH = 64  # documents that are annotated at a time, and one row group of a shard
SHARD = 16  # batches in a shard
_TOLD = b"immunokg"  # under which a shard's Parquet metadata hold what it was made of
_NAME = re.compile(r"(?:[0-9a-f]{40}|part-\d{5})\.parquet")  # older versions numbered them


@dataclass(frozen=True, slots=True)
class Told:
    """What a shard says of itself.

    Attributes:
        slice: which one of its portion's it is, from 0.
        last: whether the portion ends with it.
        read: documents that it stands for; `rows` are those that an extraction came of.
        skipped: one (input, record, reason) for each record that could not be read or annotated.
        unsure: whether some were not annotated for want of memory or time, so that another run may get further.
    """

    slice: int
    last: bool
    read: int
    rows: int
    skipped: tuple[dict[str, Any], ...] = ()
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What annotating some documents gave, in a form that goes from process to process at little cost.

    Attributes:
        count: how many documents there were.
        rows: their extractions, as serialised batches of the EXTRACTION schema.
        failed: one error for each document that could not be annotated.
        unsure: whether the process ended at one of these, or took too long: no fault that is the document's for sure.
    """

    count: int
    rows: tuple[bytes, ...]
    failed: tuple[RecordError, ...] = ()
    unsure: bool = False


@dataclass(eq=False, slots=True)
class Slice:
    """Some documents that follow one another in a portion: what becomes one shard.

    Attributes:
        path: where the shard will stand.
        number: which one of its portion's it is, from 0.
        items: the portion's documents and what could not be read of it, shared with the slices before and after.
        first: a document that belongs to it and has been taken from `items` already.
        annotated: to be called with how many documents have been annotated, as it goes on.
        read, skipped, last, ahead: known when all batches have been taken; `ahead` is the next slice's first document.
    """

    path: Path
    number: int
    items: Iterator[Document | InputError]
    first: Document | None = None
    annotated: Callable[[int], None] = lambda _: None
    read: int = 0
    skipped: list[dict[str, Any]] = field(default_factory=list)
    last: bool = False
    ahead: Document | None = None

    def batches(self) -> Iterator[list[Document]]:
        """Yield the documents in batches; of a slice without any an empty one, so that its shard comes to be."""
        batch: list[Document] = []
        for item in self.items if self.first is None else chain([self.first], self.items):
            if isinstance(item, InputError):
                self.skipped.append(problem_row(item))
                continue
            if self.read == BATCH * SHARD:
                self.ahead = item
                break
            batch.append(item)
            self.read += 1
            if len(batch) == BATCH:
                yield batch
                batch = []
        else:
            self.last = True
        if batch or not self.read:
            yield batch

    def next(self, path: Path) -> Slice:
        """Return the slice after this one, which has been read to its end."""
        return Slice(path, self.number + 1, self.items, self.ahead, self.annotated)


def answer_of(found: Iterable[Extraction | RecordError]) -> Answer:
    """Return what was found as an Answer."""
    rows, failed = [], []
    for one in found:
        if isinstance(one, RecordError):
            failed.append(one)
        else:
            rows.append(extraction_row(one))
    batch = pa.RecordBatch.from_pylist(rows, schema=EXTRACTION)
    return Answer(len(rows) + len(failed), (batch.serialize().to_pybytes(),) if rows else (), tuple(failed))


def joined(answers: Sequence[Answer]) -> Answer:
    """Return the answer to all documents of which these are the answers to parts, in order."""
    return Answer(
        sum(one.count for one in answers),
        tuple(rows for one in answers for rows in one.rows),
        tuple(error for one in answers for error in one.failed),
        any(one.unsure for one in answers),
    )


def shard_name(*made_of: object) -> str:
    """Return the name of a shard's file: its key, a hash of all that its content follows from."""
    told = json.dumps([BATCH, SHARD, str(EXTRACTION), *made_of], ensure_ascii=False, sort_keys=True)
    return f"{hashlib.sha256(told.encode()).hexdigest()[:40]}.parquet"


def is_shard(path: Path) -> bool:
    """Tell by its name whether a file is a shard."""
    return bool(_NAME.fullmatch(path.name))


def write_shard(part: Slice, answers: Iterable[Answer]) -> Told:
    """Write a slice's shard, atomically, a row group for each answer; return what it says of itself.

    Args:
        part: read to its end when the answers have been taken.
        answers: to its batches, in order.
    """
    rows, failed, unsure = 0, list[dict[str, Any]](), False
    with atomic(part.path) as temporary, pq.ParquetWriter(temporary, EXTRACTION, compression="zstd") as writer:
        for answer in answers:
            failed += map(problem_row, answer.failed)
            unsure |= answer.unsure
            batches = [pa.ipc.read_record_batch(pa.py_buffer(rows_of), EXTRACTION) for rows_of in answer.rows]
            if batches:
                table = pa.Table.from_batches(batches).combine_chunks()
                writer.write_table(table)
                rows += table.num_rows
            part.annotated(answer.count)
        told = Told(part.number, part.last, part.read, rows, (*part.skipped, *failed), unsure)
        writer.add_key_value_metadata({_TOLD: json.dumps(asdict(told), ensure_ascii=False, sort_keys=True)})
    return told


def read_told(path: Path) -> Told | None:
    """Return what a shard says of itself; None where none stands there, or one that is damaged."""
    try:
        told = json.loads(pq.read_metadata(path).metadata[_TOLD])
        return Told(**{**told, "skipped": tuple(told["skipped"])})
    except (OSError, KeyError, TypeError, ValueError, pa.ArrowException):
        return None


def standing(folder: Path) -> Iterator[Path]:
    """Yield the shards in a folder of extractions, also those that no manifest lists."""
    return (path for path in folder.glob("*.parquet") if is_shard(path))
