from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.core.questions import NAMES
from kg.serve.search import Names
from tests.fixtures_graph import IL2, IL6, LUPUS_NEPHRITIS, SLE, TNF, TREG, write_graph


@pytest.fixture
def names(tmp_path: Path) -> Names:
    with kg.open(write_graph(tmp_path / "g").root) as graph:
        return Names(graph.sql(NAMES))


@pytest.mark.parametrize(
    ("text", "first", "matched"),
    [
        ("IL-2", IL2, "IL-2"),
        ("il 2", IL2, "IL-2"),
        ("tnf alpha", TNF, "TNF-α"),
        ("interlekin-6", IL6, "interleukin-6"),
        ("Systemic Lupus erythematosis", SLE, "systemic lupus erythematosus"),
        ("regulat", TREG, "regulatory T cell"),
        ("lupus neph", LUPUS_NEPHRITIS, "lupus nephritis"),
    ],
)
def test_what_is_meant_stands_first(names: Names, text: str, first: str, matched: str) -> None:
    best = names.find(text, 3)[0]
    assert best.id == first
    assert best.matched.casefold().replace("-", "") == matched.casefold().replace("-", "")


def test_how_well_names_fit_orders_them(names: Names) -> None:
    found = names.find("lupus", 5)
    assert [one.id for one in found[:2]] == [LUPUS_NEPHRITIS, SLE]
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 < one.score <= 1 for one in found)
    assert names.find("SLE", 1)[0].score == 1.0


def test_only_some(names: Names) -> None:
    assert [one.id for one in names.find("lupus", 5, {SLE})] == [SLE]
    assert len(names.find("i", 2)) == 2
    assert names.find("  ", 5) == names.find("qqqqqqqqqqqq", 5) == []
