"""kg.evaluate.scores: fractions, their edges, and the JSON that scripts rely on."""

from __future__ import annotations

import json

import pytest

from kg.evaluate.scores import Scores, Tally, total


def test_fractions() -> None:
    tally = Tally(right=2, predicted=3, gold=6)
    assert (tally.precision, tally.recall) == (2 / 3, 2 / 6)
    assert tally.f1 == pytest.approx(2 * (2 / 3) * (1 / 3) / (2 / 3 + 1 / 3))
    assert tally.as_json() == {"precision": 0.6667, "recall": 0.3333, "f1": 0.4444}


@pytest.mark.parametrize("tally", [Tally(), Tally(0, 5, 0), Tally(0, 0, 5)])
def test_nothing_is_zero_and_no_error(tally: Tally) -> None:
    assert tally.as_json() == {"precision": 0.0, "recall": 0.0, "f1": 0.0}


def test_total_weighs_items_alike() -> None:
    assert total([Tally(1, 1, 1), Tally(0, 9, 9)]) == Tally(1, 10, 10)
    assert total([]) == Tally()


def test_json_and_lines() -> None:
    per_type = {"gene": Tally(1, 2, 4)}
    scores = Scores("mentions", 7, Tally(1, 2, 4), per_type, {"overlap": Tally(2, 2, 4)}, {"anatomy": 3})
    plain = json.loads(json.dumps(scores.as_json()))
    assert list(plain)[:6] == ["task", "documents", "precision", "recall", "f1", "per_type"]
    assert (plain["task"], plain["documents"], plain["f1"], plain["seconds"]) == ("mentions", 7, 0.3333, 0.0)
    assert plain["per_type"]["gene"] == {
        "precision": 0.5,
        "recall": 0.25,
        "f1": 0.3333,
        "gold": 4,
        "predicted": 2,
    }
    assert plain["overlap"]["recall"] == 0.5
    assert plain["left_out"] == {"anatomy": 3}
    lines = list(scores.lines())
    assert lines[0] == "mentions: 7 documents in 0.0 s"
    assert lines[3].split() == ["gene", "0.5000", "0.2500", "0.3333", "1", "2", "4"]
    assert lines[-1] == "not judged: anatomy (3)"


def test_other_ways_to_count_are_told_by_kind_too() -> None:
    by_kind = {"gene": Tally(1, 1, 1), "cell": Tally(1, 2, 2)}
    scores = Scores("mentions", 1, Tally(), {}, {"overlap": Tally(2, 3, 3)}, further_per_type={"overlap": by_kind})
    assert scores.as_json()["overlap"]["per_type"]["cell"]["f1"] == 0.5
    assert any(line.startswith("overlap: cell ") for line in scores.lines())
