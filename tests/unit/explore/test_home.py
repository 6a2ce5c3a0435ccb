from __future__ import annotations

from pathlib import Path

from kg.explore.chart import Chart
from kg.explore.home import context, pairs
from kg.explore.shelf import Shelf
from tests.fixtures_graph import IL2, TREG, write_graph


def test_the_first_page_says_how_much_what_and_what_is_disputed(tmp_path: Path) -> None:
    with Shelf(write_graph(tmp_path)) as shelf:
        told = context(shelf)
        examples = pairs(shelf)
        drawn = Chart(shelf).index("")["counts"]["conceptsInAll"]
    assert {one["name"]: one["count"] for one in told["categories"]}["gene"] == 4
    assert {one["name"]: [found["name"] for found in one["concepts"]] for one in told["categories"]}["cell_type"]
    assert all(line["asserted"] for line in told["strongest"])
    beliefs = [line["belief"] for line in told["strongest"]]
    assert beliefs == sorted(beliefs, reverse=True)
    ((subject, target),) = {(line["subject"], line["object"]) for line in told["disputed"]}
    assert (subject, target) == (IL2, TREG)
    assert len(told["disputed"]) == 1  # the two contradict one another: one of them is enough
    assert told["retracted"] == 1
    # As many as the graph's page draws, and those that the shelves below hold
    assert told["concepts"] == {"said": drawn, "named": sum(one["count"] for one in told["categories"])}
    assert all(first["category"] == second["category"] and first != second for first, second in examples)
