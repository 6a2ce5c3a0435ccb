"""kg.train.weights: what a pipeline reads, and what it was trained from."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from kg.train.vectors import Letters
from kg.train.weights import write_model
from tests.unit.train.parts import network

LETTERS = Letters(np.ones((5, 6), np.float32), {"minn": 3, "maxn": 4, "hash_count": 2, "hash_seed": 7, "scale": 2.0})


def test_heads_that_only_taught_are_left_out_and_the_recipe_stays(tmp_path: Path) -> None:
    write_model(tmp_path, network(), LETTERS, {"seed": 1})
    about = json.loads((tmp_path / "tagger.json").read_text(encoding="utf-8"))
    assert (about["kinds"], about["recipe"]) == (["name"], {"seed": 1})
    with np.load(tmp_path / "tagger.npz", allow_pickle=False) as arrays:
        assert arrays["head.weight"].shape == (16, 5)
        assert {array.dtype for array in (arrays[name] for name in arrays.files)} == {np.dtype(np.float16)}


def test_the_same_network_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_model(tmp_path / name, network(), LETTERS, {})
    assert (tmp_path / "one" / "tagger.npz").read_bytes() == (tmp_path / "other" / "tagger.npz").read_bytes()
    assert (tmp_path / "one" / "tagger.json").read_text() == (tmp_path / "other" / "tagger.json").read_text()
