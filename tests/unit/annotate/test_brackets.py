from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.brackets import brackets


def pairs(text: str) -> list[tuple[str, str]]:
    """What each bracket holds, and what stands before it within reach."""
    return [(text[one.opens + 1 : one.closes], text[one.reach : one.opens]) for one in brackets(text)]


def test_nested_brackets_come_before_those_around_them() -> None:
    assert pairs("risk (odds ratio [OR] 2)") == [("OR", "odds ratio "), ("odds ratio [OR] 2", "risk ")]


def test_words_reach_back_to_the_last_bracket_that_stands_alone() -> None:
    assert pairs("a (b) c (d)") == [("b", "a "), ("d", " c ")]
    assert pairs("poly(A) tail (PAT)") == [("A", "poly"), ("PAT", "poly(A) tail ")]
    assert pairs("the (+)-form (F)") == [("+", "the "), ("F", "the (+)-form ")]


def test_unmatched_signs_are_passed_over() -> None:
    assert pairs("a) b (c") == []
    assert pairs("(a [b) c") == [("a [b", "")]
    assert pairs("(a\nb) c (d)") == [("d", "b) c ")]


@given(st.text(st.sampled_from("a ()[]\n"), max_size=40))
def test_every_pair_matches(text: str) -> None:
    for one in brackets(text):
        assert text[one.opens] + text[one.closes] in ("()", "[]")
        assert one.reach <= one.opens < one.closes
