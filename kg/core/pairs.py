"""Names in a text -> pairs of them, as arrays: what the networks that read relations are given, in training and after.

A pair is of two concepts of a document, or of two mentions in one sentence. Either way it is read from pairs of
mentions: the nearest ones of the two concepts, or just the one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import log1p, log2
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# What the network tells apart; a pair's first end is of the earlier kind
KINDS = (
    "gene",
    "disease",
    "chemical",
    "variant",
    "species",
    "cell_line",
    "cell_type",
    "anatomy",
    "process",
    "antibody",
)
_NUMBER: Mapping[str, int] = MappingProxyType({kind: number for number, kind in enumerate(KINDS)})
_KIND_OF: Mapping[str, str] = MappingProxyType({"phenotype": "disease", "drug": "chemical"})
GAPS, SENTENCES_APART, TOLD = 10, 6, 14  # rows of the tables of distances; numbers told of each pair
# Where a word stands, seen from a pair of mentions; HIDDEN ones are not looked at
REGIONS = (ELSEWHERE, BEFORE, BETWEEN, BEHIND, APART, WITHIN, JUST_BEFORE, JUST_BEHIND) = tuple(range(8))
HIDDEN = 255
NEAR = 3  # words


def network_name(member: int) -> str:
    """Return what the files of a network are called: `relations`, and `relations-2`, … of those asked beside it."""
    return "relations" if member == 1 else f"relations-{member}"


class Named(NamedTuple):
    """A mention: its words from `first` to before `last`, one of KINDS, and the concepts it stands for.

    Attributes:
        sure: that it names them, 0 to 1; 1 where people have marked it.
    """

    first: int
    last: int
    kind: str
    concepts: tuple[str, ...]
    sure: float = 1.0


class Ends(NamedTuple):
    """The two ends of a pair; mentions are -1 where the pair is of concepts."""

    concepts: tuple[str, str]
    mentions: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs of a text with n words, m mentions, k pairs of mentions and p pairs.

    Attributes:
        ends: what each pair is of; p.
        first, last: words of the mentions, int32 [m].
        kinds: of each word, 0 where it names nothing, else 1 + 2 · kind for the first word of a name and one more for
            the others; int32 [n].
        sentence: of each word, int32 [n].
        one, other: the mentions of each pair of mentions, int32 [k]; grouped by pair.
        of: the pair that it belongs to, int32 [k].
        gap, apart, sorts, turned: bucket of the words between, of the sentences between, the two kinds, and whether
            the second stands first; int32 [k].
        groups: mentions of each end, (mention, end's number) sorted; end 2·i is the first of pair i; int32 [·, 2].
        told: what is known of a pair beyond its words, float32 [p, TOLD].
    """

    ends: tuple[Ends, ...]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    kinds: NDArray[np.int32]
    sentence: NDArray[np.int32]
    one: NDArray[np.int32]
    other: NDArray[np.int32]
    of: NDArray[np.int32]
    gap: NDArray[np.int32]
    apart: NDArray[np.int32]
    sorts: NDArray[np.int32]
    turned: NDArray[np.int32]
    groups: NDArray[np.int32]
    told: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.ends)


class _Near(NamedTuple):
    """A pair of mentions and how far apart they stand; sorts nearest first."""

    sentences: int
    words: int
    one: int
    other: int


def kind_of(category: str) -> str:
    """Return the kind that the network takes one of our categories for."""
    return _KIND_OF.get(category, category)


def concept_pairs(
    names: Sequence[Named],
    sentence: NDArray[np.int32],
    title: int,
    allowed: AbstractSet[frozenset[str]],
    nearest: int,
) -> Pairs | None:
    """Return the pairs of concepts that a document names; None where there is none.

    Args:
        names: the mentions, in order.
        sentence: the number of each word's sentence, int32 [words].
        title: number of words of the title.
        allowed: the kinds that may make a pair; a single one for two of it.
        nearest: pairs of mentions that are looked at.
    """
    held: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        for concept in dict.fromkeys(name.concepts):
            held[name.kind, concept].append(index)
    ordered = sorted(held, key=lambda one: (_NUMBER[one[0]], held[one][0], one[1]))
    chosen: list[tuple[Ends, list[int], list[int], list[_Near]]] = []
    for at, one in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if frozenset((one[0], other[0])) in allowed and one[1] != other[1]:
                near = sorted(_near(names, sentence, a, b) for a in held[one] for b in held[other] if a != b)
                if near:
                    chosen.append((Ends((one[1], other[1]), (-1, -1)), held[one], held[other], near))
    return _pairs(names, sentence, title, chosen, nearest) if chosen else None


def mention_pairs(
    names: Sequence[Named],
    sentence: NDArray[np.int32],
    title: int,
    allowed: AbstractSet[frozenset[str]] | None,
    widest: int,
    skip: AbstractSet[int] = frozenset(),
) -> Pairs | None:
    """Return the pairs of mentions that stand in one sentence without overlapping; None where there is none.

    Args:
        allowed: as above; None for all.
        widest: words between the two, at most.
        skip: numbers of sentences that are not asked about.
    """
    chosen = []
    inside: defaultdict[int, list[int]] = defaultdict(list)
    for index, name in enumerate(names):
        inside[int(sentence[name.first])].append(index)
    for here in (found for number, found in inside.items() if number not in skip):
        for at, a in enumerate(here):
            for b in here[at + 1 :]:
                one, other = (a, b) if (_NUMBER[names[a].kind], a) <= (_NUMBER[names[b].kind], b) else (b, a)
                near = _near(names, sentence, one, other)
                fits = allowed is None or frozenset((names[a].kind, names[b].kind)) in allowed
                overlap = names[a].last > names[b].first and names[b].last > names[a].first
                same = set(names[a].concepts) & set(names[b].concepts)
                if fits and near.words <= widest and not overlap and not same:
                    ends = Ends((_first(names[one]), _first(names[other])), (one, other))
                    chosen.append((ends, [one], [other], [near]))
    return _pairs(names, sentence, title, chosen, 1) if chosen else None


def _first(name: Named) -> str:
    return name.concepts[0] if name.concepts else ""


def _near(names: Sequence[Named], sentence: NDArray[np.int32], one: int, other: int) -> _Near:
    a, b = names[one], names[other]
    gap = max(a.first - b.last, b.first - a.last, 0)
    return _Near(abs(int(sentence[a.first]) - int(sentence[b.first])), gap, one, other)


def _pairs(
    names: Sequence[Named],
    sentence: NDArray[np.int32],
    title: int,
    chosen: Sequence[tuple[Ends, list[int], list[int], list[_Near]]],
    nearest: int,
) -> Pairs:
    kept = [(number, near) for number, row in enumerate(chosen) for near in row[3][:nearest]]
    told = [_told(names, title, *row[1:], len(names)) for row in chosen]
    groups = [
        (mention, 2 * number + end) for number, row in enumerate(chosen) for end in (0, 1) for mention in row[1 + end]
    ]
    ints = {
        "one": [near.one for _, near in kept],
        "other": [near.other for _, near in kept],
        "of": [number for number, _ in kept],
        "gap": [0 if near.words <= 0 else min(GAPS - 1, 1 + int(log2(near.words))) for _, near in kept],
        "apart": [min(near.sentences, SENTENCES_APART - 1) for _, near in kept],
        "sorts": [_NUMBER[names[near.one].kind] * len(KINDS) + _NUMBER[names[near.other].kind] for _, near in kept],
        "turned": [int(names[near.one].first > names[near.other].first) for _, near in kept],
        "first": [name.first for name in names],
        "last": [name.last for name in names],
        "groups": groups,
    }
    return Pairs(
        ends=tuple(row[0] for row in chosen),
        kinds=kinds_of(names, len(sentence)),
        sentence=sentence,
        told=np.array(told, np.float32),
        **{name: np.array(values, np.int32) for name, values in ints.items()},
    )


def _told(
    names: Sequence[Named], title: int, one: list[int], other: list[int], near: list[_Near], count: int
) -> Iterable[float]:
    same = sum(pair.sentences == 0 for pair in near)
    titles = [any(names[index].first < title for index in end) for end in (one, other)]
    return (
        log1p(len(one)),
        log1p(len(other)),
        log1p(same),
        float(same > 0),
        log1p(near[0].words) / 5,
        min(near[0].sentences, 6) / 6,
        *map(float, titles),
        float(all(titles)),
        5 * len(one) / count,
        5 * len(other) / count,
        log1p(count) / 4,
        *(max(names[index].sure for index in end) for end in (one, other)),
    )


def kinds_of(names: Sequence[Named], words: int) -> NDArray[np.int32]:
    """Return what each word names, as `Pairs.kinds` says it."""
    kinds = np.zeros(words, np.int32)
    for name in sorted(names, key=lambda one: one.first - one.last):
        kinds[name.first : name.last] = 2 + 2 * _NUMBER[name.kind]
        kinds[name.first] = 1 + 2 * _NUMBER[name.kind]
    return kinds


def regions(pairs: Pairs) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.uint8]]]:
    """Yield (pairs of mentions, words, where each word stands seen from each of them: uint8 [·, ·]).

    Pairs of mentions in the same two sentences look at the same words, and so come together.
    """
    heres = np.stack([pairs.sentence[pairs.first[pairs.one]], pairs.sentence[pairs.first[pairs.other]]], axis=1)
    heres.sort(axis=1)
    places, number = np.unique(heres, axis=0, return_inverse=True)
    for at, (low, high) in enumerate(places.tolist()):
        members = np.flatnonzero(number.reshape(-1) == at)
        inside = np.flatnonzero((pairs.sentence == low) | (pairs.sentence == high))
        yield members, inside, _seen(pairs, members, inside, low == high)


def _seen(pairs: Pairs, members: NDArray[np.intp], inside: NDArray[np.intp], together: bool) -> NDArray[np.uint8]:
    one, other, words = pairs.one[members], pairs.other[members], inside[None, :]
    start = np.minimum(pairs.first[one], pairs.first[other])[:, None]
    end = np.maximum(pairs.last[one], pairs.last[other])[:, None]
    seen = np.full((len(members), len(inside)), APART, np.uint8)
    if together:
        seen = np.where(words < start, BEFORE, np.where(words < end, BETWEEN, BEHIND)).astype(np.uint8)
        seen[(words < start) & (words >= start - NEAR)] = JUST_BEFORE
        seen[(words >= end) & (words < end + NEAR)] = JUST_BEHIND
    for mention in (one, other):
        named = (words >= pairs.first[mention][:, None]) & (words < pairs.last[mention][:, None])
        seen[named] = WITHIN
    return seen
