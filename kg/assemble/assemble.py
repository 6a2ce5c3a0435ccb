"""a folder of shards, a Lexicon -> the graph in it: five tables and the manifest, put in place together."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from kg.assemble.curations import judge
from kg.assemble.overrides import override
from kg.assemble.papers import choose_records
from kg.assemble.tables import (
    AMBIGUOUS,
    CONCEPTS,
    MENTIONS,
    UNGROUNDED,
    assertion_rows,
    document_rows,
    evidence_rows,
    find_records,
    find_statements,
    gather,
)
from kg.core.curations import Curations
from kg.core.errors import GraphFolderError
from kg.core.folder import FORMAT_VERSION, GraphFolder, draw_no_progress, rows
from kg.core.lexicon import Lexicon
from kg.core.overrides import Overrides
from kg.core.paths import put_in_place
from kg.core.tables import GRAPH_SCHEMAS, sha256_of, write_json, write_rows

Row = dict[str, Any]
MEMORY = "512MB"  # that DuckDB may take; the rest it keeps in a scratch file


def _mention_rows(connection: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    yield from rows(connection.execute(MENTIONS))


def _concept_rows(connection: duckdb.DuckDBPyConnection, lexicon: Lexicon) -> Iterator[Row]:
    """Yield the concepts that texts name or assertions speak of, and everything above them."""
    named = {row["id"]: row for row in rows(connection.execute(CONCEPTS))}
    above = {one for concept_id in named for one in lexicon.ancestors(concept_id) if one in lexicon.concepts}
    for concept_id in sorted(named.keys() | above):
        concept = lexicon.concepts.get(concept_id)
        counts = named.get(concept_id, {})
        yield {
            "id": concept_id,
            "name": concept.name if concept else counts["surface"],
            "category": concept.category if concept else counts["category"],
            "synonyms": sorted({*concept.synonyms, *concept.ambiguous}) if concept else [],
            "parents": [one for one in concept.parents if one in lexicon.concepts] if concept else [],
            "xrefs": list(concept.xrefs) if concept else [],
            "grounded": not concept_id.startswith("text:"),
            "mention_count": counts.get("mention_count", 0),
            "document_count": counts.get("document_count", 0),
        }


def _connect(folder: GraphFolder, scratch: Path) -> duckdb.DuckDBPyConnection:
    shards = folder.shards()
    if not shards:
        raise GraphFolderError(folder.root, "holds no extractions; `kg annotate INPUT --out DIR` makes them")
    connection = duckdb.connect(str(scratch / "scratch.duckdb"))
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    draw_no_progress(connection)
    connection.execute("SET preserve_insertion_order = true")
    files = ", ".join("'{}'".format(str(shard).replace("'", "''")) for shard in shards)
    try:
        connection.execute(f"CREATE VIEW shards AS SELECT * FROM read_parquet([{files}])")
    except duckdb.Error as error:
        raise GraphFolderError(folder.extractions, f"cannot be read: {str(error).splitlines()[0]}") from error
    return connection


def assemble(
    folder: GraphFolder,
    lexicon: Lexicon,
    about: Mapping[str, Any],
    overrides: Overrides | None = None,
    curations: Curations | None = None,
) -> dict[str, Any]:
    """Write `graph/` from `extractions/`; the old graph stays in place until the new one is whole.

    Args:
        lexicon: names, hierarchy and cross-references of the concepts.
        about: what the manifest says of how the extractions were made.
        overrides: what names and concepts mean in this graph; the extractions stay as they are.
        curations: what a curator found right or wrong, after the overrides.

    Returns:
        The manifest.

    Raises:
        GraphFolderError: there are no extractions.
    """
    fresh = folder.root / ".graph.new"
    shutil.rmtree(fresh, ignore_errors=True)
    with TemporaryDirectory(prefix=".assemble-", dir=folder.root) as scratch:
        connection = _connect(folder, Path(scratch))
        try:
            choose_records(connection)
            find_records(connection)
            told = _overridden(connection, overrides, lexicon, Path(scratch)) if overrides else {}
            find_statements(connection)
            told |= _curated(connection, curations or Curations(), folder, Path(scratch))
            gather(connection)
            manifest = {**about, "format": FORMAT_VERSION, **told, **_write_tables(connection, lexicon, fresh)}
        finally:
            connection.close()
    write_json(fresh / "manifest.json", manifest)
    put_in_place(fresh, folder.graph)
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


def _write_tables(connection: duckdb.DuckDBPyConnection, lexicon: Lexicon, fresh: Path) -> Row:
    """Write the five tables; return what the manifest says of them."""
    writers: dict[str, Callable[[], Iterator[Row]]] = {
        "documents": lambda: document_rows(connection),
        "mentions": lambda: _mention_rows(connection),
        "concepts": lambda: _concept_rows(connection, lexicon),
        "assertions": lambda: assertion_rows(connection),
        "evidence": lambda: evidence_rows(connection),
    }
    counts, hashes = {}, {}
    for name, schema in GRAPH_SCHEMAS.items():
        path = fresh / f"{name}.parquet"
        counts[name] = write_rows(path, schema, writers[name]())
        hashes[name] = sha256_of(path)
    contradicted = connection.execute("SELECT count(DISTINCT id) FROM opposed").fetchone()
    return {
        "counts": counts,
        "hashes": hashes,
        "contradicted": contradicted[0] if contradicted else 0,
        "ambiguous": list(rows(connection.execute(AMBIGUOUS))),
        "ungrounded": list(rows(connection.execute(UNGROUNDED))),
    }
