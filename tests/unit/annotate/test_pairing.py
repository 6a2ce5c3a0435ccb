"""kg.annotate.pairing: the network of pairs with NumPy, and its files; `tests/unit/train` holds it to PyTorch."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kg.annotate.pairing import load_pairs
from kg.core.errors import DataError
from kg.core.pairs import Named, Pairs, concept_pairs, mention_pairs
from kg.core.paths import pipeline_folder
from tests.unit.annotate.pair_reader import EVERY, QUESTIONS, USUAL, random_reader, saying, write

SENTENCE = np.repeat(np.arange(3, dtype=np.int32), [6, 7, 5])
NAMES = [
    Named(0, 2, "gene", ("A",)),
    Named(4, 5, "chemical", ("B",)),
    Named(7, 8, "gene", ("A",)),
    Named(9, 11, "disease", ("X",)),
    Named(14, 15, "cell_type", ("T",)),
]


def states(words: int = 18) -> NDArray[np.float32]:
    return np.random.default_rng(9).normal(size=(words, 5)).astype(np.float32)


def both() -> list[Pairs]:
    made = [concept_pairs(NAMES, SENTENCE, 6, EVERY, 2), mention_pairs(NAMES, SENTENCE, 6, None, 20)]
    return [one for one in made if one is not None]


def test_answers_are_probabilities() -> None:
    reader = random_reader()
    for pairs in both():
        seen = reader.pairs(reader.read(states(), pairs.kinds), pairs)
        for question, answers in QUESTIONS.items():
            chances = reader.answer(question, seen.pairs)
            assert chances.shape == (len(pairs), len(answers))
            assert np.allclose(chances.sum(axis=1), 1, atol=1e-5)
            assert reader.best(question, seen.pairs[1:2]) == answers[int(chances[1].argmax())]
            assert np.allclose(reader.said(question, seen.pairs), 1 - chances[:, 0], atol=1e-4)


def test_chances_are_calibrated() -> None:
    reader = replace(saying(5), calibration={"stated": (2.0, -1.0)})
    pairs = both()[0]
    seen = reader.pairs(reader.read(states(), pairs.kinds), pairs)
    odds = np.log(0.9 / 0.1)
    assert np.allclose(reader.said("stated", seen.pairs), 1 / (1 + np.exp(-(2 * odds - 1))), atol=1e-4)
    for answer, bound in (("stated", 1.0), ("none", 0.0)):
        sure = saying(5, {"stated": (answer, 1 - 1e-12)}, calibration={"stated": (3.0, 0.0)})
        assert np.isfinite(sure.said("stated", seen.pairs)).all()
        assert np.allclose(sure.said("stated", seen.pairs), bound, atol=1e-4)


def test_a_network_made_by_hand_says_what_it_should() -> None:
    reader = saying(5)
    for pairs in both():
        seen = reader.pairs(reader.read(states(), pairs.kinds), pairs)
        for question, (answer, chance) in USUAL.items():
            assert reader.best(question, seen.pairs[:1]) == answer
            assert np.allclose(reader.answer(question, seen.pairs)[:, QUESTIONS[question].index(answer)], chance)


def test_what_is_said_of_a_pair_does_not_depend_on_the_other_pairs() -> None:
    reader = random_reader()
    whole = mention_pairs(NAMES, SENTENCE, 6, None, 20)
    few = mention_pairs(NAMES, SENTENCE, 6, frozenset({frozenset({"gene", "disease"})}), 20)
    assert whole is not None
    assert few is not None
    read = reader.read(states(), whole.kinds)
    at = [ends.mentions for ends in whole.ends].index(few.ends[0].mentions)
    assert (len(whole), len(few)) == (2, 1)
    together, alone = reader.pairs(read, whole), reader.pairs(read, few)
    assert np.allclose(together.pairs[at], alone.pairs[0], atol=1e-5)
    assert together.triggers[at] == alone.triggers[0]


def test_a_long_text_is_looked_at_part_by_part_and_comes_to_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = random_reader()
    for pairs in both():
        read = reader.read(states(), pairs.kinds)
        at_once = reader.pairs(read, pairs)
        with monkeypatch.context() as patch:
            patch.setattr("kg.annotate.pairing.AT_ONCE", 0)
            by_part = reader.pairs(read, pairs)
        assert np.allclose(at_once.pairs, by_part.pairs, atol=1e-5)
        assert (at_once.triggers == by_part.triggers).all()


def test_the_word_that_says_it_stands_in_the_sentences_and_outside_of_the_names() -> None:
    for seed in range(5):
        reader = random_reader(seed=seed)
        for pairs in both():
            seen = reader.pairs(reader.read(states(), pairs.kinds), pairs)
            assert len(seen.weight) == len(seen.triggers) == len(pairs.one)
            assert (seen.weight > 0).all()
            for word, one, other in zip(seen.triggers, pairs.one, pairs.other, strict=True):
                ends = [NAMES[int(one)], NAMES[int(other)]]
                assert SENTENCE[word] in {SENTENCE[end.first] for end in ends}
                assert not any(end.first <= word < end.last for end in ends)


def test_it_turns_to_the_words_that_it_is_told_to_turn_to() -> None:
    pairs = mention_pairs(NAMES, SENTENCE, 6, None, 20)
    assert pairs is not None
    reader = saying(5)
    seen = reader.pairs(reader.read(states(), pairs.kinds), pairs)
    assert [ends.mentions for ends in pairs.ends] == [(0, 1), (2, 3)]
    assert seen.triggers.tolist() == [2, 8]  # the first of those between


def test_written_and_read(tmp_path: Path) -> None:
    reader = random_reader()
    write(tmp_path, reader)
    found = load_pairs(tmp_path)
    assert found is not None
    assert (found.questions, found.dilations, found.heads) == (reader.questions, reader.dilations, reader.heads)
    assert (found.reading, found.kinds, found.calibration) == (reader.reading, reader.kinds, {"stated": (1.5, -0.5)})
    assert found.fits == frozenset(sorted(reader.fits)[:3])
    assert all(np.array_equal(found.weights[name], values) for name, values in reader.weights.items())


def test_a_pipeline_without_one(tmp_path: Path) -> None:
    assert load_pairs(tmp_path) is None
    assert load_pairs(tmp_path / "none") is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"format": 99}, "format 99, this version reads"),
        ({"format": None}, "format None"),
        ({"sha256": {}}, "relations.npz"),
        ({"sha256": {"relations.npz": "0"}}, "sha256 is"),
        ({"questions": 3}, "not a trained network"),
        ({"questions": ["stated"]}, "not a trained network"),
        ({"shape": {}}, "not a trained network"),
        ({"fits": [["affects"]]}, "not a trained network"),
        ({"kinds": 3}, "not a trained network"),
        ({"calibration": {"stated": [1.0]}}, "not a trained network"),
    ],
)
def test_what_is_damaged_or_foreign_is_named(tmp_path: Path, changed: dict[str, object], reason: str) -> None:
    write(tmp_path, random_reader())
    path = tmp_path / "relations.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changed), encoding="utf-8")
    with pytest.raises(DataError, match=reason):
        load_pairs(tmp_path)


@pytest.mark.parametrize("content", ["", "[]", "3", "{", "null", '{"format": 1}', "\udcff"])
def test_what_describes_no_network_is_named(tmp_path: Path, content: str) -> None:
    write(tmp_path, random_reader())
    (tmp_path / "relations.json").write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(DataError, match=r"relations\.json.*not a trained network"):
        load_pairs(tmp_path)


def test_missing_and_damaged_weights_are_named(tmp_path: Path) -> None:
    write(tmp_path, random_reader())
    weights = tmp_path / "relations.npz"
    weights.write_bytes(weights.read_bytes()[:-9])
    with pytest.raises(DataError, match=r"relations\.npz: sha256 is"):
        load_pairs(tmp_path)
    weights.unlink()
    with pytest.raises(DataError, match=r"relations\.npz: No such file"):
        load_pairs(tmp_path)


def test_the_shipped_one() -> None:
    reader = load_pairs(pipeline_folder("immunology") / "model")
    if reader is None:
        pytest.skip("the pipeline's folder holds no trained network of pairs (model/relations.json)")
    assert reader.questions.keys() >= QUESTIONS.keys()
    assert all(values.dtype == np.float32 and np.isfinite(values).all() for values in reader.weights.values())
    assert {"stated", "biored", "cid"} <= reader.calibration.keys()
    assert all(slope > 0 for slope, _ in reader.calibration.values())
    assert ("affects", "gene", "cell_type") in reader.fits
