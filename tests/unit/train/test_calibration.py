"""kg.train.calibration: how a network's probabilities are to be read."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from kg.train.answers import UNKNOWN
from kg.train.calibration import _fit, calibrated, logits_of
from kg.train.pairing import padded
from tests.unit.train.pair_parts import exercises, shaken

SEPARABLE = np.array([-3.0, -2.0, 2.0, 3.0])


@pytest.mark.parametrize(("slope", "offset"), [(1.0, 0.0), (0.4, -1.0), (2.5, 1.5)])
def test_a_known_slope_is_found(slope: float, offset: float) -> None:
    rng = np.random.default_rng(3)
    logits = rng.normal(scale=2.0, size=40_000)
    held = rng.random(len(logits)) < 1 / (1 + np.exp(-(slope * logits + offset)))
    assert _fit(logits, held) == pytest.approx((slope, offset), abs=0.08)


@pytest.mark.parametrize("scale", [1.0, 1e-3, 50.0, 1000.0])
@pytest.mark.parametrize("copies", [1, 1000])
def test_it_cannot_run_away(scale: float, copies: int) -> None:
    logits = np.tile(SEPARABLE * scale, copies)
    with np.errstate(over="ignore"):
        slope, offset = _fit(logits, logits > 0)
    assert np.isfinite([slope, offset]).all()
    assert 0 < slope < 51  # a hundred steps of a half at most
    assert abs(offset) < 1


def test_a_network_that_is_far_too_sure_is_read_with_doubt() -> None:
    rng = np.random.default_rng(4)
    logits = rng.uniform(8, 12, size=5000)  # where Newton's method, left alone, leaps away
    held = rng.random(len(logits)) < 0.3
    slope, offset = _fit(logits, held)
    assert np.mean(1 / (1 + np.exp(-(slope * logits + offset)))) == pytest.approx(held.mean(), abs=0.01)


@pytest.mark.parametrize("held", [True, False])
def test_where_everything_holds_or_nothing(held: bool) -> None:
    slope, offset = _fit(SEPARABLE, np.full(4, held))
    assert np.isfinite([slope, offset]).all()
    assert (offset > 0) == held


def test_where_nothing_is_known_logits_stay_as_they_are() -> None:
    assert _fit(np.zeros(0), np.zeros(0, np.bool_)) == (1.0, 0.0)


def test_logits_are_those_of_anything_being_said() -> None:
    net, (one, *_) = shaken(), exercises(1)
    with torch.no_grad():
        x = net.read(*padded([one.states], [one.pairs]))
        chances = net.answers(net.pairs(x[0], one.pairs))["aspect"].softmax(-1).numpy()
    assert np.allclose(1 / (1 + np.exp(-logits_of(net, one, "aspect"))), 1 - chances[:, 0], atol=1e-5)


def test_each_question_is_read_by_what_is_known_of_it() -> None:
    net, made = shaken(), exercises()
    unknown = [replace(one, answers={"said": np.array([UNKNOWN])}) for one in made]
    found = calibrated(net, [*made, *unknown], ["said", "unasked"])
    assert found.keys() == {"said"}
    assert found == calibrated(net, made, ["said"])
    logits = np.concatenate([logits_of(net, one, "said") for one in made])
    assert found["said"] == _fit(logits, np.array([one.answers["said"][0] > 0 for one in made]))
    assert calibrated(net, [], ["said"]) == {}
