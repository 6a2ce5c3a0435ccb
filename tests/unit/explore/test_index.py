from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.core.folder import GraphFolder
from kg.explore.atlas import make_atlas
from kg.explore.chart import Chart
from kg.explore.index import FLAGS, index
from kg.explore.select import select
from kg.explore.shelf import Shelf
from tests.fixtures_graph import FACTOR, IL2, IL6, LUPUS_NEPHRITIS, SLE, TNF, TREG, write_graph
from tests.unit.discover.made import said, write

_OF_SOME = {"opposed", "wrong"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    selection = select(write_graph(tmp_path_factory.mktemp("graph")), None, 300)
    return index(make_atlas(selection.concepts, selection.assertions), {"title": "A graph"})


def _assertion(told: dict[str, Any], subject: str, other: str, direction: str = "") -> dict[str, Any]:
    """What the columns say of one assertion."""
    rows, ids = told["assertions"], told["concepts"]["id"]
    at = next(
        at
        for at in range(len(rows["id"]))
        if (ids[rows["subject"][at]], ids[rows["object"][at]]) == (subject, other)
        and told["directions"][rows["direction"][at]] == direction
    )
    return {name: column[at] for name, column in rows.items() if name not in _OF_SOME} | {"at": at}


def test_every_column_has_a_value_for_each(told: dict[str, Any]) -> None:
    assert {len(column) for column in told["concepts"].values()} == {9}
    assert {len(column) for name, column in told["assertions"].items() if name not in _OF_SOME} == {9}
    assert told["title"] == "A graph"


def test_an_assertion(told: dict[str, Any]) -> None:
    expands = _assertion(told, IL2, TREG, "increased")
    predicate = told["predicates"][expands["predicate"]]
    assert predicate["name"] == "affects"
    assert predicate["verbs"][told["directions"].index("increased")] == "increases"
    assert told["aspects"][expands["aspect"]] == "abundance"
    assert (expands["belief"], expands["papers"], expands["years"]) == (855, 2, [2019])
    (other,) = told["assertions"]["opposed"][str(expands["at"])]
    assert other == _assertion(told, IL2, TREG, "decreased")["at"]
    assert expands["bend"] == -_assertion(told, IL2, TREG, "decreased")["bend"] != 0


def test_flags(told: dict[str, Any]) -> None:
    assert _assertion(told, IL2, LUPUS_NEPHRITIS)["flags"] == FLAGS["negated"]
    assert _assertion(told, IL6, TNF, "increased")["flags"] == FLAGS["speculated"]
    assert _assertion(told, IL6, LUPUS_NEPHRITIS)["flags"] == FLAGS["asserted"]


def test_a_concept(told: dict[str, Any]) -> None:
    ids = told["concepts"]["id"]
    assert told["concepts"]["grounded"][ids.index(FACTOR)] == 0
    assert told["categories"][told["concepts"]["category"][ids.index(SLE)]]["name"] == "disease"
    assert told["communities"] == [[0, 9, 0, 0, 0, 0]]


def test_categories_are_those_present(told: dict[str, Any]) -> None:
    assert [category["name"] for category in told["categories"]] == ["gene", "cell_type", "disease", "drug"]
    assert all(category["colour"].startswith("#") for category in told["categories"])


def test_what_only_retracted_papers_say_is_flagged(tmp_path: Path) -> None:
    folder = GraphFolder(write(tmp_path, said("A+B", retracted=True)))
    with Shelf(folder) as shelf:
        told = Chart(shelf).index("A graph")
    assert told["assertions"]["flags"] == [FLAGS["withdrawn"]]
    assert told["notAsserted"]["withdrawn"] == "withdrawn: only retracted papers say so"
