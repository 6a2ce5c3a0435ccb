from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.core.folder import GraphFolder
from kg.discover.steps import hops, named, prepare, prepare_kinds, sign, strongest
from tests.fixtures_graph import IL2, IL6, LUPUS_NEPHRITIS, RA, TNF, TREG, write_graph
from tests.unit.discover.made import graph, said


@pytest.mark.parametrize(
    ("predicate", "direction", "expected"),
    [
        ("affects", "increased", 1),
        ("affects", "decreased", -1),
        ("affects", "", 0),
        ("causes", "", 1),
        ("contributes_to", "", 1),
        ("treats", "", -1),
        ("ameliorates_condition", "", -1),
        ("preventative_for_condition", "", -1),
        ("positively_correlated_with", "", 1),
        ("negatively_correlated_with", "decreased", -1),
        ("associated_with", "", 0),
        ("expresses", "", 0),
    ],
)
def test_a_predicate_has_a_sign(predicate: str, direction: str, expected: int) -> None:
    assert sign(predicate, direction) == expected


def test_nothing_denied_or_speculated_is_a_step_nor_what_a_thing_does_to_itself(tmp_path: Path) -> None:
    with GraphFolder(write_graph(tmp_path).root).connect() as connection:
        prepare(connection)
        found = connection.execute("SELECT subject, object FROM discover.steps").fetchall()
    assert (IL2, LUPUS_NEPHRITIS) not in found  # denied
    assert (IL6, TNF) not in found  # may be so
    assert {(IL6, LUPUS_NEPHRITIS), (TNF, RA), (IL2, TREG)} <= set(found)
    with graph(tmp_path / "x", said("A+A", "A+B")) as connection:
        prepare(connection)
        assert connection.execute("SELECT subject, object FROM discover.steps").fetchall() == [("X:A", "X:B")]


def test_a_rejected_assertion_is_no_step(tmp_path: Path) -> None:
    wrong = {"TNF contributes to rheumatoid arthritis.": ("wrong", "", "", "")}
    with GraphFolder(write_graph(tmp_path, wrong).root).connect() as connection:
        prepare(connection)
        assert not connection.execute("SELECT 1 FROM discover.steps WHERE subject = $1", [TNF]).fetchall()


def test_what_is_beside_what_has_sign_belief_and_paper_both_ways(tmp_path: Path) -> None:
    papers = (said("A+B", pmid="1", score=0.9), said("B-A", pmid="2", score=0.5), said("B+C", pmid="3"))
    with graph(tmp_path, *papers) as connection:
        prepare(connection)
        prepare(connection)  # once is enough
        asked = "SELECT one, other, sign, acts, acted, paper FROM discover.beside ORDER BY one, other"
        assert connection.execute(asked).fetchall() == [
            ("X:A", "X:B", 1, 1, -1, None),  # what is believed more weighs more
            ("X:B", "X:A", 1, -1, 1, None),
            ("X:B", "X:C", 1, 1, 0, "PMID:3"),
            ("X:C", "X:B", 1, 0, 1, "PMID:3"),
        ]
        assert dict(connection.execute("SELECT id, degree FROM discover.degrees").fetchall()) == {
            "X:A": 1,
            "X:B": 2,
            "X:C": 1,
        }


def test_a_hop_has_the_names_of_its_ends_and_its_best_sentence(tmp_path: Path) -> None:
    with GraphFolder(write_graph(tmp_path).root).connect() as connection:
        prepare(connection)
        ids = strongest(connection, [IL2], [TREG, TNF])
        assert set(ids) == {frozenset((IL2, TREG))}
        (hop,) = hops(connection, ids.values()).values()
    assert (hop["subject_name"], hop["object_name"], hop["sign"]) == ("IL2", "regulatory T cell", 1)
    assert hop["sentence"] == "IL-2 expands regulatory T cells in patients."
    assert (hop["document_id"], hop["year"]) == ("PMID:1", 2019)


def test_between_two_concepts_the_step_believed_most_is_the_strongest(tmp_path: Path) -> None:
    papers = (said("A+B", score=0.6), said("B-A", score=0.9))
    with graph(tmp_path, *papers) as connection:
        prepare(connection)
        (one,) = strongest(connection, ["X:B"], ["X:A"]).values()
        assert hops(connection, [one])[one]["subject"] == "X:B"
        assert named(connection, ["X:A", "X:none"]) == {"X:A": {"id": "X:A", "name": "a", "category": "gene"}}


def test_cursors_in_several_threads_share_the_tables(tmp_path: Path) -> None:
    with graph(tmp_path, said("A+B"), parents={"A": "C"}) as connection, ThreadPoolExecutor(4) as threads:
        list(threads.map(prepare_kinds, [connection.cursor() for _ in range(8)]))
        kinds = dict(connection.execute("SELECT id, kinds FROM discover.kinds").fetchall())
    assert kinds == {"X:A": 1, "X:B": 1, "X:C": 2}


def test_what_holds_both_ways_acts_on_nothing(tmp_path: Path) -> None:
    with graph(tmp_path, said("A B", predicate="positively_correlated_with", aspect="")) as connection:
        prepare(connection)
        asked = "SELECT one, sign, acts, acted FROM discover.beside ORDER BY one"
        assert connection.execute(asked).fetchall() == [("X:A", 1, 0, 0), ("X:B", 1, 0, 0)]


def test_what_is_denied_has_no_sign(tmp_path: Path) -> None:
    with graph(tmp_path, said("A+B", negated=True)) as connection:
        ids = [one for (one,) in connection.execute("SELECT id FROM assertions").fetchall()]
        assert [hop["sign"] for hop in hops(connection, ids).values()] == [0]
