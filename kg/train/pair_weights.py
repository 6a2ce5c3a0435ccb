"""a trained network of pairs -> the files that a pipeline reads, with what it was trained from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.core.pairs import KINDS, network_name
from kg.core.tables import write_json
from kg.train.answers import SHARED, UNKNOWN, Exercise
from kg.train.pair_declaration import BACKWARD, CONCEPTS, PairDeclaration
from kg.train.pairing import PairNetwork
from kg.train.weights import write_arrays

FORMAT = 1  # of the files; `kg.annotate.pairing` reads this one
_TABLES = ("kind.", "region.", "gap.", "apart.", "sorts.", "turned.")
_SEEN_OFTEN = 2  # times that a predicate must be seen between two kinds to be said of them


def write_pair_model(
    folder: Path,
    network: PairNetwork,
    declaration: PairDeclaration,
    exercises: Iterable[Exercise],
    asked: Mapping[str, tuple[str, ...]],
    calibration: Mapping[str, tuple[float, float]],
    recipe: Mapping[str, Any],
    member: int = 1,
) -> None:
    """Write `relations.npz` (16-bit) and `relations.json`; `relations-2.npz` and so on for further networks.

    Args:
        exercises: those that say which predicates stand between which kinds.
        asked: the questions with their answers.
        calibration: see `kg.train.calibration`.
        recipe: what the model was trained from; kept beside it as it is.
        member: which of the networks that are asked together, from 1.
    """
    name = network_name(member)
    sums = {f"{name}.npz": write_arrays(folder / f"{name}.npz", _arrays(network))}
    kinds = frozenset().union(*(one.pairs for one in declaration.corpora if one.between == CONCEPTS))
    about = {
        "format": FORMAT,
        "questions": {name: list(answers) for name, answers in asked.items()},
        "shape": network.shape.as_json(),
        "reading": dict(declaration.reading),
        "kinds": sorted(sorted(one) for one in kinds),
        "fits": sorted(_fits(exercises)),
        "calibration": {name: [round(value, 4) for value in pair] for name, pair in calibration.items()},
        "sha256": sums,
        "recipe": dict(recipe),
    }
    write_json(folder / f"{name}.json", about)


def _arrays(network: PairNetwork) -> dict[str, NDArray[np.float16]]:
    """Return the weights; matrices of linear maps turned, so that rows are multiplied from the left."""
    arrays = {}
    for name, tensor in network.state_dict().items():
        values = tensor.numpy()
        turned = values.T if values.ndim == 2 and not name.startswith(_TABLES) else values
        arrays[name] = np.ascontiguousarray(turned).astype(np.float16)
    return arrays


def _fits(exercises: Iterable[Exercise]) -> list[tuple[str, str, str]]:
    """Return which predicates stand between a subject and an object of which kinds."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for one in exercises:
        predicate = one.answers.get("predicate")
        if predicate is None:
            continue
        order = one.answers.get("order", np.full(len(predicate), UNKNOWN))
        sorts = one.pairs.sorts[np.searchsorted(one.pairs.of, np.arange(len(one.pairs)))]
        for said, turned, both in zip(predicate.tolist(), order.tolist(), sorts.tolist(), strict=True):
            if said != UNKNOWN:
                ends = (KINDS[both // len(KINDS)], KINDS[both % len(KINDS)])
                backward = turned != UNKNOWN and SHARED["order"][turned] == BACKWARD
                counts[(SHARED["predicate"][said], *(ends[::-1] if backward else ends))] += 1
    return [fit for fit, count in counts.items() if count >= _SEEN_OFTEN]
