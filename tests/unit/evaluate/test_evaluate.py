"""kg.evaluate.evaluate: the three tasks over streams; gold against itself, and against nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from kg.core.errors import OptionError, UnknownName
from kg.core.text import Extraction
from kg.evaluate.evaluate import TASKS, evaluate
from tests.unit.evaluate.marked import CONCEPTS, marked


def test_documents_are_counted_and_taken_one_by_one() -> None:
    taken = []

    def pairs() -> Iterator[tuple[Extraction, Extraction]]:
        for number in range(3):
            taken.append(number)
            yield marked("[IL-2|Gene|3558]"), marked("[IL-2|gene|HGNC:6001]")

    scores = evaluate("links", pairs(), CONCEPTS)
    assert (scores.task, scores.documents, scores.overall.f1, taken) == ("links", 3, 1.0, [0, 1, 2])
    assert scores.seconds > 0


def test_an_unknown_task_is_named() -> None:
    with pytest.raises(UnknownName, match="did you mean 'mentions'"):
        evaluate("mention", [], {})


def test_gold_without_what_is_scored_is_no_silent_zero() -> None:
    pair = (marked("[p53|DomainMotif|]"), marked("[p53|gene|]"))
    with pytest.raises(OptionError, match="no mentions to score; unknown labels: DomainMotif"):
        evaluate("mentions", [pair], {})


@pytest.mark.shared
# Verdicts come from curators alone (test_curated.py)
@pytest.mark.parametrize("task", sorted(TASKS.keys() - {"verdicts"}))
def test_gold_is_all_right_and_nothing_is_all_wrong(shared: Path, task: str) -> None:
    from kg.read.gold import read

    items = islice(read(shared / "corpora" / "biored" / "Dev.PubTator.gz"), 12)
    gold = [one for one in items if isinstance(one, Extraction)]
    itself = evaluate(task, ((one, one) for one in gold), {})
    assert (itself.documents, itself.as_json()["f1"], itself.left_out) == (12, 1.0, {})
    assert all(tally.f1 == 1.0 for tally in (*itself.per_type.values(), *itself.further.values()))
    nothing = evaluate(task, ((one, Extraction(one.document)) for one in gold), {})
    assert nothing.as_json()["f1"] == nothing.as_json()["recall"] == 0.0
    assert nothing.overall.gold == itself.overall.gold > 0
