"""A category -> the shape and colour of its concepts in a figure: told apart by either alone."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, pi, sin
from types import MappingProxyType

from kg.core.vocabulary import categories

_UNKNOWN = "#6b6f76"
# Corners; and how far a shape is turned, in turns. A star's every other corner lies further in.
_POLYGONS: Mapping[str, tuple[int, float, float]] = MappingProxyType(
    {
        "cell_type": (4, 0.125, 1.0),
        "cell_line": (4, 0.125, 0.5),
        "disease": (4, 0.0, 1.0),
        "phenotype": (4, 0.0, 0.42),
        "drug": (3, -0.25, 1.0),
        "chemical": (3, 0.25, 1.0),
        "antibody": (5, -0.25, 0.45),
        "variant": (6, -0.25, 0.5),
        "process": (6, 0.0, 1.0),
        "anatomy": (5, -0.25, 1.0),
        "species": (8, 0.0625, 0.72),
    }
)
_LARGER: Mapping[int, float] = MappingProxyType({3: 1.3, 4: 1.2, 5: 1.12})  # corners: to look as large as a circle


def symbol(category: str, x: float, y: float, radius: float, *, hollow: bool) -> str:
    """Return the SVG of a concept's shape around a point; one that no ontology has is hollow."""
    known = categories().get(category)
    colour = known.colour if known else _UNKNOWN
    paint = f'fill="{"#ffffff" if hollow else colour}" stroke="{colour}" stroke-width="1"'
    if hollow:
        paint += ' stroke-dasharray="1.8 1.2"'
    if category not in _POLYGONS:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {paint}/>'
    corners, turned, inner = _POLYGONS[category]
    points = _corners(x, y, min(radius * _LARGER.get(corners, 1.0), radius + 2), corners, turned, inner)
    return f'<polygon points="{points}" stroke-linejoin="round" {paint}/>'


def _corners(x: float, y: float, radius: float, corners: int, turned: float, inner: float) -> str:
    between = 2 if inner < 1 else 1
    told = []
    for n in range(corners * between):
        reach = radius * (inner if n % 2 and inner < 1 else 1.0)
        angle = 2 * pi * (turned + n / (corners * between))
        told.append(f"{x + reach * cos(angle):.1f},{y + reach * sin(angle):.1f}")
    return " ".join(told)
