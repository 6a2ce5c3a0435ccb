"""The layers that the networks are made of, computed with NumPy; and their weights, read from a checked file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.core.errors import DataError

Array = NDArray[np.float32]
Weights = Mapping[str, Array]  # by the names PyTorch gives them; maps are multiplied from the right


def norm(x: Array) -> Array:
    """Return rows of mean 0 and variance 1."""
    centred = x - x.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", centred, centred) / x.shape[1]
    result: Array = centred / np.sqrt(variance + 1e-5)[:, None]
    return result


def layer_norm(weights: Weights, name: str, x: Array) -> Array:
    """Return normalised rows, scaled and moved as learned."""
    result: Array = norm(x) * weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return result


def block(weights: Weights, name: str, x: Array, dilation: int, pieces: int) -> Array:
    """Return what a block adds to its words: a convolution over three of them, and the largest of its pieces."""
    count, width = x.shape
    near = np.zeros((count, 3 * width), np.float32)
    middle = near[:, width : 2 * width]
    middle[:] = layer_norm(weights, f"{name}.norm", x)
    near[dilation:, :width] = middle[: count - dilation] if dilation < count else 0
    near[: max(0, count - dilation), 2 * width :] = middle[dilation:]
    h = near @ weights[f"{name}.linear.weight"] + weights[f"{name}.linear.bias"]
    best: Array = h[:, :width]
    for piece in range(1, pieces):
        best = np.maximum(best, h[:, piece * width : (piece + 1) * width])
    return best


def about(path: Path, form: int) -> dict[str, Any] | None:
    """Return what stands beside a network's weights; None where there is no such network.

    Raises:
        DataError: it is of another format than `form`.
        ValueError, KeyError, TypeError: it is no such file.
    """
    if not path.exists():
        return None
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if told["format"] != form:
        raise DataError(path, 0, f"format {told['format']}, this version reads {form}")
    return told


def load_arrays(path: Path, sha256: str) -> dict[str, Array]:
    """Return the arrays of a file, float32; pickled objects are refused.

    Raises:
        DataError: it is missing, or not the file that was trained.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError(path, 0, error.strerror or str(error)) from error
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise DataError(path, 0, f"sha256 is {found}, the trained one has {sha256}")
    with np.load(path, allow_pickle=False) as arrays:
        return {name: arrays[name].astype(np.float32) for name in arrays.files}
