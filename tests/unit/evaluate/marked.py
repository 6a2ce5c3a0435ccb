"""Extractions written as sentences: `[IL-2|gene|HGNC:6001] expands [Tregs|cell_type|CL:0000815]`."""

from __future__ import annotations

import re

from kg.core.lexicon import Concept
from kg.core.text import Argument, Candidate, Context, Document, Extraction, Mention, Relation, Span

_MARKED = re.compile(r"\[([^|\]]+)\|([^|\]]+)\|([^|\]]*)\]")


def marked(text: str, *relations: Relation) -> Extraction:
    """Return the Extraction; several ids, one for each part, are joined by commas."""
    plain, at, mentions = "", 0, []
    for number, found in enumerate(_MARKED.finditer(text)):
        plain += text[at : found.start()]
        start, at = len(plain), found.end()
        plain += found[1]
        parts = tuple((Candidate(one, 1.0),) for one in found[3].split(",") if one) or ((),)
        mentions.append(Mention(number, start, len(plain), found[1], found[2], parts, "test", 1.0))
    return Extraction(Document("PMID:1", plain + text[at:]), tuple(mentions), relations)


def relation(
    subject: tuple[int, str],
    predicate: str,
    obj: tuple[int, str],
    direction: str = "",
    *,
    negated: bool = False,
    speculated: bool = False,
) -> Relation:
    """Return a relation between (mention, concept id) and (mention, concept id)."""
    return Relation(
        subject=Argument(*subject),
        predicate=predicate,
        object=Argument(*obj),
        aspect="",
        direction=direction,
        via="direct",
        sentences=(),
        trigger=Span(0, 0),
        negated=negated,
        speculated=speculated,
        context=Context(),
        score=1.0,
        extractor="test",
    )


CONCEPTS = {
    one.id: one
    for one in (
        Concept("HGNC:6001", "IL2", "gene", xrefs=("NCBIGene:3558", "UniProtKB:P60568")),
        Concept("MONDO:0007915", "lupus", "disease", xrefs=("MESH:D008180", "DOID:9074")),
        Concept("DRUGBANK:DB01234", "dexamethasone", "drug", xrefs=("MESH:D003907",)),
        Concept("CL:0000815", "regulatory T cell", "cell_type"),
    )
}
