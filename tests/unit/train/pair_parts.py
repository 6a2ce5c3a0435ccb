"""Small exercises in pairs: "G raises D", "G lowers D", "G beside D"."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs the extra `train`")

import torch

from kg.core.pairs import KINDS, Named, Pairs, concept_pairs, mention_pairs
from kg.train.answers import SHARED, Exercise
from kg.train.pair_declaration import PairCorpus, PairDeclaration
from kg.train.pairing import PairNetwork, PairShape

if TYPE_CHECKING:
    from numpy.typing import NDArray

STATES = 8
SHAPE = PairShape(states=STATES, width=16, dilations=(1, 2), heads=2, pair=12, dropout=0.0)
ASKED = {"said": ("none", "said"), **SHARED}
VERBS = ("raises", "lowers", "beside")
EVERY = frozenset(frozenset((one, other)) for one in KINDS for other in KINDS)
DECLARATION = PairDeclaration(
    network={},
    training={},
    reading={"nearest": 2, "widest": 20},
    answers={"said": ("none", "said")},
    held_out=(),
    calibration=(),
    corpora=(PairCorpus("foos", "f", "concepts", "said", pairs=frozenset({frozenset({"gene", "disease"})})),),
)


def network(seed: int = 0, shape: PairShape = SHAPE) -> PairNetwork:
    torch.manual_seed(seed)
    return PairNetwork(shape, {name: len(answers) for name, answers in ASKED.items()})


def shaken(seed: int = 0, shape: PairShape = SHAPE) -> PairNetwork:
    """A network none of whose weights is left as it began."""
    made = network(seed, shape).eval()
    with torch.no_grad():
        for parameter in made.parameters():
            parameter.add_(0.3 * torch.randn_like(parameter))
    return made


def exercises(count: int = 12) -> list[Exercise]:
    """A sentence each; what stands between the two names says whether anything is said, and in which direction."""
    rng = np.random.default_rng(0)
    table = {word: rng.normal(size=STATES).astype(np.float16) for word in ("pad", "G", "D", *VERBS)}
    made = []
    for number in range(count):
        verb = VERBS[number % len(VERBS)]
        words = ["pad"] * (number % 4) + ["G", verb, "D", "pad"]
        at = words.index("G")
        names = [Named(at, at + 1, "gene", ("g",)), Named(at + 2, at + 3, "chemical", ("d",))]
        pairs = mention_pairs(names, np.zeros(len(words), np.int32), 0, None, 20)
        assert pairs is not None
        answers = {"said": np.array([int(verb != "beside")])}
        if verb != "beside":
            answers["direction"] = np.array(
                [SHARED["direction"].index("increased" if verb == "raises" else "decreased")]
            )
        made.append(Exercise(np.stack([table[word] for word in words]), pairs, answers, 1.0))
    return made


def text() -> tuple[NDArray[np.float32], list[Pairs]]:
    """A text of four sentences with names that nest, and all its pairs."""
    sentence = np.repeat(np.arange(4, dtype=np.int32), [5, 9, 1, 12])
    names = [
        Named(0, 2, "gene", ("A",)),
        Named(3, 4, "chemical", ("B", "C")),
        Named(6, 9, "disease", ("X",)),
        Named(7, 8, "gene", ("A",)),
        Named(10, 11, "chemical", ("B",)),
        Named(14, 15, "cell_type", ("T",)),
        Named(16, 17, "gene", ("Z",)),
        Named(24, 27, "disease", ("X",)),
    ]
    assert all(one.first <= other.first for one, other in pairwise(names))
    states = np.random.default_rng(5).normal(size=(len(sentence), STATES)).astype(np.float32)
    made = [concept_pairs(names, sentence, 5, EVERY, 3), mention_pairs(names, sentence, 5, None, 20)]
    return states, [one for one in made if one is not None]
