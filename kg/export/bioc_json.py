"""Extractions -> a BioC JSON collection: passages with annotations, and relations between them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from kg.core.folder import GraphFolder
from kg.core.places import new_text
from kg.core.text import Extraction, Mention, Relation, Section
from kg.core.vocabulary import categories
from kg.export.found import best_ids, extractions, source_id


def document(extraction: Extraction) -> dict[str, Any]:
    """Return one document in BioC's shape; offsets are characters of `Document.text`."""
    paper = extraction.document
    passages = (Section("title", "", 0, paper.title), *paper.sections)
    metadata = {"pmid": paper.metadata.pmid, "doi": paper.metadata.doi, "journal": paper.metadata.journal}
    if paper.metadata.year:
        metadata["year"] = str(paper.metadata.year)
    return {
        "id": source_id(extraction),
        "infons": {name: value for name, value in metadata.items() if value},
        "passages": [_passage(section, extraction.mentions) for section in passages],
        "annotations": [],
        "relations": [_relation(number, relation) for number, relation in enumerate(extraction.relations)],
    }


def _passage(section: Section, mentions: Iterable[Mention]) -> dict[str, Any]:
    infons = {"type": section.name, "section": section.label}
    return {
        "offset": section.start,
        "infons": {name: value for name, value in infons.items() if value},
        "text": section.text,
        "sentences": [],
        "annotations": [_annotation(each) for each in mentions if section.start <= each.start < section.end],
        "relations": [],
    }


def _annotation(mention: Mention) -> dict[str, Any]:
    return {
        "id": str(mention.id),
        "infons": {
            "type": categories()[mention.category].pubtator,
            "identifier": ",".join(best_ids(mention)) or "-",
            "score": str(mention.score),
        },
        "text": mention.text,
        "locations": [{"offset": mention.start, "length": mention.end - mention.start}],
    }


def _relation(number: int, relation: Relation) -> dict[str, Any]:
    infons = {
        "type": relation.predicate,
        "aspect": relation.aspect,
        "direction": relation.direction,
        "negated": str(relation.negated).lower(),
        "speculated": str(relation.speculated).lower(),
        "via": relation.via,
        "score": str(relation.score),
    }
    return {
        "id": f"R{number}",
        "infons": {name: value for name, value in infons.items() if value},
        "nodes": [
            {"refid": str(relation.subject.mention), "role": "subject"},
            {"refid": str(relation.object.mention), "role": "object"},
        ],
    }


def _pieces(found: Iterable[Extraction]) -> Iterator[str]:
    head = {"source": "immunokg", "date": "", "key": "immunokg.key", "infons": {}}
    yield json.dumps(head)[:-1] + ', "documents": ['
    for number, extraction in enumerate(found):
        yield (",\n" if number else "\n") + json.dumps(document(extraction), ensure_ascii=False)
    yield "\n]}\n"


def write_all(found: Iterable[Extraction], stream: TextIO) -> int:
    """Write a collection, one document a line; return how many documents."""
    count = -2  # the collection's head and tail
    for piece in _pieces(found):
        stream.write(piece)
        count += 1
    return count


def write(folder: GraphFolder, path: Path) -> Mapping[str, int]:
    """Write the graph's documents with their mentions and relations."""
    with new_text(path) as stream:
        return {"documents": write_all(extractions(folder), stream)}
