"""Scores -> an entry of a pipeline's `scores.json`: the same scores give the same entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kg.evaluate.scores import Scores

_OF_THE_RUN = frozenset({"task", "seconds"})

Held = Mapping[str, Mapping[str, Any]]  # task -> name of the gold -> entry


def name_of_gold(
    gold: Iterable[Path], only: Path | None, mentions: str, ontologies: Iterable[str], point: str = "balanced"
) -> str:
    """Return what a score is kept under: each gold file's folder and name, and what makes the score another."""
    files = " + ".join("/".join(path.parts[-2:]) for path in gold)
    names = [Path(one).name for one in ontologies]
    further = (
        f"only {only.name}" if only else "",
        f"mentions {mentions}" if mentions != "predicted" else "",
        f"with {' + '.join(names)}" if names else "",
        point if point != "balanced" else "",
    )
    return ", ".join(filter(None, (files, *further)))


def with_entry(held: Held, name: str, scores: Scores) -> dict[str, dict[str, Any]]:
    """Return what is held with these scores in it, in place of earlier ones of the same task and name."""
    entry = {key: value for key, value in scores.as_json().items() if key not in _OF_THE_RUN}
    return {
        **{task: dict(entries) for task, entries in held.items()},
        scores.task: {**held.get(scores.task, {}), name: entry},
    }
