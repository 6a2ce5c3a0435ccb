"""gold and predicted concepts -> how many agree: those a document names, and those each mention names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from kg.core.lexicon import Concept
from kg.core.text import Extraction, Mention, Span
from kg.evaluate.causes import Causes, said_at
from kg.evaluate.ids import key_of, keys_of, own_name
from kg.evaluate.judged import DOCUMENT, FALSE, MISSED, RIGHT, Judged, Note, ignore, judge
from kg.evaluate.labels import KINDS, kind_of, satisfies
from kg.evaluate.matching import Counts, Pair, same
from kg.evaluate.scores import Scores, total


class Link(NamedTuple):
    """A concept that a span names, by its key."""

    span: Span
    key: str


Spans = Mapping[str, Set[Span]]  # by kind
Linked = Mapping[str, Set[Link]]  # by kind


class Links:
    """Counts of a stream of documents, by kind.

    A document's score compares the sets of concepts: unique (document, concept) pairs, as the scripts of BC5CDR and
    NCBI Disease count. A mention's asks for the same span, kind and concept; spans that the gold marks without an id
    are then not judged. Only a part's best candidate counts, and a predicted concept is one prediction, however many
    of the gold's ids it goes by.
    """

    def __init__(self, concepts: Mapping[str, Concept], note: Note = ignore) -> None:
        self.concepts = concepts
        self.sets, self.mentions, self.on_found = Counts(), Counts(), Counts()
        self.unknown: Counter[str] = Counter()
        self.note = note

    def add(self, gold: Extraction, predicted: Extraction) -> None:
        """Take down one document."""
        self.unknown.update(one.category for one in gold.mentions if not kind_of(one.category))
        marked = _marked(gold)
        found = _found(predicted, marked, self.concepts)
        spans, found_spans = _spans(gold.mentions), _spans(predicted.mentions)
        with_id = {kind: {one.span for one in links} for kind, links in marked.items()}
        bare = {kind: ones - with_id.get(kind, set()) for kind, ones in spans.items()}
        unjudged = {kind: _for(kind, bare) - _for(kind, with_id) for kind in found}
        judged = {kind: {one for one in links if one.span not in unjudged[kind]} for kind, links in found.items()}
        there = {kind: _at(links, _of(kind, found_spans)) for kind, links in marked.items()}
        here = {kind: _at(links, _for(kind, with_id)) for kind, links in found.items()}
        of_sets = self.sets.add(_keys(marked), _keys(found), same)
        of_mentions = self.mentions.add(marked, judged, same)
        self.on_found.add(there, here, same)
        if self.note is not ignore:
            judge_one = _Judge(gold, marked, found, Causes(spans, found_spans))
            for row in (*judge_one.mentions(judged, of_mentions), *judge_one.sets(of_sets)):
                self.note(row)

    def scores(self, documents: int, seconds: float) -> Scores:
        """Return the sum.

        `further["mention_level"]` counts concepts mention by mention, `further["on_found_spans"]` only on spans found
        exactly, so its recall is the accuracy of linking.
        """
        kinds = self.sets.marked
        per_type = self.sets.tallies(kinds)
        further = {"mention_level": self.mentions.tallies(kinds), "on_found_spans": self.on_found.tallies(kinds)}
        return Scores(
            "links",
            documents,
            total(per_type.values()),
            per_type,
            {name: total(tallies.values()) for name, tallies in further.items()},
            self.sets.left_out(kinds),
            dict(sorted(self.unknown.items())),
            seconds,
            further,
        )


class _Judge:
    """Tells of one document what is right and wrong, and why."""

    def __init__(self, gold: Extraction, marked: Linked, found: Linked, causes: Causes) -> None:
        self.document, self.text = gold.document, gold.document.text
        self.marked, self.found = marked, found
        self.by_gold, self.by_found = (sorted({one for _, one in _each(linked)}) for linked in (marked, found))
        self.causes = causes
        self.why: dict[tuple[str, str, str], str] = {}  # outcome, kind, key -> error of the first mention so judged

    def mentions(self, judged: Linked, pairs: Iterable[Pair[Link]]) -> Iterator[Judged]:
        """Yield what is said of each mention."""
        right = {(pair.gold_kind, pair.gold) for pair in pairs}
        used = {(pair.kind, pair.found) for pair in pairs}
        for kind, (span, key) in _each(self.marked):
            here = said_at(self.text, span, self.by_found)
            error = "" if (kind, (span, key)) in right else self._miss(kind, span)
            self.why.setdefault((MISSED, kind, key), error)
            yield judge(self.document, kind, span, MISSED if error else RIGHT, error, key, here)
        for kind, (span, key) in _each(judged):
            if (kind, (span, key)) not in used:
                error = self.causes.of_false(kind, span, "wrong concept")
                self.why.setdefault((FALSE, kind, key), error)
                yield judge(self.document, kind, span, FALSE, error, said_at(self.text, span, self.by_gold), key)

    def _miss(self, kind: str, span: Span) -> str:
        linked = any(one.span == span for other in self.found if satisfies(other, kind) for one in self.found[other])
        return self.causes.of_miss(kind, span, "wrong concept" if linked else "ungrounded")

    def sets(self, pairs: Iterable[Pair[str]]) -> Iterator[Judged]:
        """Yield what is said of each concept of the document, at the first span that names it; after `mentions`."""
        right = {(pair.gold_kind, pair.gold) for pair in pairs}
        used = {(pair.kind, pair.found) for pair in pairs}
        for kind, link in _first(self.marked):
            outcome, found = (RIGHT, link.key) if (kind, link.key) in right else (MISSED, "")
            error = "" if outcome == RIGHT else self.why.get((MISSED, kind, link.key), "missed")
            yield judge(self.document, kind, link.span, outcome, error, link.key, found, DOCUMENT)
        for kind, link in _first(self.found):
            if (kind, link.key) not in used:
                error = self.why.get((FALSE, kind, link.key), "no id there")
                yield judge(self.document, kind, link.span, FALSE, error, "", link.key, DOCUMENT)


def _marked(gold: Extraction) -> dict[str, set[Link]]:
    marked: defaultdict[str, set[Link]] = defaultdict(set)
    for kind, span, concept_id, _ in _named(gold):
        if key := key_of(concept_id, kind):
            marked[kind].add(Link(span, key))
    return dict(marked)


def _found(predicted: Extraction, marked: Linked, concepts: Mapping[str, Concept]) -> dict[str, set[Link]]:
    """Return the predicted concepts in the gold's words: what it says of the same span, else of the document."""
    found: defaultdict[str, set[Link]] = defaultdict(set)
    own: defaultdict[tuple[str, str], set[str]] = defaultdict(set)  # what a concept is called where the gold names it
    known = {kind: _keys_for(kind, marked) for kind in KINDS}
    elsewhere = []
    for kind, span, concept_id, taxon in _named(predicted):
        keys = keys_of(concept_id, kind, concepts, taxon)
        here = known[kind].at[span] & keys if span in known[kind].at else None
        if here:
            found[kind].add(Link(span, own_name(keys, here)))
            own[concept_id, taxon].add(own_name(keys, here))
        elif keys:
            elsewhere.append((kind, span, (concept_id, taxon), keys))
    for kind, span, concept, keys in elsewhere:
        found[kind].add(Link(span, own_name(keys, own[concept], known[kind].all)))
    return dict(found)


class _Keys(NamedTuple):
    """What the gold names, of the kinds that one kind of ours satisfies: by span, and altogether."""

    at: Mapping[Span, Set[str]]
    all: Set[str]


def _keys_for(kind: str, marked: Linked) -> _Keys:
    at: defaultdict[Span, set[str]] = defaultdict(set)
    for other, links in marked.items():
        for span, key in links if satisfies(kind, other) else ():
            at[span].add(key)
    return _Keys(at, {key for keys in at.values() for key in keys})


def _named(extraction: Extraction) -> Iterator[tuple[str, Span, str, str]]:
    """Yield kind, span, best concept and species of each part of a mention; ungrounded parts are none."""
    for mention in extraction.mentions:
        if kind := kind_of(mention.category):
            for part in mention.parts:
                if part:
                    yield kind, Span(mention.start, mention.end), part[0].concept_id, mention.taxon


def _spans(mentions: Iterable[Mention]) -> dict[str, set[Span]]:
    spans: defaultdict[str, set[Span]] = defaultdict(set)
    for mention in mentions:
        if kind := kind_of(mention.category):
            spans[kind].add(Span(mention.start, mention.end))
    return dict(spans)


def _keys(linked: Linked) -> dict[str, set[str]]:
    return {kind: {one.key for one in links} for kind, links in linked.items()}


def _for(kind: str, spans: Spans) -> set[Span]:
    """Return the gold spans that a kind satisfies."""
    return {span for other, ones in spans.items() if satisfies(kind, other) for span in ones}


def _of(gold: str, spans: Spans) -> set[Span]:
    """Return the found spans that satisfy a kind of the gold."""
    return {span for other, ones in spans.items() if satisfies(other, gold) for span in ones}


def _at(links: Iterable[Link], spans: Set[Span]) -> set[Link]:
    return {one for one in links if one.span in spans}


def _each(linked: Linked) -> list[tuple[str, Link]]:
    """Return kinds and links, in the order of the text."""
    return sorted(((kind, one) for kind, links in linked.items() for one in links), key=lambda one: (one[1], one[0]))


def _first(linked: Linked) -> Iterator[tuple[str, Link]]:
    """Yield each concept of a kind once, with the first span that names it."""
    seen = set()
    for kind, link in _each(linked):
        if (kind, link.key) not in seen:
            seen.add((kind, link.key))
            yield kind, link
