"""The network that reads a document's words, in PyTorch, as it is trained.

Words are vectors (subword vectors that stay as they are, and learned ones of prefix, suffix and shape) and flags.
Blocks of convolutions over three words with maxout and a residual path read their surroundings (Collobert et al.,
JMLR 2011; Goodfellow et al., ICML 2013). Half-way, each word is also told what all words spelled like it, and the
whole document, have come to, so that a name is read alike wherever it stands. `kg.annotate.tagger` computes the same
with NumPy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from kg.core.features import AFFIXES, SHAPES, flag_names

TAGS = 5  # outside, begin, inside, last, unit


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a network.

    Attributes:
        vectors: dimensions of a word's vector.
        embedding: dimensions of each learned table (prefix, suffix, shape).
        width: dimensions of a word between blocks.
        dilations: how far a block looks to either side, block by block.
        pool_after: number of blocks before words spelled alike are told of one another.
        pieces: of maxout.
        dropout: share of values left out while training; somewhat more at the input.
    """

    vectors: int
    embedding: int = 16
    width: int = 192
    dilations: tuple[int, ...] = (1, 1, 2, 1, 2, 1)
    pool_after: int = 3
    pieces: int = 2
    dropout: float = 0.2

    def as_json(self) -> dict[str, Any]:
        """Return the sizes as plain values."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents (or stretches of them) side by side, padded behind; b documents of at most n words.

    Attributes:
        vectors: float32 [b, n, d].
        prefixes, suffixes, shapes: int64 [b, n].
        flags: float32 [b, n, f].
        groups: int64 [b, n]; words of one document spelled alike share a number, 0 is padding.
        inside: float32 [b, n, 1]; 1 where there is a word.
        targets: int64 [b, n, heads]; -1 where nothing is known.
    """

    vectors: Tensor
    prefixes: Tensor
    suffixes: Tensor
    shapes: Tensor
    flags: Tensor
    groups: Tensor
    inside: Tensor
    targets: Tensor


class Block(nn.Module):
    """Normalise, look at three words, keep the larger of each pair, add."""

    def __init__(self, shape: Shape, dilation: int) -> None:
        super().__init__()
        self.dilation, self.pieces = dilation, shape.pieces
        self.norm = nn.LayerNorm(shape.width)
        self.linear = nn.Linear(3 * shape.width, shape.pieces * shape.width)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, x: Tensor, inside: Tensor) -> Tensor:
        """Return [b, n, width]."""
        h, d = self.norm(x) * inside, self.dilation
        before = functional.pad(h, (0, 0, d, 0))[:, : h.shape[1]]
        behind = functional.pad(h, (0, 0, 0, d))[:, d:]
        h = self.linear(torch.cat([before, h, behind], -1))
        b, n, _ = h.shape
        return x + self.dropout(h.view(b, n, self.pieces, -1).amax(2))


class Network(nn.Module):
    """Words in, five scores for each head out."""

    def __init__(self, shape: Shape, heads: Sequence[str]) -> None:
        super().__init__()
        self.shape, self.heads = shape, tuple(heads)
        self.prefix = nn.Embedding(AFFIXES, shape.embedding)
        self.suffix = nn.Embedding(AFFIXES, shape.embedding)
        self.look = nn.Embedding(SHAPES, shape.embedding)
        for table in (self.prefix, self.suffix, self.look):
            nn.init.normal_(table.weight, std=0.1)
        self.enter = nn.Linear(shape.vectors + 3 * shape.embedding + len(flag_names()), shape.width)
        self.enter_norm = nn.LayerNorm(shape.width)
        self.blocks = nn.ModuleList([Block(shape, dilation) for dilation in shape.dilations])
        self.pool = nn.Linear(2 * shape.width, shape.width)
        self.leave_norm = nn.LayerNorm(shape.width)
        self.head = nn.Linear(shape.width, TAGS * len(self.heads))
        self.enter_dropout = nn.Dropout(shape.dropout + 0.1 * (shape.dropout > 0))
        self.dropout = nn.Dropout(shape.dropout)

    def read(self, batch: Batch) -> Tensor:
        """Return what each word has come to, float [b, n, width]."""
        tables = [self.prefix(batch.prefixes), self.suffix(batch.suffixes), self.look(batch.shapes)]
        x = self.enter_dropout(torch.cat([batch.vectors, *tables, batch.flags], -1))
        x = self.enter_norm(self.enter(x)) * batch.inside
        for number, block in enumerate(self.blocks, 1):
            x = block(x, batch.inside)
            if number == self.shape.pool_after:
                x = x + self.dropout(self.pool(self._alike(x, batch))) * batch.inside
        return self.leave_norm(x)

    def _alike(self, x: Tensor, batch: Batch) -> Tensor:
        """Return, for each word, the mean over the words spelled like it, and the mean over the document."""
        b, n, width = x.shape
        h = functional.layer_norm(x, (width,)).float() * batch.inside
        groups, size = batch.groups.reshape(-1), int(batch.groups.max()) + 1
        sums = torch.zeros(size, width).index_add(0, groups, h.reshape(-1, width))
        counts = torch.zeros(size).index_add(0, groups, batch.inside.reshape(-1)).clamp(min=1)
        alike = (sums / counts[:, None])[groups].view(b, n, width)
        whole = h.sum(1) / batch.inside.sum(1).clamp(min=1)
        return torch.cat([alike, whole[:, None].expand(b, n, width)], -1)

    def forward(self, batch: Batch) -> Tensor:
        """Return the scores of the tags, float [b, n, heads, 5]."""
        scores: Tensor = self.head(self.read(batch))
        return scores.view(*scores.shape[:2], len(self.heads), TAGS)
