"""JSON Lines of statements without their texts, and the texts themselves -> gold Extractions.

    {"id": "PMID:1", "sha1": "…", "mentions": [[0, 4, "gene", ["HGNC:6001"]], …], "relations":
     [{"subject": [0, 0], "predicate": "affects", "object": [1, 0], "aspect": "abundance", "direction": "increased",
       "via": "loss", "negated": true, "speculated": true, "sentences": [[0, 80]]}, …]}

The texts may belong to others; so they are read from the user's own copy and joined by id. Each is checked by the SHA-1
of its characters, since places count them. An end is a mention's index and the number of its part; a part without an id
is "", and goes by its local id. What is left out of a relation is empty or false.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kg.core.errors import InputError, RecordError
from kg.core.lexicon import local_id
from kg.core.text import Argument, Candidate, Context, Document, Extraction, Mention, Relation, Span
from kg.core.vocabulary import ASPECTS, DIRECT, DIRECTIONS, VIAS, categories, predicates
from kg.read.json_values import ILL_FORMED, json_lines


def recognises(head: str) -> bool:
    """Return whether a file that begins so is JSON Lines of statements without texts."""
    start = head.lstrip("\ufeff \t\r\n")[:300]
    return start.startswith("{") and '"sha1"' in start and '"mentions"' in start


def gold(path: Path, texts: Sequence[Path] = ()) -> Iterator[Extraction | RecordError]:
    """Yield the documents with what is stated in them, in the file's order.

    Args:
        texts: files, in any format that documents are read from, which hold the documents.

    Raises:
        InputError: the file cannot be opened, or no texts are given.
    """
    if not texts:
        raise InputError(path, "holds statements without their texts; --texts names files that hold the documents")
    rows = list(json_lines(path, _names_document, "names no document", "no statements about a document"))
    wanted = {row["id"] for _, row in rows if isinstance(row, dict)}
    documents = _documents(texts, wanted)
    for number, row in rows:
        if isinstance(row, RecordError):
            yield row
            continue
        try:
            yield _extraction(row, documents.get(row["id"]), path, number)
        except ILL_FORMED as error:
            yield RecordError(path, number, f"no statements about a document: {error!r}")


def _names_document(row: Any) -> bool:
    return bool(row["id"] and isinstance(row["id"], str))


def _documents(texts: Sequence[Path], wanted: set[str]) -> dict[str, Document]:
    from kg.read.sniff import read_documents

    read = read_documents([str(path) for path in texts], None)
    return {one.id: one for one in read if isinstance(one, Document) and one.id in wanted}


def _extraction(row: dict[str, Any], document: Document | None, path: Path, number: int) -> Extraction | RecordError:
    if document is None:
        return RecordError(path, number, f"the texts given do not hold {row['id']}")
    if hashlib.sha1(document.text.encode(), usedforsecurity=False).hexdigest() != row["sha1"]:
        return RecordError(path, number, f"the text of {row['id']} is not the one that was annotated")
    text = document.text
    mentions = [_mention(index, one, text) for index, one in enumerate(row["mentions"])]
    return Extraction(document, tuple(mentions), tuple(_relation(one, mentions) for one in row["relations"]))


def _mention(index: int, row: list[Any], text: str) -> Mention:
    start, end, category, ids = int(row[0]), int(row[1]), _one_of(row[2], categories(), "category"), row[3]
    if not 0 <= start < end <= len(text):
        raise ValueError(f"mention {index} ({start}-{end}) is not within the text")
    said = text[start:end]
    parts = tuple((Candidate(one or local_id(category, said), 1.0),) for one in ids)
    return Mention(index, start, end, said, category, parts, "gold", 1.0)


def _relation(row: dict[str, Any], mentions: Sequence[Mention]) -> Relation:
    subject, other = (_argument(row[end], mentions) for end in ("subject", "object"))
    return Relation(
        subject=subject,
        predicate=_one_of(row["predicate"], predicates(), "predicate"),
        object=other,
        aspect=_one_of(row.get("aspect", ""), ASPECTS, "aspect"),
        direction=_one_of(row.get("direction", ""), DIRECTIONS, "direction"),
        via=_one_of(row.get("via", DIRECT), VIAS, "via"),
        sentences=tuple(Span(int(start), int(end)) for start, end in row["sentences"]),
        trigger=Span(0, 0),
        negated=bool(row.get("negated")),
        speculated=bool(row.get("speculated")),
        context=Context(),
        score=1.0,
        extractor="gold",
    )


def _argument(end: Sequence[int], mentions: Sequence[Mention]) -> Argument:
    if min(end) < 0:
        raise IndexError(f"an end is counted from the front, not {list(end)}")
    mention = mentions[end[0]]
    return Argument(mention.id, mention.parts[end[1]][0].concept_id)


def _one_of(value: Any, allowed: Any, what: str) -> str:
    if value not in allowed:
        raise ValueError(f"no {what} is called {value!r}")
    return str(value)
