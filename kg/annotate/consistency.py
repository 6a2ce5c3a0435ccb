"""what a tagger reads, the paper's own definitions -> the same, a short form being what its long form is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.annotate.abbreviations import Definition
from kg.annotate.tagger import Tagged

LEAST = 0.5  # how sure the tagger must be of the long form


def consistent(text: str, tagged: Sequence[Tagged], definitions: Iterable[Definition]) -> list[Tagged]:
    """Return the tagged stretches; where a short form is defined, it is of its long form's kind wherever it stands.

    A long form that is no name tells nothing.
    """
    found = list(tagged)
    for one in definitions:
        long = _of_long_form(found, one)
        if long is not None:
            places = set(_occurrences(text, text[one.short_start : one.short_end]))
            found = [other for other in found if other[:2] not in places or other.kind == long.kind]
            found += _missing(found, places, long)
    return found


def _of_long_form(tagged: Sequence[Tagged], one: Definition) -> Tagged | None:
    """Return the tagged stretch that a long form ends, the longest, then the surest."""
    ending = (other for other in tagged if other.end == one.long_end and other.score >= LEAST)
    return max(ending, key=lambda other: (min(one.long_start, other.start) - other.start, other.score), default=None)


def _occurrences(text: str, short: str) -> Iterator[tuple[int, int]]:
    for found in re.finditer(rf"(?<![\w-]){re.escape(short)}(?![\w-])", text):
        yield found.span()


def _missing(tagged: Sequence[Tagged], places: Iterable[tuple[int, int]], long: Tagged) -> Iterator[Tagged]:
    """Yield the places where the short form stands by itself and has not been read as a name."""
    for start, end in sorted(places):
        if all(end <= other.start or other.end <= start for other in tagged):
            yield Tagged(start, end, long.kind, long.score)
