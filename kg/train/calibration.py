"""a trained network and exercises it has not seen -> how its probabilities are to be read (Platt, 1999)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import torch
from numpy.typing import NDArray

from kg.train.answers import UNKNOWN, Exercise
from kg.train.pairing import PairNetwork, padded

_STEPS = 100  # of Newton's method, cut to _LONGEST so that it cannot run away
_LONGEST = 0.5
_RIDGE = 1.0  # pulls towards leaving the logits as they are


def calibrated(
    network: PairNetwork, exercises: Iterable[Exercise], asked: Iterable[str]
) -> dict[str, tuple[float, float]]:
    """Return slope and offset of each question: how often something is said, given the logit that it is.

    Args:
        asked: the questions; the first answer of each is that nothing is said.
    """
    logits: defaultdict[str, list[NDArray[np.float64]]] = defaultdict(list)
    known: defaultdict[str, list[NDArray[np.bool_]]] = defaultdict(list)
    for one in exercises:
        for question in asked:
            if question in one.answers:
                told = one.answers[question] != UNKNOWN
                logits[question].append(logits_of(network, one, question)[told])
                known[question].append(one.answers[question][told] > 0)
    return {name: _fit(np.concatenate(logits[name]), np.concatenate(known[name])) for name in logits}


@torch.no_grad()
def logits_of(network: PairNetwork, one: Exercise, question: str) -> NDArray[np.float64]:
    """Return, for each pair, the logit that anything is said of it."""
    x = network.read(*padded([one.states], [one.pairs]))
    scores = network.answer[question](network.pairs(x[0], one.pairs)).double()
    said: NDArray[np.float64] = (scores[:, 1:].logsumexp(1) - scores[:, 0]).numpy()
    return said


def _fit(logits: NDArray[np.float64], held: NDArray[np.bool_]) -> tuple[float, float]:
    """Return slope and offset by logistic regression."""
    design = np.stack([logits, np.ones_like(logits)], axis=1)
    weights = np.array([1.0, 0.0])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (held - chance) - _RIDGE * (weights - [1.0, 0.0])
        curvature = (design * (chance * (1 - chance))[:, None]).T @ design + _RIDGE * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        weights = weights + step * min(1.0, _LONGEST / max(float(np.abs(step).max()), _LONGEST))
    return float(weights[0]), float(weights[1])
