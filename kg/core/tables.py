"""Extractions and graphs as Parquet: the schemas, reading, atomic writing, and the graph folder with its views."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kg.core.errors import GraphFolderError
from kg.core.text import (
    Argument,
    Candidate,
    Context,
    Document,
    Extraction,
    Mention,
    Metadata,
    Relation,
    Section,
    Span,
)

FORMAT_VERSION = 1
TABLES = ("documents", "mentions", "concepts", "assertions", "evidence")

_TEXTS = pa.list_(pa.string())
_SPAN = pa.struct([("start", pa.int32()), ("end", pa.int32())])
_CANDIDATE = pa.struct([("concept_id", pa.string()), ("score", pa.float64())])
_ARGUMENT = pa.struct([("mention", pa.int32()), ("concept_id", pa.string())])
_CONTEXT = pa.struct([("disease", _TEXTS), ("species", _TEXTS), ("tissue", _TEXTS), ("dose", pa.string())])
_METADATA = [
    ("pmid", pa.string()),
    ("doi", pa.string()),
    ("pmcid", pa.string()),
    ("journal", pa.string()),
    ("year", pa.int32()),
    ("volume", pa.string()),
    ("issue", pa.string()),
    ("pages", pa.string()),
    ("authors", _TEXTS),
    ("keywords", _TEXTS),
    ("publication_types", _TEXTS),
    ("version", pa.int32()),
    ("retracted", pa.bool_()),
    ("retracts", _TEXTS),
    ("deleted", pa.bool_()),
    ("source_id", pa.string()),
    ("source", pa.string()),
    ("record", pa.int32()),
]
_SECTION = pa.struct(
    [("name", pa.string()), ("label", pa.string()), ("start", pa.int32()), ("text", pa.string())]
)
_MENTION = pa.struct(
    [
        ("id", pa.int32()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("text", pa.string()),
        ("category", pa.string()),
        ("parts", pa.list_(pa.list_(_CANDIDATE))),
        ("found_by", pa.string()),
        ("score", pa.float64()),
    ]
)
_RELATION = pa.struct(
    [
        ("subject", _ARGUMENT),
        ("predicate", pa.string()),
        ("object", _ARGUMENT),
        ("aspect", pa.string()),
        ("direction", pa.string()),
        ("via", pa.string()),
        ("sentences", pa.list_(_SPAN)),
        ("trigger", _SPAN),
        ("negated", pa.bool_()),
        ("speculated", pa.bool_()),
        ("context", _CONTEXT),
        ("score", pa.float64()),
        ("extractor", pa.string()),
    ]
)
# One row per document, everything found in it nested
EXTRACTION = pa.schema(
    [
        ("id", pa.string()),
        ("title", pa.string()),
        ("sections", pa.list_(_SECTION)),
        ("metadata", pa.struct(_METADATA)),
        ("mentions", pa.list_(_MENTION)),
        ("relations", pa.list_(_RELATION)),
    ]
)


def extraction_row(extraction: Extraction) -> dict[str, Any]:
    """Return an extraction as one row of the EXTRACTION schema."""
    document = extraction.document
    return {
        "id": document.id,
        "title": document.title,
        "sections": [asdict(section) for section in document.sections],
        "metadata": asdict(document.metadata),
        "mentions": [asdict(mention) for mention in extraction.mentions],
        "relations": [asdict(relation) for relation in extraction.relations],
    }


def _relation(row: Mapping[str, Any]) -> Relation:
    context = row["context"]
    return Relation(
        **{
            **row,
            "subject": Argument(**row["subject"]),
            "object": Argument(**row["object"]),
            "sentences": tuple(Span(**span) for span in row["sentences"]),
            "trigger": Span(**row["trigger"]),
            "context": Context(
                *(tuple(context[key]) for key in ("disease", "species", "tissue")), context["dose"]
            ),
        }
    )


def _mention(row: Mapping[str, Any]) -> Mention:
    parts = tuple(tuple(Candidate(**candidate) for candidate in part) for part in row["parts"])
    return Mention(**{**row, "parts": parts})


def extraction_from_row(row: Mapping[str, Any]) -> Extraction:
    """Return the extraction that `extraction_row` flattened."""
    metadata = {key: tuple(value) if isinstance(value, list) else value for key, value in row["metadata"].items()}
    sections = tuple(Section(**section) for section in row["sections"])
    return Extraction(
        Document(row["id"], row["title"], sections, Metadata(**metadata)),
        tuple(_mention(mention) for mention in row["mentions"]),
        tuple(_relation(relation) for relation in row["relations"]),
    )


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """Give a temporary name beside `path`; on success it takes the place of `path`, on failure it goes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_rows(path: Path, schema: pa.Schema, rows: Iterable[Mapping[str, Any]], batch: int = 1000) -> int:
    """Write rows to a Parquet file, atomically and in batches; return how many.

    The same rows give the same bytes.
    """
    count, source = 0, iter(rows)
    with atomic(path) as temporary, pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
        while chunk := list(islice(source, batch)):
            writer.write_table(pa.Table.from_pylist(chunk, schema=schema))
            count += len(chunk)
    return count


def read_extractions(path: Path, batch: int = 256) -> Iterator[Extraction]:
    """Yield the extractions of one shard, in order."""
    for table in pq.ParquetFile(path).iter_batches(batch_size=batch):
        for row in table.to_pylist():
            yield extraction_from_row(row)


def write_json(path: Path, value: object) -> None:
    """Write JSON (sorted keys, two spaces), atomically."""
    with atomic(path) as temporary:
        temporary.write_text(
            json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8"
        )


# What people mean by an edge: an assertion with its ends' names, its papers and its best sentence first
_EDGES = """
CREATE VIEW edges AS
SELECT a.*,
       s.name AS subject_name, s.category AS subject_category,
       o.name AS object_name, o.category AS object_category,
       e.publications, e.texts, e.best
FROM assertions a
JOIN concepts s ON s.id = a.subject
JOIN concepts o ON o.id = a.object
JOIN (
  SELECT assertion_id,
         list_sort(list(DISTINCT document_id)) AS publications,
         list(text ORDER BY speculated, score DESC, document_id, start) AS texts,
         first(id ORDER BY speculated, score DESC, document_id, start) AS best
  FROM evidence GROUP BY assertion_id
) e ON e.assertion_id = a.id
"""


class GraphFolder:
    """The files of a built graph: `extractions/`, `graph/`, `store/`, `site/`.

    Args:
        root: the folder that `kg build --out` named.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.extractions = root / "extractions"
        self.graph = root / "graph"
        self.store = root / "store"
        self.site = root / "site"
        self.manifest_path = self.graph / "manifest.json"

    def table(self, name: str) -> Path:
        """Return the Parquet file of one of TABLES."""
        return self.graph / f"{name}.parquet"

    def shards(self) -> list[Path]:
        """Return the extraction shards in input order."""
        return sorted(self.extractions.glob("part-*.parquet"))

    def manifest(self) -> dict[str, Any]:
        """Return the manifest of the graph.

        Raises:
            GraphFolderError: there is no graph here, or one of another format version.
        """
        try:
            manifest: dict[str, Any] = json.loads(self.manifest_path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise GraphFolderError(self.root, "holds no graph; `kg build INPUT --out DIR` makes one") from None
        except ValueError as error:
            raise GraphFolderError(self.manifest_path, f"is not a manifest: {error}") from error
        if manifest.get("format") != FORMAT_VERSION:
            reason = f"has format {manifest.get('format')}, this version reads {FORMAT_VERSION}; build it again"
            raise GraphFolderError(self.root, reason)
        return manifest

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Return a DuckDB connection with one view per table and the view `edges`; nothing is copied.

        Raises:
            GraphFolderError: as `manifest`, or a table is missing.
        """
        self.manifest()
        connection = duckdb.connect()
        connection.execute("SET preserve_insertion_order = true; SET enable_progress_bar = false")
        for name in TABLES:
            if not self.table(name).is_file():
                raise GraphFolderError(self.table(name), "is missing; `kg assemble DIR` writes it again")
            quoted = str(self.table(name)).replace("'", "''")
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{quoted}')")
        connection.execute(_EDGES)
        return connection


def rows(cursor: duckdb.DuckDBPyConnection, batch: int = 2000) -> Iterator[dict[str, Any]]:
    """Yield a query's rows as dicts by column name, fetched in batches."""
    names = [column[0] for column in cursor.description or ()]
    while chunk := cursor.fetchmany(batch):
        for values in chunk:
            yield dict(zip(names, values, strict=True))
