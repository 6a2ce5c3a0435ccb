"""statements in our own predicates, gold and predicted -> how many agree: pair, who acts on whom, sign, all of it.

Only what is asserted counts on either side: neither denied nor hedged. A document's statements are compared, however
often it makes them. An end is the marked concept where it has its id, or stands in its place: whether names are linked
rightly is scored apart. What counts as one statement, level by level:

    pair        two concepts, in either order
    directed    which of them acts; what is found in no order (symmetric predicates) is right of either order
    signed      and whether there is more of the object by it or less; what is found without a sign is right of either
    statement   and the predicate and direction by name; the aspect is left aside

`sign` tells, of the directed pairs that both sides give a sign, how many have the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Set
from types import MappingProxyType

from kg.core.lexicon import Concept
from kg.core.text import Argument, Extraction, Mention, Relation
from kg.core.vocabulary import DECREASED, INCREASED, predicates
from kg.evaluate.ids import keys_of, own_name
from kg.evaluate.labels import kind_of
from kg.evaluate.scores import Tally

LEVELS = ("pair", "directed", "signed", "statement")
_SIGN: Mapping[str, int] = MappingProxyType(
    {
        "causes": 1,
        "contributes_to": 1,
        "exacerbates_condition": 1,
        "predisposes_to_condition": 1,
        "positively_correlated_with": 1,
        "ameliorates_condition": -1,
        "treats": -1,
        "preventative_for_condition": -1,
        "negatively_correlated_with": -1,
    }
)
_OF_DIRECTION = MappingProxyType({INCREASED: 1, DECREASED: -1, "": 0})


def sign_of(relation: Relation) -> int:
    """Return whether a relation says that there is more of its object by it (1), less (-1), or neither (0)."""
    return _SIGN.get(relation.predicate, _OF_DIRECTION[relation.direction])


class Statements:
    """Counts of a stream of documents."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self.concepts = concepts
        self.levels: dict[str, Tally] = dict.fromkeys(LEVELS, Tally())
        self.sign = Tally()
        self.by_predicate: defaultdict[str, Tally] = defaultdict(Tally)

    def add(self, gold: Extraction, predicted: Extraction) -> None:
        """Take down one document."""
        known = {name for one in gold.relations for name in (one.subject.concept_id, one.object.concept_id)}
        there = list(_asserted(gold, lambda argument: argument.concept_id))
        here = self._found(predicted, gold, known, there)
        for level in LEVELS:
            self.levels[level] += _agreeing(level, there, here)
        self._compare_signs(there, here)
        names = {one.predicate for one, _, _ in [*there, *here]}
        for name in names:
            both = ([row for row in rows if row[0].predicate == name] for rows in (there, here))
            self.by_predicate[name] += _agreeing("statement", *both)

    def judged(self, gold: Extraction, predicted: Extraction) -> Iterator[tuple[float, bool]]:
        """Yield the best score of each statement found, and whether it is right at the level of signs."""
        known = {name for one in gold.relations for name in (one.subject.concept_id, one.object.concept_id)}
        there = list(_asserted(gold, lambda argument: argument.concept_id))
        right = {_at("signed", row) for row in there} | {told for row in there for told in _implied("signed", row)}
        best: dict[object, float] = {}
        for row in self._found(predicted, gold, known, there):
            key = _at("signed", row)
            best[key] = max(best.get(key, 0.0), row[0].score)
        yield from ((score, key in right) for key, score in best.items())

    def _found(self, predicted: Extraction, gold: Extraction, known: Set[str], there: list[_Row]) -> list[_Row]:
        """Return what is found, its ends by the names that they have in the gold.

        An end may have two, by its id and by its place (a short form that has no id and the long form it stands for):
        then it has the one by which the statement is right, if either is.
        """
        right = {told for row in there for told in (_at("signed", row), *_implied("signed", row))}
        pairs = {frozenset(row[1:]) for row in there}
        rows = []
        for one in (row[0] for row in _asserted(predicted, lambda argument: argument.concept_id)):
            ends = [self._names(argument, predicted, gold, known) for argument in (one.subject, one.object)]
            choices = [(one, subject, other) for subject in ends[0] for other in ends[1]]
            best = [row for row in choices if _at("signed", row) in right]
            rows.append((best or [row for row in choices if frozenset(row[1:]) in pairs] or choices)[0])
        return rows

    def _names(self, argument: Argument, predicted: Extraction, gold: Extraction, known: Set[str]) -> list[str]:
        """Return what a predicted end is called in the gold, by its id and by its place; else its own id."""
        if argument.mention < 0:
            return [argument.concept_id]
        mention = predicted.mentions[argument.mention]
        keys = keys_of(argument.concept_id, kind_of(mention.category), self.concepts)
        names = (argument.concept_id, own_name(keys, known), _in_place(mention, gold, known))
        return [name for name in dict.fromkeys(names) if name in known] or [argument.concept_id]

    def _compare_signs(self, there: list[_Row], here: list[_Row]) -> None:
        gold, found = _signs(there), _signs(here)
        for pair in gold.keys() & found.keys():
            if len(gold[pair]) == len(found[pair]) == 1:
                self.sign += Tally(int(gold[pair] == found[pair]), 1, 1)


def _in_place(mention: Mention, gold: Extraction, known: Set[str]) -> str:
    """Return the concept of the marked mention that a predicted one covers most of; "" where none is near."""
    best, most = "", 0
    for one in gold.mentions:
        shared = min(one.end, mention.end) - max(one.start, mention.start)
        names = [part[0].concept_id for part in one.parts if part and part[0].concept_id in known]
        if shared > most and names:
            best, most = names[0], shared
    return best


_Row = tuple[Relation, str, str]
_Ends = tuple[str, str] | frozenset[str]


def _asserted(extraction: Extraction, name: Callable[[Argument], str]) -> Iterator[_Row]:
    for one in extraction.relations:
        if one.predicate in predicates() and not one.negated and not one.speculated:
            yield one, name(one.subject), name(one.object)


def _ends(row: _Row) -> _Ends:
    """Return subject and object; of a symmetric predicate the two in no order."""
    one, subject, other = row
    return frozenset((subject, other)) if predicates()[one.predicate].symmetric else (subject, other)


def _at(level: str, row: _Row) -> object:
    """Return what a row comes to at a level."""
    if level == "pair":
        return frozenset(row[1:])
    if level == "directed":
        return _ends(row)
    if level == "signed":
        return _ends(row), sign_of(row[0])
    return _ends(row), row[0].predicate, row[0].direction


def _agreeing(level: str, gold: list[_Row], found: list[_Row]) -> Tally:
    """Return how many agree at a level; what is found is right too where it follows from what is marked."""
    there, here = {_at(level, row) for row in gold}, {_at(level, row): row for row in found}
    more = {told for row in gold for told in _implied(level, row)}
    right = sum(key in there or key in more for key in here)
    return Tally(right, len(here), len(there))


def _implied(level: str, row: _Row) -> Iterator[object]:
    """Yield what says less than a row, at a level, and follows from it."""
    pair = frozenset(row[1:])
    if level == "directed":
        yield pair
    if level == "signed":
        yield from ((_ends(row), 0), (pair, 0), (pair, sign_of(row[0])))


def _signs(rows: list[_Row]) -> dict[_Ends, set[int]]:
    signs: defaultdict[_Ends, set[int]] = defaultdict(set)
    for row in rows:
        if sign_of(row[0]):
            signs[_ends(row)].add(sign_of(row[0]))
    return dict(signs)
