"""names, and a surface that is none of them -> the names most like it, by character trigrams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
from rapidfuzz.distance import DamerauLevenshtein

_BUCKETS = 1 << 18  # trigrams are hashed into so many columns; with 2 million names two in a hundred share one
LONG = 8  # characters a name must have before a letter of it may be wrong
BEGINNING = 4  # characters that are never wrong
_SMALL = frozenset({"of", "the", "in", "to", "with", "by", "s"})
_SEED = 2_166_136_261


def _code(gram: str) -> int:
    """FNV-1a: the same in every process, which `hash` is not."""
    value = _SEED
    for char in gram:
        value = ((value ^ ord(char)) * 16_777_619) & 0xFFFFFFFF
    return value % _BUCKETS


def telling(form: str) -> tuple[str, ...]:
    """Return what no two spellings of one name may differ in: numbers, and letters that stand alone."""
    return tuple(sorted(unit for unit in form.split() if unit.isdigit() or len(unit) == 1))


def same_words(form: str, other: str) -> bool:
    """Tell whether two normal forms differ in spaces or in the order of their words alone."""
    return _squeezed(form) == _squeezed(other) or _words(form) == _words(other)


def misspelled(form: str, other: str) -> bool:
    """Tell whether one letter parts two long names, not at their beginning, where it makes another word."""
    return (
        min(len(form), len(other)) >= LONG
        and form[:BEGINNING] == other[:BEGINNING]
        and DamerauLevenshtein.distance(_squeezed(form), _squeezed(other), score_cutoff=1) <= 1
    )


def _squeezed(form: str) -> str:
    return form.replace(" ", "")


def _words(form: str) -> list[str]:
    return sorted(word for word in form.split() if word not in _SMALL)


def _grams(text: str) -> Iterator[str]:
    text = f"^{_squeezed(text)}$"
    for at in range(len(text) - 2):
        yield text[at : at + 3]


class Alike:
    """An index of names.

    Args:
        forms: the names in normal form; their numbers are what `nearest` returns.
    """

    def __init__(self, forms: Iterable[str]) -> None:
        codes: dict[str, int] = {}
        columns: list[int] = []
        counts: list[int] = []
        first = [0]
        for form in forms:
            for gram, count in Counter(_grams(form)).items():
                if gram not in codes:
                    codes[gram] = _code(gram)
                columns.append(codes[gram])
                counts.append(count)
            first.append(len(columns))
        self._fill(columns, counts, first)

    def nearest(self, form: str, least: float, count: int = 5) -> list[tuple[int, float]]:
        """Return (number, cosine) of the names at least so like a form, the most alike first."""
        grams = Counter(_code(gram) for gram in _grams(form))
        known = [(column, times * float(self._weights[column])) for column, times in grams.items()]
        # Trigrams that no name has count too: what a surface has beyond a name makes it less like it
        norm = sum((value or self._rarest) ** 2 for _, value in known) ** 0.5
        postings = [(slice(self._first[column], self._first[column + 1]), value) for column, value in known if value]
        if not postings:
            return []
        names = np.concatenate([self._names[place] for place, _ in postings])
        values = np.concatenate([self._values[place] * (value / norm) for place, value in postings])
        scores = np.bincount(names, weights=values)
        best = np.flatnonzero(scores >= least)
        order = sorted((-round(float(scores[number]), 4), int(number)) for number in best)
        return [(number, -negative) for negative, number in order[:count]]

    def _fill(self, columns: list[int], counts: list[int], first: list[int]) -> None:
        """Weigh the trigrams and turn them into postings: for each the names that hold it; names have length 1."""
        total = len(first) - 1
        column = np.array(columns, dtype=np.int32)
        held = np.bincount(column, minlength=_BUCKETS)
        self._weights = np.where(held > 0, np.log((1 + total) / np.maximum(held, 1)) + 1, 0).astype(np.float32)
        self._rarest = float(self._weights.max(initial=0.0))
        values = np.array(counts, dtype=np.float32) * self._weights[column]
        names = np.repeat(np.arange(total, dtype=np.int32), np.diff(first))
        lengths = np.sqrt(np.bincount(names, weights=values**2, minlength=total)).astype(np.float32)
        order = np.argsort(column, kind="stable")
        self._names = names[order]
        self._values = (values / lengths[names])[order]
        self._first = np.concatenate([[0], np.cumsum(held)])
