from __future__ import annotations

import pytest

from kg.core.links import concept_link, document_links, document_title, paper_name


@pytest.mark.parametrize(
    ("concept_id", "link"),
    [
        ("CL:0000815", "https://purl.obolibrary.org/obo/CL_0000815"),
        ("HGNC:6001", "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:6001"),
        ("DrugBank:DB00041", "https://go.drugbank.com/drugs/DB00041"),
        ("DRUGBANK:DB00041", "https://go.drugbank.com/drugs/DB00041"),
        ("text:gene/0123456789ab", ""),
        ("UNKNOWN:1", ""),
        ('CL:1"><script>', ""),
        ("CL", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_concept_link(concept_id: str, link: str) -> None:
    assert concept_link(concept_id) == link


def test_document_links_are_one_per_public_id() -> None:
    found = document_links({"pmid": "12", "pmcid": "PMC34", "doi": "10.1000/A<b>?q"})
    assert found == [
        ("PubMed", "https://pubmed.ncbi.nlm.nih.gov/12/"),
        ("PMC", "https://pmc.ncbi.nlm.nih.gov/articles/PMC34/"),
        ("DOI", "https://doi.org/10.1000/A%3Cb%3E%3Fq"),
    ]


def test_nothing_is_made_of_ids_that_are_none() -> None:
    assert document_links({"pmid": "javascript:", "pmcid": "", "doi": None}) == []


@pytest.mark.parametrize(
    ("identity", "title", "source", "record", "name"),
    [
        ("PMID:1", "A title", "one.xml", 1, "PMID:1"),
        ("sha1:00", "A title", "notes/a.txt", 1, "A title"),
        ("sha1:00", "", "notes/a.txt", 1, "a.txt"),
        ("sha1:00", "", "rows.csv", 3, "rows.csv, record 3"),
        ("sha1:00", "", None, None, "sha1:00"),
    ],
)
def test_what_people_call_a_paper(identity: str, title: str, source: str | None, record: int | None, name: str) -> None:
    assert paper_name({"document_id": identity, "title": title, "source": source, "record": record}) == name


@pytest.mark.parametrize(
    ("identity", "title", "record", "called"),
    [
        ("sha1:00", "A title", 1, "A title"),
        ("sha1:00", "", 1, "notes.txt"),
        ("sha1:00", "", 3, "notes.txt, record 3"),
        ("sha1:00", "", None, "notes.txt"),
        ("PMID:1", "", 1, "PMID:1"),
    ],
)
def test_a_paper_without_title_is_called_what_people_know_it_by(
    identity: str, title: str, record: int | None, called: str
) -> None:
    row = {"id": identity, "title": title, "source": "/home/somebody/notes.txt", "record": record}
    assert document_title(row) == called
    assert document_title({**row, "source": ""}) == (title or identity)
