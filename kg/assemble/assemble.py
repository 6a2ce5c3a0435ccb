"""a folder of shards, a Lexicon -> the graph in it: five tables and the manifest, put in place together."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from kg.assemble.curations import judge
from kg.assemble.overrides import override
from kg.assemble.papers import choose_records
from kg.assemble.scratch import batches, connect, refuse_short, scratch
from kg.assemble.statements import (
    AGAINST,
    GROUPED,
    against,
    assertions,
    find_opposed,
    find_statements,
    grouped,
    passages,
    support,
)
from kg.assemble.tables import DOCUMENTS, MENTIONS, concepts_query, count_concepts, find_records, reported
from kg.core.batches import Writer, write_batches, writing
from kg.core.curations import Curations
from kg.core.errors import GraphFolderError
from kg.core.folder import FORMAT_VERSION, GraphFolder
from kg.core.lexicon import Lexicon
from kg.core.overrides import Overrides
from kg.core.paths import put_in_place
from kg.core.tables import GRAPH_SCHEMAS, ROW_GROUPS, sha256_of, write_json

Row = dict[str, Any]
Advance = Callable[[], None]
STAGES = ("papers", "documents", "mentions", "evidence", "what opposes", "assertions", "concepts", "report")
_ROWS = 20_000  # at a time


def assemble(
    folder: GraphFolder,
    lexicon: Lexicon,
    about: Mapping[str, Any],
    overrides: Overrides | None = None,
    curations: Curations | None = None,
    memory: int | None = None,
    advance: Advance = lambda: None,
) -> dict[str, Any]:
    """Write `graph/` from `extractions/`; the old graph stays in place until the new one is whole.

    Args:
        lexicon: names, hierarchy and cross-references of the concepts.
        about: what the manifest says of how the extractions were made.
        overrides: what names and concepts mean in this graph; the extractions stay as they are.
        curations: what a curator found right or wrong, after the overrides.
        memory: bytes that the process may take; a share of the machine's if None. The tables are the same for any.
        advance: called when one of STAGES is done.

    Returns:
        The manifest.

    Raises:
        GraphFolderError: there are no extractions, one cannot be read, the disk is full, or memory does not suffice.
    """
    shards = folder.shards()
    if not shards:
        raise GraphFolderError(folder.root, "holds no extractions; `kg annotate INPUT --out DIR` makes them")
    refuse_short(folder)
    with scratch(folder) as place:
        connection = connect(shards, place, memory)
        try:
            choose_records(connection)
            find_records(connection)
            told = _overridden(connection, overrides, lexicon, place) if overrides else {}
            find_statements(connection)
            told |= _curated(connection, curations or Curations(), folder, place)
            advance()
            written = _Tables(connection, lexicon, place, advance).write()
        finally:
            connection.close()
        manifest = {**about, "format": FORMAT_VERSION, **told, **written}
        write_json(place / "graph" / "manifest.json", manifest)
        put_in_place(place / "graph", folder.graph)
    shutil.rmtree(folder.site, ignore_errors=True)  # pages of the graph that was
    return manifest


def _overridden(connection: duckdb.DuckDBPyConnection, overrides: Overrides, lexicon: Lexicon, scratch: Path) -> Row:
    """Apply overrides; return what the manifest says of them."""
    changes = override(connection, overrides, lexicon.concepts, scratch)
    return {"overrides": {"file": overrides.source, "sha256": overrides.sha256, "rows": changes}}


def _curated(connection: duckdb.DuckDBPyConnection, curations: Curations, folder: GraphFolder, scratch: Path) -> Row:
    """Apply curations; return what the manifest says of them: nothing where there are none."""
    came_to = judge(connection, curations, scratch)
    elsewhere = curations.path.resolve() != folder.curations.resolve()
    about = {"file": curations.path.name, "elsewhere": elsewhere, "sha256": curations.sha256}
    return {"curations": {**about, **came_to}} if curations else {}


class _Tables:
    """The five tables on their way into files, one after the other: some are made of others.

    Args:
        place: a folder for the tables, and for what is written in between.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, lexicon: Lexicon, place: Path, advance: Advance) -> None:
        self.connection = connection
        self.lexicon = lexicon
        self.place = place
        self.advance = advance
        self.counts: dict[str, int] = {}

    def write(self) -> Row:
        """Write the tables; return what the manifest says of them."""
        self._write("documents", self._found(DOCUMENTS, ROW_GROUPS["documents"]))
        self._write("mentions", self._found(MENTIONS, _ROWS))
        with writing(self._file("evidence"), GRAPH_SCHEMAS["evidence"], ROW_GROUPS["evidence"]) as evidence:
            scores = self._between("grouped", GROUPED, grouped(self._supports(evidence)))
        self._done("evidence", evidence.count)
        find_opposed(self.connection, scores)
        opposing = against(self.connection, self._file("evidence"), self._file("documents"))
        opposed = self._between("against", AGAINST, opposing)
        self.advance()
        self._write("assertions", assertions(self.connection, opposed))
        count_concepts(self.connection, self._file("mentions"))
        self._write("concepts", self._found(concepts_query(self.connection, self.lexicon, self.place), _ROWS))
        contradicted = self.connection.execute("SELECT count(DISTINCT id) FROM opposed").fetchone()
        told = {"contradicted": contradicted[0] if contradicted else 0, **reported(self.connection)}
        self.advance()
        hashes = {name: sha256_of(self._file(name)) for name in GRAPH_SCHEMAS}
        return {"counts": {name: self.counts[name] for name in GRAPH_SCHEMAS}, "hashes": hashes, **told}

    def _file(self, name: str) -> Path:
        return self.place / "graph" / f"{name}.parquet"

    def _found(self, query: str, rows: int) -> Iterator[pa.RecordBatch]:
        return batches(self.connection, query, rows)

    def _write(self, name: str, rows: Iterable[pa.RecordBatch]) -> None:
        self._done(name, write_batches(self._file(name), GRAPH_SCHEMAS[name], rows, ROW_GROUPS[name]))

    def _done(self, name: str, count: int) -> None:
        self.counts[name] = count
        self.advance()

    def _between(self, name: str, schema: pa.Schema, rows: Iterable[pa.RecordBatch]) -> Path:
        path = self.place / f"{name}.parquet"
        write_batches(path, schema, rows, _ROWS)
        return path

    def _supports(self, evidence: Writer) -> Iterator[pa.RecordBatch]:
        """Yield what each paper's passages come to, which are written on the way."""
        for table in passages(self.connection):
            evidence.write(table)
            yield support(table)
