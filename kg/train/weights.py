"""a trained network and its vectors -> the files that a pipeline reads, with what they were trained from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.core.tables import atomic, write_json
from kg.train.declaration import is_auxiliary
from kg.train.network import TAGS, Network
from kg.train.vectors import Letters

FORMAT = 1  # of the files; `kg.annotate.tagger` reads this one


def write_model(folder: Path, network: Network, letters: Letters, recipe: Mapping[str, Any]) -> None:
    """Write `tagger.npz`, `vectors.npz` (16-bit) and `tagger.json`; heads that only taught the encoder are left out.

    Args:
        recipe: what the model was trained from; kept beside it as it is.
    """
    kept = [number for number, head in enumerate(network.heads) if not is_auxiliary(head)]
    sums = {
        "tagger.npz": write_arrays(folder / "tagger.npz", _arrays(network, kept)),
        "vectors.npz": write_arrays(folder / "vectors.npz", {"vectors": letters.table.astype(np.float16)}),
    }
    about = {
        "format": FORMAT,
        "kinds": [network.heads[number] for number in kept],
        "shape": network.shape.as_json(),
        "vectors": dict(letters.settings),
        "sha256": sums,
        "recipe": dict(recipe),
    }
    write_json(folder / "tagger.json", about)


def _arrays(network: Network, kept: list[int]) -> dict[str, NDArray[np.float16]]:
    """Return the weights; matrices of linear maps turned, so that rows of words are multiplied from the left."""
    arrays = {}
    for name, tensor in network.state_dict().items():
        values = tensor.numpy()
        if name.startswith("head."):
            values = values.reshape(len(network.heads), TAGS, -1)[kept].reshape(len(kept) * TAGS, *values.shape[1:])
        is_map = values.ndim == 2 and not name.startswith(("prefix.", "suffix.", "look."))
        arrays[name] = np.ascontiguousarray(values.T if is_map else values).astype(np.float16)
    return arrays


def write_arrays(path: Path, arrays: Mapping[str, NDArray[np.float16]]) -> str:
    """Write arrays to a file that is whole or not there; return its SHA-256."""
    with atomic(path) as temporary:
        with temporary.open("wb") as out:
            np.savez(out, **arrays)
        return hashlib.sha256(temporary.read_bytes()).hexdigest()
