from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.core.curations import RIGHT, WRONG, Curation, Curations
from kg.core.folder import GraphFolder
from kg.core.graph import Assertion, belief
from tests.unit.assemble.said import IL2, TREG, assembled, paper

UP, DOWN = (IL2, "increased", TREG), (IL2, "decreased", TREG)
STATEMENT = Assertion(IL2, "affects", TREG, "abundance", "increased", False)
Row = dict[str, Any]


def said(verdict: str, document: str = "PMID:1", direction: str = "increased", **more: Any) -> Curation:
    statement = replace(STATEMENT, direction=direction)
    return Curation(document, "it does it.", statement, more.pop("speculated", False), verdict, **more)


def test_what_is_judged_wrong_does_not_count_and_stays(tmp_path: Path) -> None:
    note = {"error": "polarity", "note": "it falls", "curator": "M. Kern"}
    tables = assembled(tmp_path, [paper(UP, pmid="1")], curations=Curations([said(WRONG, **note)]))
    (row,), (evidence,) = tables["assertions"], tables["evidence"]
    assert (row["belief"], row["asserted"], row["rejected"], row["judged_wrong"]) == (0.0, False, True, 1)
    assert {name: evidence[name] for name in ("verdict", *note)} == {"verdict": WRONG, **note}
    assert evidence["score"] == 0.8  # the extractor's, as it was
    told = GraphFolder(tmp_path).manifest()["curations"]
    assert (told["right"], told["wrong"], told["unmet"], told["elsewhere"]) == (0, 1, [], True)


def test_the_rest_of_an_assertion_counts_on(tmp_path: Path) -> None:
    papers = [paper(UP, pmid="1", score=0.9), paper(UP, pmid="2")]
    (row,) = assembled(tmp_path, papers, curations=Curations([said(WRONG)]))["assertions"]
    assert (row["belief"], row["asserted"], row["rejected"]) == (belief([0.8], []), True, False)
    assert (row["document_count"], row["judged_wrong"]) == (2, 1)


def test_what_is_judged_right_is_as_sure_as_it_can_be(tmp_path: Path) -> None:
    (row,) = assembled(tmp_path / "1", [paper(UP, pmid="1")], curations=Curations([said(RIGHT)]))["assertions"]
    assert (row["belief"], row["judged_right"]) == (belief([1.0], []), 1)
    maybe = [paper(UP, pmid="1", speculated=True)]
    (row,) = assembled(tmp_path / "2", maybe, curations=Curations([said(RIGHT, speculated=True)]))["assertions"]
    assert (row["belief"], row["asserted"]) == (belief([0.4], []), False)  # rightly read as a supposition
    gone = [paper(UP, pmid="1", retracted=True)]
    (row,) = assembled(tmp_path / "3", gone, curations=Curations([said(RIGHT)]))["assertions"]
    assert (row["belief"], row["asserted"]) == (0.0, False)


def test_only_what_is_left_decides_whether_it_is_speculated(tmp_path: Path) -> None:
    papers = [paper(UP, pmid="1"), paper(UP, pmid="2", speculated=True)]
    wrong = said(WRONG, error="hypothesis")
    (row,) = assembled(tmp_path / "1", papers, curations=Curations([wrong]))["assertions"]
    assert (row["speculated"], row["asserted"], row["rejected"]) == (True, False, False)
    # read as a supposition by now, it is another reading
    (row,) = assembled(tmp_path / "2", [paper(UP, pmid="1", speculated=True)], curations=Curations([wrong]))[
        "assertions"
    ]
    assert (row["rejected"], row["judged_wrong"]) == (False, 0)


def test_what_is_rejected_opposes_nothing(tmp_path: Path) -> None:
    papers = [paper(UP, pmid="1"), paper(DOWN, pmid="2")]
    rows = assembled(tmp_path, papers, curations=Curations([said(WRONG, "PMID:2", "decreased")]))["assertions"]
    assert [row["opposed_by"] for row in rows] == [[], []]
    assert {row["belief"] for row in rows} == {0.0, belief([0.8], [])}
    assert GraphFolder(tmp_path).manifest()["contradicted"] == 0


def test_a_verdict_fits_the_paper_by_any_of_its_ids(tmp_path: Path) -> None:
    known = said(WRONG, "DOI:10.1/x")
    (row,) = assembled(tmp_path, [paper(UP, pmid="1", doi="10.1/x")], curations=Curations([known]))["assertions"]
    assert row["rejected"]


def test_a_row_that_meets_nothing_is_told(tmp_path: Path) -> None:
    other = replace(said(WRONG, "PMID:7", statement="IL2 increases Treg"), line=4)
    (row,) = assembled(tmp_path, [paper(UP, pmid="1")], curations=Curations([other]))["assertions"]
    assert (row["asserted"], row["judged_wrong"]) == (True, 0)
    told = GraphFolder(tmp_path).manifest()["curations"]["unmet"]
    assert told == [{"line": 4, "document_id": "PMID:7", "statement": "IL2 increases Treg"}]


def test_without_curations_nothing_is_said_of_them(tmp_path: Path) -> None:
    tables = assembled(tmp_path, [paper(UP, pmid="1")])
    assert tables["evidence"][0]["verdict"] == ""
    assert "curations" not in GraphFolder(tmp_path).manifest()
