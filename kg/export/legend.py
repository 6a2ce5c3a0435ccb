"""What is in a figure -> its legend, in as many rows as it needs. Lengths are in points."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from kg.core.vocabulary import DECREASED, INCREASED, categories, predicates
from kg.export.lettering import text, width
from kg.export.strokes import rooms, stroke
from kg.export.symbols import symbol

_SIZE = 6.5
_ROW = 10.5
_APART = 11.0
_LINE = 22.0
_SYMBOL = 3.2
_VERBS = 4  # named in the legend; more are "has another effect"
Row = Mapping[str, Any]
Item = tuple[str, float, Callable[[float, float], str]]  # its words, the width of its sign, the sign at a place


def legend(concepts: Sequence[Row], lines: Sequence[Row], widest: float) -> tuple[list[str], float]:
    """Return the SVG of a legend that explains what is there and nothing else, and its height."""
    parts = [f'<path d="M0 0 H{widest:.1f}" stroke="#c9d0d7" stroke-width="0.6"/>']
    x, y = 0.0, _ROW
    for words, wide, sign in (*_categories(concepts), *_kinds(lines), *_beliefs(lines)):
        whole = wide + 4 + width(words, _SIZE)
        if x and x + whole > widest:
            x, y = 0.0, y + _ROW
        parts += [sign(x, y - _SIZE * 0.34), text(words, x + wide + 4, y, _SIZE)]
        x += whole + _APART
    return parts, y + 2


def _categories(concepts: Sequence[Row]) -> Iterator[Item]:
    present = {one["category"] for one in concepts}
    known = [one.name for one in categories().values() if one.name in present]
    for name in (*known, *sorted(present - set(known))):
        yield _shape(name, categories()[name].label if name in known else name, hollow=False)
    if not all(one["grounded"] for one in concepts):
        yield _shape(next(one["category"] for one in concepts if not one["grounded"]), "in no ontology", hollow=True)


def _shape(category: str, words: str, *, hollow: bool) -> Item:
    return words, 2 * _SYMBOL, lambda x, y: symbol(category, x + _SYMBOL, y, _SYMBOL, hollow=hollow)


def _kinds(lines: Sequence[Row]) -> Iterator[Item]:
    plain = {"predicate": "affects", "direction": "", "negated": False, "speculated": False, "belief": 0.4}
    both = {**plain, "predicate": "associated_with"}
    directed = [line for line in lines if not predicates()[line["predicate"]].symmetric]
    signs = {line["direction"] for line in directed}
    mutual = {line["direction"] for line in lines if predicates()[line["predicate"]].symmetric}
    verbs = sorted({predicates()[line["predicate"]].plain for line in directed if not line["direction"]})
    for there, words, line in (
        (INCREASED in signs, "increases", {**plain, "direction": INCREASED}),
        (DECREASED in signs, "decreases", {**plain, "direction": DECREASED}),
        ("" in signs, ", ".join(verbs) if len(verbs) <= _VERBS else "has another effect", plain),
        (INCREASED in mutual, "goes with more", {**both, "direction": INCREASED}),
        (DECREASED in mutual, "goes with less", {**both, "direction": DECREASED}),
        ("" in mutual, "goes with", both),
        (any(line["negated"] for line in lines), "denied", {**both, "negated": True}),
        (any(line["speculated"] and not line["negated"] for line in lines), "only speculated about",
         {**both, "speculated": True}),
    ):  # fmt: skip
        if there:
            yield _stroke(words, line)


def _beliefs(lines: Sequence[Row]) -> Iterator[Item]:
    plain = {"predicate": "associated_with", "direction": "", "negated": False, "speculated": False}
    found = [line["belief"] for line in lines]
    for belief in sorted({round(min(found), 1), round(max(found), 1)}):
        yield _stroke(f"belief {belief:.1f}", {**plain, "belief": belief})


def _stroke(words: str, line: Row) -> Item:
    def sign(x: float, y: float) -> str:
        start, end = x + rooms(line)[0], x + _LINE - rooms(line)[1]
        return stroke(line, ((start, y), (x + _LINE / 2, y), (end, y)), (x, y), (x + _LINE, y))

    return words, _LINE, sign
