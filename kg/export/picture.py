"""Concepts and lines between them -> the SVG of a figure. Lengths are in points."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any
from xml.sax.saxutils import quoteattr

from kg.core.layout import place
from kg.export import curves
from kg.export.legend import legend
from kg.export.lettering import FONT, LEADING, clean, text, width, wrapped
from kg.export.strokes import rooms, stroke
from kg.export.symbols import symbol

Row = dict[str, Any]

WIDTHS = (252.0, 360.0, 504.0)  # 3.5, 5 and 7 inches: one column of a journal, one and a half, two
_LABEL = 7.0  # size of a name
_TITLE = 9.0
_WIDEST = 84.0  # a line of a name
_LAYOUT = 12 / _LABEL  # the layout's gaps are meant for letters of 12
_MARGIN = 8.0
_FAN = 0.13  # by how much of their length lines of one pair part
_ASIDE = (0.0, 0.06, -0.06, 0.12, -0.12, 0.18, -0.18)  # where a line may go that would hide behind a concept
_LOOKS = 24  # points of a line at which is looked
_SPARE = 0.06  # of a name's box at either side, where most fonts leave it empty
_ROOM = 1.2  # between a line's end and what it joins


@dataclass(frozen=True, slots=True)
class Spot:
    """A concept in its place: the middle and radius of its symbol, the lines of its name and their box."""

    row: Row
    x: float
    y: float
    radius: float
    label: tuple[str, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the name."""
        half = max(width(line, _LABEL) for line in self.label) / 2
        top = self.y + self.radius + 1
        return self.x - half, top, self.x + half, top + len(self.label) * _LABEL * LEADING

    def covers(self, point: curves.Point) -> bool:
        """Whether a line that ends at this concept has reached it."""
        x, y = point
        left, top, right, bottom = self.box
        near = (x - self.x) ** 2 + (y - self.y) ** 2 <= (self.radius + _ROOM) ** 2
        spare = (right - left) * _SPARE
        return near or (left + spare - 2 <= x <= right - spare + 2 and top <= y <= bottom + 2)


def drawn(concepts: Sequence[Row], lines: Sequence[Row], title: str) -> str:
    """Return a figure: a title, the lines and concepts, a legend of what is there; the same for the same rows.

    Args:
        concepts: id, name, category, grounded.
        lines: subject, object, predicate, direction, negated, speculated, belief; the strongest first.
    """
    spots, across, down = _placed(concepts, lines)
    figure = next((one for one in WIDTHS if across + 2 * _MARGIN <= one), across + 2 * _MARGIN)
    inches = min(figure, WIDTHS[-1]) / 72
    heading = wrapped(clean(title), _TITLE, figure - 2 * _MARGIN, bold=True)
    top = _MARGIN + len(heading) * _TITLE * LEADING + 6
    key, key_height = legend(concepts, lines, figure - 2 * _MARGIN)
    height = top + down + 8 + key_height + _MARGIN
    words = [text(line, _MARGIN, _MARGIN + _TITLE * (0.8 + n * LEADING), _TITLE, style='font-weight="bold"')
             for n, line in enumerate(heading)]  # fmt: skip
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{inches:g}in" height="{inches * height / figure:.3f}in"'
        f' viewBox="0 0 {figure:.1f} {height:.1f}" font-family={quoteattr(FONT)} fill="#17202a" role="img"'
        f" aria-label={quoteattr(clean(title))}>"
    )
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        head,
        f'<rect width="{figure:.1f}" height="{height:.1f}" fill="#ffffff"/>',
        *words,
        *_moved((figure - across) / 2, top, [*_strokes(spots, lines), *map(_concept, spots.values())]),
        *_moved(_MARGIN, top + down + 8, key),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _moved(x: float, y: float, parts: Sequence[str]) -> list[str]:
    return [f'<g transform="translate({x:.1f} {y:.1f})">', *parts, "</g>"]


def _placed(concepts: Sequence[Row], lines: Sequence[Row]) -> tuple[dict[str, Spot], float, float]:
    """Return the concepts in their places, and how wide and high they lie."""
    degree = Counter(end for line in lines for end in {line["subject"], line["object"]})
    radii = {one["id"]: min(3.4 + 1.1 * sqrt(degree[one["id"]]), 8.0) for one in concepts}
    labels = {one["id"]: tuple(wrapped(clean(one["name"]), _LABEL, _WIDEST)) for one in concepts}
    boxes = {
        one: (
            max(max(width(line, _LABEL) for line in label), 2 * radii[one]),
            2 * radii[one] + 1 + len(label) * _LABEL * LEADING,
        )
        for one, label in labels.items()
    }
    order = sorted(labels, key=lambda one: (-degree[one], one))
    ends = [(line["subject"], line["object"]) for line in lines]
    places = place(order, ends, {one: (w * _LAYOUT, h * _LAYOUT) for one, (w, h) in boxes.items()})
    middles = {one: (x / _LAYOUT, y / _LAYOUT) for one, (x, y) in places.items()}
    left = min(x - boxes[one][0] / 2 for one, (x, _) in middles.items())
    top = min(y - boxes[one][1] / 2 for one, (_, y) in middles.items())
    spots = {
        row["id"]: Spot(
            row,
            middles[row["id"]][0] - left,
            middles[row["id"]][1] - top - boxes[row["id"]][1] / 2 + radii[row["id"]],
            radii[row["id"]],
            labels[row["id"]],
        )
        for row in concepts
    }
    across = max(x - left + boxes[one][0] / 2 for one, (x, _) in middles.items())
    down = max(y - top + boxes[one][1] / 2 for one, (_, y) in middles.items())
    return spots, across, down


def _concept(spot: Spot) -> str:
    shape = symbol(spot.row["category"], spot.x, spot.y, spot.radius, hollow=not spot.row["grounded"])
    first = spot.y + spot.radius + 1 + _LABEL * 0.86
    # a rim of paper, so that a line behind a name does not strike it through
    style = 'stroke="#ffffff" stroke-width="2" stroke-linejoin="round" paint-order="stroke"'
    lines = [text(line, spot.x, first + n * _LABEL * LEADING, _LABEL, anchor="middle", style=style)
             for n, line in enumerate(spot.label)]  # fmt: skip
    return "".join([shape, *lines])


def _strokes(spots: Mapping[str, Spot], lines: Sequence[Row]) -> list[str]:
    """Return the lines, those that are believed least first, so that the others lie above them."""
    pairs: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for line in lines:
        pairs[tuple(sorted((line["subject"], line["object"])))].append(line)
    made = []
    for line in reversed(lines):
        both = tuple(sorted((line["subject"], line["object"])))
        bend = (pairs[both].index(line) - (len(pairs[both]) - 1) / 2) * _FAN
        made.append(_stroke(line, spots, bend if line["subject"] == both[0] else -bend))
    return made


def _stroke(line: Row, spots: Mapping[str, Spot], bend: float) -> str:
    subject, target = spots[line["subject"]], spots[line["object"]]
    if subject is target:
        return stroke(line, *_loop(subject))
    ends = (subject.x, subject.y), (target.x, target.y)
    others = [spot for spot in spots.values() if spot is not subject and spot is not target]

    def hidden(curve: curves.Curve) -> int:
        points = [curves.at(curve, n / _LOOKS) for n in range(1, _LOOKS)]
        return sum(any(map(spot.covers, points)) for spot in others)

    whole = min((curves.bent(*ends, bend + aside) for aside in _ASIDE), key=hidden)
    return stroke(line, *curves.cut(whole, subject.covers, target.covers, rooms(line)))


def _loop(spot: Spot) -> tuple[curves.Curve, curves.Point, curves.Point]:
    aside, above = spot.radius * 0.8, spot.y - spot.radius * 0.8
    first, last = (spot.x - aside, above), (spot.x + aside, above - _ROOM)
    return (first, (spot.x, spot.y - 4 * spot.radius), last), first, last
