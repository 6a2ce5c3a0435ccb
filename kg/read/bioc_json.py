"""BioC JSON -> Document; with its annotations and relations, -> a gold Extraction.

A collection (`{"documents": […]}`), PubTator 3's answer (`{"PubTator3": […]}`), a list, one document, or JSON
Lines of documents. They are decoded one at a time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from kg.core.errors import RecordError
from kg.core.opening import open_text
from kg.core.text import Document, Extraction, Span
from kg.read.bioc import Annotation, BioCRelation, Passage, Record, join_sentences, to_document, to_gold

_CHUNK = 1 << 20  # characters
_LIST = re.compile(r'"(?:documents|PubTator3)"\s*:\s*\[|^\s*\[')
_BETWEEN = re.compile(r"[\s,]*")
_NEXT_LINE = re.compile(r"\n(?=\{)")
_DECODER = json.JSONDecoder()
# What a strange document can raise in the functions below
_ILL_FORMED = (ValueError, KeyError, TypeError, AttributeError)


def recognises(head: str) -> bool:
    """Return whether a file that begins so is BioC JSON."""
    return head.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") and '"passages"' in head


def read(path: Path) -> Iterator[Document | RecordError]:
    """Yield a file's documents in order, their annotations set aside."""
    for number, record in _records(path):
        yield record if isinstance(record, RecordError) else to_document(record, path, number)


def gold(path: Path) -> Iterator[Extraction | RecordError]:
    """Yield a file's documents with the mentions and relations marked in them."""
    for number, record in _records(path):
        yield record if isinstance(record, RecordError) else to_gold(record, path, number)


def _records(path: Path) -> Iterator[tuple[int, Record | RecordError]]:
    with open_text(path) as stream:
        for number, value in enumerate(_values(stream), 1):
            try:
                if isinstance(value, json.JSONDecodeError):
                    raise value
                yield number, _record(value)
            except _ILL_FORMED as error:
                yield number, RecordError(path, number, f"no BioC document: {error!r}")


def _values(stream: IO[str]) -> Iterator[Any]:
    """Yield each document's JSON value, or the error where there is none; go on at JSON Lines' next."""
    text = stream.read(_CHUNK).removeprefix("\ufeff")
    at, in_list = _start(text)
    size = _CHUNK
    while True:
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at
        if in_list and text[at : at + 1] == "]":
            return
        try:
            value, at = _DECODER.raw_decode(text, at)
            yield value
            size = _CHUNK
            continue
        except json.JSONDecodeError as error:
            problem = error
        next_line = None if in_list else _NEXT_LINE.search(text, at)
        if not next_line and (more := stream.read(size)):
            # A value longer than a chunk: twice as much each time, so that the whole is read in linear time
            text, at, size = text[at:] + more, 0, size * 2
            continue
        if at < len(text) or in_list:
            yield problem
        if not next_line:
            return
        at = next_line.end()


def _start(text: str) -> tuple[int, bool]:
    """Return where the first document begins, and whether in a list (else: JSON Lines, or one alone)."""
    passages = text.find('"passages"')
    found = _LIST.search(text, 0, passages if passages >= 0 else len(text))
    return (found.end(), True) if found else (0, False)


def _record(value: dict[str, Any]) -> Record:
    front = {key: value[key] for key in ("pmid", "pmcid", "journal", "authors") if value.get(key)}
    if isinstance(front.get("authors"), list):
        front["authors"] = ", ".join(front["authors"])
    return Record(
        id=str(value.get("id") or value.get("_id", "")).partition("|")[0],
        infons=_infons(front) | _infons(value.get("infons")),
        passages=tuple(_passage(passage) for passage in value["passages"]),
        annotations=tuple(map(_annotation, value.get("annotations", []))),
        relations=tuple(_relations(value)),
    )


def _passage(value: dict[str, Any]) -> Passage:
    sentences = value.get("sentences") or []
    text = value.get("text") or join_sentences(value["offset"], [(s["offset"], s["text"]) for s in sentences])
    marked = [*value.get("annotations", []), *(one for s in sentences for one in s.get("annotations", []))]
    return Passage(_infons(value.get("infons")), value["offset"], text, tuple(map(_annotation, marked)))


def _annotation(value: dict[str, Any]) -> Annotation:
    locations = tuple(Span(one["offset"], one["offset"] + one["length"]) for one in value["locations"])
    return Annotation(str(value.get("id", "")), _infons(value.get("infons")), locations, value["text"])


def _relations(value: dict[str, Any]) -> Iterator[BioCRelation]:
    """Yield the relations of the document, its passages and their sentences."""
    for one in value.get("relations", []):
        nodes = tuple(str(node.get("refid", "")) for node in one.get("nodes", []))
        yield BioCRelation(_infons(one.get("infons")), nodes)
    for inner in (*value.get("passages", []), *value.get("sentences", [])):
        yield from _relations(inner)


def _infons(value: dict[str, Any] | None) -> dict[str, str]:
    return {key.lower(): str(one).strip() for key, one in (value or {}).items() if one is not None}
