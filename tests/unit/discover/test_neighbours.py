from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import UnknownName
from kg.core.folder import GraphFolder
from kg.discover.neighbours import neighbours
from tests.fixtures_graph import IL2, IL6, TREG, write_graph
from tests.unit.discover.made import graph, said


def test_a_neighbour_comes_once_with_the_strongest_step_and_its_sentence(tmp_path: Path) -> None:
    with GraphFolder(write_graph(tmp_path).root).connect() as connection:
        found = neighbours(connection, TREG)
    assert [row["concept"]["id"] for row in found[:2]] == [IL2, IL6]
    best = found[0]
    assert (best["assertions"], best["papers"], best["outgoing"]) == (2, 3, False)
    assert (best["predicate"], best["direction"], best["sign"]) == ("affects", "increased", 1)
    assert best["sentence"] == "IL-2 expands regulatory T cells in patients."


def test_neighbours_may_be_those_that_act_or_those_acted_on(tmp_path: Path) -> None:
    papers = (said("A+B"), said("C+A"), said("A D", predicate="associated_with", aspect=""))
    with graph(tmp_path, *papers) as connection:
        found = {
            way: {row["concept"]["name"] for row in neighbours(connection, "X:A", way=way)} for way in ("out", "in")
        }
        assert found == {"out": {"b", "d"}, "in": {"c", "d"}}
        assert len(neighbours(connection, "X:A")) == 3
        assert len(neighbours(connection, "X:A", limit=2)) == 2
        assert neighbours(connection, "X:Z") == []
        with pytest.raises(UnknownName, match="did you mean 'out'"):
            neighbours(connection, "X:A", way="outt")
