"""examples -> a trained network: cross-entropy of each head where its corpus tells, AdamW, averaged weights."""

from __future__ import annotations

import copy
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.train.batches import Example, Stretch, collate, epoch, stretches
from kg.train.network import TAGS, Batch, Network

Progress = Callable[[int, int, float], None]  # step, of how many, mean loss since the last call

WARM_UP = 200  # steps
LOWEST = 0.03  # of the learning rate, at the end
AVERAGED = 0.998  # share of the average that stays at each step (Polyak)
_TOLD = 50  # steps between two calls of Progress


@dataclass(frozen=True, slots=True)
class Training:
    """How a network is trained.

    Attributes:
        words: of a batch, padding included.
        longest: words of a stretch that is learned from at once.
        rate: of AdamW, at its highest.
        no_dictionary: share of the stretches whose marks are taken away.
        glimpses: share of the stretches of which only a few words are seen.
        threads: processors used; the result depends on their number in its last digits.
    """

    seed: int
    epochs: float
    words: int
    longest: int
    rate: float
    no_dictionary: float = 0.0
    glimpses: float = 0.0
    threads: int = 1


class Optimiser:
    """AdamW over parameters, its rate warmed up and then falling along half a cosine."""

    def __init__(self, parameters: Sequence[nn.Parameter], rate: float, steps: int) -> None:
        self.parameters, self.rate, self.steps, self.step = list(parameters), rate, max(1, steps), 0
        self.inner = torch.optim.AdamW(self.parameters, lr=rate, weight_decay=0.01)

    def descend(self, loss: Tensor) -> None:
        """Take one step down."""
        along = 0.5 * (1 + math.cos(math.pi * min(1.0, self.step / self.steps)))
        for group in self.inner.param_groups:
            group["lr"] = self.rate * min(1.0, self.step / WARM_UP) * (LOWEST + (1 - LOWEST) * along)
        self.inner.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.inner.step()
        self.step += 1


def plan(given: Sequence[Stretch], training: Training, chance: random.Random) -> list[list[Stretch]]:
    """Return the batches of all epochs, one after the other; half an epoch is half of one."""
    batches: list[list[Stretch]] = []
    for number in range(math.ceil(training.epochs)):
        one = epoch(given, training.words, chance, training.glimpses)
        batches += one[: round(len(one) * min(1.0, training.epochs - number))]
    return batches


def fit(
    network: Network, examples: Sequence[Example], table: Tensor, training: Training, progress: Progress
) -> Network:
    """Train a network on examples; return the running average of its weights, which is what ships.

    Args:
        table: the words' vectors, float32 [vocabulary, dimensions].
    """
    chance, heads = random.Random(training.seed), len(network.heads)
    batches = plan(stretches(examples, training.longest), training, chance)
    average, optimiser = copy.deepcopy(network), Optimiser(list(network.parameters()), training.rate, len(batches))
    total = 0.0
    network.train()
    for number, batch in enumerate(batches, 1):
        given = collate(batch, table, heads, chance, training.no_dictionary)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = network(given)
        loss = _loss(scores.float(), given)
        optimiser.descend(loss)
        blend(average, network, min(AVERAGED, number / (number + 9)))
        total += loss.item()
        if number % _TOLD == 0 or number == len(batches):
            progress(number, len(batches), total / (number % _TOLD or _TOLD))
            total = 0.0
    return average.eval()


def _loss(scores: Tensor, given: Batch) -> Tensor:
    """Return the mean loss of a tag: against what is known, else against what a teacher says."""
    targets, known = given.targets, given.targets.ge(0)
    summed = functional.cross_entropy(scores.reshape(-1, TAGS), targets.reshape(-1), ignore_index=-1, reduction="sum")
    count = known.sum()
    if given.votes.shape[2]:
        told = ~known & given.votes.sum(-1).gt(0)
        summed = summed - (given.votes * scores.log_softmax(-1)).sum(-1)[told].sum()
        count = count + told.sum()
    return summed / count.clamp(min=1)


@torch.no_grad()
def blend(average: nn.Module, current: nn.Module, kept: float) -> None:
    """Move an average of weights towards the current ones, keeping a share of it."""
    for old, new in zip(average.parameters(), current.parameters(), strict=True):
        old.lerp_(new, 1 - kept)
