"""Extractions written by hand: who says what, and the graph that is assembled of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from kg.assemble.assemble import assemble
from kg.core.curations import Curations
from kg.core.folder import GraphFolder
from kg.core.lexicon import Concept, Lexicon, make_lexicon
from kg.core.tables import EXTRACTION, extraction_row, write_rows
from kg.core.text import (
    Argument,
    Candidate,
    Context,
    Extraction,
    Mention,
    Metadata,
    Relation,
    Span,
    lay_out,
    make_document,
)

IL2, TREG, T_CELL, SLE = "HGNC:6001", "CL:0000815", "CL:0000084", "MONDO:0007915"
LEXICON = make_lexicon(
    [
        Concept(IL2, "IL2", "gene", ("IL-2",), xrefs=("NCBIGene:3558",)),
        Concept(TREG, "regulatory T cell", "cell_type", ("Treg",), (T_CELL,), ambiguous=("TR",)),
        Concept(T_CELL, "T cell", "cell_type"),
        Concept(SLE, "systemic lupus erythematosus", "disease"),
    ]
)
_CATEGORIES = {IL2: "gene", TREG: "cell_type", SLE: "disease"}

Said = tuple[str, str, str]  # subject, direction, object


def paper(
    *said: Said,
    text: str = "",
    title: str = "A title",
    predicate: str = "affects",
    score: float = 0.8,
    negated: bool = False,
    speculated: bool = False,
    aspect: str = "abundance",
    surface: str = "it",
    via: str = "direct",
    **metadata: Any,
) -> Extraction:
    """Return what one paper says, each statement in a sentence of its own ("it does it.")."""
    told = " ".join(f"{surface} does {surface}." for _ in said)
    sections = lay_out(title, [("abstract", "RESULTS", told), ("abstract", "", text)])
    document = make_document(title, sections, Metadata(**metadata))
    mentions: list[Mention] = []
    relations = []
    at = len(title) + 1
    for subject, direction, one in said:
        end = at + 2 * len(surface) + 7
        ends = []
        for start, concept in ((at, subject), (end - 1 - len(surface), one)):
            parts = ((Candidate(concept, 0.9),),)
            category = _CATEGORIES.get(concept, "gene")
            span = (start, start + len(surface))
            mentions.append(Mention(len(mentions), *span, surface, category, parts, "lexicon", 0.9))
            ends.append(Argument(len(mentions) - 1, concept))
        trigger = Span(at + len(surface) + 1, at + len(surface) + 5)
        relations.append(
            Relation(
                subject=ends[0], predicate=predicate, object=ends[1], aspect=aspect, direction=direction, via=via,
                sentences=(Span(at, end),), trigger=trigger, negated=negated, speculated=speculated,
                context=Context(disease=(SLE,), dose="low-dose"), score=score, extractor="rule:test",
            )
        )  # fmt: skip
        at = end + 1
    return Extraction(document, tuple(mentions), tuple(relations))


Table = list[dict[str, Any]]


def assembled(
    root: Path, *shards: list[Extraction], lexicon: Lexicon = LEXICON, curations: Curations | None = None
) -> dict[str, Table]:
    """Assemble shards in a folder and return the graph's tables."""
    folder = GraphFolder(root)
    for number, extractions in enumerate(shards):
        path = folder.extractions / f"part-{number:05d}.parquet"
        write_rows(path, EXTRACTION, map(extraction_row, extractions))
    counts = assemble(folder, lexicon, {"inputs": ["made up"]}, curations=curations)["counts"]
    tables: dict[str, Table] = {name: pq.read_table(folder.table(name)).to_pylist() for name in counts}
    assert counts == {name: len(table) for name, table in tables.items()}
    return tables
