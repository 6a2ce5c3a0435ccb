"""gold and predicted mentions -> how many agree: same span and kind; and, beside it, kind and some overlap."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.core.lexicon import Concept
from kg.core.text import Extraction, Mention, Span
from kg.evaluate.causes import Causes, said_at
from kg.evaluate.judged import FALSE, MISSED, RIGHT, Judged, Note, ignore, judge
from kg.evaluate.labels import kind_of
from kg.evaluate.matching import Counts, Pair, overlapping, same
from kg.evaluate.scores import Scores, total

Spans = defaultdict[str, set[Span]]


class Mentions:
    """Counts of a stream of documents, by kind."""

    def __init__(self, concepts: Mapping[str, Concept], note: Note = ignore) -> None:
        self.strict, self.overlap = Counts(), Counts()
        self.unknown: Counter[str] = Counter()
        self.note = note

    def add(self, gold: Extraction, predicted: Extraction) -> None:
        """Take down one document."""
        self.unknown.update(one.category for one in gold.mentions if not kind_of(one.category))
        marked, found = _spans(gold.mentions), _spans(predicted.mentions)
        pairs = self.strict.add(marked, found, same)
        self.overlap.add(marked, found, overlapping)
        if self.note is not ignore:
            for row in _judge(gold, marked, found, pairs):
                self.note(row)

    def scores(self, documents: int, seconds: float) -> Scores:
        """Return the sum; `further["overlap"]` counts every two of a kind that share a character."""
        kinds = self.strict.marked
        per_type, overlap = self.strict.tallies(kinds), self.overlap.tallies(kinds)
        return Scores(
            "mentions",
            documents,
            total(per_type.values()),
            per_type,
            {"overlap": total(overlap.values())},
            self.strict.left_out(kinds),
            dict(sorted(self.unknown.items())),
            seconds,
            {"overlap": overlap},
        )


def _spans(mentions: Iterable[Mention]) -> Spans:
    """Return the spans by kind; a span marked twice with one kind counts once."""
    spans: Spans = defaultdict(set)
    for mention in mentions:
        if kind := kind_of(mention.category):
            spans[kind].add(Span(mention.start, mention.end))
    return spans


def _judge(gold: Extraction, marked: Spans, found: Spans, pairs: Iterable[Pair[Span]]) -> Iterator[Judged]:
    right = {(pair.gold_kind, pair.gold): pair.kind for pair in pairs}
    used = {(pair.kind, pair.found) for pair in pairs}
    causes, text = Causes(marked, found), gold.document.text
    by_gold, by_found = ([(span, kind) for kind, span in _each(spans)] for spans in (marked, found))
    for kind, span in _each(marked):
        if (kind, span) in right:
            yield judge(gold.document, kind, span, RIGHT, "", kind, right[kind, span])
        else:
            error = causes.of_miss(kind, span, "twice")
            yield judge(gold.document, kind, span, MISSED, error, kind, said_at(text, span, by_found))
    for kind, span in _each(found):
        if (kind, span) not in used:
            error = causes.of_false(kind, span, "twice")
            yield judge(gold.document, kind, span, FALSE, error, said_at(text, span, by_gold), kind)


def _each(spans: Spans) -> list[tuple[str, Span]]:
    return sorted(((kind, span) for kind, ones in spans.items() for span in ones), key=lambda one: (one[1], one[0]))
