from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from kg.core.layout import Box, place, push_apart


def _ring(count: int) -> tuple[list[str], list[tuple[str, str]], dict[str, Box]]:
    nodes = [f"n{number}" for number in range(count)]
    edges = [(nodes[number], nodes[(number * 7 + 1) % count]) for number in range(count)]
    return nodes, edges, dict.fromkeys(nodes, (120.0, 50.0))


def _overlapping(places: dict[str, tuple[int, int]], boxes: dict[str, Box]) -> list[tuple[str, str]]:
    return [
        (a, b)
        for a, b in combinations(places, 2)
        if all(abs(places[a][n] - places[b][n]) < (boxes[a][n] + boxes[b][n]) / 2 for n in (0, 1))
    ]


@pytest.mark.parametrize("count", [2, 30, 120])
def test_labels_do_not_overlap(count: int) -> None:
    nodes, edges, boxes = _ring(count)
    assert _overlapping(place(nodes, edges, boxes), boxes) == []


def test_the_same_input_gives_the_same_places() -> None:
    assert place(*_ring(100)) == place(*_ring(100))


def test_parts_lie_beside_one_another() -> None:
    nodes = ["a", "b", "c", "d", "alone"]
    boxes: dict[str, Box] = dict.fromkeys(nodes, (100.0, 40.0))
    places = place(nodes, [("a", "b"), ("c", "d")], boxes)
    assert set(places) == set(nodes)
    assert _overlapping(places, boxes) == []


def test_nothing_and_an_edge_to_itself() -> None:
    assert place([], [], {}) == {}
    assert place(["a"], [("a", "a")], {"a": (10.0, 10.0)}).keys() == {"a"}


def test_boxes_at_one_place_part() -> None:
    apart = push_apart(np.zeros((3, 2)), np.full((3, 2), 10.0))
    assert len({tuple(row) for row in apart.round(3).tolist()}) == 3
