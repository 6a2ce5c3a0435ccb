"""BioC JSON -> Document; with its annotations and relations, -> a gold Extraction.

A collection (`{"documents": […]}`), PubTator 3's answer (`{"PubTator3": […]}`), a list, one document, or JSON
Lines of documents. They are decoded one at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import inf
from pathlib import Path
from typing import Any

from kg.core.errors import RecordError
from kg.core.opening import open_text
from kg.core.text import Document, Extraction, Span
from kg.read.bioc import Annotation, BioCRelation, Passage, Record, join_sentences, place, to_document, to_gold
from kg.read.json_values import NESTED, Problem, first_chunk, reason, values

_LIST = re.compile(r'"(?:documents|PubTator3)"\s*:\s*\[|^\s*\[')
# What a strange document can raise in the functions below
_ILL_FORMED = (ValueError, KeyError, TypeError, AttributeError, OverflowError)


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
    with open_text(path, longest_line=inf) as stream:
        text = first_chunk(stream)
        at, in_list = _start(text)
        for number, value in enumerate(values(stream, text, at, in_list=in_list), 1):
            yield number, _checked(value, path, number)


def _checked(value: Any, path: Path, number: int) -> Record | RecordError:
    if isinstance(value, Problem):
        return RecordError(path, number, f"no BioC document: {reason(value)}")
    try:
        return _record(value)
    except RecursionError:
        return RecordError(path, number, f"no BioC document: {NESTED}")
    except _ILL_FORMED as error:
        return RecordError(path, number, f"no BioC document: {error!r}")


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
    offset = place(value["offset"])
    text = value.get("text") or join_sentences(offset, [(place(s["offset"]), s["text"]) for s in sentences])
    if not isinstance(text, str):
        raise TypeError(f"a text is {text!r}")
    marked = [*value.get("annotations", []), *(one for s in sentences for one in s.get("annotations", []))]
    return Passage(_infons(value.get("infons")), offset, text, tuple(map(_annotation, marked)))


def _annotation(value: dict[str, Any]) -> Annotation:
    starts_and_lengths = ((place(one["offset"]), place(one["length"])) for one in value["locations"])
    locations = tuple(Span(start, start + length) for start, length in starts_and_lengths)
    return Annotation(str(value.get("id", "")), _infons(value.get("infons")), locations, str(value["text"]))


def _relations(value: dict[str, Any]) -> Iterator[BioCRelation]:
    """Yield the relations of the document, its passages and their sentences."""
    for one in value.get("relations", []):
        nodes = tuple(str(node.get("refid", "")) for node in one.get("nodes", []))
        yield BioCRelation(_infons(one.get("infons")), nodes)
    for inner in (*value.get("passages", []), *value.get("sentences", [])):
        yield from _relations(inner)


def _infons(value: dict[str, Any] | None) -> dict[str, str]:
    return {key.lower(): str(one).strip() for key, one in (value or {}).items() if one is not None}
