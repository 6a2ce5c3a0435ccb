"""kg.annotate.vectors: vectors of words by their letters."""

from __future__ import annotations

import numpy as np

from kg.annotate import vectors
from kg.annotate.vectors import WordVectors

TABLE = np.random.default_rng(0).normal(size=(50, 6)).astype(np.float32)
SETTINGS = {"minn": 3, "maxn": 4, "hash_count": 2, "hash_seed": 7}


def test_every_word_has_a_vector_and_the_same_one_each_time() -> None:
    made = WordVectors(TABLE, scale=1.0, **SETTINGS)
    first = made.rows(["lupus", "nobody-has-seen-this", "lupus"])
    assert first.shape == (3, 6)
    assert first.dtype == np.float32
    assert np.array_equal(first[0], first[2])
    assert not np.array_equal(first[0], first[1])
    assert np.array_equal(made.rows(["lupus"])[0], first[0])


def test_scale_multiplies() -> None:
    one, four = (WordVectors(TABLE, scale=scale, **SETTINGS).rows(["lupus"]) for scale in (1.0, 4.0))
    assert np.allclose(four, 4 * one)


def test_what_is_kept_is_bounded() -> None:
    made = WordVectors(TABLE, scale=1.0, **SETTINGS)
    vectors_before = made.rows([f"word{n}" for n in range(40)])
    made._rows.update({f"old{n}": vectors_before[0] for n in range(vectors.KEPT)})
    again = made.rows(["new", *(f"word{n}" for n in range(40))])
    assert len(made._rows) <= 41
    assert np.array_equal(again[1:], vectors_before)
