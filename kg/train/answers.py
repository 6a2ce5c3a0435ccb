"""a gold Extraction -> its pairs, and what should be answered of each, as far as its corpus knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from kg.core.features import Features, cover
from kg.core.pairs import KINDS, Ends, Named, Pairs, concept_pairs, kind_of, mention_pairs
from kg.core.text import Argument, Extraction, Mention, Relation
from kg.core.vocabulary import ASPECTS, DIRECTIONS, predicates
from kg.train.pair_declaration import BACKWARD, CONCEPTS, FORWARD, Meaning, PairCorpus, PairDeclaration

UNKNOWN = -1
# Questions that all corpora share: what is said of two mentions in a sentence, where something is
SHARED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "predicate": tuple(sorted(predicates())),
        "direction": DIRECTIONS,
        "aspect": ASPECTS,
        "order": (FORWARD, BACKWARD),
        "negated": ("no", "yes"),
        "speculated": ("no", "yes"),
    }
)
NOVELTY, NOVEL = "novelty", ("No", "Novel")


@dataclass(frozen=True, slots=True)
class Exercise:
    """A document as pairs are learned from.

    Attributes:
        states: of its words, float16 [words, states].
        answers: of each question, int64 [pairs]; -1 where nothing is known. Questions without any are left out.
        weight: how often it is seen in an epoch, on average.
    """

    states: NDArray[np.float16]
    pairs: Pairs
    answers: Mapping[str, NDArray[np.int64]]
    weight: float


def questions(declaration: PairDeclaration) -> dict[str, tuple[str, ...]]:
    """Return everything that is asked, with its answers."""
    return {**declaration.answers, **SHARED, NOVELTY: NOVEL}


def exercise(
    gold: Extraction,
    corpus: PairCorpus,
    features: Features,
    sentence: NDArray[np.int32],
    states: NDArray[np.float32],
    declaration: PairDeclaration,
) -> Exercise | None:
    """Return what a document teaches; None where it has no pair.

    Args:
        sentence: the number of each word's sentence.
        states: what is known of each word.
    """
    names, mentions = _names(gold, corpus, features)
    pairs = _pairs(gold, corpus, features, sentence, names, declaration)
    if pairs is None:
        return None
    asked = questions(declaration)
    answers = {name: np.full(len(pairs), UNKNOWN, np.int64) for name in asked}
    answers[corpus.question][:] = UNKNOWN if corpus.partial else 0
    said = _said(gold, mentions, corpus)
    for at, ends in enumerate(pairs.ends):
        _answer(at, ends, said, corpus, asked, answers)
    known = {name: values for name, values in answers.items() if (values != UNKNOWN).any()}
    return Exercise(states.astype(np.float16), pairs, known, corpus.weight)


def _names(gold: Extraction, corpus: PairCorpus, features: Features) -> tuple[list[Named], dict[int, int]]:
    """Return the names that the network sees, and which mention is which of them."""
    names: list[Named] = []
    number: dict[int, int] = {}
    for mention in gold.mentions:
        own = corpus.ours or corpus.found
        kind = kind_of(mention.category) if own else corpus.kinds.get(mention.category, "")
        first, last = cover(features.spans, mention.start, mention.end)
        if kind in KINDS and first < last:
            ids = tuple(dict.fromkeys(part[0].concept_id for part in mention.parts if part))
            number[mention.id] = len(names)
            by_mention = corpus.between != CONCEPTS and not corpus.ours
            names.append(Named(first, last, kind, (f"mention {mention.id}",) if by_mention else ids, _sure(mention)))
    return names, number


def _sure(mention: Mention) -> float:
    """Return how sure a mention is, and its concept; `kg.annotate.setting` says so too of what it finds."""
    best = max((part[0].score for part in mention.parts if part), default=1.0)
    return mention.score * best


def _pairs(
    gold: Extraction,
    corpus: PairCorpus,
    features: Features,
    sentence: NDArray[np.int32],
    names: list[Named],
    declaration: PairDeclaration,
) -> Pairs | None:
    title = sum(word.start < len(gold.document.title) for word in features.spans)
    if corpus.between == CONCEPTS:
        return concept_pairs(names, sentence, title, corpus.pairs, declaration.reading["nearest"])
    return mention_pairs(names, sentence, title, corpus.pairs or None, declaration.reading["widest"])


Key = frozenset[object]


def _said(
    gold: Extraction, mentions: Mapping[int, int], corpus: PairCorpus
) -> dict[Key, list[tuple[Relation, object]]]:
    """Return the relations of each pair, and which end of it is their subject."""
    said: defaultdict[Key, list[tuple[Relation, object]]] = defaultdict(list)
    for relation in gold.relations:
        one, other = (_end(argument, mentions, corpus) for argument in (relation.subject, relation.object))
        said[frozenset((one, other))].append((relation, one))
    return said


def _end(argument: Argument, mentions: Mapping[int, int], corpus: PairCorpus) -> object:
    return argument.concept_id if corpus.between == CONCEPTS else mentions.get(argument.mention, UNKNOWN)


def _answer(
    at: int,
    ends: Ends,
    said: Mapping[Key, list[tuple[Relation, object]]],
    corpus: PairCorpus,
    asked: Mapping[str, tuple[str, ...]],
    answers: Mapping[str, NDArray[np.int64]],
) -> None:
    both: tuple[object, object] = ends.concepts if corpus.between == CONCEPTS else ends.mentions
    for relation, subject in said.get(frozenset(both), ()):
        meaning = _meaning(relation, corpus)
        if meaning is None:
            answers[corpus.question][at] = UNKNOWN
            continue
        answers[corpus.question][at] = asked[corpus.question].index(meaning.answer) if meaning.answer else 1
        if relation.novelty in NOVEL:
            answers[NOVELTY][at] = NOVEL.index(relation.novelty)
        if corpus.between != CONCEPTS:
            told = _shared(relation, meaning, subject == both[0])
            for question in told.keys() - corpus.silent:
                if told[question] in asked[question]:
                    answers[question][at] = asked[question].index(told[question])
        return  # of several the first counts: a pair is answered once


def _meaning(relation: Relation, corpus: PairCorpus) -> Meaning | None:
    if corpus.ours:
        order = "" if predicates()[relation.predicate].symmetric else FORWARD
        return Meaning(predicate=relation.predicate, order=order)
    return corpus.relations.get(relation.predicate)


def _shared(relation: Relation, meaning: Meaning, subject_first: bool) -> dict[str, str]:
    """Return the answers of the questions that all corpora share; one that is none of theirs is unknown."""
    told = {
        "predicate": meaning.predicate,
        "direction": relation.direction if meaning.direction is None else meaning.direction,
        "aspect": relation.aspect if meaning.aspect is None else meaning.aspect,
        "negated": "yes" if relation.negated or meaning.negated else "no",
        "speculated": "yes" if relation.speculated else "no",
    }
    if meaning.order:
        told["order"] = FORWARD if (meaning.order == FORWARD) == subject_first else BACKWARD
    if not meaning.predicate:
        told = {"negated": told["negated"]}
    return told
