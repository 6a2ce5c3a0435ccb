"""kg.evaluate.changes: what a second run gained and lost."""

from __future__ import annotations

from kg.core.text import Extraction
from kg.evaluate.changes import changes, changes_table, counted
from kg.evaluate.evaluate import TASKS
from kg.evaluate.judged import Judged
from tests.unit.evaluate.marked import CONCEPTS, marked


def _rows(task: str, gold: Extraction, predicted: Extraction) -> list[Judged]:
    rows: list[Judged] = []
    TASKS[task](CONCEPTS, rows.append).add(gold, predicted)
    return rows


def test_mentions_are_gained_and_lost() -> None:
    gold = marked("[IL-2|Gene|] and [TNF|Gene|] in severe [lupus|Disease|], [fever|Disease|]")
    before = marked("[IL-2|gene|] and TNF in [severe|disease|] lupus, [fever|disease|]")
    now = marked("IL-2 and [TNF|gene|] in [severe lupus|disease|], [fever|disease|]")
    found = changes(_rows("mentions", gold, before), _rows("mentions", gold, now))
    assert [(change, row.text, row.error) for change, row in found] == [
        ("lost", "IL-2", "missed"),
        ("gained", "TNF", ""),
        ("gone false alarm", "severe", "spurious"),
        ("new false alarm", "severe lupus", "boundary"),
    ]
    assert counted(found) == {"gained": 1, "lost": 1, "new_false_alarm": 1, "gone_false_alarm": 1}
    head, *lines = changes_table(found)
    assert head.startswith("change\tlevel\toutcome\terror\tdocument\t")
    assert lines[0].startswith("lost\tmention\tmissed\tmissed\tPMID:1\tgene\t0\t4\tIL-2\t")


def test_of_links_the_concepts_of_a_document_are_compared() -> None:
    gold = marked("[IL-2|Gene|3558], [IL2|Gene|3558] and [SLE|Disease|D008180]")
    before = marked("[IL-2|gene|HGNC:6001], IL2 and [SLE|disease|D000001]")
    now = marked("IL-2, [IL2|gene|HGNC:6001] and [SLE|disease|MONDO:0007915]")
    found = changes(_rows("links", gold, before), _rows("links", gold, now))
    assert [(change, row.gold, row.found) for change, row in found] == [
        ("gone false alarm", "", "MESH:D000001"),
        ("gained", "MESH:D008180", "MESH:D008180"),
    ]


def test_the_same_predictions_change_nothing() -> None:
    gold, found = marked("[IL-2|Gene|3558] [TNF|Gene|1]"), marked("[IL-2|gene|HGNC:6001] [TNF|disease|]")
    for task in ("mentions", "links"):
        assert changes(_rows(task, gold, found), _rows(task, gold, found)) == []
