"""unlabelled examples -> a network that has read them: words are hidden, and the network learns to tell which they are.

After Devlin et al. (NAACL 2019), for a network of convolutions and words instead of pieces of words.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from kg.train.batches import Example, collate, stretches
from kg.train.loop import Optimiser, Progress, Training, plan
from kg.train.network import Batch, Network

HIDDEN = 0.2  # share of the words that are to be told; common words less often
COMMON = 1e-3  # share of the text from which on a word is common
ANSWERS = 16_000  # commonest words, one of which a hidden word must be to count
SHOWN = 0.1  # share of those to be told that are left to be seen
_TOLD = 50


class Guess(nn.Module):
    """What a word has come to -> scores of the words it may be."""

    def __init__(self, width: int, answers: Tensor, shares: NDArray[np.float64]) -> None:
        super().__init__()
        self.turn = nn.Linear(width, answers.shape[1])
        self.answers = nn.Parameter(answers / 16)
        self.bias = nn.Parameter(torch.tensor(np.log(shares + 1e-9), dtype=torch.float32))

    def forward(self, x: Tensor) -> Tensor:
        """Return scores [words, answers]."""
        return self.turn(x) @ self.answers.t() + self.bias


def pretrain(
    network: Network, examples: Sequence[Example], table: Tensor, training: Training, progress: Progress
) -> None:
    """Let a network read unlabelled examples.

    Args:
        table: the words' vectors, float32 [vocabulary, dimensions].
    """
    chance, dice = random.Random(training.seed), np.random.default_rng(training.seed)
    shares = _shares(examples, len(table))
    answers = np.argsort(-shares, kind="stable")[:ANSWERS].copy()
    number = np.full(len(table), -1, np.int64)
    number[answers] = np.arange(len(answers))
    odds = HIDDEN * np.minimum(1.0, np.sqrt(COMMON / np.maximum(shares, 1e-9)))
    guess = Guess(network.shape.width, table[answers], shares[answers])
    batches = plan(stretches([replace(one, weight=1.0) for one in examples], training.longest), training, chance)
    optimiser = Optimiser([*network.parameters(), *guess.parameters()], training.rate, len(batches))
    total = 0.0
    network.train()
    for step, batch in enumerate(batches, 1):
        given = collate(batch, table, 0, chance)
        told = np.zeros(given.groups.shape, np.int64)
        for row, (one, start, end) in enumerate(batch):
            told[row, : end - start] = one.words[start:end]
        asked = (dice.random(told.shape) < odds[told]) & (given.inside[:, :, 0].numpy() > 0) & (number[told] >= 0)
        _hide(given, torch.from_numpy(asked & (dice.random(told.shape) >= SHOWN)), torch.from_numpy(asked))
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = guess(network.read(given)[torch.from_numpy(asked)])
        loss = functional.cross_entropy(scores.float(), torch.from_numpy(number[told[asked]]))
        optimiser.descend(loss)
        total += loss.item()
        if step % _TOLD == 0 or step == len(batches):
            progress(step, len(batches), total / (step % _TOLD or _TOLD))
            total = 0.0


def _shares(examples: Sequence[Example], words: int) -> NDArray[np.float64]:
    counts = np.zeros(words, np.int64)
    for one in examples:
        np.add.at(counts, one.words, 1)
    return counts / max(1, counts.sum())


def _hide(given: Batch, hidden: Tensor, asked: Tensor) -> None:
    """Take away all that tells which word it is; words to be told are not told of one another either."""
    given.vectors[hidden] = 0
    for rows in (given.prefixes, given.suffixes, given.shapes):
        rows[hidden] = 0
    marks = given.flags[:, :, 5:]  # what follows the flags of place
    marks[hidden] = 0
    count = int(asked.sum())
    given.groups[asked] = torch.arange(count) + int(given.groups.max()) + 1
