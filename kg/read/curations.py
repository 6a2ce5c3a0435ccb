"""a graph folder's curations -> Extraction: what a curator judged, in the texts of the documents beside them.

Each verdict is a Relation without mentions whose extractor says it: `curator:right`, `curator:wrong:polarity`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from kg.core.curations import COLUMNS, Curation, ids_of, read_curations
from kg.core.errors import InputError, RecordError
from kg.core.folder import GraphFolder
from kg.core.text import Argument, Context, Document, Extraction, Metadata, Relation, Section, Span

EXTRACTOR = "curator"
_COLUMNS = ("id", "title", "text", "sections", "same_as", "pmid", "doi", "pmcid")
_WORD = re.compile(r"\w+")


def recognises(head: str) -> bool:
    """Tell a table of curations by its header."""
    cells = {cell.strip().strip('"') for cell in head.partition("\n")[0].removeprefix("\ufeff").split("\t")}
    return {"verdict", "sentence", "predicate"} <= cells <= {*COLUMNS}


def gold(path: Path) -> Iterator[Extraction | RecordError]:
    """Yield the documents that curations speak of, by id, each with what was judged in it.

    Raises:
        InputError: no graph stands beside the file, so that nobody knows the texts.
        DataError: a row cannot be used.
    """
    rows = read_curations(path).rows
    table = GraphFolder(path.parent).table("documents")
    if not table.is_file():
        raise InputError(path, "stands beside no graph, so that the texts are not known; it belongs into its folder")
    documents = _documents(table, {row.document_id for row in rows}, path)
    judged: defaultdict[str, list[Relation]] = defaultdict(list)
    for row in rows:
        document = documents.get(row.document_id)
        place = _place(document.text, row.sentence) if document else None
        if document and place:
            judged[document.id].append(_relation(row, place))
        else:
            what = "does not hold the sentence" if document else "is not in the graph"
            yield RecordError(path, row.line, f"{row.document_id} {what}")
    for document in sorted({one.id: one for one in documents.values()}.values(), key=lambda one: one.id):
        if judged[document.id]:
            yield Extraction(document, (), tuple(judged[document.id]))


def _documents(table: Path, wanted: set[str], source: Path) -> dict[str, Document]:
    """Return the documents wanted, by each id they are wanted by."""
    found = {}
    for batch in pq.ParquetFile(table).iter_batches(columns=list(_COLUMNS)):
        for row in batch.to_pylist():
            for one in wanted.intersection(ids_of({**row, "document_id": row["id"]})):
                found[one] = _document(row, source)
    return found


def _document(row: Mapping[str, Any], source: Path) -> Document:
    sections = tuple(
        Section(one["name"], one["label"], one["start"], row["text"][one["start"] : one["end"]])
        for one in row["sections"]
    )
    return Document(row["id"], row["title"], sections, Metadata(source=str(source)))


def _place(text: str, sentence: str) -> Span | None:
    """Return where a sentence's words stand, whatever is between them."""
    words = map(re.escape, _WORD.findall(sentence))
    found = re.search(r"(?<!\w)" + r"\W+".join(words) + r"(?!\w)", text, re.IGNORECASE)
    return Span(*found.span()) if found else None


def _relation(row: Curation, place: Span) -> Relation:
    said = row.assertion
    return Relation(
        subject=Argument(-1, said.subject),
        predicate=said.predicate,
        object=Argument(-1, said.object),
        aspect=said.aspect,
        direction=said.direction,
        via="direct",
        sentences=(place,),
        trigger=Span(place.start, place.start),
        negated=said.negated,
        speculated=row.speculated,
        context=Context(),
        score=1.0,
        extractor=":".join(filter(None, (EXTRACTOR, row.verdict, row.error))),
    )
