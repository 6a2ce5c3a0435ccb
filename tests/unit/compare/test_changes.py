from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kg.compare.changes import Sides, passage_of, reversals, statement_of
from kg.compare.diff import Cause, Statement

ONE = Statement("1", "S", "s", "affects", "O", "o", "activity", "increased", False, 0.8, "asserted", 1, ())


def other(identity: str, **changes: Any) -> Statement:
    return replace(ONE, id=identity, **changes)


@pytest.mark.parametrize(
    ("gone", "come", "contrary"),
    [
        (ONE, other("2", direction="decreased"), True),
        (ONE, other("2", negated=True), True),
        (ONE, other("2", direction="decreased", negated=True), False),
        (ONE, other("2", direction=""), False),
        (ONE, other("2", direction="decreased", aspect="abundance"), False),
        (ONE, other("2", direction="decreased", object="P"), False),
        (ONE, other("2", predicate="causes", direction="decreased"), False),
        (other("1", predicate="treats", direction=""),
         other("2", predicate="exacerbates_condition", direction=""), True),
        (other("1", predicate="exacerbates_condition", direction=""),
         other("2", predicate="treats", direction=""), True),
        (other("1", predicate="treats", direction="", negated=True),
         other("2", predicate="exacerbates_condition", direction=""), False),
    ],
)  # fmt: skip
def test_a_contrary(gone: Statement, come: Statement, contrary: bool) -> None:
    assert reversals([gone], [come]) == ({"1": "2"} if contrary else {})


def test_a_reversal_is_of_two_and_the_direction_goes_first() -> None:
    turned, denied = other("2", direction="decreased"), other("3", negated=True)
    assert reversals([ONE], [denied, turned]) == {"1": "2"}
    assert reversals([denied, turned], [ONE]) == {"2": "1"}


def test_of_several_contrary_predicates_one_is_chosen_alike_both_ways() -> None:
    worse = other("5", predicate="exacerbates_condition", direction="")
    better = [other("3", predicate="treats", direction=""), other("4", predicate="ameliorates_condition", direction="")]
    assert reversals([worse], better) == {"5": "3"}
    assert reversals(better, [worse]) == {"3": "5"}


@pytest.mark.parametrize(
    ("asserted", "speculated", "rejected", "negated", "standing"),
    [
        (True, False, False, False, "asserted"),
        (False, True, False, False, "speculated"),
        (False, False, False, False, "withdrawn"),
        (False, False, False, True, "denied"),
        (False, True, False, True, "denied, speculated"),
        (False, False, True, True, "rejected"),
    ],
)
def test_standing(asserted: bool, speculated: bool, rejected: bool, negated: bool, standing: str) -> None:
    row = {name: getattr(ONE, name) for name in ("id", "subject", "subject_name", "predicate", "object", "object_name")}
    row |= {"aspect": "", "direction": "", "belief": 0.5, "document_count": 2, "opposed_by": None, "negated": negated}
    found = statement_of({**row, "asserted": asserted, "speculated": speculated, "rejected": rejected})
    assert (found.standing, found.papers, found.opposed_by) == (standing, 2, ())


def moved(**changes: Any) -> dict[str, Any]:
    flags = dict.fromkeys(("gained", "lost", "retracted", "reinstated", "revised", "curated"), False)
    places = {"start": 10, "subject_start": 10, "subject_end": 14, "object_start": 20, "object_end": 24,
              "trigger_start": 15, "trigger_end": 19}  # fmt: skip
    row = {
        "id": "e",
        "old": "e",
        "new": "e",
        "paper": "PMID:1",
        "section": "title",
        "text": "IL-2 does Tregs",
        "score": 0.8,
    }
    return {**flags, **places, **row, "speculated": False, "via": "direct", "verdict": "", "otherwise": True, **changes}


def test_a_passage_says_what_became_of_it_and_where_its_parts_stand() -> None:
    assert passage_of(moved(old=None)).state == "gained"
    assert passage_of(moved(new=None, lost=True)).state == "lost"
    assert passage_of(moved()).state == "reread"
    assert passage_of(moved(otherwise=False, retracted=True)).state == "retracted"
    assert (passage_of(moved()).subject, passage_of(moved()).object) == ((0, 4), (10, 14))


def test_papers_against_it_are_a_cause_where_belief_moves() -> None:
    against = other("2", direction="decreased", opposed_by=("1",))
    old = {"1": ONE}
    new = {"1": replace(ONE, belief=0.4, opposed_by=("2",)), "2": against}
    rows = {"2": [moved(old=None, gained=True, paper="PMID:2")]}
    found = {change.group: change for change in Sides(old, new, rows, 0.01).changes(["1", "2"])}
    assert found["contradicted"].causes == (Cause("PMID:2", "gained", opposing=True),)
    assert found["contradicted"].kinds == ("contradicted", "weaker")
    assert found["gained"].causes == (Cause("PMID:2", "gained", opposing=False),)
    assert found["contradicted"].belief == 0.8


def test_what_is_the_same_is_no_change() -> None:
    assert list(Sides({"1": ONE}, {"1": replace(ONE, belief=0.81)}, {}, 0.01).changes(["1"])) == []
