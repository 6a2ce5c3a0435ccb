"""a graph folder -> problems of its files: a table is missing, unreadable, or not what the manifest says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kg.check.problems import Problem, Subject
from kg.core.folder import GraphFolder
from kg.core.tables import GRAPH_SCHEMAS, sha256_of

# What may be empty (NULL): a paper of which no year is stated, a part of a mention that nothing grounds
_MAY_BE_EMPTY = frozenset([("documents", "year"), ("mentions", "concept_id")])


def files(subject: Subject) -> tuple[int, Iterator[Problem]]:
    """Look at the manifest and every table: bytes, columns, rows, empty cells."""
    return len(GRAPH_SCHEMAS), _files(subject.folder)


def _files(folder: GraphFolder) -> Iterator[Problem]:
    manifest = folder.manifest()
    for name, schema in GRAPH_SCHEMAS.items():
        yield from _table(folder.table(name), schema, manifest, name)


def _table(path: Path, schema: pa.Schema, manifest: Mapping[str, Any], name: str) -> Iterator[Problem]:
    try:
        file = pq.ParquetFile(path)
        yield from _columns(file.schema_arrow, schema, path.name)
        if set(schema.names) <= set(file.schema_arrow.names):
            yield from _cells(file, schema, name)
        yield from _as_stated(path, manifest, name, file.metadata.num_rows)
    except FileNotFoundError:
        yield Problem("every table is there", path.name, "is missing; `kg assemble DIR` writes it again")
    except (OSError, pa.ArrowException) as error:
        reason = f"{str(error).splitlines()[0]}; `kg assemble DIR` writes it again"
        yield Problem("every table can be read", path.name, reason)


def _columns(found: pa.Schema, schema: pa.Schema, where: str) -> Iterator[Problem]:
    for name in sorted(set(schema.names) - set(found.names)):
        yield Problem("every table has its columns", where, f"{name} is missing")
    for column in found:
        if column.name not in schema.names:
            yield Problem("a table has no column beside its own", where, column.name)
        elif not column.type.equals(schema.field(column.name).type):
            told = f"{column.name} is {column.type}, not {schema.field(column.name).type}"
            yield Problem("every column has its type", where, told)


def _cells(file: pq.ParquetFile, schema: pa.Schema, name: str) -> Iterator[Problem]:
    empty = dict.fromkeys(schema.names, 0)
    for batch in file.iter_batches(columns=schema.names):
        for column in schema.names:
            empty[column] += batch.column(column).null_count
    for column, count in empty.items():
        if count and (name, column) not in _MAY_BE_EMPTY:
            yield Problem("no cell is empty that must not be", f"{name}.parquet", f"{column} in {count:,} rows")


def _as_stated(path: Path, manifest: Mapping[str, Any], name: str, rows: int) -> Iterator[Problem]:
    stated = manifest.get("counts", {}).get(name)
    if manifest and stated != rows:
        yield Problem("a table has as many rows as the manifest says", path.name, f"{rows:,}, stated are {stated}")
    sha256 = sha256_of(path)
    if manifest and manifest.get("hashes", {}).get(name) != sha256:
        yield Problem("a table is as it was written: its sha256 is the manifest's", path.name, f"sha256 {sha256}")
