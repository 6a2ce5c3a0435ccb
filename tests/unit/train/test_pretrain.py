"""kg.train.pretrain: words are hidden, and the network learns to tell which they are."""

from __future__ import annotations

import torch

from kg.train.loop import Training
from kg.train.pretrain import _hide, pretrain
from tests.unit.train.parts import batch, examples, network


def test_it_learns_which_words_are_hidden() -> None:
    made, table = examples()
    losses: list[float] = []
    given = Training(seed=1, epochs=500, words=200, longest=50, rate=0.01)
    pretrain(network(), made, table, given, lambda step, of, loss: losses.append(loss))
    assert losses[-1] < losses[0] / 2


def test_a_hidden_word_leaves_no_trace() -> None:
    made, table = examples(1)
    given = batch(made[0], table)
    hidden = torch.zeros(given.groups.shape, dtype=torch.bool)
    hidden[0, 3] = True
    _hide(given, hidden, hidden)
    assert not given.vectors[0, 3].any()
    assert not given.flags[0, 3, 5:].any()
    assert given.prefixes[0, 3] == given.suffixes[0, 3] == given.shapes[0, 3] == 0
    assert (given.groups == given.groups[0, 3]).sum() == 1
