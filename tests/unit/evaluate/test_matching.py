"""kg.evaluate.matching: each thing in one pair at most; false alarms counted when all gold is known."""

from __future__ import annotations

from kg.core.text import Span
from kg.evaluate.matching import Counts, Pair, match, overlapping, same
from kg.evaluate.scores import Tally


def test_own_kinds_go_before_broad_ones() -> None:
    gold = {"cell": {1, 2, 3}, "cell_type": {1}}
    found = {"cell_type": {1, 2}, "cell_line": {1, 3, 4}}
    assert sorted(match(gold, found, same)) == [
        Pair("cell", 1, "cell_line", 1),
        Pair("cell", 2, "cell_type", 2),
        Pair("cell", 3, "cell_line", 3),
        Pair("cell_type", 1, "cell_type", 1),
    ]


def test_one_gold_thing_makes_one_right() -> None:
    assert len(match({"cell": {1}}, {"cell_type": {1}, "cell_line": {1}}, same)) == 1
    assert match({"cell_type": {1}}, {"cell": {1}}, same) == []


def test_each_span_is_in_one_overlapping_pair_at_most() -> None:
    assert len(overlapping([Span(0, 10)], [Span(0, 4), Span(5, 10)])) == 1
    assert len(overlapping([Span(0, 4), Span(5, 10)], [Span(0, 10)])) == 1
    assert overlapping([Span(0, 6), Span(6, 9)], [Span(2, 7), Span(7, 8)]) == [
        (Span(0, 6), Span(2, 7)),
        (Span(6, 9), Span(7, 8)),
    ]
    assert overlapping([Span(0, 4)], [Span(4, 8)]) == []


def test_where_a_false_alarm_counts_is_known_at_the_end() -> None:
    counts = Counts()
    counts.add({}, {"cell_type": {1}, "gene": {1}, "cell_line": {2}}, same)
    assert counts.left_out(counts.marked) == {"cell_line": 1, "cell_type": 1, "gene": 1}
    counts.add({"cell": {1}}, {"cell_type": {1}}, same)
    assert counts.tallies(counts.marked) == {"cell": Tally(1, 3, 1)}
    assert counts.left_out(counts.marked) == {"gene": 1}
    counts.add({"cell_type": {1, 2}}, {}, same)
    assert counts.tallies(counts.marked) == {"cell": Tally(1, 2, 1), "cell_type": Tally(0, 1, 2)}
