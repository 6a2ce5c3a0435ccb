"""Spacing, forbidden characters and labels."""

from __future__ import annotations

import pytest

from kg.read.cleaning import collapse, is_heading, is_unicode, labelled_parts, leading_label


def test_collapse() -> None:
    assert collapse(" a\u00a0\u2008b\r\n\tc\0d \uffff") == "a b c d"


def test_is_unicode() -> None:
    assert is_unicode("α𝛼")
    assert not is_unicode("\udcff")


@pytest.mark.parametrize("line", ["Methods", "PATIENTS AND METHODS", "Design, setting and participants:"])
def test_headings(line: str) -> None:
    assert is_heading(line)


@pytest.mark.parametrize("line", ["Clinical use of IL-2", "Results of a trial", "IL-2", "We used methods"])
def test_lines_that_are_no_headings(line: str) -> None:
    assert not is_heading(line)


def test_leading_label() -> None:
    assert leading_label("Results: it worked") == ("Results", "it worked")
    assert leading_label("Notably: it worked") == ("", "Notably: it worked")


def test_labels_stand_at_sentence_starts_only() -> None:
    text = "OBJECTIVE: Ask. REASONS FOR THE STUDY: None. It showed RESULTS: good. RESULTS: Few (n=3). IL: no."
    assert labelled_parts(text) == [
        ("OBJECTIVE", "Ask."),
        ("REASONS FOR THE STUDY", "None. It showed RESULTS: good."),
        ("RESULTS", "Few (n=3). IL: no."),
    ]


def test_an_unlabelled_beginning_stays() -> None:
    assert labelled_parts("First. METHODS: Second.") == [("", "First."), ("METHODS", "Second.")]
    assert labelled_parts("METHODS:") == [("", "METHODS:")]  # no text is lost
    assert labelled_parts("TNF ALPHA: a cytokine.") == [("", "TNF ALPHA: a cytokine.")]
