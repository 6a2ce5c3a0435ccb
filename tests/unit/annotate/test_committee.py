"""kg.annotate.committee: several networks say together what lies between what each says."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kg.annotate.committee import Committee, load_reader
from kg.annotate.pairing import PairReader, load_pairs
from kg.core.errors import DataError
from kg.core.pairs import mention_pairs
from kg.core.paths import pipeline_folder
from tests.unit.annotate.pair_reader import QUESTIONS, random_reader, saying, write
from tests.unit.annotate.test_pairing import NAMES, SENTENCE, both, states


def test_answers_are_means() -> None:
    members = random_reader(seed=1), random_reader(seed=2), random_reader(seed=3)
    committee = Committee(members)
    for pairs in both():
        seen = committee.pairs(committee.read(states(), pairs.kinds), pairs)
        each = [one.pairs(one.read(states(), pairs.kinds), pairs) for one in members]
        assert len(seen.weight) == len(seen.triggers) == len(pairs.one)
        for question, answers in QUESTIONS.items():
            chances = committee.answer(question, seen.pairs)
            single = [one.answer(question, own.pairs) for one, own in zip(members, each, strict=True)]
            assert np.allclose(chances, sum(single) / 3, atol=1e-6)
            assert np.allclose(chances.sum(axis=1), 1, atol=1e-5)
            assert committee.best(question, seen.pairs[:1]) == answers[int(chances[0].argmax())]


def test_chances_are_averaged_as_log_odds() -> None:
    sure, unsure = saying(5, {"stated": ("stated", 0.9)}), saying(5, {"stated": ("stated", 0.5)})
    pairs = both()[0]
    committee = Committee((sure, unsure))
    seen = committee.pairs(committee.read(states(), pairs.kinds), pairs)
    assert np.allclose(committee.said("stated", seen.pairs), 0.75, atol=1e-4)  # between 1:1 and 9:1 stands 3:1


def test_one_member_says_what_it_says_alone() -> None:
    reader = random_reader()
    committee, pairs = Committee((reader,)), both()[0]
    seen = committee.pairs(committee.read(states(), pairs.kinds), pairs)
    alone = reader.pairs(reader.read(states(), pairs.kinds), pairs)
    assert np.array_equal(seen.pairs, alone.pairs)
    assert np.allclose(committee.said("cid", seen.pairs), reader.said("cid", alone.pairs), atol=1e-6)


def test_a_part_of_a_text_is_a_part_in_each_network() -> None:
    committee = Committee((random_reader(seed=1), random_reader(seed=2)))
    pairs = mention_pairs(NAMES, SENTENCE, 6, None, 20)
    assert pairs is not None
    read = committee.read(states(), pairs.kinds)
    assert [len(one.x) for one in read.cut(3, 9)] == [6, 6]
    assert np.array_equal(read.cut(3, 9)[1].x, read[1].x[3:9])


def test_networks_are_asked_alone_or_together(tmp_path: Path) -> None:
    assert load_reader(tmp_path, together=True) is None
    for number in (1, 2):
        write(tmp_path, random_reader(seed=number), "relations" if number == 1 else f"relations-{number}")
        alone, together = load_reader(tmp_path, together=False), load_reader(tmp_path, together=True)
        assert isinstance(alone, PairReader)
        assert isinstance(together, PairReader if number == 1 else Committee)
    assert isinstance(together, Committee)
    assert len(together.members) == 2


def test_one_that_is_asked_something_else_is_named(tmp_path: Path) -> None:
    write(tmp_path, random_reader())
    write(tmp_path, random_reader(), "relations-2")
    path = tmp_path / "relations-2.json"
    about = json.loads(path.read_text(encoding="utf-8"))
    about["questions"]["cid"] = ["none", "caused"]
    path.write_text(json.dumps(about), encoding="utf-8")
    assert load_reader(tmp_path, together=False) is not None
    with pytest.raises(DataError, match=r"relations-2\.json.*lacks a question"):
        load_reader(tmp_path, together=True)


def test_the_shipped_ones() -> None:
    folder = pipeline_folder("immunology") / "model"
    if load_pairs(folder) is None:
        pytest.skip("the pipeline's folder holds no trained network of pairs (model/relations.json)")
    reader = load_reader(folder, together=True)
    assert isinstance(reader, Committee)
    assert len(reader.members) == 3
