"""exercises -> a trained network of pairs: cross-entropy of each question where its corpus tells."""

from __future__ import annotations

import copy
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from kg.train.answers import UNKNOWN, Exercise
from kg.train.loop import Optimiser, Progress, blend
from kg.train.pairing import PairNetwork, padded

AVERAGED = 0.995  # share of the average that stays at each step (Polyak)
_TOLD = 100  # steps between two calls of Progress


@dataclass(frozen=True, slots=True)
class Practice:
    """How a network of pairs is trained.

    Attributes:
        documents: of a batch.
        rate: of AdamW, at its highest.
        threads: processors used; the result depends on their number in its last digits.
    """

    seed: int
    epochs: int
    documents: int
    rate: float
    threads: int = 1


def practise(
    network: PairNetwork, exercises: Sequence[Exercise], practice: Practice, progress: Progress
) -> PairNetwork:
    """Train a network; return the running average of its weights, which is what ships."""
    torch.set_num_threads(practice.threads)
    chance = random.Random(practice.seed)
    batches = _plan(exercises, practice, chance)
    average, optimiser = copy.deepcopy(network), Optimiser(list(network.parameters()), practice.rate, len(batches))
    total = 0.0
    network.train()
    for number, batch in enumerate(batches, 1):
        loss = loss_of(network, batch)
        optimiser.descend(loss)
        blend(average, network, min(AVERAGED, number / (number + 9)))
        total += loss.item()
        if number % _TOLD == 0 or number == len(batches):
            progress(number, len(batches), total / (number % _TOLD or _TOLD))
            total = 0.0
    return average.eval()


def _plan(exercises: Sequence[Exercise], practice: Practice, chance: random.Random) -> list[list[Exercise]]:
    """Return the batches of all epochs; what weighs 1.5 is seen once or twice in each."""
    batches = []
    for _ in range(practice.epochs):
        drawn: list[Exercise] = []
        for one in exercises:
            times, rest = math.floor(one.weight), one.weight % 1
            drawn += [one] * (times + (chance.random() < rest))
        chance.shuffle(drawn)
        batches += [drawn[at : at + practice.documents] for at in range(0, len(drawn), practice.documents)]
    return batches


def loss_of(network: PairNetwork, batch: Sequence[Exercise]) -> Tensor:
    """Return the loss of a batch: for each question the sum over what is known of it, by the number of pairs."""
    given = padded([one.states for one in batch], [one.pairs for one in batch])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        x = network.read(*given)
    losses, count = [], 0
    for row, one in enumerate(batch):
        seen = network.pairs(x[row, : len(one.states)].float(), one.pairs)
        count += len(one.pairs)
        for question, known in one.answers.items():
            scores = network.answer[question](seen)
            given = torch.from_numpy(known)
            losses.append(functional.cross_entropy(scores, given, ignore_index=UNKNOWN, reduction="sum"))
    return torch.stack(losses).sum() / count
