"""kg.read.verbatim: texts to the letter, and names that tell a paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.core.text import Metadata
from kg.read.verbatim import metadata_named, verbatim


@given(st.text(alphabet="ab \t\n", max_size=30))
def test_offsets_are_the_texts_own(text: str) -> None:
    document = verbatim(text, Metadata())
    assert document.text == text.rstrip("\n") or document.text == text
    assert all(document.text[one.start : one.end] == one.text for one in document.sections)


def test_the_first_line_is_the_title_if_more_follows() -> None:
    document = verbatim("T cells\nThey live.\n\nThey die.\n", Metadata())
    assert document.title == "T cells"
    assert [one.text for one in document.sections] == ["They live.", "They die."]
    alone = verbatim("T cells live.\n", Metadata())
    assert (alone.title, [one.text for one in alone.sections]) == ("", ["T cells live."])


@pytest.mark.parametrize(
    ("name", "pmid", "pmcid"),
    [
        ("PMID-10473104", "10473104", ""),
        ("PMID:7", "7", ""),
        ("PMC-1072800", "", "PMC1072800"),
        ("PMC1804205", "", "PMC1804205"),
        ("PMC-1072800-sec-07", "", ""),  # one section is not the paper
        ("90110496", "", ""),  # a MEDLINE UID looks like a PMID
        ("15971941_01_abstract", "", ""),
    ],
)
def test_a_name_tells_the_paper_only_where_it_says_so(name: str, pmid: str, pmcid: str) -> None:
    about = metadata_named(name, Path("f"), 3)
    assert (about.pmid, about.pmcid, about.source_id, about.record) == (pmid, pmcid, name, 3)
