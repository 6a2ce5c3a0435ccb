"""A text and the names marked in it -> arrays: what training and inference must compute alike.

A word is a run of letters and digits, or a single sign: names begin and end at words so cut, "TNF-α-induced" has five.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kg.core.vocabulary import categories

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
AFFIXES = 4000  # rows of the tables of prefixes and of suffixes; rarer ones share a row
SHAPES = 500
_PLACES = ("after space", "before space", "title", "line", "sentence", "capitals", "single")
ABBREVIATED, SHORT_FORM, LONG_FORM = "abbreviated", "short form", "long form"
NAMED, PART, MAYBE = "named", "part", "maybe"


class Mark(NamedTuple):
    """A stretch of text that something known beforehand tells about.

    Attributes:
        kind: `NAMED` (a mention that the dictionary found), `MAYBE` (some name fits, perhaps an ambiguous one),
            `ABBREVIATED` (found by the paper's own short form), `SHORT_FORM`, `LONG_FORM` (of a definition).
        category: of the concept named; "" for definitions.
    """

    start: int
    end: int
    kind: str
    category: str = ""


class Word(NamedTuple):
    """Where a word stands."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Features:
    """A text as a network reads it; n words.

    Attributes:
        spans: the words' offsets.
        lowered: the words in lower case: what vectors are looked up by.
        prefixes, suffixes, shapes: rows of small tables, int32 [n].
        flags: 0 or 1, float32 [n, len(flag_names())].
        groups: words alike in lower case share a number from 0, int32 [n].
    """

    spans: Sequence[Word]
    lowered: Sequence[str]
    prefixes: NDArray[np.int32]
    suffixes: NDArray[np.int32]
    shapes: NDArray[np.int32]
    flags: NDArray[np.float32]
    groups: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.spans)

    def cut(self, start: int, end: int) -> Features:
        """Return the features of words `start` to `end` only."""
        here = slice(start, end)
        _, groups = np.unique(self.groups[here], return_inverse=True)
        return Features(
            self.spans[here],
            self.lowered[here],
            self.prefixes[here],
            self.suffixes[here],
            self.shapes[here],
            self.flags[here],
            groups.astype(np.int32),
        )


def flag_names() -> tuple[str, ...]:
    """Return what each flag says, in their order."""
    kinds = tuple(categories())
    named = tuple(f"{kind}:{category}" for category in kinds for kind in (NAMED, PART))
    maybe = tuple(f"{MAYBE}:{category}" for category in kinds)
    return (*_PLACES, *named, *maybe, ABBREVIATED, SHORT_FORM, LONG_FORM)


def mark_columns() -> slice:
    """Return where the flags stand that a dictionary sets."""
    return slice(len(_PLACES), -3)


def words(text: str) -> list[Word]:
    """Return the words of a text."""
    return [Word(found.start(), found.end()) for found in _WORD.finditer(text)]


def _row(text: str, rows: int) -> int:
    return zlib.crc32(text.encode()) % rows


def _shape(word: str) -> str:
    """Return what a word looks like, runs cut to two: "IL2" is XX0, "Tregs" Xxx."""
    shape = ""
    for char in word[:12]:
        sign = "X" if char.isupper() else "x" if char.islower() else "0" if char.isdigit() else char
        if shape[-2:] != sign * 2:
            shape += sign
    return shape


@lru_cache(maxsize=1 << 14)  # texts repeat their words
def _look(word: str) -> tuple[str, int, int, int, bool]:
    """Return a word in lower case, its three rows, and whether it is all capitals."""
    suffix = word[-3:].lower() if len(word) > 3 else word
    capitals = len(word) > 1 and word.isupper()
    return word.lower(), _row(word[:3], AFFIXES), _row(suffix, AFFIXES), _row(_shape(word), SHAPES), capitals


def encode(text: str, marks: Iterable[Mark] = ()) -> Features:
    """Return the features of a text.

    Args:
        marks: what the dictionary and the paper's own definitions tell; order does not matter.
    """
    spans = words(text)
    looks = [_look(text[start:end]) for start, end in spans]
    lowered = [look[0] for look in looks]
    rows = np.array([look[1:4] for look in looks], np.int32).reshape(-1, 3)
    numbers: dict[str, int] = {}
    groups = np.array([numbers.setdefault(word, len(numbers)) for word in lowered], np.int32)
    flags = np.zeros((len(spans), len(flag_names())), np.float32)
    _set_places(flags, text, spans, lowered)
    flags[:, _PLACES.index("capitals")] = [look[4] for look in looks]
    _set_marks(flags, spans, marks)
    return Features(spans, lowered, rows[:, 0], rows[:, 1], rows[:, 2], flags, groups)


def _set_places(flags: NDArray[np.float32], text: str, spans: Sequence[Word], lowered: Sequence[str]) -> None:
    title_end = text.find("\n")
    for at, (start, end) in enumerate(spans):
        spaced = start == 0 or text[start - 1].isspace()
        flags[at, 0] = spaced
        flags[at, 1] = end == len(text) or text[end].isspace()
        flags[at, 2] = start < title_end
        flags[at, 3] = start == 0 or text[start - 1] == "\n"
        flags[at, 4] = at == 0 or (spaced and lowered[at - 1] in ".?!:")
        flags[at, 6] = end - start == 1


def _set_marks(flags: NDArray[np.float32], spans: Sequence[Word], marks: Iterable[Mark]) -> None:
    column = {name: place for place, name in enumerate(flag_names())}
    for mark in marks:
        first, last = cover(spans, mark.start, mark.end)
        if mark.kind == NAMED:
            flags[first : first + 1, column[f"{NAMED}:{mark.category}"]] = 1
            flags[first + 1 : last, column[f"{PART}:{mark.category}"]] = 1
        else:
            flags[first:last, column[f"{mark.kind}:{mark.category}" if mark.category else mark.kind]] = 1


def cover(spans: Sequence[Word], start: int, end: int) -> tuple[int, int]:
    """Return the first word that reaches into a stretch of text and the one behind the last that does."""
    first = bisect_right(spans, start, key=lambda word: word.end)
    return first, max(first, bisect_left(spans, end, key=lambda word: word.start))
