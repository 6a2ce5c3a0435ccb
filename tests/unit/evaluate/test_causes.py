"""kg.evaluate.causes: every kind of error."""

from __future__ import annotations

import pytest

from kg.core.text import Span
from kg.evaluate.causes import Causes, said_at

GOLD = {"gene": {Span(0, 4)}, "cell": {Span(10, 20)}}
FOUND = {"gene": {Span(0, 4)}, "cell_type": {Span(14, 20)}, "disease": {Span(30, 34), Span(40, 44)}}


@pytest.mark.parametrize(
    ("kind", "span", "error"),
    [
        ("gene", Span(0, 4), "exact"),
        ("disease", Span(0, 4), "kind"),
        ("cell", Span(10, 20), "boundary"),
        ("cell_line", Span(10, 20), "boundary and kind"),
        ("chemical", Span(30, 34), "kind"),
        ("gene", Span(20, 30), "missed"),
    ],
)
def test_why_gold_is_missed(kind: str, span: Span, error: str) -> None:
    assert Causes(GOLD, FOUND).of_miss(kind, span, "exact") == error


@pytest.mark.parametrize(
    ("kind", "span", "error"),
    [
        ("cell_line", Span(10, 20), "exact"),
        ("gene", Span(10, 20), "kind"),
        ("cell_type", Span(14, 20), "boundary"),
        ("gene", Span(14, 20), "boundary and kind"),
        ("disease", Span(30, 34), "spurious"),
    ],
)
def test_why_something_found_is_a_false_alarm(kind: str, span: Span, error: str) -> None:
    assert Causes(GOLD, FOUND).of_false(kind, span, "exact") == error


def test_what_is_said_of_a_span() -> None:
    said = [(Span(0, 4), "gene"), (Span(0, 4), "variant"), (Span(0, 7), "disease")]
    assert said_at("IL-2 up", Span(0, 4), said) == "gene, variant"
    assert said_at("IL-2 up", Span(3, 4), said) == "IL-2 (gene), IL-2 (variant), IL-2 up (disease)"
    assert said_at("IL-2 up", Span(3, 4), []) == ""
