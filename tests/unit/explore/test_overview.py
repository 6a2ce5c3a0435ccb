from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from kg.explore.atlas import Atlas, Community
from kg.explore.chart import Chart
from kg.explore.overview import context
from kg.explore.shelf import Shelf
from kg.explore.site import Site
from tests.fixtures_graph import write_graph
from tests.unit.explore.hostile import write_hostile_graph


def test_a_small_graph_is_shown_whole_with_its_strongest_concepts_named(tmp_path: Path) -> None:
    with Shelf(write_graph(tmp_path)) as shelf:
        drawn = context(Chart(shelf).atlas)
    assert drawn["rings"] == []
    assert len(drawn["dots"]) == 9
    assert all(dot["name"] for dot in drawn["dots"])
    # seven pairs of concepts, of which one is only speculated about and one denied
    assert len(drawn["lines"]) == 6


def concept(name: str) -> dict[str, Any]:
    return {"id": name, "name": name, "category": "gene"}


@pytest.fixture
def atlas() -> Atlas:
    ends = {"subject": "a", "object": "c", "asserted": True, "belief": 0.5, "id": "1"}
    parts = [Community(0, 2, 0, 0, 100, loose=False), Community(2, 1, 400, 0, 60, loose=True)]
    return Atlas([concept("a"), concept("b"), concept("c")], [ends], [(-20, 0), (20, 10), (400, 0)], parts, 30.0)


def test_communities_are_rings_named_by_their_strongest_concept(atlas: Atlas) -> None:
    drawn = context(atlas)
    assert [ring["name"] for ring in drawn["rings"]] == ["a", ""]
    assert not any(dot["name"] for dot in drawn["dots"])
    assert len(drawn["lines"]) == 1
    for ring in drawn["rings"]:
        (x, y), radius = ring["at"], ring["radius"]
        assert radius <= x <= drawn["width"] - radius
        assert radius <= y <= drawn["height"] - radius


def test_no_name_lies_on_another(atlas: Atlas) -> None:
    near = replace(atlas, places=[(0, 0), (2, 1), (300, 0)], communities=[Community(0, 3, 0, 0, 300, loose=False)])
    above, below, _ = context(near)["dots"]
    assert (above["line"] < above["at"][1], below["line"] > below["at"][1]) == (True, True)
    drawn = context(replace(near, places=[(0, 0), (0, 0), (0, 0)]))
    lines = [dot["line"] for dot in drawn["dots"] if dot["name"]]
    assert len(set(lines)) == len(lines) == 2
    long = replace(near, concepts=[concept("long " * 9), *near.concepts[1:]])
    assert context(long)["dots"][0]["name"] == "long long long long long lo…"


def test_the_picture_is_xml_whatever_the_names(tmp_path: Path) -> None:
    with Site(write_hostile_graph(tmp_path)) as site:
        picture = site.page("map.svg")
    assert picture is not None
    root = etree.fromstring(picture)
    assert not root.xpath("//*[local-name()='script' or local-name()='img' or @*[starts-with(name(), 'on')]]")
    assert any("<img" in (text.text or "") for text in root.iter("{*}text"))
