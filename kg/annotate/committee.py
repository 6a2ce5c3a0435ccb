"""networks of pairs -> one that says what they say together.

Networks trained apart are wrong about different pairs, so that the mean of them is right more often than any of them
(Lakshminarayanan et al., "Simple and scalable predictive uncertainty estimation using deep ensembles", 2017).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count, takewhile
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kg.annotate.layers import Array
from kg.annotate.pairing import PairReader, Read, Seen, load_pairs
from kg.core.errors import DataError
from kg.core.pairs import Pairs, network_name


class Reader(Protocol):
    """What can be asked about pairs: a network, or several of them; see `PairReader`."""

    @property
    def questions(self) -> Mapping[str, tuple[str, ...]]:
        """The questions with their answers."""

    @property
    def reading(self) -> Mapping[str, int]:
        """How pairs are chosen, see `kg.core.pairs`."""

    @property
    def kinds(self) -> frozenset[frozenset[str]]:
        """The kinds that may make a pair of concepts."""

    @property
    def fits(self) -> frozenset[tuple[str, str, str]]:
        """(Predicate, kind of subject, kind of object) that training saw."""

    def read(self, states: Array, kinds: NDArray[np.int32]) -> Any:
        """Return what each word has come to; its `cut` gives a part of it."""

    def pairs(self, read: Any, pairs: Pairs) -> Seen:
        """Return what the pairs of a document have come to."""

    def answer(self, question: str, seen: Array) -> Array:
        """Return the probability of each answer, float32 [pairs, answers]."""

    def said(self, question: str, seen: Array) -> Array:
        """Return the calibrated probability that anything but the first answer holds, float32 [pairs]."""

    def best(self, question: str, seen: Array) -> str:
        """Return the likeliest answer about one pair."""


class Reads(tuple[Read, ...]):
    """What the words of a text have come to in each network."""

    __slots__ = ()

    def cut(self, first: int, last: int) -> Reads:
        """Return a part of them."""
        return Reads(read.cut(first, last) for read in self)


class Committee:
    """Several networks that are asked the same.

    What pairs have come to stands side by side, [pairs, networks · width]. Probabilities are averaged, calibrated ones
    as log-odds. The words that tell most are those of the first network.

    Args:
        members: of equal width; the first one's questions are asked, and all know them.
    """

    def __init__(self, members: tuple[PairReader, ...]) -> None:
        self.members = members
        first = members[0]
        self.questions, self.reading, self.kinds, self.fits = first.questions, first.reading, first.kinds, first.fits

    def read(self, states: Array, kinds: NDArray[np.int32]) -> Reads:
        """Return what each word has come to in each network."""
        return Reads(member.read(states, kinds) for member in self.members)

    def pairs(self, read: Reads, pairs: Pairs) -> Seen:
        """Return what the pairs of a document have come to in each network."""
        each = [member.pairs(one, pairs) for member, one in zip(self.members, read, strict=True)]
        weight: Array = np.mean([one.weight for one in each], axis=0)
        return Seen(np.concatenate([one.pairs for one in each], axis=1), weight, each[0].triggers)

    def _own(self, seen: Array) -> list[Array]:
        return np.split(seen, len(self.members), axis=1)

    def answer(self, question: str, seen: Array) -> Array:
        """Return the mean probability of each answer, float32 [pairs, answers]."""
        each = [member.answer(question, own) for member, own in zip(self.members, self._own(seen), strict=True)]
        mean: Array = np.mean(each, axis=0)
        return mean

    def said(self, question: str, seen: Array) -> Array:
        """Return the mean calibrated probability that anything but the first answer holds, float32 [pairs]."""
        each = [member.said(question, own) for member, own in zip(self.members, self._own(seen), strict=True)]
        chance = np.clip(each, 1e-6, 1 - 1e-6)
        mean: Array = 1 / (1 + np.exp(-np.log(chance / (1 - chance)).mean(axis=0)))
        return mean

    def best(self, question: str, seen: Array) -> str:
        """Return the likeliest answer about one pair."""
        return self.questions[question][int(self.answer(question, seen)[0].argmax())]


def load_reader(folder: Path, together: bool) -> Reader | None:
    """Return what a pipeline's `model` folder can be asked about pairs; None where it holds no network.

    Args:
        together: all of its networks, not the first alone.

    Raises:
        DataError: as `load_pairs`, or a network cannot be asked what the first one can.
    """
    first = load_pairs(folder)
    if first is None or not together:
        return first
    others = (load_pairs(folder, network_name(number)) for number in count(2))
    members = (first, *(one for one in takewhile(lambda one: one is not None, others) if one is not None))
    for number, member in enumerate(members, 1):
        if not first.questions.items() <= member.questions.items() or _width(member) != _width(first):
            path = folder / f"{network_name(number)}.json"
            raise DataError(path, 0, "is of another width or lacks a question of the first network")
    return Committee(members) if len(members) > 1 else first


def _width(reader: PairReader) -> int:
    """Return how many numbers a pair comes to."""
    return reader.weights["middle.weight"].shape[1] // 2
