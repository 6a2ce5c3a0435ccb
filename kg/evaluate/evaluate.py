"""(gold, predicted) pairs of Extractions -> Scores, one document in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from time import perf_counter
from types import MappingProxyType
from typing import Protocol

from kg.core.errors import OptionError, UnknownName
from kg.core.lexicon import Concept
from kg.core.text import Extraction
from kg.evaluate.curated import Curated
from kg.evaluate.judged import Note, ignore
from kg.evaluate.links import Links
from kg.evaluate.mentions import Mentions
from kg.evaluate.relations import Relations
from kg.evaluate.scores import Scores


class Count(Protocol):
    """What a task does with documents."""

    def add(self, gold: Extraction, predicted: Extraction) -> None:
        """Take down one document."""

    def scores(self, documents: int, seconds: float) -> Scores:
        """Return the sum over all documents."""


TASKS: Mapping[str, Callable[[Mapping[str, Concept], Note], Count]] = MappingProxyType(
    {"mentions": Mentions, "links": Links, "relations": Relations, "verdicts": Curated}
)
JUDGED_ONE_BY_ONE = frozenset({"mentions", "links"})


def evaluate(
    task: str, pairs: Iterable[tuple[Extraction, Extraction]], concepts: Mapping[str, Concept], note: Note = ignore
) -> Scores:
    """Score the predicted against the gold, each pair being of one document.

    Args:
        concepts: ours by id; their cross-references say which of the gold's ids they answer to.
        note: is handed everything that is judged, of the tasks in JUDGED_ONE_BY_ONE.

    Raises:
        UnknownName: no such task.
        OptionError: the gold marks nothing that the task could score.
    """
    if task not in TASKS:
        raise UnknownName("task", task, tuple(TASKS))
    count = TASKS[task](concepts, note)
    started, documents = perf_counter(), 0
    for documents, (gold, predicted) in enumerate(pairs, 1):  # noqa: B007 (the last number is the count)
        count.add(gold, predicted)
    scores = count.scores(documents, perf_counter() - started)
    if scores.empty:
        labels = ", ".join(scores.unknown_labels)
        raise OptionError(f"the gold marks no {task} to score" + (f"; unknown labels: {labels}" if labels else ""))
    return scores
