from __future__ import annotations

from dataclasses import replace

import pytest

from kg.core.errors import OptionError
from kg.core.text import Extraction, Relation, Span
from kg.evaluate.curated import CuratedScores
from kg.evaluate.evaluate import evaluate
from tests.unit.evaluate.marked import CONCEPTS, marked, relation

TEXT = "[IL-2|gene|HGNC:6001] expands [Tregs|cell_type|CL:0000815]. IL-2 expands Tregs again."
FIRST, SECOND = Span(0, 19), Span(20, 45)
UP = relation((0, "HGNC:6001"), "affects", (1, "CL:0000815"), "increased")


def said(place: Span, verdict: str = "", **more: object) -> Relation:
    extractor = f"curator:{verdict}" if verdict else "rule:x"
    return replace(UP, sentences=(place,), extractor=extractor, **more)  # type: ignore[arg-type]


def scores(judged: list[Relation], read: list[Relation]) -> CuratedScores:
    gold = marked(TEXT, *judged)
    found = evaluate("verdicts", [(gold, Extraction(gold.document, gold.mentions, tuple(read)))], CONCEPTS)
    assert isinstance(found, CuratedScores)
    return found


def test_the_judged_ones_that_are_read_are_right_or_wrong() -> None:
    judged = [said(FIRST, "right"), said(SECOND, "wrong:polarity"), said(SECOND, "right", negated=True)]
    found = scores(judged, [said(FIRST), said(SECOND), said(FIRST, speculated=True)])
    assert (found.overall.precision, found.overall.recall) == (0.5, 0.5)
    told = found.as_json()
    assert told["judged"] == {
        "right": {"judged": 2, "found": 1},
        "wrong": {"judged": 1, "found": 1},
        "errors": {"polarity": {"judged": 1, "found": 1}},
    }
    assert list(found.lines())[-3:] == [
        "judged right: 2, of which 1 are read now",
        "judged wrong: 1, of which 1 are read now",
        "  polarity: 1, of which 1 are read now",
    ]


def test_what_was_wrong_and_is_read_otherwise_now_is_mended() -> None:
    otherwise = [
        said(FIRST, direction="decreased"),
        said(FIRST, speculated=True),
        said(SECOND),
        replace(UP, sentences=()),
    ]
    found = scores([said(FIRST, "wrong")], otherwise)
    assert (found.overall.predicted, found.overall.gold) == (0, 0)
    assert found.as_json()["judged"]["errors"] == {"unsaid": {"judged": 1, "found": 0}}


def test_gold_that_judges_nothing() -> None:
    with pytest.raises(OptionError, match="marks no verdicts to score"):
        scores([said(FIRST)], [])
