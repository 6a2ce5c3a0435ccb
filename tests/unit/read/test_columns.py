"""Columns are found by name, and ids taken for what they are."""

from __future__ import annotations

import pytest

from kg.read.columns import BadRow, day_in, pmcid_in, row_to_document, year_in


def test_names_vary_in_case_and_spelling() -> None:
    row = {
        "Article_Title": "IL-6 and  CRP",
        "AB": "IL-6 raises CRP.",
        "UID": 12,
        "PMCID": "pmc99",
        "Source Title": "J Own Words",
        "Publication Year": "2020 Mar",
        "Authors": "Roe A; Poe B",
        "Author Keywords": ["IL-6", "CRP"],
    }
    document = row_to_document(row, 4)
    assert (document.id, document.title) == ("PMID:12", "IL-6 and CRP")
    assert [(part.name, part.text) for part in document.sections] == [("abstract", "IL-6 raises CRP.")]
    metadata = document.metadata
    assert (metadata.pmcid, metadata.journal, metadata.year) == ("PMC99", "J Own Words", 2020)
    assert (metadata.authors, metadata.keywords) == (("Roe A", "Poe B"), ("IL-6", "CRP"))
    assert metadata.record == 4


@pytest.mark.parametrize(
    ("given", "identity", "source_id"),
    [
        ("31234567", "PMID:31234567", ""),
        (31234567.0, "PMID:31234567", ""),
        ("PMID: 5", "PMID:5", ""),
        ("10.1000/ABC.5", "DOI:10.1000/abc.5", "10.1000/ABC.5"),
        ("123456789", "sha1:", "123456789"),
        ("row-5", "sha1:", "row-5"),
    ],
)
def test_an_id_is_a_pmid_only_if_it_is_all_digits(given: object, identity: str, source_id: str) -> None:
    document = row_to_document({"id": given, "text": "IL-4 drives IgE."}, 1)
    assert document.id.startswith(identity)
    assert document.metadata.source_id == source_id


def test_the_best_named_column_with_a_value_counts() -> None:
    document = row_to_document({"id": "x1", "pmid": "", "abstract": "", "text": "One.", "summary": "Two."}, 1)
    assert document.sections[0].text == "One."
    assert document.metadata.source_id == "x1"


def test_entities_are_decoded_once_and_space_is_collapsed() -> None:
    document = row_to_document({"text": "p &lt; 0&#xb7;05\u2008&amp;\n so &amp;lt;"}, 1)
    assert document.sections[0].text == "p < 0·05 & so &lt;"


@pytest.mark.parametrize("row", [{}, {"title": " "}, {"title": {"a": 1}}, {"text": True}, {"text": "bad \udcff byte"}])
def test_rows_that_make_no_document(row: dict[str, object]) -> None:
    with pytest.raises(BadRow):
        row_to_document(row, 1)


def test_a_day_is_one_in_isos_order() -> None:
    values = (
        "2026-01-31",
        "2026/01/31 10:00",
        "2026-01-31T10:00Z",
        "2026-13-31",
        "31.1.2026",
        "2026-01-311",
        True,
        None,
    )
    assert [day_in(value) for value in values] == ["2026-01-31"] * 3 + [""] * 5
    assert row_to_document({"title": "A title", "Date_Revised": "2026-01-31"}, 1).metadata.revised == "2026-01-31"
    assert row_to_document({"title": "A title", "revised": {"by": "me"}}, 1).metadata.revised == ""


def test_years_and_pmcids() -> None:
    texts = ("2019", "12/2019", "2019-05-01", "20190501", "2019年5月", "May 19", "12019")
    assert [year_in(text) for text in texts] == [2019, 2019, 2019, 2019, 2019, None, None]
    assert [pmcid_in(text) for text in ("PMC1", "1", "PMCID: PMC1", "x")] == ["PMC1", "PMC1", "PMC1", ""]
