from __future__ import annotations

from kg.compare.diff import DOCUMENT_KINDS, KINDS, Cause, DocumentChange, Setting
from kg.compare.words import DID, HEADINGS, cause_words, did_words, setting_words


def test_every_kind_has_its_words() -> None:
    assert tuple(HEADINGS) == KINDS
    assert tuple(DID) == DOCUMENT_KINDS


def test_in_words() -> None:
    assert cause_words(Cause("PMID:1", "gained", opposing=True), {}) == "PMID:1 (gained, against it)"
    assert cause_words(Cause("PMID:1", "revised", opposing=False), {}) == "PMID:1 (text revised)"
    assert (
        did_words(DocumentChange(("retracted", "revised"), "PMID:1", "", "", "", None, (), 0))
        == "retracted, text revised"
    )
    assert setting_words(Setting("overrides", "", "mine.tsv", rereads=True)) == "overrides: none → mine.tsv"
