"""A line between concepts -> its SVG: colour and head say its sign, width its belief, dashes that it is denied."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from kg.core.vocabulary import DECREASED, INCREASED, predicates
from kg.export import curves

_COLOURS: Mapping[str, str] = MappingProxyType({INCREASED: "#15803d", DECREASED: "#c62f2f", "": "#5b6672"})
_NEGATED, _SPECULATED = "5 2.6", "1.2 1.8"


def thickness(belief: float) -> float:
    """Return the width of a line, in points."""
    return 0.5 + 1.7 * belief


def rooms(line: Mapping[str, Any]) -> tuple[float, float]:
    """Return how far short of its beginning and its end a line stops, for its heads."""
    last = curves.HEAD * 0.8 if line["direction"] == INCREASED else 0.6
    return (last if _symmetric(line) else 0.0), last


def stroke(line: Mapping[str, Any], curve: curves.Curve, first: curves.Point, last: curves.Point) -> str:
    """Return a line: a filled head for what increases, a bar for what decreases, an open head for anything else.

    What holds both ways has its head at both ends.

    Args:
        line: predicate, direction, negated, speculated and belief.
        curve: the line without its heads.
        first, last: where the heads end.
    """
    colour, thick = _COLOURS[line["direction"]], thickness(line["belief"])
    dashes = _NEGATED if line["negated"] else _SPECULATED if line["speculated"] else ""
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    shaft = f'<path d="{curves.path(curve)}" fill="none" stroke="{colour}" stroke-width="{thick:.2f}"{dashed}/>'
    heads = [_head(line["direction"], curve[1], last, colour, thick)]
    if _symmetric(line):
        heads = [*heads, _head(line["direction"], curve[1], first, colour, thick)] if line["direction"] else []
    return "".join([shaft, *heads])


def _head(direction: str, base: curves.Point, tip: curves.Point, colour: str, thick: float) -> str:
    if direction == DECREASED:
        return f'<path d="{curves.bar(base, tip)}" stroke="{colour}" stroke-width="{max(thick, 1.2):.2f}"/>'
    if direction == INCREASED:
        return f'<path d="{curves.arrow(base, tip, filled=True)}" fill="{colour}"/>'
    return f'<path d="{curves.arrow(base, tip, filled=False)}" fill="none" stroke="{colour}"/>'


def _symmetric(line: Mapping[str, Any]) -> bool:
    return predicates()[line["predicate"]].symmetric
