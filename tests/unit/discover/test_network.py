from __future__ import annotations

from pathlib import Path

from kg.discover.network import along, beside
from tests.unit.discover.made import graph, said


def test_steps_are_gone_along_their_direction_and_symmetric_ones_both_ways(tmp_path: Path) -> None:
    papers = (said("A+B"), said("B C", predicate="associated_with", aspect=""))
    with graph(tmp_path, *papers) as connection:
        assert set(along(connection).edges) == {("X:A", "X:B"), ("X:B", "X:C"), ("X:C", "X:B")}
        assert set(along(connection, either_way=True).edges) == {
            ("X:A", "X:B"), ("X:B", "X:A"), ("X:B", "X:C"), ("X:C", "X:B"),
        }  # fmt: skip


def test_of_several_steps_the_strongest_is_taken(tmp_path: Path) -> None:
    with graph(tmp_path, said("A+B", score=0.6), said("A-B", score=0.9), said("B+A", score=0.7)) as connection:
        edge = along(connection).edges["X:A", "X:B"]
        assert edge["sign"] == -1
        assert beside(connection).edges["X:A", "X:B"]["belief"] == edge["belief"]


def test_the_number_of_pairs_is_bounded_the_most_believed_first(tmp_path: Path) -> None:
    with graph(tmp_path, said("A+B", score=0.6), said("B+C", score=0.9)) as connection:
        assert set(along(connection, pairs=1).edges) == {("X:B", "X:C")}
        assert set(beside(connection, pairs=1).edges) == {("X:B", "X:C")}
