from __future__ import annotations

from pathlib import Path

from kg.core.vocabulary import standing
from kg.discover.years import by_year
from tests.unit.discover.made import graph, said

PAPERS = [
    said("A+B", year=2000),
    said("A+B", "A+C", year=2001),
    said("C-A", negated=True, year=2001),
    *(said("D+A", year=2003) for _ in range(3)),
    said("A+B"),
]


def test_what_was_first_said_when(tmp_path: Path) -> None:
    with graph(tmp_path, *PAPERS) as connection:
        found = by_year(connection, recent=1)
    columns = ("year", "papers", "sentences", "assertions", "gained", "gained_asserted", "concepts_gained")
    assert [tuple(row[name] for name in columns) for row in found["years"]] == [
        (2000, 1, 1, 1, 1, 1, 2),
        (2001, 2, 3, 3, 2, 1, 1),
        (2003, 3, 3, 1, 1, 1, 1),
    ]
    assert (found["undated"], found["since"]) == (1, 2003)


def test_what_rises_has_more_recent_papers_than_its_share_before(tmp_path: Path) -> None:
    with graph(tmp_path, *PAPERS) as connection:
        found = by_year(connection, recent=1)
    # of three papers before, a was in all of them, d in none; 3 recent ones: 3 · 0.5 / 4 expected of d
    assert [(row["name"], row["before"], row["recent"], row["rise"]) for row in found["rising"]] == [
        ("d", 0, 3, 4.29),
        ("a", 3, 3, 0.23),
    ]
    (gained,) = found["gained"]
    assert (gained["subject_name"], gained["object_name"], gained["first_year"], gained["papers"]) == (
        "d",
        "a",
        2003,
        3,
    )


def test_without_years_there_is_nothing_to_tell(tmp_path: Path) -> None:
    with graph(tmp_path, said("A+B")) as connection:
        found = by_year(connection)
    assert found == {"years": [], "undated": 1, "since": None, "rising": [], "gained": []}


def test_one_assertion_alone(tmp_path: Path) -> None:
    with graph(tmp_path, *PAPERS) as connection:
        (one,) = connection.execute(
            "SELECT id FROM assertions WHERE subject = 'X:A' AND object = 'X:B'"
        ).fetchone() or ("",)
        found = by_year(connection, assertion=one)
    assert [(row["year"], row["papers"], row["gained"]) for row in found["years"]] == [(2000, 1, 1), (2001, 1, 0)]
    assert found["undated"] == 1


def test_what_was_gained_says_how_it_stands(tmp_path: Path) -> None:
    papers = [said("A+B", year=2001, retracted=True), said("A+C", year=2001, speculated=True), said("A+D", year=2001)]
    with graph(tmp_path, *papers) as connection:
        gained = by_year(connection)["gained"]
    assert {row["object_name"]: standing(row) for row in gained} == {
        "b": "withdrawn", "c": "speculated", "d": "asserted"
    }  # fmt: skip
