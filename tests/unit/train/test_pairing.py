"""kg.train.pairing: the network of pairs as it is trained, the same as what the pipeline computes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from kg.annotate.pairing import PairReader, load_pairs
from kg.core.pairs import HIDDEN, WITHIN, Pairs
from kg.train.answers import Exercise
from kg.train.calibration import logits_of
from kg.train.pair_weights import _TABLES, write_pair_model
from kg.train.pairing import PairNetwork, PairShape, _dense, padded
from tests.unit.train.pair_parts import ASKED, DECLARATION, SHAPE, exercises, shaken, text


def trained(net: PairNetwork, states: np.ndarray, pairs: Pairs) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    with torch.no_grad():
        x = net.read(*padded([states], [pairs]))
        return {name: scores.softmax(-1).numpy() for name, scores in net.answers(net.pairs(x[0], pairs)).items()}


def unrounded(net: PairNetwork) -> PairReader:
    """The network for NumPy, without a file between."""
    weights = {}
    for name, tensor in net.state_dict().items():
        values = tensor.numpy()
        weights[name] = values.T if values.ndim == 2 and not name.startswith(_TABLES) else values
    fits: frozenset[tuple[str, str, str]] = frozenset()
    shape = net.shape
    return PairReader(ASKED, weights, shape.dilations, shape.heads, DECLARATION.reading, frozenset(), fits, {})


def same(reader: PairReader, net: PairNetwork, within: float) -> None:
    states, every = text()
    assert len(every) == 2
    for pairs in every:
        seen = reader.pairs(reader.read(states, pairs.kinds), pairs)
        expected = trained(net, states, pairs)
        assert max(np.ptp(chances, axis=0).max() for chances in expected.values()) > 0.1  # pairs are told apart
        assert expected.keys() == ASKED.keys()
        for question, chances in expected.items():
            found = reader.answer(question, seen.pairs)
            assert found.shape == (len(pairs), len(ASKED[question]))
            assert np.allclose(found, chances, atol=within), question


@pytest.mark.parametrize("seed", range(3))
def test_numpy_computes_the_same(seed: int) -> None:
    net = shaken(seed)
    same(unrounded(net), net, 1e-3)


@pytest.mark.parametrize("dilations", [(1,), (1, 2, 30)])  # one reaches out of the text
def test_numpy_computes_the_same_through_the_files(tmp_path: Path, dilations: tuple[int, ...]) -> None:
    net = shaken(7, PairShape(states=SHAPE.states, width=24, dilations=dilations, heads=3, pair=8))
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.copy_(parameter.half().float())  # as the file keeps them
    write_pair_model(tmp_path, net, DECLARATION, [], ASKED, {"said": (2.0, -1.0)}, {})
    reader = load_pairs(tmp_path)
    assert reader is not None
    assert (reader.dilations, reader.heads, reader.reading) == (dilations, 3, DECLARATION.reading)
    assert reader.questions == ASKED
    assert reader.calibration == {"said": (2.0, -1.0)}
    assert reader.kinds == {frozenset({"gene", "disease"})}
    same(reader, net, 1e-3)


def test_calibrated_chances_are_those_of_training() -> None:
    net = shaken(4)
    states, (pairs, _) = text()
    one = Exercise(states.astype(np.float16), pairs, {}, 1.0)
    reader = unrounded(net)
    seen = reader.pairs(reader.read(one.states.astype(np.float32), pairs.kinds), pairs)
    logits = logits_of(net, one, "said")
    assert np.allclose(reader.said("said", seen.pairs), 1 / (1 + np.exp(-logits)), atol=1e-3)
    reader = replace(reader, calibration={"said": (0.5, 1.0)})
    assert np.allclose(reader.said("said", seen.pairs), 1 / (1 + np.exp(-(0.5 * logits + 1))), atol=1e-3)


def test_padding_changes_nothing() -> None:
    net = shaken()
    states, (pairs, _) = text()
    short = exercises(1)[0]
    with torch.no_grad():
        alone = net.read(*padded([short.states], [short.pairs]))[0]
        beside = net.read(*padded([states, short.states], [pairs, short.pairs]))[1, : len(short.states)]
    assert torch.allclose(alone, beside, atol=1e-5)


def test_words_of_other_sentences_are_hidden() -> None:
    states, every = text()
    for pairs in every:
        where = _dense(pairs, len(states))
        for row, one, other in zip(where, pairs.one, pairs.other, strict=True):
            here = pairs.sentence[[pairs.first[one], pairs.first[other]]]
            assert np.array_equal(row != HIDDEN, np.isin(pairs.sentence, here))
            for end in (one, other):
                assert (row[pairs.first[end] : pairs.last[end]] == WITHIN).all()


def test_hidden_words_do_not_matter() -> None:
    net = shaken()
    states, (_, pairs) = text()
    with torch.no_grad():
        x = net.read(*padded([states], [pairs]))[0]
        before = net.pairs(x, pairs)
        changed = x.clone()
        changed[15:] += 1  # the last sentence alone
        after = net.pairs(changed, pairs)
    last = [int(pairs.sentence[pairs.first[one]]) == 3 for one in pairs.one]
    moved = ~torch.isclose(before, after, atol=1e-5).all(dim=1)
    assert moved.tolist() == last
    assert any(last)
    assert not all(last)


def test_what_is_asked_is_answered_for_every_pair() -> None:
    net = shaken()
    states, every = text()
    for pairs in every:
        assert {name: len(rows) for name, rows in trained(net, states, pairs).items()} == dict.fromkeys(
            ASKED, len(pairs)
        )


def test_sizes_as_plain_values() -> None:
    assert SHAPE.as_json() == {
        "states": 8,
        "width": 16,
        "dilations": [1, 2],
        "heads": 2,
        "pair": 12,
        "dropout": 0.0,
    }
