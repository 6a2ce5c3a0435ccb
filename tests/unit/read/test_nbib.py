"""MEDLINE records: continuation lines, labelled abstracts, retractions, and broken records."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import RecordError
from kg.core.text import Document
from kg.read import nbib

RECORDS = """
PMID- 101
OWN - NLM
VI  - 5
IP  - 2
DP  - 2015 Jan-Feb
LR  - 20260131
TI  - Interferon lambda in the
      gut wall.
PG  - 10-9
LID - S1-2(3) [pii]
LID - 10.1000/Own.101 [doi]
AB  - BACKGROUND: Interferon lambda guards the gut. METHODS: We looked. RESULTS:
      It does: IFNL: the guard. CONCLUSION(S): Good.
FAU - Roe, Ann
AU  - Roe A
AU  - Poe B
PT  - Journal Article
PT  - Retracted Publication
OT  - *interferon
OT  - gut
PMC - PMC55
RIN - J Own. 2016;6:1. PMID: 202
TA  - J Own
JT  - Journal of own words

PMID- 202
TI  - Retraction: Interferon lambda in the gut wall.
PT  - Retraction of Publication
ROF - J Own. 2015;5:10. PMID: 101
TA  - J Own

PMID- 303
OWN - NLM

PMID- none
TI  - A title under no number
"""


@pytest.fixture
def found(tmp_path: Path) -> list[Document | RecordError]:
    path = tmp_path / "a.nbib"
    path.write_text(RECORDS)
    return list(nbib.read(path))


def test_a_record(found: list[Document | RecordError]) -> None:
    document = found[0]
    assert isinstance(document, Document)
    assert document.id == "PMID:101"
    assert document.title == "Interferon lambda in the gut wall."
    assert [(part.label, part.text) for part in document.sections] == [
        ("BACKGROUND", "Interferon lambda guards the gut."),
        ("METHODS", "We looked."),
        ("RESULTS", "It does: IFNL: the guard."),
        ("CONCLUSION(S)", "Good."),
    ]
    metadata = document.metadata
    assert (metadata.doi, metadata.pmcid) == ("10.1000/own.101", "PMC55")
    assert (metadata.journal, metadata.year) == ("Journal of own words", 2015)
    assert metadata.revised == "2026-01-31"
    assert (metadata.volume, metadata.issue, metadata.pages) == ("5", "2", "10-9")
    assert metadata.authors == ("Roe A", "Poe B")
    assert metadata.keywords == ("interferon", "gut")


def test_retractions(found: list[Document | RecordError]) -> None:
    paper, notice = found[:2]
    assert isinstance(paper, Document)
    assert isinstance(notice, Document)
    assert paper.metadata.retracted
    assert not notice.metadata.retracted
    assert notice.metadata.retracts == ("PMID:101",)
    assert notice.metadata.journal == "J Own"


def test_records_that_say_nothing_are_reported(found: list[Document | RecordError]) -> None:
    errors = [(item.record, item.reason) for item in found if isinstance(item, RecordError)]
    assert errors == [(3, "has neither a title nor an abstract"), (4, "has no PMID")]


def test_recognises() -> None:
    assert nbib.recognises(RECORDS)
    assert not nbib.recognises("PMID- 5 was the first paper that said so.")
    assert not nbib.recognises("A title\n\nPMID- 5\nTI  - x")


@pytest.mark.shared
def test_the_shared_records(shared: Path) -> None:
    found = list(nbib.read(shared / "inputs" / "formats" / "medline_308.nbib.gz"))
    assert len(found) == 308
    for item in found:
        assert isinstance(item, Document)
        assert item.metadata.pmid
        assert item.metadata.year
        assert item.sections
        assert all(item.text[part.start : part.end] == part.text for part in item.sections)


def test_a_record_without_end_is_refused_and_the_next_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nbib, "LARGEST_RECORD", 1000)
    path = tmp_path / "a.nbib"
    path.write_text(
        "PMID- 1\nTI  - x\nAB  - y\n" + "      and so on\n" * 100 + "\nPMID- 2\nTI  - z\n", encoding="utf-8"
    )
    bad, good = nbib.read(path)
    assert isinstance(bad, RecordError)
    assert (bad.record, bad.reason) == (1, "has more than 1,000 characters")
    assert isinstance(good, Document)
