"""counts -> Scores: precision, recall and F1, over all and by type, as JSON and as lines to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import Any

DIGITS = 4  # of a fraction, in JSON


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were predicted, how many stand in the gold, and how many are both."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Share of the predicted that is right; 0 where nothing is predicted."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that is found; 0 where there is no gold."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where both are."""
        both = self.predicted + self.gold
        return 2 * self.right / both if both else 0.0

    def as_json(self) -> dict[str, float]:
        """Return the three fractions, rounded."""
        return {name: round(getattr(self, name), DIGITS) for name in ("precision", "recall", "f1")}


def total(tallies: Iterable[Tally]) -> Tally:
    """Return the sum: every item weighs the same (micro average)."""
    return reduce(add, tallies, Tally())


@dataclass(frozen=True, slots=True)
class Scores:
    """What an evaluation found.

    Attributes:
        per_type: by kind of mention or type of relation.
        further: other ways to count, by name ("overlap", "mention_level", "pair_type").
        left_out: what the gold never marks, and how many predictions were therefore not judged.
        unknown_labels: labels of the gold that stand for no kind of ours, and how often they occur.
        seconds: for prediction and counting together, loading set aside.
        further_per_type: the other ways to count, by name and then by kind.
    """

    task: str
    documents: int
    overall: Tally
    per_type: Mapping[str, Tally]
    further: Mapping[str, Tally] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    unknown_labels: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    further_per_type: Mapping[str, Mapping[str, Tally]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether the gold marks nothing that could be scored."""
        return not self.overall.gold

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain values; fractions from 0 to 1."""
        return {
            "task": self.task,
            "documents": self.documents,
            **self.overall.as_json(),
            "per_type": _all_counted(self.per_type),
            **{name: _counted(tally) | self._by_type(name) for name, tally in self.further.items()},
            "left_out": dict(self.left_out),
            "unknown_labels": dict(self.unknown_labels),
            "seconds": round(self.seconds, 2),
        }

    def _by_type(self, name: str) -> dict[str, Any]:
        by_type = self.further_per_type.get(name)
        return {"per_type": _all_counted(by_type)} if by_type else {}

    def lines(self) -> Iterator[str]:
        """Yield the same as a small table."""
        yield f"{self.task}: {self.documents} documents in {self.seconds:.1f} s"
        yield f"{'':<28}{'P':>8}{'R':>8}{'F1':>8}{'right':>8}{'found':>8}{'gold':>8}"
        several = {name: kinds for name, kinds in self.further_per_type.items() if len(kinds) > 1}
        by_type = {f"{name}: {kind}": tally for name, kinds in several.items() for kind, tally in kinds.items()}
        for name, tally in {"all": self.overall, **self.per_type, **self.further, **by_type}.items():
            fractions = "".join(f"{value:>8.4f}" for value in (tally.precision, tally.recall, tally.f1))
            yield f"{name:<28}{fractions}{tally.right:>8}{tally.predicted:>8}{tally.gold:>8}"
        for title, counts in (("not judged", self.left_out), ("unknown labels", self.unknown_labels)):
            if counts:
                yield f"{title}: " + ", ".join(f"{name} ({count})" for name, count in counts.items())


def _all_counted(tallies: Mapping[str, Tally]) -> dict[str, dict[str, float]]:
    return {name: _counted(tally) for name, tally in tallies.items()}


def _counted(tally: Tally) -> dict[str, float]:
    return {**tally.as_json(), "gold": tally.gold, "predicted": tally.predicted}
