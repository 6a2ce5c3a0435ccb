from __future__ import annotations

from pathlib import Path

from kg.compare import questions
from kg.compare.sides import beside
from kg.core.folder import rows
from tests.unit.compare.worlds import UP, both, paper


def test_which_paper_is_which(tmp_path: Path) -> None:
    old = [paper(UP, pmid="1"), paper(UP, doi="10.1/x", title="Two"), paper(UP, doi="10.1/y", title="Three")]
    new = [paper(UP, pmid="1"), paper(UP, pmid="2", doi="10.1/x", title="Two"), paper(UP, pmid="4", title="Four")]
    with beside(*both(tmp_path, old, new)) as connection:
        for step in questions.STEPS:
            connection.execute(step)
        found = list(rows(connection.execute("SELECT * FROM papers ORDER BY paper")))
        moved = list(rows(connection.execute("SELECT paper, old IS NULL AS came FROM moved ORDER BY paper")))
    assert [(row["paper"], row["old"], row["new"]) for row in found] == [
        ("DOI:10.1/y", "DOI:10.1/y", None),
        ("PMID:1", "PMID:1", "PMID:1"),
        ("PMID:2", "DOI:10.1/x", "PMID:2"),
        ("PMID:4", None, "PMID:4"),
    ]
    flags = ("gained", "lost", "renamed", "revised", "described")
    assert [[flag for flag in flags if row[flag]] for row in found] == [["lost"], [], ["renamed"], ["gained"]]
    assert [(row["paper"], row["came"]) for row in moved] == [("DOI:10.1/y", False), ("PMID:4", True)]


def test_two_papers_that_share_an_id_with_one_are_not_it(tmp_path: Path) -> None:
    old = [paper(UP, pmid="8", doi="10.1/x", title="One"), paper(UP, pmid="9", doi="10.1/z", title="Two")]
    new = [paper(UP, doi="10.1/x", title="One"), paper(UP, pmcid="PMC1", doi="", title="Two")]
    with beside(*both(tmp_path, old, new)) as connection:
        for step in questions.STEPS:
            connection.execute(step)
        found = connection.execute("SELECT old, new FROM renamed").fetchall()
    assert found == [("PMID:8", "DOI:10.1/x")]
