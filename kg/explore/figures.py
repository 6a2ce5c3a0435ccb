"""Papers by year -> the bars of a small figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_WIDTH, _HEIGHT = 336.0, 90.0  # pixels: as wide as a phone shows without scaling the labels down
_WIDEST = 40.0  # a bar
_LABEL = 34.0  # a year below the line, with room
_STEPS = (1, 2, 5, 10, 20, 50, 100)  # years from label to label


def timeline(line: Mapping[str, Any], against: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any] | None:
    """Return a bar for the papers of each year: those for an assertion above the line, those against it below.

    Args:
        line: what has `years`, a list of `year` and `papers`.
        against: the same of what contradicts it.

    Returns:
        `width`, `height` and `zero` (of the line) in pixels, `bars`, `labels` (the years below), and `told`, the figure
        in words. None where fewer than two papers have a year.
    """
    above, below = _by_year([line]), _by_year(against)
    if sum(above.values()) + sum(below.values()) < 2:
        return None
    years = range(min([*above, *below]), max([*above, *below]) + 1)
    step = min(_WIDTH / len(years), _WIDEST)
    zero = _HEIGHT / 2 if below else _HEIGHT
    unit = zero / max([*above.values(), *below.values()])

    def bar(year: int, papers: int, kind: str) -> dict[str, Any]:
        return {
            "x": round((year - years[0] + 0.1) * step, 1),
            "y": round(zero if kind == "against" else zero - papers * unit, 1),
            "width": round(step * 0.8, 1),
            "height": round(papers * unit, 1),
            "kind": kind,
            "year": year,
            "papers": papers,
        }

    counts = _papers(above) + (f" for, {_papers(below)} against" if below else "")
    return {
        "width": round(step * len(years), 1),
        "height": _HEIGHT,
        "zero": zero,
        "bars": [bar(*one, "for") for one in above.items()] + [bar(*one, "against") for one in below.items()],
        "labels": _labels(years, step),
        "told": f"{counts}, {years[0]} to {years[-1]}",
    }


def _labels(years: range, step: float) -> list[dict[str, Any]]:
    """Return round years, as many as have room, each with the middle of its bar."""
    between = next((one for one in _STEPS if one * step >= _LABEL), _STEPS[-1])
    return [{"year": year, "x": round((year - years[0] + 0.5) * step, 1)} for year in years if not year % between]


def _by_year(lines: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for line in lines:
        for one in line["years"]:
            found[one["year"]] = found.get(one["year"], 0) + one["papers"]
    return dict(sorted(found.items()))


def _papers(by_year: Mapping[int, int]) -> str:
    number = sum(by_year.values())
    return f"{number:,} paper" if number == 1 else f"{number:,} papers"
