"""BioC XML -> Document; with its annotations and relations, -> a gold Extraction."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from kg.core.errors import RecordError
from kg.core.opening import open_binary
from kg.core.text import Document, Extraction, Span
from kg.core.xml import records, root_name, verbatim
from kg.read.bioc import Annotation, BioCRelation, Passage, Record, join_sentences, place, to_document, to_gold


def recognises(head: str) -> bool:
    """Return whether a file that begins so is BioC XML."""
    return root_name(head) in ("collection", "document") and ("BioC" in head or "<passage" in head)


def read(path: Path) -> Iterator[Document | RecordError]:
    """Yield a file's documents in order, their annotations set aside."""
    for number, record in _records(path):
        yield record if isinstance(record, RecordError) else to_document(record, path, number)


def gold(path: Path) -> Iterator[Extraction | RecordError]:
    """Yield a file's documents with the mentions and relations marked in them."""
    for number, record in _records(path):
        yield record if isinstance(record, RecordError) else to_gold(record, path, number)


def _records(path: Path) -> Iterator[tuple[int, Record | RecordError]]:
    with open_binary(path) as stream:
        for item in records(stream, path, ("document",)):
            if isinstance(item, RecordError):
                yield item.record, item
                continue
            number, element = item
            try:
                yield number, _record(element)
            except ValueError as error:
                name = verbatim(element.find("id"))
                yield number, RecordError(path, number, f"{name or 'a document'}: no BioC: {error}")


def _record(element: etree._Element) -> Record:
    return Record(
        id=verbatim(element.find("id")).strip(),
        infons=_infons(element),
        passages=tuple(_passage(passage) for passage in element.iterfind("passage")),
        annotations=tuple(_annotation(one) for one in element.iterfind("annotation")),
        relations=tuple(
            BioCRelation(_infons(one), tuple(node.get("refid", "") for node in one.iterfind("node")))
            for one in element.iter("relation")
        ),
    )


def _passage(element: etree._Element) -> Passage:
    offset = place(verbatim(element.find("offset")))
    sentences = [
        (place(verbatim(sentence.find("offset"))), verbatim(sentence.find("text")))
        for sentence in element.iterfind("sentence")
    ]
    text = verbatim(element.find("text")) or join_sentences(offset, sentences)
    annotations = tuple(_annotation(one) for one in element.iter("annotation"))
    return Passage(_infons(element), offset, text, annotations)


def _annotation(element: etree._Element) -> Annotation:
    starts_and_lengths = (
        (place(one.get("offset", "")), place(one.get("length", ""))) for one in element.iterfind("location")
    )
    locations = tuple(Span(start, start + length) for start, length in starts_and_lengths)
    return Annotation(element.get("id", ""), _infons(element), locations, verbatim(element.find("text")))


def _infons(element: etree._Element) -> dict[str, str]:
    return {one.get("key", "").lower(): verbatim(one).strip() for one in element.iterfind("infon")}
