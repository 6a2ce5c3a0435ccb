"""kg.annotate.layers, worked by hand; `tests/unit/train` holds them to PyTorch."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kg.annotate.layers import block, layer_norm, load_arrays, norm
from kg.core.errors import DataError


def array(*rows: list[float]) -> NDArray[np.float32]:
    return np.array(rows, np.float32)


def test_norm() -> None:
    x = array([1, 3], [-2, -2], [0, 8])
    assert np.allclose(norm(x), array([-1, 1], [0, 0], [-1, 1]), atol=1e-3)
    weights = {"a.weight": np.array([2, 3], np.float32), "a.bias": np.array([1, 0], np.float32)}
    assert np.allclose(layer_norm(weights, "a", x), array([-1, 3], [1, 0], [-1, 3]), atol=1e-2)


def _shifting(back: float, here: float, ahead: float) -> dict[str, NDArray[np.float32]]:
    """A block of one piece that adds up a word and its neighbours, each times a number."""
    one = np.eye(2, dtype=np.float32)
    return {
        "b.norm.weight": np.ones(2, np.float32),
        "b.norm.bias": np.zeros(2, np.float32),
        "b.linear.weight": np.concatenate([back * one, here * one, ahead * one]),
        "b.linear.bias": np.zeros(2, np.float32),
    }


@pytest.mark.parametrize("dilation", [1, 2, 3, 4, 9])
def test_a_block_looks_as_far_as_it_is_told_and_not_beyond_the_text(dilation: int) -> None:
    x = array([0, 2], [2, 0], [0, 4], [1, 0])
    normal = norm(x)
    back, ahead = np.zeros_like(normal), np.zeros_like(normal)
    for word in range(4):
        if word >= dilation:
            back[word] = normal[word - dilation]
        if word + dilation < 4:
            ahead[word] = normal[word + dilation]
    found = block(_shifting(100, 10, 1), "b", x, dilation, 1)
    assert np.allclose(found, 100 * back + 10 * normal + ahead, atol=1e-3)


def test_the_largest_piece_counts() -> None:
    weights = _shifting(0, 1, 0)
    weights["b.linear.weight"] = np.concatenate([weights["b.linear.weight"], -weights["b.linear.weight"]], axis=1)
    weights["b.linear.bias"] = np.zeros(4, np.float32)
    x = array([0, 2], [2, 0])
    assert np.allclose(block(weights, "b", x, 1, 2), np.abs(norm(x)))


def test_arrays_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, x=np.array([1, 2], np.float16))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    (found,) = load_arrays(path, sha256).values()
    assert (found.dtype, found.tolist()) == (np.dtype(np.float32), [1, 2])
    with pytest.raises(DataError, match=r"a\.npz: sha256 is"):
        load_arrays(path, "0" * 64)
    with pytest.raises(DataError, match="No such file"):
        load_arrays(tmp_path / "none.npz", sha256)


def test_pickled_objects_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, x=np.array([{"a": 1}], object))
    with pytest.raises(ValueError, match="allow_pickle"):
        load_arrays(path, hashlib.sha256(path.read_bytes()).hexdigest())
