"""A graph folder of any size, its concepts as unequal as in papers: few with hundreds of assertions, most with few.

Concepts lie in groups of very different size; most assertions stay in a group, and both their ends are drawn with a
chance that falls with rank. Names, sentences and papers are made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

from kg.core.folder import GraphFolder
from kg.core.graph import Assertion
from tests.fixtures_graph import write_tables

_KINDS = (("HGNC", "gene"), ("CL", "cell_type"), ("MONDO", "disease"), ("CHEBI", "chemical"), ("GO", "process"))
_PREDICATES = (
    ("affects", "increased"), ("affects", "increased"), ("affects", "decreased"), ("associated_with", ""),
    ("contributes_to", ""), ("causes", ""),
)  # fmt: skip
_SYLLABLES = ("ba", "cor", "den", "fi", "gal", "his", "kin", "lo", "mer", "nu", "por", "ras", "sel", "tum", "vex")
_INSIDE = 0.8  # of the assertions stay in a group
_GROUPS = 60


def write_synthetic(root: Path, concepts: int, assertions: int, seed: int = 7) -> GraphFolder:
    """Write a graph of so many concepts, each in an assertion, and so many assertions; return its folder."""
    chance = Random(seed)
    papers = [_paper(number, chance.randint(1990, 2024)) for number in range(max(assertions // 4, 1))]
    stated = _stated(concepts, assertions, chance)
    evidence = {one.id: list(_evidence(one, papers, chance)) for one in stated}
    folder = GraphFolder(root)
    write_tables(
        folder,
        {
            "documents": sorted(papers, key=lambda row: row["id"]),
            "mentions": [],
            "concepts": sorted(map(_concept, range(concepts)), key=lambda row: row["id"]),
            "assertions": sorted((_row(one, evidence[one.id], chance) for one in stated), key=lambda row: row["id"]),
            "evidence": [row for _, rows in sorted(evidence.items()) for row in rows],
        },
    )
    return folder


def _stated(concepts: int, assertions: int, chance: Random) -> list[Assertion]:
    """Return different assertions; the first ones give every concept one, towards a stronger concept of its group."""
    group = [int(_GROUPS * chance.random() ** 2) for _ in range(concepts)]  # of very different size
    members = [[one for one in range(concepts) if group[one] == at] for at in range(_GROUPS)]
    weights = [list(accumulate(1 / (place + 1) ** 0.75 for place in range(len(one)))) for one in [*members, group]]

    def one_of(at: int) -> int:
        return chance.choices(members[at], cum_weights=weights[at])[0]

    found: dict[Assertion, None] = {}
    for number in range(concepts):
        found[_assertion(number, one_of(group[number]), chance)] = None
    while len(found) < assertions:
        first = chance.choices(range(concepts), cum_weights=weights[-1])[0]
        inside = group[first] if chance.random() < _INSIDE else group[chance.randrange(concepts)]
        found[_assertion(first, one_of(inside), chance)] = None
    return list(found)


def _id(number: int) -> str:
    return f"{_KINDS[number % len(_KINDS)][0]}:{1_000_000 + number}"


def _assertion(subject: int, other: int, chance: Random) -> Assertion:
    predicate, direction = chance.choice(_PREDICATES)
    aspect = "abundance" if predicate == "affects" and chance.random() < 0.5 else ""
    return Assertion(_id(subject), predicate, _id(other), aspect, direction, chance.random() < 0.04)


def _name(number: int) -> str:
    chance = Random(number)
    words = ("".join(chance.choices(_SYLLABLES, k=chance.randint(2, 3))) for _ in range(chance.randint(1, 3)))
    return " ".join([*words, str(number)])


def _concept(number: int) -> dict[str, Any]:
    name = _name(number)
    return {
        "id": _id(number), "name": name, "category": _KINDS[number % len(_KINDS)][1], "synonyms": [name.upper()],
        "parents": [], "xrefs": [], "grounded": number % 50 != 0, "mention_count": 1, "document_count": 1,
    }  # fmt: skip


def _paper(number: int, year: int) -> dict[str, Any]:
    return {
        "id": f"PMID:{number + 1}", "title": f"On {_name(number)} and {_name(number + 1)}", "text": "", "sections": [],
        "pmid": str(number + 1), "journal": "Journal of Examples", "year": year, "retracted": number % 500 == 0,
        "authors": [], "keywords": [], "publication_types": [], "same_as": [], "source": "", "record": number + 1,
    }  # fmt: skip


def _evidence(one: Assertion, papers: list[dict[str, Any]], chance: Random) -> Iterator[dict[str, Any]]:
    for number in range(min(1 + int(chance.expovariate(1.2)), 20)):
        subject, verb, other = _name(int(one.subject[-6:])), "is said to change", _name(int(one.object[-6:]))
        text = f"In this made-up sentence {subject} {verb} {other}, as far as anybody could see in thirty of them."
        places = {"subject": subject, "trigger": verb, "object": other}
        spans = {role: (text.find(words), text.find(words) + len(words)) for role, words in places.items()}
        yield {
            "id": f"{one.id[:14]}{number:06d}", "assertion_id": one.id, "document_id": chance.choice(papers)["id"],
            "section": "abstract", "label": "RESULTS", "start": 0, "end": len(text), "text": text,
            "sentences": [{"start": 0, "end": len(text)}],
            **{f"{role}_{side}": span[at] for role, span in spans.items() for at, side in enumerate(("start", "end"))},
            "score": round(chance.uniform(0.3, 1), 2), "speculated": chance.random() < 0.05, "via": "direct",
            "extractor": "made up", "context_disease": [], "context_species": [], "context_tissue": [],
            "context_dose": "", "verdict": "", "error": "", "note": "", "curator": "",
        }  # fmt: skip


def _row(one: Assertion, evidence: list[dict[str, Any]], chance: Random) -> dict[str, Any]:
    speculated = all(row["speculated"] for row in evidence)
    return {
        "id": one.id, "subject": one.subject, "predicate": one.predicate, "object": one.object, "aspect": one.aspect,
        "direction": one.direction, "negated": one.negated, "belief": round(chance.uniform(0.2, 0.99), 4),
        "asserted": not one.negated and not speculated, "speculated": speculated, "rejected": False,
        "document_count": len({row["document_id"] for row in evidence}), "evidence_count": len(evidence),
        "judged_right": 0, "judged_wrong": 0, "opposed_by": [],
    }  # fmt: skip
