from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.core.text import (
    Document,
    Metadata,
    Section,
    Span,
    clean_doi,
    lay_out,
    make_document,
    text_hash,
)

PARAGRAPHS = st.lists(st.tuples(st.just("abstract"), st.just(""), st.text(max_size=12)), max_size=5)


@given(st.text(max_size=12), PARAGRAPHS)
def test_sections_slice_to_their_text(title: str, paragraphs: list[tuple[str, str, str]]) -> None:
    document = Document("x", title, lay_out(title, paragraphs))
    text = document.text
    assert text.startswith(title)
    assert [section.text for section in document.sections] == [text for _, _, text in paragraphs if text]
    for section in document.sections:
        assert text[section.start : section.end] == section.text
        assert text[section.start - 1] == "\n"


def test_gaps_of_any_width_are_line_feeds() -> None:
    document = Document("x", "T", (Section("abstract", "", 4, "one"), Section("abstract", "", 7, "two")))
    assert document.text == "T\n\n\nonetwo"


def test_section_at() -> None:
    document = Document("x", "Title", lay_out("Title", [("abstract", "AIM", "One."), ("body", "", "Two.")]))
    assert document.section_at(0).name == "title"
    assert document.section_at(5).name == "title"  # the gap behind it
    assert document.section_at(6).label == "AIM"
    assert document.section_at(9).label == "AIM"
    assert document.section_at(11).name == "body"


def test_spans_have_a_length_and_an_order() -> None:
    assert len(Span(3, 7)) == 4
    assert sorted([Span(3, 7), Span(1, 9), Span(3, 5)]) == [Span(1, 9), Span(3, 5), Span(3, 7)]


@pytest.mark.parametrize(
    ("given_as", "doi"),
    [
        ("10.1000/ABC.1", "10.1000/abc.1"),
        (" https://doi.org/10.1038/s41584-021-00707-x ", "10.1038/s41584-021-00707-x"),
        ("http://dx.doi.org/10.1/x", ""),  # a registrant has four digits at least
        ("doi: 10.1234/x.", "10.1234/x"),
        ("DOI:10.1002/(SICI)1<1::AID>3.0.CO;2-#", "10.1002/(sici)1<1::aid>3.0.co;2-#"),
        ("see 10.1000/x", ""),
        ("10.1000/a b", ""),
        ("", ""),
    ],
)
def test_clean_doi(given_as: str, doi: str) -> None:
    assert clean_doi(given_as) == doi


def test_an_id_follows_from_pmid_doi_pmcid_or_text() -> None:
    sections = lay_out("T", [("abstract", "", "Some text.")])
    ids = [
        make_document("T", sections, Metadata(**known)).id  # type: ignore[arg-type]
        for known in ({"pmid": "1", "doi": "10.1/x"}, {"doi": "10.1/x", "pmcid": "PMC2"}, {"pmcid": "PMC2"}, {})
    ]
    assert ids == ["PMID:1", "DOI:10.1/x", "PMCID:PMC2", f"sha1:{text_hash('T', sections)}"]


def test_copies_of_a_text_have_one_hash() -> None:
    one = text_hash("Naive T cells", lay_out("x", [("abstract", "", "TNF-α, in  mice.")]))
    other = text_hash("NAIVE T CELLS.", lay_out("x", [("abstract", "A", "TNF-α in"), ("abstract", "B", "mice")]))
    assert one == other
    assert one != text_hash("Naive T cells", lay_out("x", [("abstract", "", "TNF-α in rats")]))
    assert text_hash("Na\u00efve", ()) == text_hash("Nai\u0308ve", ())


def test_copies_that_differ_in_accents_have_one_hash() -> None:
    assert text_hash("Naïve T cells", ()) == text_hash("Naive T cells", ())


@given(st.text(), st.text())
def test_where_the_title_ends_does_not_matter_to_the_hash(one: str, two: str) -> None:
    assert text_hash(f"{one} {two}", ()) == text_hash(one, [Section("abstract", "", 0, two)])
