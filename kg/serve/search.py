"""A few letters -> the concepts whose names they may mean, typing errors allowed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from kg.core.names import normal_form

# How well a name fits: as written, from its beginning, from a word's beginning, somewhere; else at most _RESEMBLES
_SAME, _BEGINS, _WORD, _WITHIN, _RESEMBLES = 1.0, 0.95, 0.9, 0.85, 0.8
_LEAST = 78  # of a hundred, where a name only resembles


class Found(NamedTuple):
    """A concept that may be meant, the name of it that fits, and how well (0 to 1)."""

    id: str
    matched: str
    score: float


class Names:
    """All names of a graph's concepts.

    Args:
        rows: of `kg.core.questions.NAMES`.
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._concepts: dict[str, list[tuple[str, str]]] = {}
        self._normal: dict[str, set[str]] = {}
        self._mentions: dict[str, int] = {}
        for row in rows:
            name = _folded(row["synonym"])
            self._concepts.setdefault(name, []).append((row["id"], row["synonym"]))
            self._normal.setdefault(normal_form(row["synonym"]), set()).add(name)
            self._mentions[row["id"]] = row["mention_count"]
        self._folded = tuple(self._concepts)

    def find(self, text: str, most: int, among: Collection[str] | None = None) -> list[Found]:
        """Return at most so many concepts, what fits best first, then what is mentioned most.

        Args:
            text: some of a name.
            most: concepts.
            among: only these ids; None for all.
        """
        wanted = _folded(text)
        if not wanted:
            return []
        fitting = {name: score for name in self._folded if (score := _fit(name, wanted))}
        fitting |= dict.fromkeys(self._normal.get(normal_form(text), ()), _SAME)
        if len(fitting) < most:
            close = process.extract(wanted, self._folded, scorer=fuzz.WRatio, limit=2 * most, score_cutoff=_LEAST)
            for name, score, _ in close:
                fitting.setdefault(name, round(_RESEMBLES * score / 100, 3))
        best: dict[str, Found] = {}
        for name, score in fitting.items():
            for concept, synonym in self._concepts[name]:
                known = best.get(concept)
                if (among is None or concept in among) and (known is None or score > known.score):
                    best[concept] = Found(concept, synonym, score)
        return sorted(best.values(), key=lambda one: (-one.score, -self._mentions[one.id], one.id))[:most]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _fit(name: str, wanted: str) -> float:
    if wanted not in name:
        return 0.0
    if name.startswith(wanted):
        return _BEGINS
    return _WORD if f" {wanted}" in name or f"-{wanted}" in name else _WITHIN
