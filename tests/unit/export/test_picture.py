from __future__ import annotations

import re
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.core.vocabulary import categories
from kg.export.lettering import width
from kg.export.picture import WIDTHS, drawn
from tests.unit.explore.hostile import IMAGE, SCRIPT, TURNED

SVG = "{http://www.w3.org/2000/svg}"
_PREDICATES = ("affects", "treats", "associated_with", "positively_correlated_with")
Lettered = tuple[str, float, float, float, float]


def world(
    number: int, step: int = 7, name: str = "concept number"
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    kinds = list(categories())
    concepts = [
        {"id": f"X:{n}", "name": f"{name} {n}", "category": kinds[n % len(kinds)], "grounded": bool(n % 3)}
        for n in range(number)
    ]
    lines = [
        {
            "subject": f"X:{n}", "object": f"X:{(n * step + 1) % number}", "predicate": _PREDICATES[n % 4],
            "direction": ("increased", "decreased", "")[n % 3], "negated": n % 5 == 0, "speculated": n % 7 == 0,
            "belief": 1 - n / number / 2,
        }
        for n in range(number)
    ]  # fmt: skip
    return concepts, lines


def lettering(svg: str) -> tuple[list[Lettered], float, float]:
    """Return each line of text with its box, and the figure's width and height."""
    root = ElementTree.fromstring(svg)
    _, _, across, down = map(float, root.attrib["viewBox"].split())
    found: list[Lettered] = []
    for parent, move in ((root, (0.0, 0.0)), *((group, _moved(group)) for group in root.iter(f"{SVG}g"))):
        for one in parent.findall(f"{SVG}text"):
            size, words = float(one.attrib["font-size"]), one.text or ""
            wide = width(words, size, bold=one.get("font-weight") == "bold")
            x = float(one.attrib["x"]) + move[0] - (wide / 2 if one.attrib["text-anchor"] == "middle" else 0)
            y = float(one.attrib["y"]) + move[1]
            found.append((words, x, y - size * 0.8, x + wide, y + size * 0.22))
    return found, across, down


def _moved(group: ElementTree.Element) -> tuple[float, float]:
    x, y = re.findall(r"[\d.]+", group.attrib["transform"])
    return float(x), float(y)


def check(svg: str) -> None:
    found, across, down = lettering(svg)
    for words, left, top, right, bottom in found:
        assert 0 <= left < right <= across + 0.1, words
        assert 0 <= top < bottom <= down, words
    for one, other in combinations(found, 2):
        apart = one[3] <= other[1] or other[3] <= one[1] or one[4] <= other[2] or other[4] <= one[2]
        assert apart, (one, other)


@pytest.mark.parametrize(("number", "step"), [(1, 7), (2, 7), (9, 7), (40, 3), (80, 7), (80, 0), (80, 1)])
def test_all_words_are_within_and_none_overlap(number: int, step: int) -> None:
    check(drawn(*world(number, step), "A title"))


@given(names=st.lists(st.text(max_size=60), min_size=2, max_size=12))
@settings(max_examples=25, deadline=None)
def test_whatever_concepts_are_called(names: list[str]) -> None:
    concepts, lines = world(len(names))
    for concept, name in zip(concepts, names, strict=True):
        concept["name"] = name
    check(drawn(concepts, lines, names[0]))


def test_hostile_names_are_words() -> None:
    concepts, lines = world(6)
    for concept, name in zip(concepts, (IMAGE, SCRIPT, TURNED) * 2, strict=True):
        concept["name"] = name
    root = ElementTree.fromstring(drawn(concepts, lines, f"{IMAGE}{SCRIPT}{TURNED}"))
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        "svg",
        "rect",
        "g",
        "path",
        "polygon",
        "circle",
        "text",
    }
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on") or "href" in name]


def test_a_figure_is_as_wide_as_it_must_be() -> None:
    wide = {number: lettering(drawn(*world(number), ""))[1] for number in (2, 20, 80)}
    assert wide[2] == WIDTHS[0]
    assert wide[2] < wide[20] <= wide[80]
    root = ElementTree.fromstring(drawn(*world(80), ""))
    assert root.attrib["width"] == "7in"


def test_the_same_rows_give_the_same_bytes() -> None:
    assert drawn(*world(30), "x") == drawn(*world(30), "x")


def test_lines_of_one_pair_lie_apart_and_a_line_to_itself_is_one() -> None:
    concepts, lines = world(2)
    both = [{**lines[0], "subject": "X:0", "object": "X:1"}, {**lines[0], "subject": "X:1", "object": "X:0"}]
    svg = drawn(concepts, [*both, {**lines[0], "subject": "X:0", "object": "X:0"}], "")
    shafts = [one for one in re.findall(r'd="(M[^"]*Q[^"]*)"', svg) if "nan" not in one]
    assert len(set(shafts)) >= 3
