from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from kg.core.text import Document
from kg.fetch.as_pubmed import paragraphs, plain, record
from kg.fetch.records import form_of, pack
from kg.read import jsonl, pubmed

ROW: dict[str, Any] = {
    "id": "4242",
    "source": "MED",
    "doi": "10.1234/made.up",
    "pmcid": "PMC77",
    "title": "Made-up: <i>IL2</i> &amp; CD4<sup>+</sup> cells.",
    "abstractText": "<h4>Background</h4>What p<0.05 is.<h4>Results: </h4>IL-2 &lt; IL-6; a<b and c&gt;d\x0b.",
    "authorList": {
        "author": [
            {"fullName": "Kern M", "lastName": "Kern", "initials": "M"},
            {"collectiveName": "The Made-up Group"},
            {"fullName": "Plato"},
            "nobody",
        ]
    },
    "journalInfo": {"volume": "3", "issue": "2", "yearOfPublication": 2024, "journal": {"title": "Made-up Journal"}},
    "pageInfo": "1-9",
    "dateOfRevision": "2025-02-28",
    "keywordList": {"keyword": ["Treg cells", "<b>IL-2</b>"]},
    "pubTypeList": {"pubType": ["retracted publication", "Journal Article"]},
    "commentCorrectionList": {
        "commentCorrection": [
            {"id": "99", "source": "MED", "type": "Retraction of"},
            {"id": "PPR1", "source": "PPR", "type": "Preprint in"},
        ]
    },
}


def read(tmp_path: Path, identity: str, row: dict[str, Any]) -> Document:
    """Return what our reader makes of a record."""
    form = form_of(identity)
    file = tmp_path / f"a.{form}.gz"
    file.write_bytes(pack({identity: record(identity, row)}, form))
    (document,) = (pubmed if form == "xml" else jsonl).read(file)
    assert isinstance(document, Document)
    return document


def test_a_record_is_read_as_pubmeds_own(tmp_path: Path) -> None:
    document = read(tmp_path, "4242", ROW)
    assert document.id == "PMID:4242"
    assert document.title == "Made-up: IL2 & CD4+ cells."
    assert [(one.label, one.text) for one in document.sections if one.text != document.title] == [
        ("Background", "What p<0.05 is."),
        ("Results", "IL-2 < IL-6; a<b and c>d."),
    ]
    told = document.metadata
    assert (told.doi, told.pmcid, told.journal, told.year) == ("10.1234/made.up", "PMC77", "Made-up Journal", 2024)
    assert (told.volume, told.issue, told.pages) == ("3", "2", "1-9")
    assert told.revised == "2025-02-28"
    assert told.authors == ("Kern M", "The Made-up Group", "Plato")
    assert told.keywords == ("Treg cells", "IL-2")
    assert told.publication_types == ("Retracted Publication", "Journal Article")
    assert told.retracted
    assert told.retracts == ("PMID:99",)


def test_a_notice_of_retraction_is_read(tmp_path: Path) -> None:
    notes = {"commentCorrection": [{"id": "98", "source": "MED", "type": "Retraction in"}]}
    document = read(tmp_path, "4242", {"title": "Made-up", "commentCorrectionList": notes})
    assert document.metadata.retracted


def test_a_preprint_is_a_line_with_a_doi(tmp_path: Path) -> None:
    row = {**ROW, "id": "PPR81", "source": "PPR", "pmcid": "", "title": "AT&amp;amp;T"}
    document = read(tmp_path, "PPR:PPR81", row)
    assert document.id == "DOI:10.1234/made.up"
    assert document.title == "AT&amp;T"
    assert document.metadata.source_id == "PPR:PPR81"
    assert [one.label for one in document.sections if one.label] == ["BACKGROUND", "RESULTS"]
    assert document.metadata.authors == ("Kern M", "The Made-up Group", "Plato")
    assert (document.metadata.year, document.metadata.revised) == (2024, "2025-02-28")


def test_a_day_of_revision_may_be_missing_or_none(tmp_path: Path) -> None:
    row = {"title": "Made-up", "dateOfRevision": "soon", "firstIndexDate": "2024-05-06"}
    assert read(tmp_path, "4242", row).metadata.revised == ""
    assert read(tmp_path, "PPR:PPR81", row).metadata.revised == "2024-05-06"


def test_the_same_record_is_the_same_bytes() -> None:
    shuffled = dict(reversed(ROW.items()))
    assert record("4242", ROW) == record("4242", shuffled)
    assert b"\n" not in record("PPR:1", ROW)


def test_what_says_nothing_is_no_record() -> None:
    assert record("1", {"title": " <p> </p>", "abstractText": "<h4>Background</h4>"}) == b""


@pytest.mark.parametrize("odd", [None, 7, "text", [], {}, [None], {"author": "x", "keyword": 3, "journal": []}])
def test_fields_of_another_kind_are_passed_over(odd: Any) -> None:
    row = {**dict.fromkeys((*ROW, "bookOrReportDetails", "pubYear"), odd), "title": "Made-up"}
    for identity in ("1", "PPR:PPR1"):
        assert record(identity, row)
    assert gzip.decompress(pack({"1": record("1", row)}, "xml"))


def test_markup_goes_and_what_only_looks_so_stays() -> None:
    assert plain("a<br/>b <jats:italic>x</jats:italic> x<y>z <script>") == "a b x x<y>z <script>"
    assert plain("if a<b and c>d, a <b class='x'>bold</b> step") == "if a<b and c>d, a bold step"
    assert paragraphs("<p>One.</p><p>Two.</p>") == [("", "One. Two.")]
    assert paragraphs("Before.<h3 class='x'>Aims:</h3> After.") == [("", "Before."), ("Aims", "After.")]
    assert paragraphs(None) == []
