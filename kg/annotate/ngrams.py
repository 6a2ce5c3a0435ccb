"""names, and a surface that is none of them -> the names most like it, by character trigrams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import DamerauLevenshtein
from scipy.sparse import csr_matrix

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
        self._weights, self._postings = _weighted(columns, counts, first)

    def nearest(self, form: str, least: float, count: int = 5) -> list[tuple[int, float]]:
        """Return (number, cosine) of the names at least so like a form, the most alike first."""
        grams = Counter(_code(gram) for gram in _grams(form))
        columns = [column for column in grams if self._weights[column]]
        values = np.array([grams[column] * self._weights[column] for column in columns], dtype=np.float32)
        # Trigrams that no name has count too: what a surface has beyond a name makes it less like it
        unknown = float(self._weights.max(initial=0.0)) * (len(grams) - len(columns)) ** 0.5
        norm = float(np.sqrt((values**2).sum() + unknown**2))
        if not columns or not norm:
            return []
        scores = np.asarray(values @ self._postings[columns]).ravel() / norm
        best = np.flatnonzero(scores >= least)
        order = sorted(best.tolist(), key=lambda number: (-round(float(scores[number]), 4), number))[:count]
        return [(number, round(float(scores[number]), 4)) for number in order]


def _weighted(columns: list[int], counts: list[int], first: list[int]) -> tuple[NDArray[np.float32], csr_matrix]:
    """Return the weight of each trigram, and for each the names that hold it; names have length 1."""
    names = len(first) - 1
    column = np.array(columns, dtype=np.int64)
    held = np.bincount(column, minlength=_BUCKETS)
    weights = np.where(held > 0, np.log((1 + names) / np.maximum(held, 1)) + 1, 0).astype(np.float32)
    values = np.array(counts, dtype=np.float32) * weights[column]
    rows = np.repeat(np.arange(names), np.diff(first))
    lengths = np.sqrt(np.bincount(rows, weights=values**2, minlength=names)).astype(np.float32)
    values /= lengths[rows]
    postings = csr_matrix((values, (column, rows.astype(np.int32))), shape=(_BUCKETS, names))
    return weights, postings
