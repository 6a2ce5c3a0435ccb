"""kg.train.pair_weights: what a pipeline reads, and what it was trained from."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from kg.core.pairs import KINDS, Named, mention_pairs
from kg.train.answers import SHARED, UNKNOWN, Exercise
from kg.train.pair_declaration import PairCorpus
from kg.train.pair_weights import _fits, write_pair_model
from tests.unit.train.pair_parts import ASKED, DECLARATION, STATES, network


def seen(predicate: str, order: str, kinds: tuple[str, str] = ("gene", "chemical")) -> Exercise:
    """One pair of mentions of which something is known; the second answer of a pair nobody knows."""
    names = [Named(0, 1, kinds[0], ("A",)), Named(2, 3, kinds[1], ("B",)), Named(4, 5, "process", ("C",))]
    pairs = mention_pairs(names, np.zeros(5, np.int32), 0, None, 9)
    assert pairs is not None
    at = [ends.concepts for ends in pairs.ends].index(
        ("A", "B") if KINDS.index(kinds[0]) <= KINDS.index(kinds[1]) else ("B", "A")
    )
    answers = {}
    for question, answer in (("predicate", predicate), ("order", order)):
        if answer:
            answers[question] = np.full(len(pairs), UNKNOWN)
            answers[question][at] = SHARED[question].index(answer)
    return Exercise(np.zeros((5, STATES), np.float16), pairs, answers, 1.0)


def test_what_was_seen_twice_between_two_kinds_fits() -> None:
    up = seen("affects", "forward")
    assert _fits([up]) == []
    assert _fits([up, up]) == [("affects", "gene", "chemical")]


def test_who_acts_comes_first() -> None:
    back = seen("affects", "backward")
    assert _fits([back, seen("affects", "forward"), back]) == [("affects", "chemical", "gene")]
    turned = seen("affects", "forward", ("chemical", "gene"))  # ends stand by kind, not by place
    assert _fits([turned, turned]) == [("affects", "gene", "chemical")]


def test_where_nobody_acts_the_ends_stand_by_kind() -> None:
    both = [seen("associated_with", "", ("disease", "gene")), seen("associated_with", "", ("gene", "disease"))]
    assert _fits(both) == [("associated_with", "gene", "disease")]
    assert _fits([seen("", "forward")] * 3) == []


def test_the_files(tmp_path: Path) -> None:
    declaration = replace(
        DECLARATION,
        corpora=(
            *DECLARATION.corpora,
            PairCorpus("b", "b", "mentions", "said", pairs=frozenset({frozenset({"gene", "species"})})),
            PairCorpus("c", "c", "concepts", "said", pairs=frozenset({frozenset({"gene"})})),
        ),
    )
    given = [seen("affects", "forward")] * 2
    write_pair_model(tmp_path, network(), declaration, given, ASKED, {"said": (1.23456, -0.1)}, {"seed": 1})
    about = json.loads((tmp_path / "relations.json").read_text(encoding="utf-8"))
    assert about["recipe"] == {"seed": 1}
    assert about["questions"]["said"] == ["none", "said"]
    assert about["calibration"] == {"said": [1.2346, -0.1]}
    assert about["fits"] == [["affects", "gene", "chemical"]]
    assert about["kinds"] == [["disease", "gene"], ["gene"]]  # where pairs of concepts were learned
    with np.load(tmp_path / "relations.npz", allow_pickle=False) as arrays:
        assert {array.dtype for array in (arrays[name] for name in arrays.files)} == {np.dtype(np.float16)}
        assert arrays["enter.weight"].shape == (STATES, 16)  # rows are multiplied from the left
        assert arrays["kind.weight"].shape == (1 + 2 * len(KINDS), 16)


def test_the_same_network_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_pair_model(tmp_path / name, network(), DECLARATION, [], ASKED, {}, {})
    for file in ("relations.npz", "relations.json"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "other" / file).read_bytes()
