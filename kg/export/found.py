"""a graph folder -> the Extractions it was assembled from, each document once, as the graph holds it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from kg.core.folder import GraphFolder
from kg.core.tables import read_extractions
from kg.core.text import Extraction, Mention


def extractions(folder: GraphFolder) -> Iterator[Extraction]:
    """Yield the graph's documents with what was found in them, in input order.

    The shards may hold a paper several times (copies, older versions): the one whose text the graph holds.
    """
    with folder.connect() as connection:
        wanted = dict(connection.execute("SELECT id, md5(text) FROM documents").fetchall())
    for shard in folder.shards():
        for extraction in read_extractions(shard):
            text = extraction.document.text.encode()
            if wanted.get(extraction.document.id) == hashlib.md5(text, usedforsecurity=False).hexdigest():
                del wanted[extraction.document.id]
                yield extraction


def is_grounded(concept_id: str) -> bool:
    """Tell whether an id is an ontology's; local ones mean nothing outside the graph."""
    return not concept_id.startswith("text:")


def best_ids(mention: Mention) -> list[str]:
    """Return the id of the best candidate of each part that an ontology names."""
    best = (candidates[0].concept_id for candidates in mention.parts if candidates)
    return [concept_id for concept_id in best if is_grounded(concept_id)]


def source_id(extraction: Extraction) -> str:
    """Return the id a document goes by outside: its source's, else its bare PMID, else our own."""
    document = extraction.document
    return document.metadata.source_id or document.metadata.pmid or document.id
