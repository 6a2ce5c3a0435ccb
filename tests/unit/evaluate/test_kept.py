"""kg.evaluate.kept: entries of scores.json."""

from __future__ import annotations

from pathlib import Path

from kg.evaluate.kept import name_of_gold, with_entry
from kg.evaluate.scores import Scores, Tally


def test_a_score_is_kept_under_what_makes_it_another() -> None:
    gold = [Path("/somewhere/corpora/biored/Dev.PubTator.gz")]
    assert name_of_gold(gold, None, "predicted", ()) == "biored/Dev.PubTator.gz"
    assert name_of_gold([Path("c/x.zip!devel/"), Path("b")], Path("a/held.txt"), "gold", ["big/mondo.obo", "cl"]) == (
        "c/x.zip!devel + b, only held.txt, mentions gold, with mondo.obo + cl"
    )


def test_an_entry_takes_the_place_of_its_forerunner_only() -> None:
    first = Scores("mentions", 2, Tally(1, 2, 2), {"gene": Tally(1, 2, 2)}, seconds=1.0)
    held = with_entry(with_entry({}, "a", first), "b", first)
    again = with_entry(held, "a", Scores("mentions", 3, Tally(2, 2, 2), {"gene": Tally(2, 2, 2)}, seconds=2.0))
    assert again["mentions"]["b"] == held["mentions"]["b"]
    assert (again["mentions"]["a"]["documents"], again["mentions"]["a"]["f1"]) == (3, 1.0)
    assert "seconds" not in again["mentions"]["a"]
    assert set(with_entry(held, "a", Scores("links", 1, Tally(), {}))) == {"mentions", "links"}
