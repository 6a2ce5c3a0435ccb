"""gold and found things of one document, by kind -> which are the same; counts of them -> tallies by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from kg.core.text import Span
from kg.evaluate.labels import KINDS, home, satisfies
from kg.evaluate.scores import Tally

Thing = TypeVar("Thing")
Meet = Callable[[Set[Thing], Set[Thing]], Iterable[tuple[Thing, Thing]]]


class Pair(NamedTuple, Generic[Thing]):
    """Something marked and something found that are the same, each with its kind."""

    gold_kind: str
    gold: Thing
    kind: str
    found: Thing


def match(
    gold: Mapping[str, Set[Thing]],
    found: Mapping[str, Set[Thing]],
    meet: Meet[Thing],
) -> list[Pair[Thing]]:
    """Return the pairs, each thing in one at most; what the gold marks by its own kind before what it marks broadly.

    Args:
        gold, found: things (spans, ids) by kind.
        meet: which of two sets go together, as pairs in which each is once at most.
    """
    free = {kind: set(things) for kind, things in gold.items()}
    rest = {kind: set(things) for kind, things in found.items()}
    pairs = []
    for marked in KINDS:  # broad kinds stand last
        for kind in KINDS if free.get(marked) else ():
            if rest.get(kind) and satisfies(kind, marked):
                for one, other in meet(free[marked], rest[kind]):
                    pairs.append(Pair(marked, one, kind, other))
                    free[marked].discard(one)
                    rest[kind].discard(other)
    return pairs


def same(gold: Set[Thing], found: Set[Thing]) -> list[tuple[Thing, Thing]]:
    """Return what stands in both."""
    return [(one, one) for one in gold & found]


def overlapping(gold: Iterable[Span], found: Iterable[Span]) -> list[tuple[Span, Span]]:
    """Return pairs of spans that share a character, each gold and each found span being in one pair at most."""
    free = sorted(gold, key=_by_end)
    pairs = []
    for span in sorted(found, key=_by_end):
        partner = next((one for one in free if one.start < span.end and span.start < one.end), None)
        if partner is not None:
            free.remove(partner)
            pairs.append((partner, span))
    return pairs


def _by_end(span: Span) -> tuple[int, int]:
    return span.end, span.start


@dataclass(slots=True)
class Counts:
    """Counts of a stream of documents, by kind.

    What is right counts under the gold's kind. Under which kind a false alarm counts, and whether it is one, is known
    only when all gold has been seen: a corpus need not mark every kind in every document.
    """

    right: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)

    def add(
        self, gold: Mapping[str, Set[Thing]], found: Mapping[str, Set[Thing]], meet: Meet[Thing]
    ) -> list[Pair[Thing]]:
        """Take down one document; return what is right, see `match`."""
        pairs = match(gold, found, meet)
        self.gold.update({kind: len(things) for kind, things in gold.items()})
        self.false.update({kind: len(things) for kind, things in found.items()})
        self.right.update(pair.gold_kind for pair in pairs)
        self.false.subtract(pair.kind for pair in pairs)
        return pairs

    @property
    def marked(self) -> frozenset[str]:
        """The kinds that the gold marks."""
        return frozenset(kind for kind, count in self.gold.items() if count)

    def tallies(self, marked: Set[str]) -> dict[str, Tally]:
        """Return the tally of each kind the gold marks, by name."""
        false: Counter[str] = Counter()
        for kind, count in self.false.items():
            false[home(kind, marked)] += count
        return {
            kind: Tally(self.right[kind], self.right[kind] + false[kind], self.gold[kind]) for kind in sorted(marked)
        }

    def left_out(self, marked: Set[str]) -> dict[str, int]:
        """Return how many were found of each kind that the gold has no place for."""
        return {kind: count for kind, count in sorted(self.false.items()) if count and not home(kind, marked)}
