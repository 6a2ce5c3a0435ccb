"""gold and predicted concepts -> how many agree: those a document names, and those each mention names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from kg.core.lexicon import Concept
from kg.core.text import Extraction
from kg.evaluate.ids import key_of, keys_of, settle
from kg.evaluate.labels import kind_of
from kg.evaluate.scores import Scores, Tally, total

Place = tuple[str, int, int]  # kind, start, end
Keys = defaultdict[Place, set[str]]


class Links:
    """Counts of a stream of documents, by kind.

    A document's score compares the sets of concepts. A mention's asks for the same span, kind and concept; spans the
    gold marks without an id are then not judged. Only a part's best candidate counts.
    """

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self.concepts = concepts
        self.sets: defaultdict[str, Tally] = defaultdict(Tally)
        self.mentions: defaultdict[str, Tally] = defaultdict(Tally)
        self.found: defaultdict[str, Tally] = defaultdict(Tally)
        self.unknown: Counter[str] = Counter()

    def add(self, gold: Extraction, predicted: Extraction) -> None:
        """Take down one document."""
        self.unknown.update(one.category for one in gold.mentions if not kind_of(one.category))
        marked: Keys = defaultdict(set)
        for place, concept_id, _ in _named(gold):
            marked[place] |= {key_of(concept_id, place[0])} - {""} if concept_id else set()
        document = _by_kind(marked)
        found: Keys = defaultdict(set)
        for place, concept_id, taxon in _named(predicted):
            keys = keys_of(concept_id, place[0], self.concepts, taxon)
            here = marked.get(place, set())
            found[place] |= settle(keys, here if keys & here else document[place[0]])
        self._add_sets(document, _by_kind(found))
        self._add_mentions(marked, found)

    def _add_sets(self, gold: Mapping[str, set[str]], found: Mapping[str, set[str]]) -> None:
        for kind in gold.keys() | found.keys():
            there, here = gold.get(kind, set()), found.get(kind, set())
            self.sets[kind] += Tally(len(there & here), len(here), len(there))

    def _add_mentions(self, gold: Keys, found: Keys) -> None:
        for place in gold.keys() | found.keys():
            there, here = gold.get(place, set()), found.get(place, set())
            if there or place not in gold:
                tally = Tally(len(there & here), len(here), len(there))
                self.mentions[place[0]] += tally
                self.found[place[0]] += tally if place in found and there else Tally()

    def scores(self, documents: int, seconds: float) -> Scores:
        """Return the sum.

        `further["mention_level"]` counts concepts mention by mention, `further["on_found_spans"]` only on spans found
        exactly, so its recall is the accuracy of linking.
        """
        per_type = {kind: tally for kind, tally in sorted(self.sets.items()) if tally.gold}
        return Scores(
            "links",
            documents,
            total(per_type.values()),
            per_type,
            {
                "mention_level": total(self.mentions[kind] for kind in per_type),
                "on_found_spans": total(self.found[kind] for kind in per_type),
            },
            {kind: tally.predicted for kind, tally in sorted(self.sets.items()) if not tally.gold},
            dict(sorted(self.unknown.items())),
            seconds,
        )


def _named(extraction: Extraction) -> Iterator[tuple[Place, str, str]]:
    """Yield each place with each concept named there, "" where a part has none, and the species whose gene it is."""
    for mention in extraction.mentions:
        if kind := kind_of(mention.category):
            for part in mention.parts:
                yield (kind, mention.start, mention.end), part[0].concept_id if part else "", mention.taxon


def _by_kind(places: Mapping[Place, set[str]]) -> defaultdict[str, set[str]]:
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for (kind, _, _), keys in places.items():
        kinds[kind] |= keys
    return kinds
