"""A small graph folder written directly: every kind of assertion, and texts that break careless writers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.core.folder import FORMAT_VERSION, GraphFolder
from kg.core.graph import Assertion
from kg.core.lexicon import local_id
from kg.core.tables import EXTRACTION, GRAPH_SCHEMAS, extraction_row, write_json, write_rows
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
    lay_out,
)

IL2, IL6, TNF = "HGNC:6001", "HGNC:6018", "HGNC:11892"
TREG, T_CELL = "CL:0000815", "CL:0000084"
SLE, LUPUS_NEPHRITIS, RA = "MONDO:0007915", "MONDO:0005556", "MONDO:0008383"
ALDESLEUKIN = "DRUGBANK:DB00041"
CYTOKINE = "MESH:D016207"
HUMAN = "NCBITaxon:9606"
FACTOR = local_id("gene", "Nasty factor")

# Markup, quotes, a tab, a line feed, an emoji, the separators of KGX and Neo4j, what XML 1.0 forbids
NASTY = "<script>alert(\"x\")</script> 'it' a\tb\nc 😀 p|q;r & \x01\x0b\ufffe end"
NASTY_NAME = 'Nasty | factor \x02 <b>"é"</b>\tone'

_NAMES: Mapping[str, tuple[str, str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    IL2: ("IL2", "gene", ("interleukin-2", "IL-2"), (CYTOKINE,), ("NCBIGene:3558",)),
    IL6: ("IL6", "gene", ("interleukin-6", "IL-6"), (CYTOKINE,), ()),
    TNF: ("TNF", "gene", ("TNF-α",), (CYTOKINE,), ()),
    CYTOKINE: ("cytokine", "gene", ("cytokines",), (), ()),
    TREG: ("regulatory T cell", "cell_type", ("Treg", 'Tregs "so called"'), (T_CELL,), ()),
    T_CELL: ("T cell", "cell_type", (), (), ()),
    SLE: ("systemic lupus erythematosus", "disease", ("SLE",), (), ("DOID:9074", "MESH:D008180")),
    LUPUS_NEPHRITIS: ("lupus nephritis", "disease", ("LN",), (SLE,), ()),
    RA: ("rheumatoid arthritis", "disease", ("RA",), (), ()),
    ALDESLEUKIN: ("aldesleukin", "drug", ("low-dose IL-2",), (), ()),
    HUMAN: ("human", "species", ("patients",), (), ()),
    FACTOR: (NASTY_NAME, "gene", ("a|b", "c;d", NASTY), (), ()),
}

_PAPERS: tuple[tuple[str, str, tuple[str, ...], Metadata], ...] = (
    (
        "PMID:1",
        "IL-2 and regulatory T cells",
        ("IL-2 expands regulatory T cells in patients.", "IL-2 did not cause lupus nephritis."),
        Metadata(
            pmid="1",
            doi="10.1000/(sici)1<1::aid>3.0.co;2#x",
            journal="Journal of Made-up Cells",
            year=2019,
            volume="7",
            issue="2",
            pages="11-19",
            authors=("Doe J", 'O\'Hara "Q"'),
            keywords=("tolerance", "a|b"),
            publication_types=("Journal Article",),
            source="one.xml",
            record=1,
        ),
    ),
    (
        "DOI:10.1000/xyz<2>",
        "Cytokines in the lupus kidney",
        (
            "IL-6 worsens lupus nephritis. They also reduce regulatory T cells.",
            "IL-2 expanded Tregs. IL-6 may increase TNF. TNF contributes to rheumatoid arthritis.",
        ),
        Metadata(doi="10.1000/xyz<2>", year=None, retracted=True, source="two.txt", record=1),
    ),
    (
        "sha1:00ff",
        "A title with <b>tags</b>",
        (NASTY, "IL-2 decreases regulatory T cells. Aldesleukin treats SLE."),
        Metadata(year=2024, source="three.txt", record=1),
    ),
)

# document, subject, predicate, object, aspect, direction, negated, speculated, score, words of the passage
_STATEMENTS: tuple[tuple[int, str, str, str, str, str, bool, bool, float, str], ...] = (
    (
        0, IL2, "affects", TREG, "abundance", "increased", False, False, 0.9,
        "IL-2 expands regulatory T cells in patients.",
    ),
    (1, IL2, "affects", TREG, "abundance", "increased", False, False, 0.8, "IL-2 expanded Tregs."),
    (
        2, IL2, "affects", TREG, "abundance", "decreased", False, False, 0.7,
        "IL-2 decreases regulatory T cells.",
    ),
    (0, IL2, "causes", LUPUS_NEPHRITIS, "", "", True, False, 0.9, "IL-2 did not cause lupus nephritis."),
    (1, IL6, "affects", TNF, "abundance", "increased", False, True, 0.5, "IL-6 may increase TNF."),
    (1, IL6, "contributes_to", LUPUS_NEPHRITIS, "", "", False, False, 0.75, "IL-6 worsens lupus nephritis."),
    (
        1, IL6, "affects", TREG, "abundance", "decreased", False, False, 0.6,
        "IL-6 worsens lupus nephritis. They also reduce regulatory T cells.",
    ),
    (1, TNF, "contributes_to", RA, "", "", False, False, 0.8, "TNF contributes to rheumatoid arthritis."),
    (2, ALDESLEUKIN, "treats", SLE, "", "", False, False, 0.85, "Aldesleukin treats SLE."),
    (2, FACTOR, "affects", TREG, "activity", "increased", False, False, 0.55, NASTY),
)  # fmt: skip


def documents() -> list[Document]:
    """Return the three papers."""
    found = []
    for identity, title, paragraphs, metadata in _PAPERS:
        sections = lay_out(title, (("abstract", "RESULTS" if n else "", text) for n, text in enumerate(paragraphs)))
        found.append(Document(identity, title, sections, metadata))
    return found


def _passage(document: Document, words: str) -> tuple[Section, Span, tuple[Span, ...]]:
    start = document.text.index(words)
    cut = words.find(". They")
    ends = [start + cut + 1, start + len(words)] if cut >= 0 else [start + len(words)]
    starts = [start, start + cut + 2] if cut >= 0 else [start]
    spans = tuple(Span(a, b) for a, b in zip(starts, ends, strict=True))
    return document.section_at(start), Span(start, start + len(words)), spans


def _assertion(statement: tuple[Any, ...]) -> Assertion:
    return Assertion(*statement[1:7])


# What a curator says of a passage: its words, then verdict, kind of error, note, curator
Judged = Mapping[str, tuple[str, str, str, str]]
NOBODY: Judged = MappingProxyType({})


def _evidence_rows(papers: list[Document], judged: Judged = NOBODY) -> Iterable[dict[str, Any]]:
    for statement in _STATEMENTS:
        document, words = papers[statement[0]], statement[9]
        section, passage, sentences = _passage(document, words)
        ends = {
            f"{role}_{side}": passage.start + shift + (4 if side == "end" else 0)
            for shift, role in ((0, "subject"), (len(words) - 5, "object"), (5, "trigger"))
            for side in ("start", "end")
        }
        identity = (_assertion(statement).id, document.id, passage.start)
        yield {
            "id": hashlib.sha256(repr(identity).encode()).hexdigest()[:20],
            "assertion_id": identity[0],
            "document_id": document.id,
            "section": section.name,
            "label": section.label,
            "start": passage.start,
            "end": passage.end,
            "text": words,
            "sentences": [{"start": span.start, "end": span.end} for span in sentences],
            **ends,
            "score": statement[8],
            "speculated": statement[7],
            "via": "direct",
            "extractor": "rule:test",
            "context_disease": [SLE] if statement[0] == 0 else [],
            "context_species": [HUMAN] if statement[0] == 0 else [],
            "context_tissue": [],
            "context_dose": "low-dose" if statement[0] == 0 else "",
            **dict(zip(("verdict", "error", "note", "curator"), judged.get(words, ("", "", "", "")), strict=True)),
        }


def _assertion_rows(evidence: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    signed = {_assertion(statement): statement for statement in _STATEMENTS}
    for assertion, statement in signed.items():
        mine = [row for row in evidence if row["assertion_id"] == assertion.id]
        wrong = sum(row["verdict"] == "wrong" for row in mine)
        opposing = [
            other.id
            for other in signed
            if (other.subject, other.object) == (assertion.subject, assertion.object)
            and {other.direction, assertion.direction} == {"increased", "decreased"}
        ]
        yield {
            "id": assertion.id,
            "subject": assertion.subject,
            "predicate": assertion.predicate,
            "object": assertion.object,
            "aspect": assertion.aspect,
            "direction": assertion.direction,
            "negated": assertion.negated,
            "belief": round(max(row["score"] for row in mine) * 0.95, 4) if wrong < len(mine) else 0.0,
            "asserted": not assertion.negated and not statement[7] and wrong < len(mine),
            "speculated": statement[7],
            "rejected": wrong == len(mine),
            "judged_right": sum(row["verdict"] == "right" for row in mine),
            "judged_wrong": wrong,
            "document_count": len({row["document_id"] for row in mine}),
            "evidence_count": len(mine),
            "opposed_by": sorted(opposing),
        }


def _document_row(document: Document) -> dict[str, Any]:
    metadata = {name: getattr(document.metadata, name) for name in Metadata.__slots__}
    columns = set(GRAPH_SCHEMAS["documents"].names)
    sections = [
        {"name": section.name, "label": section.label, "start": section.start, "end": section.end}
        for section in document.sections
    ]
    same_as = ["DOI:10.1000/(sici)1<1::aid>3.0.co;2#x"] if document.id == "PMID:1" else []
    return {
        **{name: value for name, value in metadata.items() if name in columns},
        "id": document.id,
        "title": document.title,
        "text": document.text,
        "sections": sections,
        "same_as": same_as,
    }


def _concept_rows() -> Iterable[dict[str, Any]]:
    for identity, (name, category, synonyms, parents, xrefs) in _NAMES.items():
        used = identity not in {CYTOKINE, T_CELL}
        yield {
            "id": identity,
            "name": name,
            "category": category,
            "synonyms": list(synonyms),
            "parents": list(parents),
            "xrefs": list(xrefs),
            "grounded": identity != FACTOR,
            "mention_count": 2 * used,
            "document_count": 1 * used,
        }


def extractions() -> list[Extraction]:
    """Return what was found in each paper: a mention at both ends of every statement, and its relation."""
    found = []
    evidence = list(_evidence_rows(papers := documents()))
    for number, document in enumerate(papers):
        mentions: list[Mention] = []
        relations: list[Relation] = []
        for statement, row in zip(_STATEMENTS, evidence, strict=True):
            if statement[0] == number:
                relations.append(_relation(document, statement, row, mentions))
        found.append(Extraction(document, tuple(mentions), tuple(relations)))
    return found


def _relation(
    document: Document, statement: tuple[Any, ...], row: Mapping[str, Any], mentions: list[Mention]
) -> Relation:
    ends = []
    for role, concept in (("subject", statement[1]), ("object", statement[3])):
        start, end = row[f"{role}_start"], row[f"{role}_end"]
        parts = ((),) if concept == FACTOR else ((Candidate(concept, 0.9), Candidate("HGNC:1", 0.1)),)
        words, category = document.text[start:end], _NAMES[concept][1]
        mentions.append(Mention(len(mentions), start, end, words, category, parts, "lexicon", 0.9))
        ends.append(Argument(len(mentions) - 1, concept))
    _, subject_predicate, aspect, direction, negated, speculated, score = (
        statement[0], statement[2], *statement[4:9],
    )  # fmt: skip
    return Relation(
        subject=ends[0],
        predicate=subject_predicate,
        object=ends[1],
        aspect=aspect,
        direction=direction,
        via="direct",
        sentences=tuple(Span(**span) for span in row["sentences"]),
        trigger=Span(row["trigger_start"], row["trigger_end"]),
        negated=negated,
        speculated=speculated,
        context=Context(),
        score=score,
        extractor="rule:test",
    )


def _mention_rows(found: Iterable[Extraction]) -> Iterable[dict[str, Any]]:
    for extraction in found:
        for mention in extraction.mentions:
            concept = mention.parts[0][0].concept_id if mention.parts[0] else FACTOR
            yield {
                "document_id": extraction.document.id,
                "mention": mention.id,
                "part": 0,
                "start": mention.start,
                "end": mention.end,
                "text": mention.text,
                "category": mention.category,
                "concept_id": concept,
                "score": mention.score,
                "found_by": mention.found_by,
            }


def write_graph(root: Path, judged: Judged = NOBODY) -> GraphFolder:
    """Write the graph folder at `root` and return it."""
    folder = GraphFolder(root)
    evidence = list(_evidence_rows(documents(), judged))
    found = extractions()
    write_tables(
        folder,
        {
            "documents": sorted(map(_document_row, documents()), key=lambda row: row["id"]),
            "mentions": list(_mention_rows(found)),
            "concepts": sorted(_concept_rows(), key=lambda row: row["id"]),
            "assertions": sorted(_assertion_rows(evidence), key=lambda row: row["id"]),
            "evidence": sorted(evidence, key=lambda row: (row["assertion_id"], row["id"])),
        },
    )
    write_rows(folder.extractions / "part-00000.parquet", EXTRACTION, map(extraction_row, found))
    return folder


def write_tables(folder: GraphFolder, tables: Mapping[str, list[dict[str, Any]]]) -> None:
    """Write the tables of a graph and their manifest."""
    for name, table in tables.items():
        write_rows(folder.table(name), GRAPH_SCHEMAS[name], table)
    manifest = {
        "format": FORMAT_VERSION,
        "version": "0.1.0",
        "pipeline": "immunology",
        "hashes": {name: hashlib.sha256(folder.table(name).read_bytes()).hexdigest() for name in tables},
        "counts": {name: len(table) for name, table in tables.items()},
        "inputs": [],
        "skipped": [],
    }
    write_json(folder.manifest_path, manifest)


def spoil(path: Path) -> None:
    """Let a Parquet file's rows be damaged, and what stands at its end be whole."""
    content = path.read_bytes()
    rows = len(content) - int.from_bytes(content[-8:-4], "little") - 8
    path.write_bytes(content[:4] + bytes(rows - 4) + content[rows:])
