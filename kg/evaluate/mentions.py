"""gold and predicted mentions -> how many agree: same span and kind; and, beside it, kind and some overlap."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from kg.core.lexicon import Concept
from kg.core.text import Extraction, Mention, Span
from kg.evaluate.labels import kind_of
from kg.evaluate.scores import Scores, Tally, total

Spans = defaultdict[str, set[Span]]


class Mentions:
    """Counts of a stream of documents, by kind."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self.strict: defaultdict[str, Tally] = defaultdict(Tally)
        self.overlap: defaultdict[str, Tally] = defaultdict(Tally)
        self.unknown: Counter[str] = Counter()

    def add(self, gold: Extraction, predicted: Extraction) -> None:
        """Take down one document."""
        self.unknown.update(one.category for one in gold.mentions if not kind_of(one.category))
        marked, found = _spans(gold.mentions), _spans(predicted.mentions)
        for kind in marked.keys() | found.keys():
            there, here = marked[kind], found[kind]
            self.strict[kind] += Tally(len(there & here), len(here), len(there))
            self.overlap[kind] += Tally(overlapping(there, here), len(here), len(there))

    def scores(self, documents: int, seconds: float) -> Scores:
        """Return the sum; `further["overlap"]` counts every two of a kind that share a character."""
        per_type = {kind: tally for kind, tally in sorted(self.strict.items()) if tally.gold}
        return Scores(
            "mentions",
            documents,
            total(per_type.values()),
            per_type,
            {"overlap": total(self.overlap[kind] for kind in per_type)},
            {kind: tally.predicted for kind, tally in sorted(self.strict.items()) if not tally.gold},
            dict(sorted(self.unknown.items())),
            seconds,
        )


def _spans(mentions: Iterable[Mention]) -> Spans:
    """Return the spans by kind; a span marked twice with one kind counts once."""
    spans: Spans = defaultdict(set)
    for mention in mentions:
        if kind := kind_of(mention.category):
            spans[kind].add(Span(mention.start, mention.end))
    return spans


def overlapping(gold: Iterable[Span], predicted: Iterable[Span]) -> int:
    """Return how many pairs overlap, each gold and each predicted span being in one pair at most."""
    free = sorted(gold, key=_by_end)
    pairs = 0
    for span in sorted(predicted, key=_by_end):
        partner = next((one for one in free if one.start < span.end and span.start < one.end), None)
        if partner is not None:
            free.remove(partner)
            pairs += 1
    return pairs


def _by_end(span: Span) -> tuple[int, int]:
    return span.end, span.start
