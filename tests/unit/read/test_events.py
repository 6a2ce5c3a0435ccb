"""kg.read.events: what nested events come to, worked by hand."""

from __future__ import annotations

import pytest

from kg.core.vocabulary import DECREASED
from kg.read.events import relations
from kg.read.gold import GoldRelation

A, B, C = 0, 1, 2
MENTIONS = {"T1": A, "T2": B, "T3": C}


def read(*lines: str) -> list[GoldRelation]:
    return list(relations(lines, MENTIONS))


def told(*lines: str) -> list[tuple[str, int, int, str, str]]:
    return [(one.label, one.subject_mention, one.object_mention, one.direction, one.aspect) for one in read(*lines)]


@pytest.mark.parametrize(
    ("lines", "direction", "aspect"),
    [
        (["E1\tPositive_regulation:T9 Theme:T2 Cause:T1"], "increased", ""),
        (["E1\tNegative_regulation:T9 Theme:T2 Cause:T1"], "decreased", ""),
        (["E1\tRegulation:T9 Theme:T2 Cause:T1"], "", ""),
        (["E1\tActivation:T9 Theme:T2 Cause:T1"], "increased", "activity"),
        (["E1\tInactivation:T9 Theme:T2 Cause:T1"], "decreased", "activity"),
        (["E1\tPhosphorylation:T9 Theme:T2 Cause:T1"], "", "activity"),
        # what is regulated is itself an event
        (["E1\tNegative_regulation:T9 Theme:E2 Cause:T1", "E2\tGene_expression:T8 Theme:T2"], DECREASED, "expression"),
        (["E1\tPositive_regulation:T9 Theme:E2 Cause:T1", "E2\tLocalization:T8 Theme:T2"], "increased", "secretion"),
        (["E1\tPositive_regulation:T9 Theme:E2 Cause:T1", "E2\tDegradation:T8 Theme:T2"], "decreased", "abundance"),
        (["E1\tNegative_regulation:T9 Theme:E2 Cause:T1", "E2\tCell_death:T8 Theme:T2"], "increased", "abundance"),
        (["E1\tNegative_regulation:T9 Theme:E2 Cause:T1", "E2\tPhosphorylation:T8 Theme:T2"], "decreased", "activity"),
        (["E1\tNegative_regulation:T9 Theme:E2 Cause:T1", "E2\tRegulation:T8 Theme:T2"], "", ""),
        (["E1\tRegulation:T9 Theme:E2 Cause:T1", "E2\tGene_expression:T8 Theme:T2"], "", "expression"),
        # and so may be what regulates: the loss of A lowers B, so A raises it
        (["E1\tNegative_regulation:T9 Theme:T2 Cause:E2", "E2\tNegative_regulation:T8 Theme:T1"], "increased", ""),
        (["E1\tPositive_regulation:T9 Theme:T2 Cause:E2", "E2\tNegative_regulation:T8 Theme:T1"], "decreased", ""),
        # the aspect of what causes is not that of what is caused
        (["E1\tPositive_regulation:T9 Theme:T2 Cause:E2", "E2\tGene_expression:T8 Theme:T1"], "increased", ""),
    ],
)  # fmt: skip
def test_signs_are_multiplied_and_the_aspect_is_the_inner_one(lines: list[str], direction: str, aspect: str) -> None:
    kind = lines[0].split("\t")[1].partition(":")[0]
    assert told(*lines) == told(*reversed(lines)) == [(kind, A, B, direction, aspect)]


def test_three_events_deep() -> None:
    lines = (
        "E1\tNegative_regulation:T9 Theme:E2 Cause:T1",
        "E2\tNegative_regulation:T8 Theme:E3 Cause:T3",
        "E3\tTranscription:T7 Theme:T2",
    )
    assert told(*lines) == [
        ("Negative_regulation", A, B, "increased", "expression"),
        ("Negative_regulation", C, B, "decreased", "expression"),
    ]


def test_every_cause_acts_on_every_theme() -> None:
    lines = "E1\tPositive_regulation:T9 Theme:T2 Theme2:T3 Cause:T1 Cause2:T3"
    assert {one[1:3] for one in told(lines)} == {(A, B), (A, C), (C, B)}  # C does not act on itself


def test_nothing_acts_on_itself() -> None:
    assert told("E1\tPositive_regulation:T9 Theme:T1 Cause:T1") == []
    assert told("E1\tPositive_regulation:T9 Theme:E2 Cause:T1", "E2\tGene_expression:T8 Theme:T1") == []


@pytest.mark.parametrize("letter", ["M", "A"])
def test_what_is_denied_or_hedged(letter: str) -> None:
    event = "E1\tPositive_regulation:T9 Theme:T2 Cause:T1"
    other = "E2\tNegative_regulation:T9 Theme:T3 Cause:T1"
    marks = [f"{letter}1\tNegation E1", f"{letter}2\tSpeculation E2\r", f"{letter}3\tSpeculation E9"]
    first, second = read(*marks, event, other)
    assert (first.negated, first.speculated, second.negated, second.speculated) == (True, False, False, True)
    (plain,) = read(event)
    assert not plain.negated
    assert not plain.speculated


def test_what_binds_is_paired_in_no_direction() -> None:
    lines = ["E1\tBinding:T9 Theme:T3 Theme2:T1 Theme3:T2 Theme4:E2", "E2\tGene_expression:T8 Theme:T1"]
    assert told(*lines) == [("Binding", one, other, "", "") for one, other in ((C, A), (C, B), (A, B))]
    assert told("E1\tBinding:T9 Theme:T1") == []
    assert told("E1\tBinding:T9 Theme:T1 Theme2:T1") == []


def test_events_in_a_circle_come_to_an_end() -> None:
    circle = ["E1\tPositive_regulation:T9 Theme:E2 Theme2:E1 Cause:T1", "E2\tGene_expression:T8 Theme:E1"]
    assert told(*circle) == []
    assert told("E1\tPositive_regulation:T9 Theme:T2 Cause:E1") == []


@pytest.mark.parametrize(
    "line",
    [
        "T9\tPositive_regulation 3 9\traises",
        "*\tEquiv T1 T2",
        "R1\tPart-of Arg1:T1 Arg2:T2",
        "E1\tPositive_regulation:T9",
        "E1\tPositive_regulation:T9 Theme: Cause:T1",
        "E1\tPositive_regulation:T9 Theme:T8 Cause:T1",  # a trigger is no mention
        "E1\t",
        "E1",
        "M1",
        "",
    ],
)
def test_what_says_nothing_of_two_mentions_is_passed_over(line: str) -> None:
    assert told(line) == []
    assert len(told(line, "E7\tPositive_regulation:T9 Theme:T2 Cause:T1")) == 1
