"""kg.train.practice: a network of pairs learns what it is shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from kg.train.answers import SHARED, UNKNOWN, Exercise
from kg.train.loop import blend
from kg.train.pairing import PairNetwork, padded
from kg.train.practice import Practice, loss_of, practise
from tests.unit.train.pair_parts import exercises, network

PRACTICE = Practice(seed=1, epochs=40, documents=4, rate=0.01)


def answer(net: PairNetwork, one: Exercise, question: str) -> int:
    with torch.no_grad():
        x = net.read(*padded([one.states], [one.pairs]))
        return int(net.answer[question](net.pairs(x[0], one.pairs))[0].argmax())


def test_it_learns_what_is_said_and_in_which_direction() -> None:
    made = exercises()
    told: list[tuple[int, int, float]] = []
    before = loss_of(network().eval(), made).item()
    net = practise(network(), made, PRACTICE, lambda *given: told.append(given))
    assert not net.training
    assert loss_of(net, made).item() < before / 5
    for one in made:
        for question, known in one.answers.items():
            assert answer(net, one, question) == known[0]
    assert [step for step, _, _ in told] == [100, 120]
    assert {steps for _, steps, _ in told} == {120}
    assert all(np.isfinite(loss) for _, _, loss in told)


def test_the_same_seed_gives_the_same_network() -> None:
    made, short = exercises(), replace(PRACTICE, epochs=2)
    one, other = (practise(network(), made, short, lambda *_: None) for _ in range(2))
    assert all(torch.equal(a, b) for a, b in zip(one.parameters(), other.parameters(), strict=True))
    third = practise(network(), made, replace(short, seed=2), lambda *_: None)
    assert not all(torch.equal(a, b) for a, b in zip(one.parameters(), third.parameters(), strict=True))


def test_the_network_given_is_trained_and_its_average_returned() -> None:
    net, made = network(), exercises(4)
    average = practise(net, made, replace(PRACTICE, epochs=3), lambda *_: None)
    assert average is not net
    assert not all(torch.equal(a, b) for a, b in zip(net.parameters(), average.parameters(), strict=True))


def test_the_average_keeps_what_it_is_told_to_keep() -> None:
    average, current = network(1), network(2)
    before = [parameter.clone() for parameter in average.parameters()]
    blend(average, current, 0.9)
    for old, new, mixed in zip(before, current.parameters(), average.parameters(), strict=True):
        assert torch.allclose(mixed, 0.9 * old + 0.1 * new, atol=1e-6)


def test_what_weighs_more_is_seen_more_often() -> None:
    steps: list[int] = []
    given = replace(PRACTICE, epochs=2, documents=1)
    for weight in (0.0, 1.0, 2.0, 1.5):
        made = [replace(one, weight=weight) for one in exercises(10)] + exercises(1)
        practise(network(), made, given, lambda step, of, loss: steps.append(of))
    nothing, once, twice, between = dict.fromkeys(steps)
    assert (nothing, once, twice) == (2, 22, 42)
    assert 22 < between < 42


def test_what_is_unknown_counts_for_nothing() -> None:
    net = network().eval()
    (one, *_) = exercises(1)
    unknown = replace(one, answers={**one.answers, "negated": np.array([UNKNOWN])})
    assert torch.equal(loss_of(net, [one]), loss_of(net, [unknown]))
    known = replace(one, answers={**one.answers, "negated": np.array([SHARED["negated"].index("yes")])})
    assert loss_of(net, [known]) > loss_of(net, [one])


def test_the_loss_is_that_of_the_pairs_however_batched() -> None:
    net, made = network().eval(), exercises(4)
    apart = sum(loss_of(net, [one]).item() for one in made) / 4
    assert abs(loss_of(net, made).item() - apart) < 0.02  # words are read in 16 bits
