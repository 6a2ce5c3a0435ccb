"""The benchmark that slices time has to count rightly, for the default ranking rests on it."""

from __future__ import annotations

from math import isnan
from pathlib import Path

import pytest

from kg.core.lexicon import Concept, make_lexicon
from kg.discover.rankings import RANKINGS
from tests.benchmarks.discovery import CHANCE, choice, judged, papers, sliced
from tests.unit.discover.made import said, write

EVEN = dict.fromkeys("abcdefghijkl", 1)


def test_measures_of_a_ranking() -> None:
    at_ten, at_fifty, recall, precise, area, alike = judged("abcdefghijkl", {"a", "c", "z"}, EVEN)
    assert (at_ten, at_fifty) == (0.2, 0.04)
    assert recall == pytest.approx(2 / 3)
    assert precise == pytest.approx((1 / 1 + 2 / 3) / 3)  # z is missed
    assert area == alike == pytest.approx((10 + 9) / 20)


def test_among_alike_only_those_with_as_many_neighbours_are_compared() -> None:
    degrees = {"a": 100, "b": 3, "c": 90, "d": 2}
    *_, area, alike = judged("abcd", {"c"}, degrees)
    assert area == pytest.approx(1 / 3)
    assert alike == 0
    assert isnan(judged("ab", {"a"}, {"a": 9, "b": 1})[-1])  # nothing is alike


def test_papers_are_in_order_of_pmid_where_years_lack(tmp_path: Path) -> None:
    root = write(tmp_path, said("A+B", pmid="20"), said("A+B", pmid="3", year=2001), said("A+B", pmid="100"))
    assert [one.document.id for one in papers([root, root])] == ["PMID:3", "PMID:20", "PMID:100"]


def test_what_comes_after_the_cut_is_foreseen_from_what_came_before(tmp_path: Path) -> None:
    before = [
        said("A+B", pmid="1"),
        said("B+C", "B+D", "B+E", pmid="2"),
        said("B+F", "B+G", pmid="3"),
        said("A+G", pmid="4"),
    ]
    after = [said("A+C", "D-A", "A+E", "A+G", pmid="5"), said("A+F", negated=True, pmid="6"), said("A+Z", pmid="7")]
    found = papers([write(tmp_path / "all", *before, *after)])
    lexicon = make_lexicon(Concept(f"X:{letter}", letter.lower(), "gene") for letter in "ABCDEFGZ")
    scores = sliced(found, 4 / 7, 1.0, lexicon, tmp_path)
    # of C, D, E (new) and F (denied); G was known, Z was not there
    assert (scores.asked, scores.facts, scores.reachable, scores.candidates) == (1, 3, 3, 4)
    assert set(scores.rows) == {CHANCE, *RANKINGS}
    assert all(rows[0][2] == 1 for rows in scores.rows.values())
    scores.tops = {name: [["a"], ["b"]] for name in scores.tops}
    scores.tops["popular"] = [list("abcdefghij"), list("abcdefghij")]
    assert {name for _, name in choice(scores)} == set(RANKINGS) - {"popular"}
