from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.folder import GraphFolder
from kg.core.graph import Assertion, Evidence, belief
from kg.core.lexicon import local_id
from kg.core.text import Context, Span
from tests.unit.assemble.said import IL2, SLE, TREG, assembled, paper

UP, DOWN = (IL2, "increased", TREG), (IL2, "decreased", TREG)


def test_what_one_paper_says_becomes_an_assertion_with_its_evidence(tmp_path: Path) -> None:
    extraction = paper(UP, DOWN, pmid="1", doi="10.1/x", year=2019, authors=("Doe J",), source="f.xml", record=3)
    tables = assembled(tmp_path, [extraction])
    (document,) = tables["documents"]
    assert document["text"] == extraction.document.text
    assert (document["year"], document["authors"], document["source"], document["record"]) == (
        2019, ["Doe J"], "f.xml", 3,
    )  # fmt: skip
    up, down = sorted(tables["assertions"], key=lambda row: row["direction"], reverse=True)
    assert (up["subject"], up["predicate"], up["object"], up["direction"]) == (IL2, "affects", TREG, "increased")
    assert (up["asserted"], up["speculated"], up["negated"]) == (True, False, False)
    assert up["opposed_by"] == [down["id"]]


def test_evidence_slices_to_the_text_of_its_document(tmp_path: Path) -> None:
    tables = assembled(tmp_path, [paper(UP, DOWN, UP, pmid="1")])
    (document,) = tables["documents"]
    assert len(tables["evidence"]) == 3
    for row in tables["evidence"]:
        assert row["text"] == document["text"][row["start"] : row["end"]] == "it does it."
        assert document["text"][row["trigger_start"] : row["trigger_end"]] == "does"
        assert document["text"][row["subject_start"] : row["subject_end"]] == "it"
        assert (row["section"], row["label"]) == ("abstract", "RESULTS")
        assert (row["context_disease"], row["context_dose"]) == ([SLE], "low-dose")
    for section in document["sections"]:
        assert document["text"][section["start"] - 1] == "\n"


def test_ids_of_assertions_are_those_of_the_noun(tmp_path: Path) -> None:
    tables = assembled(tmp_path, [paper(UP, pmid="1"), paper(DOWN, pmid="2", negated=True, aspect="")])
    for row in tables["assertions"]:
        fields = [row[name] for name in ("subject", "predicate", "object", "aspect", "direction", "negated")]
        assert Assertion(*fields).id == row["id"]


def test_ids_of_evidence_are_those_of_the_noun(tmp_path: Path) -> None:
    for row in assembled(tmp_path, [paper(UP, pmid="1")])["evidence"]:
        subject, one, trigger = (Span(row[f"{end}_start"], 0) for end in ("subject", "object", "trigger"))
        evidence = Evidence(
            row["assertion_id"], row["document_id"], "", (), subject, one, trigger, "", 0.0, False, "", Context(), ""
        )
        assert evidence.id == row["id"]


def believed(root: Path, *papers: object) -> float:
    rows = assembled(root, list(papers))["assertions"]  # type: ignore[arg-type]
    return next(row["belief"] for row in rows if row["direction"] == "increased" and not row["negated"])


def test_belief_grows_with_documents_and_not_with_repetition(tmp_path: Path) -> None:
    one = believed(tmp_path / "1", paper(UP, pmid="1"))
    assert one == belief([0.8], [])
    assert believed(tmp_path / "2", paper(UP, UP, pmid="1")) == one
    assert believed(tmp_path / "3", paper(UP, pmid="1"), paper(UP, pmid="2")) == belief([0.8, 0.8], []) > one


@pytest.mark.parametrize(
    "against",
    [
        {"said": DOWN},
        {"said": UP, "negated": True},
        {"said": DOWN, "aspect": "activity_or_abundance"},
        {"said": DOWN, "aspect": ""},
    ],
)
def test_belief_falls_with_opposition(tmp_path: Path, against: dict[str, object]) -> None:
    one = paper(UP, pmid="1")
    said = against.pop("said")
    opposed = believed(tmp_path, one, paper(said, pmid="2", **against))  # type: ignore[arg-type]
    assert opposed == belief([0.8], [0.8]) < belief([0.8], [])


def test_what_is_said_of_another_aspect_or_thing_opposes_nothing(tmp_path: Path) -> None:
    others = [paper(DOWN, pmid="2", aspect="activity"), paper((TREG, "decreased", IL2), pmid="3")]
    tables = assembled(tmp_path, [paper(UP, pmid="1"), *others])
    assert all(row["opposed_by"] == [] for row in tables["assertions"])


def test_a_contrary_predicate_opposes_and_is_opposed(tmp_path: Path) -> None:
    worse = paper((IL2, "", SLE), pmid="1", predicate="exacerbates_condition", aspect="")
    better = paper((IL2, "", SLE), pmid="2", predicate="ameliorates_condition", aspect="")
    one, other = assembled(tmp_path, [worse, better])["assertions"]
    assert (one["opposed_by"], other["opposed_by"]) == ([other["id"]], [one["id"]])


def test_what_is_only_speculated_or_negated_is_not_asserted(tmp_path: Path) -> None:
    (row,) = assembled(tmp_path / "1", [paper(UP, pmid="1", speculated=True)])["assertions"]
    assert (row["asserted"], row["speculated"]) == (False, True)
    assert row["belief"] == belief([0.8 * 0.4], [])
    (row,) = assembled(tmp_path / "2", [paper(UP, pmid="1", speculated=True), paper(UP, pmid="2")])["assertions"]
    assert (row["asserted"], row["speculated"], row["evidence_count"]) == (True, False, 2)
    (row,) = assembled(tmp_path / "3", [paper(UP, pmid="1", negated=True)])["assertions"]
    assert (row["asserted"], row["negated"]) == (False, True)


def test_a_retraction_counts_wherever_it_is_stated(tmp_path: Path) -> None:
    notice = paper(title="Retraction of a paper", pmid="9", retracts=("PMID:1",))
    tables = assembled(tmp_path, [notice], [paper(UP, pmid="1"), paper(DOWN, pmid="2")])
    assert {row["id"]: row["retracted"] for row in tables["documents"]} == {
        "PMID:1": True,
        "PMID:2": False,
        "PMID:9": False,
    }
    up = next(row for row in tables["assertions"] if row["direction"] == "increased")
    assert (up["asserted"], up["belief"]) == (False, 0.0)
    assert len(tables["evidence"]) == 2  # it is still shown


def test_what_one_record_leaves_empty_another_fills_in(tmp_path: Path) -> None:
    page = paper(doi="10.1/x", journal="Journal of Pages", keywords=("a", "b"), retracted=True)
    record = paper(pmid="1", doi="10.1/x", year=2020)
    (row,) = assembled(tmp_path, [page, record])["documents"]
    assert (row["id"], row["journal"], row["year"]) == ("PMID:1", "Journal of Pages", 2020)
    assert (row["keywords"], row["retracted"]) == (["a", "b"], True)


def test_mentions_and_concepts_are_counted(tmp_path: Path) -> None:
    local = local_id("gene", "Factor Z")
    named = paper((local, "increased", TREG), pmid="2", surface="zz")
    tables = assembled(tmp_path, [paper(UP, pmid="1"), named, paper((local, "increased", TREG), pmid="3", surface="aa"),
                                  paper((local, "increased", TREG), pmid="4", surface="zz")])  # fmt: skip
    concepts = {row["id"]: row for row in tables["concepts"]}
    assert (concepts[TREG]["mention_count"], concepts[TREG]["document_count"]) == (4, 4)
    assert concepts[TREG]["name"] == "regulatory T cell"
    assert concepts[TREG]["synonyms"] == ["TR", "Treg"]
    assert (concepts[local]["name"], concepts[local]["grounded"]) == ("zz", False)  # its commonest surface
    ungrounded = GraphFolder(tmp_path).manifest()["ungrounded"]
    assert ungrounded == [{"name": "zz", "category": "gene", "mentions": 3, "documents": 3}]
    above = concepts["CL:0000084"]  # nobody names it, it stands above what is named
    assert (above["mention_count"], above["document_count"]) == (0, 0)
    assert len(tables["mentions"]) == 8
    assert [row["concept_id"] for row in tables["mentions"][:2]] == [IL2, TREG]


def test_rows_have_a_total_order(tmp_path: Path) -> None:
    tables = assembled(tmp_path, [paper(DOWN, UP, pmid="2"), paper(UP, DOWN, UP, pmid="1")])
    for name in ("documents", "concepts", "assertions"):
        ids = [row["id"] for row in tables[name]]
        assert ids == sorted(set(ids))
    order = [(row["assertion_id"], row["document_id"], row["start"], row["id"]) for row in tables["evidence"]]
    assert order == sorted(order)
