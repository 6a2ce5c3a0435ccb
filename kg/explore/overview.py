"""An Atlas -> a small picture of the whole graph: what the first page of a site shows of its map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.core.page import xml_safe
from kg.core.vocabulary import categories
from kg.explore.atlas import Atlas, Community
from kg.explore.select import Row

_Box = tuple[float, float, float, float]  # left, top, right, bottom

TEMPLATE = "map.svg"
_WIDTH, _HEIGHT = 560, 460  # pixels; a page shows it no smaller, so that names can be read
_DOTS, _LOOSE = 60, 300  # concepts of one community, the strongest; and where there is none
_LINES = 400  # assertions, the strongest that are asserted
_NAMED = 14  # communities, the largest; of a graph shown whole, concepts
_ROOM = 24  # pixels around everything
_LONGEST, _LETTER = 28, 7.5  # of a name: characters, and pixels that one takes
_NO_CATEGORY = "#6b6f76"


def context(atlas: Atlas) -> dict[str, Any]:
    """Return `width` and `height`, and what is drawn in them: `rings` (communities), `lines` and `dots`, in pixels."""
    drawn = {one: place for part in atlas.communities for one, place in _dots(part, atlas)}
    corners = [*drawn.values(), *((part.x + side * part.radius, part.y + side * part.radius)
                                  for part in _rings(atlas) for side in (-1, 1))]  # fmt: skip
    left, top = (min((one[axis] for one in corners), default=0) for axis in (0, 1))
    right, bottom = (max((one[axis] for one in corners), default=1) for axis in (0, 1))
    wide, high = max(right - left, 1), max(bottom - top, 1)
    scale = min((_WIDTH - 2 * _ROOM) / wide, (_HEIGHT - 2 * _ROOM) / high)

    def at(x: float, y: float) -> tuple[float, float]:
        return round(_WIDTH / 2 + (x - left - wide / 2) * scale, 1), round(_ROOM + (y - top) * scale, 1)

    places = {atlas.concepts[one]["id"]: at(*place) for one, place in drawn.items()}
    taken: list[_Box] = []
    return {
        "width": _WIDTH,
        "height": round(high * scale + 2 * _ROOM),
        "rings": [
            {
                "at": (x, y),
                "radius": (radius := round(part.radius * scale, 1)),
                **_fitting(_name(part, atlas), x, (y - radius - 4,), taken),
            }
            for part in _rings(atlas)
            for x, y in [at(part.x, part.y)]
        ],
        "lines": _lines(atlas, places),
        "dots": [
            {
                "at": places[concept["id"]],
                "colour": _colour(concept["category"]),
                **_fitting(_own_name(one, concept, atlas), x, (y - 8, y + 18), taken),
            }
            for one, concept in ((one, atlas.concepts[one]) for one in drawn)
            for x, y in [places[concept["id"]]]
        ],
    }


def _fitting(name: str, x: float, lines: Sequence[float], taken: list[_Box]) -> dict[str, Any]:
    """Return a `name` as long as it may be, "" where it would cover one that stands already, and its `line`.

    Args:
        lines: where its letters may stand, the best first.
        taken: the room of the names before; it is told of this one's.
    """
    short = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
    half = len(short) * _LETTER / 2
    for line in lines if short else ():
        box = (max(x - half, 0), line - _LETTER, min(x + half, _WIDTH), line + _LETTER)
        if not any(box[0] < one[2] and one[0] < box[2] and box[1] < one[3] and one[1] < box[3] for one in taken):
            taken.append(box)
            return {"name": short, "line": round(line, 1)}
    return {"name": "", "line": 0}


def _rings(atlas: Atlas) -> Sequence[Community]:
    """Return the communities that are drawn round; a graph shown whole has none."""
    return atlas.communities if len(atlas.communities) > 1 else ()


def _dots(part: Community, atlas: Atlas) -> list[tuple[int, tuple[int, int]]]:
    alone = part.loose or len(atlas.communities) == 1
    return [
        (one, atlas.places[one]) for one in range(part.start, part.start + min(part.size, _LOOSE if alone else _DOTS))
    ]


def _name(part: Community, atlas: Atlas) -> str:
    largest = atlas.communities[:_NAMED]
    return "" if part.loose or part not in largest else xml_safe(atlas.concepts[part.start]["name"])


def _own_name(one: int, concept: Row, atlas: Atlas) -> str:
    return xml_safe(concept["name"]) if len(atlas.communities) == 1 and one < _NAMED else ""


def _colour(category: str) -> str:
    known = categories().get(category)
    return known.colour if known else _NO_CATEGORY


def _lines(atlas: Atlas, places: dict[str, tuple[float, float]]) -> list[dict[str, Any]]:
    strongest = sorted(atlas.assertions, key=lambda one: (-one["belief"], one["id"]))
    ends = ((one["subject"], one["object"]) for one in strongest if one["asserted"])
    pairs = dict.fromkeys(pair for pair in ends if pair[0] in places and pair[1] in places)
    return [{"from": places[first], "to": places[last]} for first, last in list(pairs)[:_LINES]]
