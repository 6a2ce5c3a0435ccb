"""kg.train.loop: a network learns what it is shown, and no more than its corpus knows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from kg.train.loop import Training, fit
from kg.train.teach import with_votes
from tests.unit.train.parts import batch, examples, network

TRAINING = Training(seed=1, epochs=300, words=200, longest=50, rate=0.01)


def test_it_learns() -> None:
    made, table = examples()
    told: list[tuple[int, int, float]] = []
    net = fit(network(), made, table, TRAINING, lambda *given: told.append(given))
    tags = net(batch(made[0], table))[0, :, 0].argmax(-1).numpy()
    assert np.array_equal(tags, made[0].targets[:, 0])
    steps, losses = [step for step, _, _ in told], [loss for _, _, loss in told]
    assert steps[-1] == told[-1][1]
    assert losses[-1] < losses[0] / 5


def test_where_nothing_is_known_a_teacher_is_followed() -> None:
    made, table = examples()
    wise = fit(network(), made, table, TRAINING, lambda *_: None)
    blank = [replace(one, targets=np.zeros((len(one), 0), np.int8)) for one in made]
    taught = list(with_votes(wise, blank, table, 1))
    pupil = fit(network(("name",)), taught, table, TRAINING, lambda *_: None)
    tags = pupil(batch(made[0], table, 1))[0, :, 0].argmax(-1).numpy()
    assert np.array_equal(tags, made[0].targets[:, 0])


def test_half_an_epoch_is_half_of_one() -> None:
    made, table = examples()
    steps: list[int] = []
    for epochs in (1, 0.5):
        given = replace(TRAINING, epochs=epochs, words=30)
        fit(network(), made, table, given, lambda step, of, loss: steps.append(of))
    assert steps[0] == 2 * steps[-1]


def test_the_same_seed_gives_the_same_network() -> None:
    made, table = examples()
    one, other = (fit(network(), made, table, replace(TRAINING, epochs=2), lambda *_: None) for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(one.parameters(), other.parameters(), strict=True))
