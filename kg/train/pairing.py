"""The network that reads pairs of names, in PyTorch, as it is trained.

It is given what the tagger's network has come to for each word, so that a text is read once. A few more blocks read
those with the names marked in them. A pair of mentions is then the two names and the words that both turn to: attention
from either mention over the words of their sentences, added up and moved by where a word stands, after the localised
context of Zhou et al. (AAAI 2021). A pair of concepts is the largest and the mean of its nearest pairs of mentions
beside what the concepts' mentions have in common. `kg.annotate.pairing` computes the same with NumPy.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from kg.core.pairs import GAPS, HIDDEN, KINDS, REGIONS, SENTENCES_APART, TOLD, Pairs, regions
from kg.train.network import Block, Shape

_TABLE = 16  # dimensions of the tables of distances and kinds


@dataclass(frozen=True, slots=True)
class PairShape:
    """The sizes of a network of pairs.

    Attributes:
        states: dimensions of what is given of each word.
        width: dimensions of a word between blocks.
        dilations: how far each block looks to either side.
        heads: of the attention.
        pair: dimensions of a pair.
        dropout: share of values left out while training.
    """

    states: int
    width: int = 128
    dilations: tuple[int, ...] = (1, 2, 4)
    heads: int = 4
    pair: int = 128
    dropout: float = 0.3

    def as_json(self) -> dict[str, Any]:
        """Return the sizes as plain values."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


class PairNetwork(nn.Module):
    """Words and pairs in; scores of each question's answers out.

    Args:
        questions: what is asked of a pair, and how many answers there are.
    """

    def __init__(self, shape: PairShape, questions: Mapping[str, int]) -> None:
        super().__init__()
        self.shape, self.questions = shape, dict(questions)
        width, pair = shape.width, shape.pair
        self.enter, self.enter_norm = nn.Linear(shape.states, width), nn.LayerNorm(width)
        self.kind = nn.Embedding(1 + 2 * len(KINDS), width)
        nn.init.normal_(self.kind.weight, std=0.1)
        inner = Shape(vectors=0, width=width, dropout=0.2)
        self.blocks = nn.ModuleList([Block(inner, dilation) for dilation in shape.dilations])
        self.leave_norm = nn.LayerNorm(width)
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.region = nn.Embedding(len(REGIONS), shape.heads)
        nn.init.zeros_(self.region.weight)
        self.gap, self.apart = nn.Embedding(GAPS, _TABLE), nn.Embedding(SENTENCES_APART, _TABLE)
        self.sorts, self.turned = nn.Embedding(len(KINDS) ** 2, _TABLE), nn.Embedding(2, _TABLE)
        self.both = nn.Linear(4 * width + 4 * _TABLE, 2 * pair)
        self.weigh = nn.Linear(pair, 1)
        self.whole = nn.Linear(3 * width, 2 * pair)
        self.told = nn.Linear(TOLD, pair)
        self.norm = nn.LayerNorm(4 * pair)
        self.middle = nn.Linear(4 * pair, 2 * pair)
        self.answer = nn.ModuleDict({name: nn.Linear(pair, count) for name, count in questions.items()})
        self.dropout = nn.Dropout(shape.dropout)

    def read(self, states: Tensor, kinds: Tensor, inside: Tensor) -> Tensor:
        """Return what each word has come to, float [b, n, width].

        Args:
            states: of each word, float [b, n, states].
            kinds: what it names, int64 [b, n].
            inside: 1 where there is a word, float [b, n, 1].
        """
        x: Tensor = self.enter_norm(self.enter(states) + self.kind(kinds)) * inside
        for block in self.blocks:
            x = block(x, inside)
        result: Tensor = self.leave_norm(x)
        return result

    def pairs(self, x: Tensor, pairs: Pairs) -> Tensor:
        """Return what each pair of a document has come to, float [p, pair].

        Args:
            x: of each word, float [n, width].
        """
        mentions, count = _means(x, pairs), len(pairs)
        one, other, of = _long(pairs.one), _long(pairs.other), _long(pairs.of)
        tables = (
            self.gap(_long(pairs.gap)),
            self.apart(_long(pairs.apart)),
            self.sorts(_long(pairs.sorts)),
            self.turned(_long(pairs.turned)),
        )
        a, b = mentions[one], mentions[other]
        seen = torch.cat([a, b, self._context(x, mentions, pairs), a * b, *tables], -1)
        each = _largest(self.both(self.dropout(seen)))
        most = torch.full((count, self.shape.pair), -1e4).index_reduce(0, of, each, "amax")
        weight = self.weigh(each).squeeze(-1).clamp(-20, 20).exp()
        total = torch.zeros(count).index_add(0, of, weight)
        mean = torch.zeros(count, self.shape.pair).index_add(0, of, each * weight[:, None]) / total[:, None]
        ends = _ends(mentions, pairs)
        first, second = ends[0::2], ends[1::2]
        whole = _largest(self.whole(self.dropout(torch.cat([first, second, first * second], -1))))
        told = self.told(torch.from_numpy(pairs.told))
        r = self.norm(torch.cat([most, mean, whole, told], -1))
        result: Tensor = self.dropout(_largest(self.middle(self.dropout(r))))
        return result

    def _context(self, x: Tensor, mentions: Tensor, pairs: Pairs) -> Tensor:
        """Return, for each pair of mentions, the words that both turn to, float [k, width]."""
        heads = self.shape.heads
        size = self.shape.width // heads
        query, key, value = (
            layer(given).view(-1, heads, size).transpose(0, 1)
            for layer, given in ((self.query, mentions), (self.key, x), (self.value, x))
        )
        turned = query @ key.transpose(1, 2) / math.sqrt(size)  # [heads, m, n]
        where = torch.from_numpy(_dense(pairs, len(x)))
        hidden = where == HIDDEN
        moved = self.region.weight.t()[:, where.masked_fill(hidden, 0).long()]
        scores = turned[:, _long(pairs.one)] + turned[:, _long(pairs.other)] + moved
        attention = scores.masked_fill(hidden[None], -1e4).softmax(-1)
        return (attention @ value).transpose(0, 1).reshape(len(pairs.one), -1)

    def answers(self, pairs: Tensor) -> dict[str, Tensor]:
        """Return the scores of every question's answers, float [p, answers]."""
        return {name: head(pairs) for name, head in self.answer.items()}


def _long(values: np.ndarray[Any, Any]) -> Tensor:
    return torch.from_numpy(values).long()


def _largest(x: Tensor) -> Tensor:
    """Return the larger of two pieces (maxout)."""
    return x.view(len(x), 2, -1).amax(1)


def _means(x: Tensor, pairs: Pairs) -> Tensor:
    """Return the mean of each mention's words, float [m, width]."""
    sums = torch.cat([torch.zeros(1, x.shape[1]), x.cumsum(0)])
    first, last = _long(pairs.first), _long(pairs.last)
    return (sums[last] - sums[first]) / (last - first)[:, None]


def _ends(mentions: Tensor, pairs: Pairs) -> Tensor:
    """Return the mean of the mentions of each pair's ends, float [2p, width]."""
    groups, count = _long(pairs.groups), 2 * len(pairs)
    sums = torch.zeros(count, mentions.shape[1]).index_add(0, groups[:, 1], mentions[groups[:, 0]])
    counts = torch.zeros(count).index_add(0, groups[:, 1], torch.ones(len(groups)))
    return sums / counts[:, None]


def _dense(pairs: Pairs, words: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Return where each word stands seen from each pair of mentions, uint8 [k, n]; HIDDEN in other sentences."""
    where = np.full((len(pairs.one), words), HIDDEN, np.uint8)
    for members, inside, seen in regions(pairs):
        where[members[:, None], inside[None, :]] = seen
    return where


def padded(states: Sequence[np.ndarray[Any, Any]], pairs: Sequence[Pairs]) -> tuple[Tensor, Tensor, Tensor]:
    """Return documents side by side, padded behind: what `PairNetwork.read` takes."""
    rows, longest = len(states), max(map(len, states))
    x = np.zeros((rows, longest, states[0].shape[1]), np.float32)
    kinds, inside = np.zeros((rows, longest), np.int64), np.zeros((rows, longest, 1), np.float32)
    for row, (given, named) in enumerate(zip(states, pairs, strict=True)):
        count = len(given)
        x[row, :count], kinds[row, :count], inside[row, :count] = given, named.kinds, 1
    return torch.from_numpy(x), torch.from_numpy(kinds), torch.from_numpy(inside)
