"""a large network, examples -> the examples with its votes, from which a small and fast one learns.

After Hinton and others (2015, "Distilling the knowledge in a neural network"), at temperature 1.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from kg.train.batches import LEAST_STRETCH, Example, Stretch, collate
from kg.train.network import TAGS, Network

LONGEST = 1200  # words read at once


@torch.no_grad()
def with_votes(teacher: Network, examples: Iterable[Example], table: Tensor, heads: int) -> Iterator[Example]:
    """Yield the examples with what a teacher says of each word; targets and votes of the first `heads` heads only.

    Args:
        table: the words' vectors, float32 [vocabulary, dimensions].
    """
    teacher.eval()
    chance = random.Random(0)
    for one in examples:
        votes = np.zeros((len(one), heads, TAGS), np.float16)
        for start in range(0, len(one), LONGEST):
            stretch = Stretch(one, start, min(len(one), start + LONGEST))
            if len(stretch) >= LEAST_STRETCH:
                given = collate([stretch], table, 0, chance)
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    scores = teacher(given)[0, :, :heads]
                votes[start : stretch.end] = scores.float().softmax(-1).numpy()
        yield replace(one, targets=one.targets[:, :heads], votes=votes)
