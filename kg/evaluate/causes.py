"""a missed or false span, and what stands on the other side -> the kind of error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from kg.core.text import Span
from kg.evaluate.labels import satisfies

Sides = tuple[frozenset[Span], frozenset[Span]]  # spans whose kind would do, and the others


class Causes:
    """Why spans of one document are errors.

    The answer is `exact`, which the caller names, where a span of a fitting kind is the same; "kind" (the same span,
    another kind); "boundary" (one of a fitting kind overlaps); "boundary and kind" (one of another kind overlaps); else
    "missed" or "spurious".

    Args:
        gold, found: spans by kind.
    """

    def __init__(self, gold: Mapping[str, Set[Span]], found: Mapping[str, Set[Span]]) -> None:
        self.gold, self.found = gold, found
        self._near_miss: dict[str, Sides] = {}
        self._near_false: dict[str, Sides] = {}

    def of_miss(self, kind: str, span: Span, exact: str) -> str:
        """Return why a gold span is missed."""
        if kind not in self._near_miss:
            fitting = {other for other in self.found if satisfies(other, kind)}
            self._near_miss[kind] = _parted(self.found, fitting)
        return _cause(span, self._near_miss[kind], exact, "missed")

    def of_false(self, kind: str, span: Span, exact: str) -> str:
        """Return why a found span is a false alarm."""
        if kind not in self._near_false:
            fitting = {other for other in self.gold if satisfies(kind, other)}
            self._near_false[kind] = _parted(self.gold, fitting)
        return _cause(span, self._near_false[kind], exact, "spurious")


def _parted(spans: Mapping[str, Set[Span]], fitting: Set[str]) -> Sides:
    return (
        frozenset(span for kind, ones in spans.items() if kind in fitting for span in ones),
        frozenset(span for kind, ones in spans.items() if kind not in fitting for span in ones),
    )


def _cause(span: Span, sides: Sides, exact: str, alone: str) -> str:
    fitting, others = sides
    if span in fitting:
        return exact
    if span in others:
        return "kind"
    if any(_overlap(span, one) for one in fitting):
        return "boundary"
    return "boundary and kind" if any(_overlap(span, one) for one in others) else alone


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def said_at(text: str, span: Span, said: Sequence[tuple[Span, str]]) -> str:
    """Return what is said of a span, joined by commas; where nothing is, of those that overlap it, with their words.

    Args:
        said: spans, and what is said of each (a kind, a concept), in order.
    """
    exact = [what for one, what in said if one == span]
    near = [f"{text[one.start : one.end]} ({what})" for one, what in said if not exact and _overlap(one, span)]
    return ", ".join(exact or near)
