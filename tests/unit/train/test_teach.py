"""kg.train.teach: a teacher's votes."""

from __future__ import annotations

import numpy as np

from kg.train import teach
from tests.unit.train.parts import examples, network


def test_votes_are_probabilities_of_the_first_heads() -> None:
    made, table = examples(2)
    (one, _) = teach.with_votes(network(), made, table, 1)
    assert one.votes is not None
    assert one.votes.shape == (len(one), 1, 5)
    assert np.allclose(one.votes.astype(np.float32).sum(-1), 1, atol=2e-2)
    assert one.targets.shape == (len(one), 1)
