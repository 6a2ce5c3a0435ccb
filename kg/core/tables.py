"""Extractions and graphs as Parquet: the schemas, rows from nouns and back, and atomic writing."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

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
    text_hash,
)

_TEXTS = pa.list_(pa.string())
_SPAN = pa.struct([("start", pa.int32()), ("end", pa.int32())])
_CANDIDATE = pa.struct([("concept_id", pa.string()), ("score", pa.float64())])
_ARGUMENT = pa.struct([("mention", pa.int32()), ("concept_id", pa.string())])
_CONTEXT = pa.struct([("disease", _TEXTS), ("species", _TEXTS), ("tissue", _TEXTS), ("dose", pa.string())])
_METADATA = (
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
    ("revised", pa.string()),
    ("retracted", pa.bool_()),
    ("retracts", _TEXTS),
    ("deleted", pa.bool_()),
    ("source_id", pa.string()),
    ("source", pa.string()),
    ("record", pa.int32()),
)
_SECTION = pa.struct([("name", pa.string()), ("label", pa.string()), ("start", pa.int32()), ("text", pa.string())])
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
        ("taxon", pa.string()),
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
        ("text_hash", pa.string()),  # what the same paper without a common id is recognised by
        ("title", pa.string()),
        ("sections", pa.list_(_SECTION)),
        ("metadata", pa.struct(_METADATA)),
        ("mentions", pa.list_(_MENTION)),
        ("relations", pa.list_(_RELATION)),
    ]
)

_SECTION_SPAN = pa.struct([("name", pa.string()), ("label", pa.string()), ("start", pa.int32()), ("end", pa.int32())])
# The tables of a graph, by name; every row order is total, so the same graph has the same bytes
GRAPH_SCHEMAS: Mapping[str, pa.Schema] = MappingProxyType(
    {
        "documents": pa.schema(
            [
                ("id", pa.string()),
                ("title", pa.string()),
                ("text", pa.string()),
                ("sections", pa.list_(_SECTION_SPAN)),
                *(field for field in _METADATA if field[0] not in {"version", "revised", "retracts", "deleted"}),
                ("same_as", _TEXTS),
            ]
        ),
        "mentions": pa.schema(
            [
                ("document_id", pa.string()),
                ("mention", pa.int32()),
                ("part", pa.int32()),
                ("start", pa.int32()),
                ("end", pa.int32()),
                ("text", pa.string()),
                ("category", pa.string()),
                ("concept_id", pa.string()),
                ("score", pa.float64()),
                ("found_by", pa.string()),
            ]
        ),
        "concepts": pa.schema(
            [
                ("id", pa.string()),
                ("name", pa.string()),
                ("category", pa.string()),
                ("synonyms", _TEXTS),
                ("parents", _TEXTS),
                ("xrefs", _TEXTS),
                ("grounded", pa.bool_()),
                ("mention_count", pa.int64()),
                ("document_count", pa.int64()),
            ]
        ),
        "assertions": pa.schema(
            [
                ("id", pa.string()),
                ("subject", pa.string()),
                ("predicate", pa.string()),
                ("object", pa.string()),
                ("aspect", pa.string()),
                ("direction", pa.string()),
                ("negated", pa.bool_()),
                ("belief", pa.float64()),
                ("asserted", pa.bool_()),
                ("speculated", pa.bool_()),
                ("rejected", pa.bool_()),
                ("document_count", pa.int64()),
                ("evidence_count", pa.int64()),
                ("judged_right", pa.int64()),
                ("judged_wrong", pa.int64()),
                ("opposed_by", _TEXTS),
            ]
        ),
        "evidence": pa.schema(
            [
                ("id", pa.string()),
                ("assertion_id", pa.string()),
                ("document_id", pa.string()),
                ("section", pa.string()),
                ("label", pa.string()),
                ("start", pa.int32()),
                ("end", pa.int32()),
                ("text", pa.string()),
                ("sentences", pa.list_(_SPAN)),
                *(
                    (f"{role}_{side}", pa.int32())
                    for role in ("subject", "object", "trigger")
                    for side in ("start", "end")
                ),
                ("score", pa.float64()),
                ("speculated", pa.bool_()),
                ("via", pa.string()),
                ("extractor", pa.string()),
                ("context_disease", _TEXTS),
                ("context_species", _TEXTS),
                ("context_tissue", _TEXTS),
                ("context_dose", pa.string()),
                # what a curator says of it (kg.core.curations); empty where nobody has judged it
                *((name, pa.string()) for name in ("verdict", "error", "note", "curator")),
            ]
        ),
    }
)

# Rows in a row group of a graph's table, by its name: a document may hold a whole paper
ROW_GROUPS: Mapping[str, int] = MappingProxyType(
    {name: 2000 if name == "documents" else 20_000 for name in GRAPH_SCHEMAS}
)


def extraction_row(extraction: Extraction) -> dict[str, Any]:
    """Return an extraction as one row of the EXTRACTION schema."""
    document = extraction.document
    return {
        "id": document.id,
        "text_hash": text_hash(document.title, document.sections),
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
                tuple(context["disease"]),
                tuple(context["species"]),
                tuple(context["tissue"]),
                context["dose"],
            ),
        }
    )


def _mention(row: Mapping[str, Any]) -> Mention:
    parts = tuple(tuple(Candidate(**candidate) for candidate in part) for part in row["parts"])
    return Mention(**{**row, "parts": parts})


def extraction_from_row(row: Mapping[str, Any]) -> Extraction:
    """Return the extraction that `extraction_row` flattened."""
    metadata: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in row["metadata"].items()
    }
    sections = tuple(Section(**section) for section in row["sections"])
    return Extraction(
        Document(row["id"], row["title"], sections, Metadata(**metadata)),
        tuple(_mention(mention) for mention in row["mentions"]),
        tuple(_relation(relation) for relation in row["relations"]),
    )


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """Give a temporary name beside `path`; on success it takes the place of `path`, a file or nothing; else it goes."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise FileExistsError(errno.EEXIST, "is no file, and must not become one", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield temporary
        with temporary.open("r+b") as written:  # Windows flushes only what may be written
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


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal, as manifests state it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_json(path: Path, value: object) -> None:
    """Write JSON (sorted keys, two spaces), atomically."""
    with atomic(path) as temporary:
        temporary.write_text(json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
