"""kg.read.bioc: passages keep their offsets where these fit together, and are laid out anew where not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import RecordError
from kg.core.text import Document, Extraction, Span
from kg.read.bioc import Annotation, BioCRelation, Passage, Record, join_sentences, place, to_document, to_gold

HERE = Path("f.xml")


def _document(*passages: Passage, name: str = "5", **infons: str) -> Document:
    document = to_document(Record(name, infons, passages), HERE, 1)
    assert isinstance(document, Document)
    return document


def _gold(record: Record) -> Extraction:
    extraction = to_gold(record, HERE, 1)
    assert isinstance(extraction, Extraction)
    return extraction


def test_passages_keep_their_offsets() -> None:
    document = _document(
        Passage({"type": "Title"}, 0, "A  title."),
        Passage({"type": "abstract"}, 12, "Words. "),
        Passage({"section_type": "INTRO", "type": "paragraph"}, 25, "More."),
    )
    assert document.title == "A  title."
    assert [(one.name, one.start, one.text) for one in document.sections] == [
        ("abstract", 12, "Words. "),
        ("intro", 25, "More."),
    ]
    assert document.text[12:18] == "Words."


def test_line_feeds_at_a_passages_end_become_the_gap() -> None:
    document = _document(Passage({"type": "title"}, 0, "Title\n"), Passage({"type": "abstract"}, 6, "Words"))
    assert document.title == "Title"
    assert document.text == "Title\nWords"


def test_offsets_that_do_not_fit_are_laid_out_anew() -> None:
    title, abstract = {"type": "title"}, {"type": "abstract"}
    overlapping = _document(Passage(title, 0, "Title"), Passage(abstract, 3, "Words"))
    assert overlapping.text == "Title\nWords"
    shifted = _document(Passage(title, 7, "Title"), Passage(abstract, 13, "Words"))
    assert shifted.text == "Title\nWords"


def test_no_title() -> None:
    document = _document(Passage({}, 0, "Only text."))
    assert (document.title, document.text) == ("", "Only text.")
    assert document.sections[0].name == "text"


def test_references_tables_and_figures_are_no_prose() -> None:
    document = _document(
        Passage({"section_type": "TITLE", "type": "front"}, 0, "Title"),
        Passage({"section_type": "FIG", "type": "fig_caption"}, 6, "Caption"),
        Passage({"section_type": "RESULTS", "type": "paragraph"}, 20, "Prose"),
        Passage({"section_type": "REF", "type": "ref"}, 30, "Cited"),
    )
    assert document.title == "Title"
    assert [(one.name, one.start) for one in document.sections] == [("results", 20)]


def test_ids_and_metadata() -> None:
    infons = {
        "type": "title",
        "article-id_pmid": "11",
        "article-id_pmc": "22",
        "article-id_doi": "10.1000/X",
        "journal": "J Ex; 2021 May 3",
        "name_0": "surname:Doe;given-names:Jane A.",
        "name_1": "surname:Roe;given-names:R",
        "fpage": "1",
        "lpage": "9",
    }
    document = _document(Passage(infons, 0, "T"), name="22")
    data = document.metadata
    assert (document.id, data.pmcid, data.doi) == ("PMID:11", "PMC22", "10.1000/x")
    assert (data.journal, data.year, data.pages) == ("J Ex", 2021, "1-9")
    assert data.authors == ("Doe JA", "Roe R")
    assert _document(Passage({}, 0, "x"), name="7").id == "PMID:7"
    assert _document(Passage({}, 0, "x"), name="PMC7").id == "PMCID:PMC7"
    assert _document(Passage({"article-id_pmc": "7"}, 0, "x"), name="7").id == "PMCID:PMC7"
    assert _document(Passage({}, 0, "x"), name="other", authors="Doe J, Roe R, ").metadata.authors == (
        "Doe J",
        "Roe R",
    )


def test_a_document_without_text_is_an_error() -> None:
    error = to_document(Record("9", {}, (Passage({"type": "title"}, 0, " "),)), HERE, 3)
    assert isinstance(error, RecordError)
    assert (error.record, error.reason) == (3, "9 has no text")
    half = to_document(Record("9", {}, (Passage({}, 0, "\ud800"),)), HERE, 3)
    assert isinstance(half, RecordError)


def test_sentences_stand_at_their_places() -> None:
    assert join_sentences(10, [(10, "One."), (16, "Two.")]) == "One.  Two."


def test_gold_moves_with_its_passage() -> None:
    mention = Annotation("a", {"type": "Gene", "identifier": "3558"}, (Span(20, 24),), "IL-2")
    passages = (Passage({"type": "title"}, 3, "Title"), Passage({}, 20, "IL-2 acts", (mention,)))
    extraction = _gold(Record("5", {}, passages))
    assert [(one.start, one.end, one.text, one.category) for one in extraction.mentions] == [(6, 10, "IL-2", "Gene")]


def test_gold_with_a_hole_covers_it() -> None:
    mention = Annotation("a", {"type": "Cell", "cui": "CL:1"}, (Span(0, 2), Span(9, 14)), "ES ... cells")
    (found,) = _gold(Record("5", {}, (Passage({}, 0, "ES or TS cells", (mention,)),))).mentions
    assert (found.text, found.parts[0][0].concept_id) == ("ES or TS cells", "CL:1")


def test_gold_relations_by_concept_and_by_annotation() -> None:
    marked = (
        Annotation("a", {"type": "Gene", "identifier": "1"}, (Span(0, 1),), "A"),
        Annotation("b", {"type": "Gene", "identifier": "2"}, (Span(2, 3),), "B"),
        Annotation("c", {"type": "Gene", "compositerole": "IndividualMention"}, (Span(2, 3),), "B"),
    )
    stated = {"type": "Bind", "entity2": "9", "entity1": "1", "novel": "No"}
    relations = (
        BioCRelation(stated, ()),
        BioCRelation({"type": "Acts"}, ("b", "a")),
        BioCRelation({}, ("a",)),
    )
    extraction = _gold(Record("5", {}, (Passage({}, 0, "A B", marked[:1]),), marked[1:], relations))
    assert len(extraction.mentions) == 2
    ends = [
        (
            one.predicate,
            one.subject.mention,
            one.subject.concept_id,
            one.object.mention,
            one.object.concept_id,
        )
        for one in extraction.relations
    ]
    assert ends == [("Bind", 0, "1", -1, "9"), ("Acts", 1, "2", 0, "1")]


def test_a_mention_without_a_place_is_an_error() -> None:
    record = Record("5", {}, (Passage({}, 0, "A", (Annotation("m", {}, (), "A"),)),))
    error = to_gold(record, HERE, 2)
    assert isinstance(error, RecordError)
    assert error.reason == "mention m of 5 has no location"


@pytest.mark.parametrize("value", [float("nan"), None, "", "x", 10**12, -(10**12), "9" * 5000])
def test_what_is_no_offset(value: object) -> None:
    with pytest.raises(ValueError):
        place(value)
    assert [place(one) for one in (3, "12", -1)] == [3, 12, -1]
