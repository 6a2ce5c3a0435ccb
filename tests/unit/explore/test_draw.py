from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.explore.draw import draw, fan, wrap
from kg.explore.select import select
from tests.fixtures_graph import IL2, IL6, LUPUS_NEPHRITIS, TNF, TREG, write_graph


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return draw(select(write_graph(tmp_path_factory.mktemp("graph")), None, 300))


def _edges(drawn: dict[str, Any], subject: str, target: str) -> list[dict[str, Any]]:
    return [edge for edge in drawn["edges"] if (edge["from"], edge["to"]) == (subject, target)]


def test_long_names_wrap_and_end_in_an_ellipsis() -> None:
    assert wrap("regulatory T cell") == "regulatory T cell"
    lines = wrap("a very long name of a cell that nobody would ever want to read in full").split("\n")
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert wrap(" \n ") == "?"


def test_every_edge_is_drawn_with_its_sign(drawn: dict[str, Any]) -> None:
    up, down = sorted(_edges(drawn, IL2, TREG), key=lambda edge: edge["arrows"]["to"]["type"])
    assert (up["arrows"]["to"]["type"], down["arrows"]["to"]["type"]) == ("arrow", "bar")
    assert down["arrowStrikethrough"]


def test_negated_and_speculated_show_without_colour(drawn: dict[str, Any]) -> None:
    (negated,) = _edges(drawn, IL2, LUPUS_NEPHRITIS)
    (speculated,) = _edges(drawn, IL6, TNF)
    assert negated["label"] == "¬"
    assert negated["dashes"]
    assert speculated["label"] == ""
    assert speculated["dashes"] not in (False, negated["dashes"])


def test_rejected_shows_without_colour(tmp_path: Path) -> None:
    folder = write_graph(tmp_path, {"TNF contributes to rheumatoid arthritis.": ("wrong", "", "", "")})
    (rejected,) = [edge for edge in draw(select(folder, None, 300))["edges"] if edge["from"] == TNF]
    assert (rejected["label"], rejected["dashes"]) == ("✗", [1, 9])


def test_edges_of_one_pair_do_not_lie_on_one_another() -> None:
    rows = [{"id": str(n), "subject": "ab"[n % 2], "object": "ba"[n % 2]} for n in range(4)]
    bends = fan(rows)
    # Seen from one side; a clockwise edge that runs the other way bends to the other side
    sides = {bends[row["id"]] * (1 if row["subject"] == "a" else -1) for row in rows}
    assert len(sides) == 4
    assert fan(rows[:1]) == {"0": 0.0}


def test_symmetric_assertions_have_no_arrow() -> None:
    from kg.explore.draw import _arrows

    row = {"predicate": "associated_with", "direction": ""}
    assert not _arrows(row)["to"]["enabled"]


def test_physics_is_off_and_every_node_has_a_place(drawn: dict[str, Any]) -> None:
    assert drawn["options"]["physics"] == {"enabled": False}
    assert len({(node["x"], node["y"]) for node in drawn["nodes"]}) == len(drawn["nodes"]) == 9


def test_a_concept_without_assertions(tmp_path: Path) -> None:
    selection = select(write_graph(tmp_path), "MESH:D016207", 300)
    assert [node["id"] for node in draw(selection)["nodes"]] == ["MESH:D016207"]
