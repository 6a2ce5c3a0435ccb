from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import UnknownName
from kg.discover.hubs import MEASURES, hubs
from tests.unit.discover.made import graph, said

STAR = [said("H+A", "H+B"), said("H+C"), said("D-H"), said("A+B"), said("E+F"), said("H+G", negated=True)]


def test_a_hub_has_most_neighbours_and_says_what_it_does(tmp_path: Path) -> None:
    with graph(tmp_path, *STAR) as connection:
        best = hubs(connection)[0]
        assert best == {
            "id": "X:H", "name": "h", "category": "gene", "grounded": True, "neighbours": 4, "assertions": 4, "acts": 3,
            "acted": 1, "papers": 3,
        }  # fmt: skip
        assert [row["name"] for row in hubs(connection)] == ["h", "a", "b", "c", "d", "e", "f"]
        assert len(hubs(connection, limit=2)) == 2


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_puts_in_order(tmp_path: Path, measure: str) -> None:
    with graph(tmp_path, *STAR) as connection:
        values = [row[measure] for row in hubs(connection, by=measure)]
        assert values == sorted(values, reverse=True)
        assert values[0] > values[-1]


def test_what_leads_through_a_bridge_and_what_much_acts_on(tmp_path: Path) -> None:
    with graph(tmp_path, said("A+B"), said("B+C"), said("C+D"), said("E+D"), said("D+F"), said("G+D")) as connection:
        assert hubs(connection, by="betweenness")[0]["betweenness"] == pytest.approx(0.8)
        assert hubs(connection, by="betweenness")[0]["name"] == "d"
        assert [row["name"] for row in hubs(connection, by="pagerank", limit=2)] == ["f", "d"]


def test_hubs_of_a_category_have_their_measure_in_the_whole(tmp_path: Path) -> None:
    with graph(tmp_path, *STAR, categories={"A": "disease"}) as connection:
        (row,) = hubs(connection, categories=["disease"])
        assert (row["name"], row["neighbours"]) == ("a", 2)


def test_a_wrong_measure_is_told(tmp_path: Path) -> None:
    with graph(tmp_path, said("A B", negated=True)) as connection:
        assert hubs(connection) == []
        with pytest.raises(UnknownName, match="did you mean 'papers'"):
            hubs(connection, by="paper")
