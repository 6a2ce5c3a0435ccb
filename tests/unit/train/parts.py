"""Small examples to train on, and the skip where what training needs is not installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs the extra `train`")
pytest.importorskip("floret", reason="training needs the extra `train`")

import torch

from kg.core.features import encode
from kg.train.batches import Example, Vocabulary, example
from kg.train.network import Network, Shape

if TYPE_CHECKING:
    from kg.train.network import Batch

SHAPE = Shape(vectors=6, embedding=4, width=16, dilations=(1, 2), pool_after=1, dropout=0.0)


def examples(count: int = 12) -> tuple[list[Example], torch.Tensor]:
    """Sentences in which what stands behind "the" is a name, and the vectors of their words."""
    vocabulary, made = Vocabulary(), []
    for number in range(count):
        features = encode(f"We gave the blarg{number % 5} to mice and saw the kinase {number} grow again in water.")
        targets = np.zeros((len(features), 2), np.int8)
        targets[:, 1] = -1
        targets[[at + 1 for at, word in enumerate(features.lowered) if word == "the"], 0] = 4
        made.append(example(features, targets, 1.0, vocabulary))
    table = torch.from_numpy(np.random.default_rng(0).normal(size=(len(vocabulary.numbers), 6)).astype(np.float32))
    return made, table


def network(heads: tuple[str, ...] = ("name", "other.name")) -> Network:
    torch.manual_seed(0)
    return Network(SHAPE, heads)


def batch(one: Example, table: torch.Tensor, heads: int = 2) -> Batch:
    """One example by itself."""
    import random

    from kg.train.batches import Stretch, collate

    return collate([Stretch(one, 0, len(one))], table, heads, random.Random(0))
