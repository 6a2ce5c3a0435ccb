"""A concept, an assertion -> how large and how bent vis-network draws it."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import sqrt

from kg.core.layout import Box, Node
from kg.explore.select import Row

_LINE = 20  # characters of a label's line
_LINES = 3
_FONT = (7.2, 15.0)  # width of a character and height of a line, in pixels, at the page's 12 px font


def wrap(name: str) -> str:
    """Return a name in at most three short lines; the rest becomes an ellipsis."""
    return "\n".join(textwrap.wrap(name, _LINE, max_lines=_LINES, placeholder="…")) or "?"


def box(label: str, size: float) -> Box:
    """Return how much room a node takes with its label below."""
    lines = label.split("\n")
    return max(max(map(len, lines)) * _FONT[0], size * 2), size * 2 + len(lines) * _FONT[1]


def sizes(nodes: Iterable[Node], degrees: Mapping[Node, int]) -> dict[Node, float]:
    """Return the radius of each node by how many edges it has; the page counts on the same formula."""
    return {node: round(min(8 + 3.2 * sqrt(degrees[node]), 26), 1) for node in nodes}


def fan(assertions: Iterable[Row]) -> list[int]:
    """Return how much each edge is bent, so that no two edges of a pair lie on one another.

    In half steps: 0 is straight, positive bends clockwise as seen from the subject. An edge that runs the other way
    round bends the other way for the same place in the fan.
    """
    pairs: dict[tuple[str, str], list[Row]] = defaultdict(list)
    rows = list(assertions)
    for assertion in rows:
        first, second = sorted((assertion["subject"], assertion["object"]))
        pairs[first, second].append(assertion)
    bent = {}
    for (first, _), edges in pairs.items():
        for number, assertion in enumerate(edges):
            bend = 2 * number - (len(edges) - 1)
            bent[assertion["id"]] = bend if assertion["subject"] == first else -bend
    return [bent[assertion["id"]] for assertion in rows]
