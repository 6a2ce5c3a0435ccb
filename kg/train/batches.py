"""encoded documents -> the batches of an epoch: stretches of like length side by side."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from kg.core.features import Features, flag_names, mark_columns
from kg.train.network import Batch

SORTED_AT_ONCE = 400  # stretches that are put in order of length together, so that batches stay mixed
LEAST_STRETCH = 8  # words; nothing is learned from less


class Vocabulary:
    """Every word met, in lower case, by number: the rows of the table of vectors."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def of(self, words: Iterable[str]) -> NDArray[np.int32]:
        """Return the words' numbers; new words get the next ones."""
        return np.array([self.numbers.setdefault(word, len(self.numbers)) for word in words], np.int32)


@dataclass(frozen=True, slots=True)
class Example:
    """A document as it is learned from; n words.

    Attributes:
        words: numbers in the vocabulary, int32 [n]; prefixes, suffixes, shapes, groups likewise.
        flags: uint8 [n, flags].
        targets: int8 [n, heads]; -1 where nothing is known; no column where nothing is labelled.
        weight: how often it is seen in an epoch, on average.
    """

    words: NDArray[np.int32]
    prefixes: NDArray[np.int32]
    suffixes: NDArray[np.int32]
    shapes: NDArray[np.int32]
    groups: NDArray[np.int32]
    flags: NDArray[np.uint8]
    targets: NDArray[np.int8]
    weight: float

    def __len__(self) -> int:
        return len(self.words)


def example(features: Features, targets: NDArray[np.int8], weight: float, vocabulary: Vocabulary) -> Example:
    """Return a document's features as they are kept in memory, small."""
    return Example(
        vocabulary.of(features.lowered),
        features.prefixes,
        features.suffixes,
        features.shapes,
        features.groups,
        features.flags.astype(np.uint8),
        targets,
        weight,
    )


class Stretch(NamedTuple):
    """Words `start` to `end` of an example."""

    example: Example
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


def stretches(examples: Iterable[Example], longest: int) -> list[Stretch]:
    """Return the examples cut into stretches of at most so many words, of about one length each."""
    cut = []
    for one in examples:
        count = max(1, -(-len(one) // longest))
        step = -(-len(one) // count)
        cut += [Stretch(one, at, min(len(one), at + step)) for at in range(0, len(one), max(1, step))]
    return [stretch for stretch in cut if len(stretch) >= LEAST_STRETCH]


def epoch(given: Sequence[Stretch], words: int, chance: random.Random) -> list[list[Stretch]]:
    """Return the batches of one epoch, each of at most `words` words with padding.

    What weighs 1.5 is seen once or twice.
    """
    drawn = []
    for stretch in given:
        times, rest = divmod(stretch.example.weight, 1)
        drawn += [stretch] * (int(times) + (chance.random() < rest))
    chance.shuffle(drawn)
    batches: list[list[Stretch]] = []
    for at in range(0, len(drawn), SORTED_AT_ONCE):
        batch: list[Stretch] = []
        for stretch in sorted(drawn[at : at + SORTED_AT_ONCE], key=len):
            if batch and len(stretch) * (len(batch) + 1) > words:
                batches.append(batch)
                batch = []
            batch.append(stretch)
        batches.append(batch)
    chance.shuffle(batches)
    return batches


def collate(
    batch: Sequence[Stretch], table: torch.Tensor, heads: int, chance: random.Random, no_dictionary: float = 0.0
) -> Batch:
    """Return stretches side by side.

    Args:
        table: the words' vectors, float32 [vocabulary, dimensions].
        no_dictionary: share of the stretches whose marks are left out.
    """
    rows, longest = len(batch), max(map(len, batch))
    numbers = {
        name: np.zeros((rows, longest), np.int64) for name in ("words", "prefixes", "suffixes", "shapes", "groups")
    }
    flags = np.zeros((rows, longest, len(flag_names())), np.float32)
    inside = np.zeros((rows, longest, 1), np.float32)
    targets = np.full((rows, longest, heads), -1, np.int64)
    first_group = 1
    for row, (one, start, end) in enumerate(batch):
        here, count = slice(start, end), end - start
        for name in ("words", "prefixes", "suffixes", "shapes"):
            numbers[name][row, :count] = getattr(one, name)[here]
        alike, group = np.unique(one.groups[here], return_inverse=True)
        numbers["groups"][row, :count] = group + first_group
        first_group += len(alike)
        flags[row, :count] = one.flags[here]
        if chance.random() < no_dictionary:
            flags[row, :, mark_columns()] = 0
        inside[row, :count] = 1
        targets[row, :count, : one.targets.shape[1]] = one.targets[here]
    tensors = {name: torch.from_numpy(values) for name, values in numbers.items()}
    vectors = table[tensors.pop("words")]
    return Batch(
        vectors,
        **tensors,
        flags=torch.from_numpy(flags),
        inside=torch.from_numpy(inside),
        targets=torch.from_numpy(targets),
    )
