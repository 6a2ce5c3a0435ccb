"""A concept put together from what its file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.lexicon import Concept
from kg.index.draft import BROAD, EXACT, NARROW, RELATED, Draft, is_text, is_true, problem, tidy


def test_a_draft_becomes_a_concept_spelled_our_way() -> None:
    draft = Draft("http://purl.obolibrary.org/obo/CL_9900001", "  glimmer\tcell ")
    draft.exact = ["glim cell", "glimmer cell", "", "glim cell"]
    draft.related = ["GC", "glim cell"]
    draft.parents = ["CL_0000000", "CL:0000000", "no id"]
    draft.xrefs = ["mesh:D009000001", "FMA:1", "MeSH:D009000001"]
    (concept,) = draft.concepts()
    assert concept.ambiguous == ("GC",)
    assert concept == Concept(
        id="CL:9900001",
        name="glimmer cell",
        category="cell_type",
        synonyms=("glim cell",),
        parents=("CL:0000000",),
        xrefs=("MESH:D009000001",),
    )


def test_scopes() -> None:
    draft = Draft("CL:1", "a")
    for scope in (EXACT, RELATED, BROAD, NARROW):
        draft.synonym(scope.lower(), scope)
    draft.synonym("old", EXACT, "DEPRECATED")
    draft.synonym("not this", EXACT, "http://purl.obolibrary.org/obo/mondo#EXCLUDE")
    draft.synonym("SLE", EXACT, "ABBREVIATION")
    draft.synonym("GC", EXACT, "OMO:0003001")
    assert (draft.exact, draft.related) == (["exact", "SLE"], ["related", "GC"])


def test_what_is_called_the_same_hides_looser_references() -> None:
    draft = Draft("MONDO:1", "a", xrefs=["DOID:1", "NCIT:C1"], same=["DOID:1"])
    assert [concept.xrefs for concept in draft.concepts()] == [("DOID:1",)]


def test_the_donor_of_a_cell_line_is_not_the_cell_line() -> None:
    (line,) = Draft("CVCL_0001", "GLIM-1", xrefs=["NCBI_TaxID:9606", "NCIt:C1", "EFO:EFO_1"]).concepts()
    assert (line.id, line.category, line.xrefs) == ("CVCL:0001", "cell_line", ("EFO:1",))


@pytest.mark.parametrize(
    "draft",
    [
        Draft(),
        Draft("", "a name"),
        Draft("no curie", "a name"),
        Draft("CL:1"),
        Draft("CL:1", " \t"),
        Draft("CL:1", "gone", obsolete=True),
        Draft("CL:1", "obsolete glimmer cell"),
        Draft("CL:1", "Obsolete_glimmer"),
        Draft("http://example.org/x", "a relation", category=""),
    ],
)
def test_what_is_no_concept(draft: Draft) -> None:
    assert list(draft.concepts()) == []


def test_a_concept_may_come_in_pieces() -> None:
    (piece,) = Draft("CL:2", parents=["CL:1"]).concepts()
    assert (piece.name, piece.parents) == ("", ("CL:1",))


def test_the_category() -> None:
    def category(draft: Draft) -> str:
        return next(draft.concepts()).category

    assert category(Draft("GO:1", "a", namespace="biological_process")) == "process"
    assert category(Draft("GO:1", "a", namespace="cellular_component")) == ""
    assert category(Draft("GO:1", "a")) == ""
    assert category(Draft("MESH:D000001", "a")) == ""
    assert category(Draft("MESH:D000001", "a", category="gene")) == "gene"
    assert category(Draft("CL:1", "a", category="")) == ""


def test_an_iri_that_no_prefix_fits_stays() -> None:
    (concept,) = Draft("http://example.org/x", "a").concepts()
    assert (concept.id, concept.category) == ("http://example.org/x", "")


def test_small_things() -> None:
    assert tidy(" a\u00a0b\x00\tc\n") == "a b c"
    assert is_true(" TRUE ")
    assert not is_true("false")
    assert is_text("α")
    assert not is_text(b"\xff".decode("utf-8", "surrogateescape"))
    assert str(problem(Path("a.obo"), 2, 7, "is broken")) == "a.obo, record 2: line 7: is broken"
