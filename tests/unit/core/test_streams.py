from __future__ import annotations

from pathlib import Path

from kg.core.folder import GraphFolder, rows
from kg.core.streams import assertions, concepts, edges, ordered, with_theirs
from tests.unit.assemble.said import IL2, SLE, TREG, assembled, paper

UP, DOWN = (IL2, "increased", TREG), (IL2, "decreased", TREG)


def graph(root: Path) -> GraphFolder:
    maybe = paper((IL2, "", SLE), predicate="treats", aspect="", pmid="3", speculated=True)
    assembled(root, [paper(UP, UP, DOWN, pmid="1"), paper(UP, pmid="2", score=0.9), maybe])
    return GraphFolder(root)


def test_edges_are_those_of_the_view(tmp_path: Path) -> None:
    with graph(tmp_path).connect() as connection:
        assert list(edges(connection)) == list(rows(connection.execute("SELECT * FROM edges ORDER BY id")))


def test_assertions_come_with_their_papers(tmp_path: Path) -> None:
    with graph(tmp_path).connect() as connection:
        papers = {row["direction"]: row["publications"] for row in assertions(connection)}
    assert papers == {"increased": ["PMID:1", "PMID:2"], "decreased": ["PMID:1"], "": ["PMID:3"]}


def test_concepts_come_with_what_is_plainly_asserted(tmp_path: Path) -> None:
    with graph(tmp_path).connect() as connection:
        said = {
            row["id"]: [(one["predicate"], one["object"]) for one in row["statements"]] for row in concepts(connection)
        }
    assert said[IL2] == [("affects", TREG)]
    assert not any(statements for concept, statements in said.items() if concept != IL2)


def test_rows_meet_theirs_and_no_others(tmp_path: Path) -> None:
    with graph(tmp_path).connect() as connection:
        ids = "SELECT * FROM (VALUES ('b'), ('d'), ('e')) t(id)"
        theirs = "SELECT * FROM (VALUES ('a', 1), ('b', 2), ('b', 3), ('c', 4), ('e', 5), ('f', 6)) t(id, n)"
        found = {row["id"]: [one["n"] for one in more] for row, more in with_theirs(connection, ids, theirs)}
        assert found == {"b": [2, 3], "d": [], "e": [5]}
        assert [row["id"] for row in ordered(connection, ids)] == ["b", "d", "e"]
