"""kg.train.vectors: vectors of letters, trained on texts."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from kg.annotate.vectors import WordVectors
from kg.train.vectors import LENGTH, load_letters, save_letters, train_letters
from tests.unit.train import parts  # noqa: F401  (skips where floret is not installed)

SETTINGS = {"dim": 8, "bucket": 300, "minn": 3, "maxn": 4, "hashCount": 2, "epoch": 3, "minCount": 1}


def test_the_pipeline_gives_words_the_vectors_that_were_trained(tmp_path: Path) -> None:
    letters = train_letters(["The Tregs grew.", "Mice have Tregs and lupus."] * 50, SETTINGS, 1)
    made = letters.of(["tregs", "mice", "neverseen"])
    assert np.linalg.norm(letters.of(["tregs", "mice", "the", "grew", "lupus"]), axis=1).mean() > LENGTH / 2
    assert np.allclose(WordVectors(letters.table, **letters.settings).rows(["tregs", "mice", "neverseen"]), made)
    save_letters(tmp_path / "kept.npz", letters)
    again = load_letters(tmp_path / "kept.npz")
    assert np.array_equal(again.table, letters.table)  # 16-bit already
    assert again.settings == letters.settings
