from __future__ import annotations

import re
from xml.etree import ElementTree

from kg.core.vocabulary import categories
from kg.export.symbols import symbol


def test_every_category_has_a_shape_of_its_own() -> None:
    drawn = {name: symbol(name, 0, 0, 5, hollow=False) for name in categories()}
    shapes = {re.sub("#[0-9a-f]{6}", "", one) for one in drawn.values()}
    assert len(shapes) == len(categories())


def test_what_no_ontology_has_is_hollow() -> None:
    for name in (*categories(), "unheard_of"):
        solid, hollow = (ElementTree.fromstring(symbol(name, 0, 0, 5, hollow=one)) for one in (False, True))
        assert solid.get("fill") == solid.get("stroke") == hollow.get("stroke")
        assert hollow.get("fill") == "#ffffff"
        assert hollow.get("stroke-dasharray")


def test_shapes_stay_within_their_room() -> None:
    for name in categories():
        points = symbol(name, 0, 0, 5, hollow=False)
        numbers = [
            float(one) for one in re.findall(r"-?\d+\.\d", points.partition("points=")[2].partition(" stroke")[0])
        ]
        assert all(abs(one) <= 7 for one in numbers)
