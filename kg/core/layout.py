"""Nodes, edges and label sizes -> a place for every node; the same input gives the same places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import sqrt
from typing import TYPE_CHECKING, TypeVar

import networkx as nx
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Node = TypeVar("Node", str, int)  # what stands for a node; they are sorted
Box = tuple[float, float]  # width and height of a node with its label, in pixels at zoom 1

_EXACT_UP_TO = 90  # nodes; kamada_kawai places better but takes cubic time
_EXACT_OF_MANY = 12  # where it is one of many parts of a map
_SEED = 11
_ROUNDS, _ROUNDS_OF_MANY = 200, 60
_ROOM = 1.3  # how much more area than the boxes' own a part gets before boxes are pushed apart;
_ROOM_LARGE = 2.2  # large parts need more, lest the pushing stack their boxes into columns
_ASPECT = 1.15  # a little wider than high, as the space between the panels is
_GAP = 18.0
_PUSHES = 120


def _shape(part: nx.Graph[Node], quick: bool) -> NDArray[np.float64]:
    """Return places between -1 and 1 that show the structure of one connected part."""
    if len(part) == 1:
        return np.zeros((1, 2))
    if len(part) <= (_EXACT_OF_MANY if quick else _EXACT_UP_TO):
        places = nx.kamada_kawai_layout(part)
    else:
        rounds = _ROUNDS_OF_MANY if quick else _ROUNDS
        places = nx.spring_layout(part, seed=_SEED, iterations=rounds, k=2.2 / sqrt(len(part)))
    found = np.array([places[node] for node in part])
    return _spread(found) if quick and len(part) > _EXACT_OF_MANY else found


def _spread(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fill a disc evenly, for few rounds leave a crowd in its middle: directions stay, and who is nearer than whom."""
    places = places - places.mean(axis=0)
    far = np.hypot(places[:, 0], places[:, 1])
    even = np.sqrt((far.argsort(kind="stable").argsort(kind="stable") + 0.5) / len(far))
    filled: NDArray[np.float64] = places * (even / np.maximum(far, 1e-9))[:, None]
    return filled


def push_apart(places: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move boxes (centres, sizes) along the axis of least overlap until none overlap, or long enough."""
    places = places.copy()
    reach = (boxes[:, None, :] + boxes[None, :, :]) / 2
    # Boxes at the very same place need a side to go to; their order decides
    order = np.sign(np.subtract.outer(np.arange(len(places)), np.arange(len(places))))
    for _ in range(_PUSHES):
        apart = places[:, None, :] - places[None, :, :]
        overlap = reach - np.abs(apart)
        hit = (overlap > 0).all(axis=2)
        np.fill_diagonal(hit, False)
        if not hit.any():
            break
        along = overlap.argmin(axis=2)
        side = np.where(apart == 0, order[:, :, None], np.sign(apart))
        for axis in (0, 1):
            moved = np.where(hit & (along == axis), overlap[:, :, axis] * side[:, :, axis], 0.0)
            places[:, axis] += moved.sum(axis=1) * 0.35
    return places


def _place_part(part: nx.Graph[Node], boxes: Mapping[Node, Box], quick: bool) -> dict[Node, Box]:
    sizes = np.array([boxes[node] for node in part]) + _GAP
    area = float(sizes.prod(axis=1).sum()) * (_ROOM if len(part) <= _EXACT_UP_TO else _ROOM_LARGE)
    half = sqrt(area / _ASPECT) / 2
    places = push_apart(_shape(part, quick) * (half * _ASPECT, half), sizes)
    low = (places - sizes / 2).min(axis=0)
    return {node: (float(x), float(y)) for node, (x, y) in zip(part, places - low, strict=True)}


def _size(placed: Mapping[Node, Box], boxes: Mapping[Node, Box]) -> Box:
    width = max(x + (boxes[node][0] + _GAP) / 2 for node, (x, _) in placed.items())
    height = max(y + (boxes[node][1] + _GAP) / 2 for node, (_, y) in placed.items())
    return width, height


def place(
    nodes: Sequence[Node], edges: Iterable[tuple[Node, Node]], boxes: Mapping[Node, Box], *, quick: bool = False
) -> dict[Node, tuple[int, int]]:
    """Return whole-pixel places of nodes such that their boxes do not overlap.

    Connected parts are laid out one by one and set in rows, the largest first.

    Args:
        nodes: ids, in a fixed order.
        edges: pairs of ids.
        boxes: width and height of every node with its label.
        quick: for one of many: a little less well in a third of the time.
    """
    graph: nx.Graph[Node] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    rank = {node: number for number, node in enumerate(nodes)}
    parts = [sorted(part, key=rank.__getitem__) for part in nx.connected_components(graph)]
    parts.sort(key=lambda part: (-len(part), rank[part[0]]))
    placed_parts = [_place_part(_ordered(graph, part), boxes, quick) for part in parts]
    sizes = [_size(placed, boxes) for placed in placed_parts]
    row_width = max(max((width for width, _ in sizes), default=0.0), sqrt(sum(w * h for w, h in sizes) * _ASPECT))
    found: dict[Node, tuple[int, int]] = {}
    x = y = row_height = 0.0
    for placed, (width, height) in zip(placed_parts, sizes, strict=True):
        if x and x + width > row_width:
            x, y, row_height = 0.0, y + row_height, 0.0
        found |= {node: (round(x + left), round(y + top)) for node, (left, top) in placed.items()}
        x, row_height = x + width, max(row_height, height)
    return found


def _ordered(graph: nx.Graph[Node], part: Sequence[Node]) -> nx.Graph[Node]:
    """Return a part whose nodes stand in the given order (a subgraph view has the set's order)."""
    ordered: nx.Graph[Node] = nx.Graph()
    ordered.add_nodes_from(part)
    ordered.add_edges_from((a, b) for a in part for b in sorted(graph[a]))
    return ordered
