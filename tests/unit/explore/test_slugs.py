from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.explore.slugs import article_page, assertion_page, concept_page, slug, unslug


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("MONDO:0007915", "MONDO_0007915"),
        ("DOI:10.1000/xyz<2>", "DOI_10.1000=2Fxyz=3C2=3E"),
        ("../../etc/passwd", "..=2F..=2Fetc=2Fpasswd"),
        ("a_b", "a=5Fb"),
        ("text:β 2", "text_=CE=B2=202"),
    ],
)
def test_an_id_becomes_a_file_name(name: str, file: str) -> None:
    assert slug(name) == file


@given(st.text(min_size=1))
def test_the_id_can_be_told_from_the_file_name(name: str) -> None:
    file = slug(name)
    assert len(file) <= 120
    assert not set(file) & set('/\\:*?"<>| ')
    assert name in unslug(file, lambda: [name])


def test_what_is_no_file_name_of_ours_names_nothing() -> None:
    assert list(unslug("=FF", list)) == []


def test_kinds_of_pages_lie_apart() -> None:
    assert concept_page("CL:1") == "concept/CL_1.html"
    assert assertion_page("ab") == "assertion/ab.html"
    assert article_page("PMID:1") == "article/PMID_1.html"
