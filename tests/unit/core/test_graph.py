from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.core.graph import Assertion, Evidence, belief, support
from kg.core.text import Context, Span

ASSERTION = Assertion("HGNC:6001", "affects", "CL:0000815", "abundance", "increased", False)
EVIDENCE = Evidence(
    assertion_id=ASSERTION.id,
    document_id="PMID:1",
    section="abstract",
    sentences=(Span(0, 30),),
    subject=Span(0, 4),
    object=Span(13, 18),
    trigger=Span(5, 12),
    text="IL-2 expands Tregs.",
    score=0.8,
    speculated=False,
    via="direct",
    context=Context(),
    extractor="rule:expand/active",
)
SCORES = st.lists(st.floats(0, 1), max_size=6)


def test_an_id_is_the_same_in_every_build() -> None:
    assert ASSERTION.id == "c77cec3957f189d2cf24"
    assert len(EVIDENCE.id) == len(ASSERTION.id) == 20


def test_every_field_makes_the_identity_of_an_assertion() -> None:
    for field in fields(Assertion):
        change: dict[str, Any] = {field.name: True if field.name == "negated" else "other"}
        assert replace(ASSERTION, **change).id != ASSERTION.id


def test_an_evidence_is_known_by_what_it_supports_and_where_it_stands() -> None:
    for change in (
        {"document_id": "PMID:2"},
        {"assertion_id": "x"},
        {"trigger": Span(6, 12)},
        {"object": Span(14, 18)},
    ):
        assert replace(EVIDENCE, **change).id != EVIDENCE.id
    assert replace(EVIDENCE, score=0.1, text="", section="").id == EVIDENCE.id


def test_one_against_one_halves_belief_and_many_papers_outweigh_one() -> None:
    assert belief([0.8], [0.8]) == pytest.approx(support([0.8]) / 2, abs=1e-4)
    assert belief([0.8] * 4, [0.8]) > 0.8 * support([0.8] * 4)
    assert belief([], [0.8]) == belief([], []) == belief([0.0], [1.0]) == 0.0


def test_belief_of_one_document_is_its_score_but_for_systematic_errors() -> None:
    assert support([0.8]) == pytest.approx(0.95 * 0.8)
    assert support([]) == 0.0


@given(SCORES, st.floats(0, 1))
def test_more_documents_never_make_it_less_believed(scores: list[float], more: float) -> None:
    assert support([*scores, more]) >= support(scores) - 1e-12
    assert 0 <= support(scores) <= 0.95


@given(SCORES, SCORES, st.floats(0.01, 1))
def test_opposition_lowers_belief(scores: list[float], against: list[float], more: float) -> None:
    assert belief(scores, [*against, more]) <= belief(scores, against)
    assert belief(scores, []) == round(support(scores), 4)


@given(st.permutations([0.2, 0.5, 0.9]))
def test_order_does_not_matter(scores: list[float]) -> None:
    assert belief(scores, scores) == belief([0.2, 0.5, 0.9], [0.9, 0.5, 0.2])
