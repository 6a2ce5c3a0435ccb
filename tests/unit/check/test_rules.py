from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.core.graph import Assertion
from tests.unit.assemble.said import IL2, TREG
from tests.unit.check.damage import RAISED, Tables, damaged, outcomes, problems

Change = Callable[[Tables], object]


def put(table: str, which: int | str, **values: Any) -> Change:
    """Return what sets cells of a row: by position, or by its id."""

    def change(tables: Tables) -> None:
        found = tables[table]
        row = found[which] if isinstance(which, int) else next(one for one in found if one["id"] == which)
        row.update(values)

    return change


def twice(table: str) -> Change:
    return lambda tables: tables[table].append(dict(tables[table][0]))


def without(table: str, **values: Any) -> Change:
    """Return what drops the rows that hold these values."""

    def change(tables: Tables) -> None:
        kept = [row for row in tables[table] if any(row[name] != value for name, value in values.items())]
        assert len(kept) < len(tables[table])
        tables[table][:] = kept

    return change


def first(tables: Tables, **values: Any) -> dict[str, Any]:
    """Return the first assertion that holds these values."""
    return next(row for row in tables["assertions"] if all(row[name] == value for name, value in values.items()))


def opposed_by_itself(tables: Tables) -> None:
    row = first(tables, id=RAISED.id)
    row["opposed_by"] = [row["id"]]


def another_category(tables: Tables) -> None:
    next(row for row in tables["concepts"] if not row["grounded"])["category"] = "disease"


SPECULATED = Assertion(IL2, "affects", TREG, "abundance", "increased", True).id  # negated
CASES: tuple[tuple[str, str, Change], ...] = (
    *(("ids", "no id stands twice", twice(t)) for t in ("documents", "concepts", "assertions", "evidence", "mentions")),
    ("ids", "an assertion's id is the hash of its fields", put("assertions", RAISED.id, direction="decreased")),
    ("ids", "a passage's id is the hash of what it supports and where it stands", put("evidence", 0, id="0" * 20)),
    ("references", "document_id of mentions is in documents", put("mentions", 0, document_id="PMID:99")),
    ("references", "concept_id of mentions is in concepts", put("mentions", 0, concept_id="HGNC:1")),
    ("references", "parents of concepts is in concepts", put("concepts", TREG, parents=["CL:0000000"])),
    ("references", "subject of assertions is in concepts", without("concepts", id=IL2)),
    ("references", "object of assertions is in concepts", without("concepts", id=TREG)),
    ("references", "opposed_by of assertions is in assertions", put("assertions", RAISED.id, opposed_by=["f" * 20])),
    ("references", "assertion_id of evidence is in assertions", without("assertions", id=RAISED.id)),
    ("references", "document_id of evidence is in documents", without("documents", id="PMID:1")),
    ("references", "context_disease of evidence is in concepts", put("evidence", 0, context_disease=["MONDO:1"])),
    ("references", "context_species of evidence is in concepts", put("evidence", 0, context_species=["NCBITaxon:1"])),
    ("references", "context_tissue of evidence is in concepts", put("evidence", 0, context_tissue=["UBERON:1"])),
    ("counts", "an assertion has evidence", without("evidence", assertion_id=RAISED.id)),
    *(
        ("counts", f"{column} of assertions is as many as there are", put("assertions", RAISED.id, **{column: 7}))
        for column in ("document_count", "evidence_count", "judged_right", "judged_wrong")
    ),
    *(
        ("counts", f"{column} of concepts is as many as there are", put("concepts", IL2, **{column: 70}))
        for column in ("mention_count", "document_count")
    ),
    ("stated", "what is negated is not asserted", lambda tables: first(tables, negated=True).update(asserted=True)),
    (
        "stated",
        "what is only speculated about, retracted or judged wrong is not asserted",
        lambda tables: first(tables, speculated=True).update(asserted=True),
    ),
    (
        "stated",
        "what is only speculated about, retracted or judged wrong is not asserted",
        lambda tables: [row.update(retracted=True) for row in tables["documents"]],
    ),
    (
        "stated",
        "what is only speculated about, retracted or judged wrong is not asserted",
        lambda tables: first(tables, rejected=True).update(asserted=True),
    ),
    ("stated", "what a passage that stands says plainly is asserted", put("assertions", RAISED.id, asserted=False)),
    ("stated", "speculated is what all its passages speculate about", put("assertions", RAISED.id, speculated=True)),
    ("stated", "rejected is what is judged wrong in all its passages", put("assertions", RAISED.id, rejected=True)),
    (
        "stated",
        "what opposes an assertion is opposed by it, speaks of the same two concepts, and is another",
        put("assertions", RAISED.id, opposed_by=[]),
    ),
    (
        "stated",
        "what opposes an assertion is opposed by it, speaks of the same two concepts, and is another",
        opposed_by_itself,
    ),
    ("words", "predicate of assertions is a word of the vocabulary", put("assertions", 0, predicate="cures")),
    ("words", "aspect of assertions is a word of the vocabulary", put("assertions", 0, aspect="mood")),
    ("words", "direction of assertions is a word of the vocabulary", put("assertions", 0, direction="up")),
    ("words", "via of evidence is a word of the vocabulary", put("evidence", 0, via="guess")),
    ("words", "verdict of evidence is a word of the vocabulary", put("evidence", 0, verdict="perhaps")),
    ("words", "error of evidence is a word of the vocabulary", put("evidence", 0, error="it's wrong")),
    ("words", "category of mentions is a word of the vocabulary", put("mentions", 0, category="thing")),
    ("words", "category of concepts is a word of the vocabulary", put("concepts", IL2, category="thing")),
    ("words", "belief of assertions is from 0 to 1", put("assertions", 0, belief=1.01)),
    ("words", "belief of assertions is from 0 to 1", put("assertions", 0, belief=math.nan)),
    ("words", "score of evidence is from 0 to 1", put("evidence", 0, score=-0.1)),
    ("words", "score of mentions is from 0 to 1", put("mentions", 0, score=2.0)),
    ("concepts", "a local id is of a concept that is not grounded, and no other", put("concepts", IL2, grounded=False)),
    (
        "concepts",
        "a local id names its category, and the hash of a name or a variant's normal form",
        another_category,
    ),
)


@pytest.mark.parametrize(("name", "rule", "change"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_damaged_is_found(whole: Path, tmp_path: Path, name: str, rule: str, change: Change) -> None:
    assert (name, rule) in problems(damaged(whole, tmp_path / "damaged", change))


def test_a_variants_normal_form_is_a_local_id(whole: Path, tmp_path: Path) -> None:
    def add(tables: Tables) -> None:
        local = next(row for row in tables["concepts"] if not row["grounded"])
        counts = {"mention_count": 0, "document_count": 0}
        tables["concepts"].append({**local, "id": "text:variant/p:SUB:V:600:E", "category": "variant", **counts})

    assert problems(damaged(whole, tmp_path / "with", add)) == set()


def test_an_unknown_prefix_is_a_warning(whole: Path, tmp_path: Path) -> None:
    def add(tables: Tables) -> None:
        concept = next(row for row in tables["concepts"] if row["id"] == TREG)
        tables["concepts"].append({**concept, "id": "MINE:1", "parents": [], "mention_count": 0, "document_count": 0})

    root = damaged(whole, tmp_path / "with", add)
    assert problems(root) == set()
    (outcome,) = (one for one in outcomes(root) if one.check == "concepts")
    (kind,) = outcome.kinds
    assert (kind.warning, kind.count, kind.examples) == (True, 1, [{"where": "concepts MINE:1", "found": "MINE"}])
