"""kg.evaluate.judged: rows, their order and their table."""

from __future__ import annotations

from dataclasses import replace

from kg.core.text import Document, Metadata, Section, Span
from kg.evaluate.judged import COLUMNS, FALSE, MISSED, RIGHT, errors, errors_table, judge, name_of, within

DOCUMENT = Document("PMID:7", "IL-2\tin lupus", (Section("abstract", "", 14, "T cells live."),))


def test_a_row_shows_the_words_around() -> None:
    row = judge(DOCUMENT, "disease", Span(8, 13), MISSED, "missed", "disease", "")
    assert (row.document, row.text, row.context) == ("PMID:7", "lupus", "IL-2\tin [[lupus]]\nT cells live.")
    head, line = errors_table([row])
    assert head.rstrip("\n").split("\t") == list(COLUMNS)
    assert line.rstrip("\n").split("\t") == [
        *("mention", "missed", "missed", "PMID:7", "disease", "8", "13", "lupus", "disease", ""),
        "IL-2 in [[lupus]] T cells live.",
    ]


def test_errors_are_in_order_and_without_what_is_right() -> None:
    late = judge(DOCUMENT, "disease", Span(8, 13), FALSE, "spurious", "", "disease")
    early = judge(DOCUMENT, "gene", Span(0, 4), MISSED, "missed", "gene", "")
    right = judge(DOCUMENT, "gene", Span(0, 4), RIGHT, "", "gene", "gene")
    assert errors([late, right, early]) == [early, late]
    assert list(within([late, early, replace(late, kind="cell_line")], {"cell", "gene"})) == [
        early,
        replace(late, kind="cell_line"),
    ]


def test_a_document_is_called_as_its_corpus_calls_it() -> None:
    assert name_of(DOCUMENT) == "PMID:7"
    assert name_of(Document("sha1:00", "", (), Metadata(source_id="90110496"))) == "90110496"
    assert name_of(Document("sha1:00", "")) == "sha1:00"
