"""gold and predicted relations -> how many agree: a document's unordered pairs of concepts, and with their type."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from types import MappingProxyType

from kg.core.lexicon import Concept
from kg.core.text import Argument, Extraction, Relation
from kg.core.vocabulary import DECREASED, INCREASED, predicates
from kg.evaluate.ids import key_of, keys_of, settle
from kg.evaluate.judged import Note, ignore
from kg.evaluate.labels import kind_of
from kg.evaluate.scores import Scores, Tally, total
from kg.evaluate.statements import Statements

_POSITIVE, _NEGATIVE, _ASSOCIATION = "Positive_Correlation", "Negative_Correlation", "Association"
_BIORED = frozenset(
    {_ASSOCIATION, _POSITIVE, _NEGATIVE, "Bind", "Comparison", "Conversion", "Cotreatment", "Drug_Interaction"}
)
_PPI = "PPI"  # the corpora of protein interactions tell that two names interact, and not how: any statement says so
# Evidence Inference: the outcome is higher or lower under the intervention
_EFFECTS = frozenset({"significantly increased", "significantly decreased"})
# A label of the gold -> the BioRED type it means, and the types a corpus with this label marks at all
_SCHEMES: Mapping[str, tuple[str, frozenset[str]]] = MappingProxyType(
    {
        **{name: (name, _BIORED) for name in sorted(_BIORED)},
        "CID": ("CID", frozenset({"CID"})),  # BC5CDR: the chemical brings the disease about
        _PPI: (_PPI, frozenset({_PPI})),
    }
)
# Our predicates that say what BC5CDR marks
_NOVEL = "Novel"  # what is taken for said where a relation does not tell: three in four are
_INDUCES = frozenset({"causes", "contributes_to", "predisposes_to_condition"})
# An effect that has a direction is what BioRED calls a correlation
_SIGNED = MappingProxyType({INCREASED: _POSITIVE, DECREASED: _NEGATIVE})

End = tuple[str, str]  # kind, key
Pairs = defaultdict[tuple[End, End], set[str]]
Kinds = tuple[str, str]


class Relations:
    """Counts of a stream of documents; single ones are not noted.

    Negated relations are not counted. Speculated ones are: the corpora do not tell them apart.
    """

    def __init__(self, concepts: Mapping[str, Concept], note: Note = ignore) -> None:
        self.concepts = concepts
        self.statements = Statements(concepts)
        self.novel: defaultdict[Kinds, Tally] = defaultdict(Tally)
        self.novelty = False
        self.pairs: defaultdict[tuple[Kinds, frozenset[str]], Tally] = defaultdict(Tally)
        self.typed: defaultdict[tuple[Kinds, str], Tally] = defaultdict(Tally)
        self.kinds: set[Kinds] = set()
        self.types: set[str] = set()
        self.unknown: Counter[str] = Counter()

    def add(self, gold: Extraction, predicted: Extraction) -> None:
        """Take down one document."""
        gold = _in_our_words(gold)
        if not any(relation.predicate in _SCHEMES for relation in gold.relations):
            self.statements.add(gold, predicted)
        marked: Pairs = defaultdict(set)
        told: Pairs = defaultdict(set)
        for relation in gold.relations:
            if relation.predicate in predicates():
                continue
            if relation.predicate not in _SCHEMES:
                self.unknown[relation.predicate] += 1
                continue
            kind, types = _SCHEMES[relation.predicate]
            self.types |= types
            for pair in _pairs(_gold_ends(relation.subject, gold), _gold_ends(relation.object, gold)):
                marked[pair].add(kind)
                told[pair].add(f"{kind} {relation.novelty}")
            self.novelty |= bool(relation.novelty)
        self.kinds |= {_kinds(pair) for pair in marked}
        found, whole = self._found(predicted, {end for pair in marked for end in pair})
        self._compare(marked, found)
        for pair in told.keys() | whole.keys():
            there, here = told.get(pair, set()), whole.get(pair, set())
            self.novel[_kinds(pair)] += Tally(len(there & here), len(here), len(there))

    def _found(self, predicted: Extraction, gold: set[End]) -> tuple[Pairs, Pairs]:
        """Return the types found for each pair, and the types with their novelty."""
        found: Pairs = defaultdict(set)
        whole: Pairs = defaultdict(set)
        for relation in predicted.relations:
            names = types_of(relation)
            if names and not relation.negated:
                ends = (
                    self._ends(relation.subject, predicted, gold),
                    self._ends(relation.object, predicted, gold),
                )
                for pair in _pairs(*ends):
                    found[pair] |= names | {_PPI}
                    whole[pair] |= {f"{name} {relation.novelty or _NOVEL}" for name in names & _BIORED}
        return found, whole

    def _ends(self, argument: Argument, predicted: Extraction, gold: set[End]) -> set[End]:
        concept = self.concepts.get(argument.concept_id)
        label = concept.category if concept else _category(argument, predicted)
        kind = kind_of(label)
        taxon = predicted.mentions[argument.mention].taxon if argument.mention >= 0 else ""
        keys = keys_of(argument.concept_id, kind, self.concepts, taxon) if kind else ()
        return {(kind, key) for key in settle(keys, {key for other, key in gold if other == kind})}

    def _compare(self, marked: Pairs, found: Pairs) -> None:
        for pair in marked.keys() | found.keys():
            there, here, kinds = marked.get(pair, set()), found.get(pair, set()), _kinds(pair)
            self.pairs[kinds, frozenset(here)] += Tally(bool(there and here), bool(here), bool(there))
            for name in there | here:
                self.typed[kinds, name] += Tally(name in there and name in here, name in here, name in there)

    def scores(self, documents: int, seconds: float) -> Scores:
        """Return the sum: overall is the pair, `per_type` and `further["pair_type"]` the pair with its type.

        Where the gold tells what is new, `further["all"]` is the pair with type and novelty. Where it is in our
        own predicates, overall is the whole statement, and further are the levels below it (`kg.evaluate.statements`).
        """
        if not self.types and self.statements.levels["pair"].gold:
            return self._statements(documents, seconds)
        pairs = [self._judged(kinds, types, tally) for (kinds, types), tally in self.pairs.items()]
        per_type: defaultdict[str, Tally] = defaultdict(Tally)
        for (kinds, name), tally in sorted(self.typed.items()):
            if kinds in self.kinds and name in self.types:
                per_type[name] += tally
        further = {"pair": total(pairs), "pair_type": total(per_type.values())}
        if self.novelty:
            further["all"] = total(tally for kinds, tally in self.novel.items() if kinds in self.kinds)
        return Scores(
            "relations",
            documents,
            total(pairs),
            {name: tally for name, tally in per_type.items() if tally.gold},
            further,
            dict(sorted(self._left_out().items())),
            dict(sorted(self.unknown.items())),
            seconds,
        )

    def _statements(self, documents: int, seconds: float) -> Scores:
        told = self.statements
        per_type = {name: tally for name, tally in sorted(told.by_predicate.items()) if tally.gold}
        further = {**told.levels, "sign": told.sign}
        return Scores("relations", documents, told.levels["statement"], per_type, further, seconds=seconds)

    def _judged(self, kinds: Kinds, types: frozenset[str], tally: Tally) -> Tally:
        """Return the tally without predictions the gold has no place for."""
        if kinds in self.kinds and (types & self.types or not types):
            return tally
        return Tally(0, 0, tally.gold)

    def _left_out(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for (kinds, name), tally in self.typed.items():
            if name == _PPI:
                continue
            if kinds not in self.kinds:
                counts["–".join(kinds)] += tally.predicted
            elif name not in self.types and _PPI not in self.types:
                counts[name] += tally.predicted
        return counts


def types_of(relation: Relation) -> frozenset[str]:
    """Return the corpora's types that a relation comes to, ours or one of theirs; none where they have none for it."""
    predicate = predicates().get(relation.predicate)
    if predicate is None:
        return frozenset({relation.predicate}) & _SCHEMES.keys()
    signed = _SIGNED.get(relation.direction, _ASSOCIATION) if predicate.biored == _ASSOCIATION else predicate.biored
    return frozenset({signed, "CID"}) if relation.predicate in _INDUCES else frozenset({signed})


def _in_our_words(gold: Extraction) -> Extraction:
    """Return the gold with the effects of interventions as our statements."""
    said = (replace(one, predicate="affects") if one.predicate in _EFFECTS else one for one in gold.relations)
    return replace(gold, relations=tuple(said))


def _category(argument: Argument, extraction: Extraction) -> str:
    return extraction.mentions[argument.mention].category if argument.mention >= 0 else ""


def _gold_ends(argument: Argument, gold: Extraction) -> set[End]:
    """Return the ends an argument names: its id, or each id of its mention where it holds a list of them."""
    kind = kind_of(_category(argument, gold))
    parts = gold.mentions[argument.mention].parts if argument.mention >= 0 else ()
    ids = {one.concept_id for part in parts for one in part}
    named = {argument.concept_id} if argument.concept_id in ids or not ids else ids
    return {(kind, key) for one in named if (key := key_of(one, kind))}


def _pairs(subjects: set[End], objects: set[End]) -> Iterator[tuple[End, End]]:
    for one, other in product(sorted(subjects), sorted(objects)):
        yield (one, other) if one <= other else (other, one)


def _kinds(pair: tuple[End, End]) -> Kinds:
    return pair[0][0], pair[1][0]
