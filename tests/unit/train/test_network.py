"""kg.train.network: the network as it is trained, the same as what the pipeline computes."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import torch

from kg.annotate.tagger import load_tagger
from kg.core.features import encode
from kg.train.batches import Stretch, Vocabulary, collate, example
from kg.train.network import Network, Shape
from kg.train.vectors import Letters
from kg.train.weights import write_model
from tests.unit.train.parts import batch, examples, network


def test_padding_changes_nothing() -> None:
    made, table = examples(3)
    net = network().eval()
    alone = net(batch(made[0], table))[0]
    stretches = [Stretch(made[0], 0, len(made[0])), Stretch(made[1], 0, 5)]
    beside = net(collate(stretches, table, 2, random.Random(0)))[0, : len(made[0])]
    assert torch.allclose(alone, beside, atol=1e-5)


def test_words_spelled_alike_are_told_of_one_another() -> None:
    made, table = examples(1)
    net = network().eval()
    before = net(batch(made[0], table))
    changed = batch(made[0], table)
    changed.flags[0, -1] = 1  # the last word is far from the first
    assert not torch.allclose(before[0, 0], net(changed)[0, 0])


def test_the_pipeline_computes_the_same(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    letters = Letters(
        rng.normal(size=(50, 6)).astype(np.float16).astype(np.float32),
        {"minn": 3, "maxn": 4, "hash_count": 2, "hash_seed": 7, "scale": 2.0},
    )
    torch.manual_seed(3)
    net = Network(
        Shape(vectors=6, embedding=4, width=16, dilations=(1, 2, 1), pool_after=2), ("a", "b", "own.c")
    ).eval()
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.copy_((parameter + 0.1 * torch.randn_like(parameter)).half().float())
    write_model(tmp_path, net, letters, {})
    tagger = load_tagger(tmp_path)
    assert tagger is not None
    features, vocabulary = encode("IL-2 expands the Tregs of the mice.\nThe IL-2 is old."), Vocabulary()
    one = example(features, np.zeros((len(features), 0), np.int8), 1.0, vocabulary)
    with torch.no_grad():
        trained = net(batch(one, torch.from_numpy(letters.of(vocabulary.numbers)), 0))[0, :, :2].numpy()
    assert tagger.kinds == ("a", "b")
    assert np.allclose(tagger.scores(tagger.read(features)), trained, atol=1e-4)
