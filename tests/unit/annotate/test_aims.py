from __future__ import annotations

import pytest

from kg.annotate.aims import parse_aims
from kg.annotate.rules import load_rules
from kg.core.paths import data_folder

AIMS = load_rules(data_folder("pipelines") / "immunology" / "relations.toml").aims


def asked(text: str) -> list[str]:
    return [text[start:end] for start, end in AIMS.ahead(text, 0, len(text))]


def studied(text: str) -> list[str]:
    return [text[start:end] for start, end in AIMS.back(text, 0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "We investigated whether A increases B.",
        "Here we asked how A suppresses B.",
        "The aim of this study was to see A reduce B.",
        "To determine the effect of A on B, we studied C.",
        "The present study evaluated A in B.",
        "Whether A increases B is unknown.",
        "There is little evidence that A reduces B.",
        "Had A reduced B, C would have risen.",
    ],
)
def test_an_aim_reaches_to_the_end_of_its_sentence(text: str) -> None:
    assert any(stretch.endswith(text[-6:]) for stretch in asked(text))


@pytest.mark.parametrize(
    "text",
    [
        "A increases B.",
        "We show that A increases B.",
        "We determined that A increases B.",
        "In this study, A increased B.",
        "Patients who had A had less B.",
    ],
)
def test_a_result_is_no_aim(text: str) -> None:
    assert asked(text) == []


def test_a_result_ends_an_aim() -> None:
    assert "increases" not in "".join(asked("We tested C and found that A increases B."))
    assert "reduces" not in "".join(asked("Whether A does is unknown, but C reduces D."))


def test_what_was_studied_is_asked_from_the_beginning() -> None:
    assert studied("The effect of A on B was studied in C.") == ["The effect of A on B was studied"]
    assert studied("A increases B.") == []


def test_offsets_are_those_of_the_text_around() -> None:
    text = "A is B. We asked whether C is D."
    ((start, end), *_) = AIMS.ahead(text, 8, len(text))
    assert text[start:end].startswith("We asked")


def test_without_patterns_nothing_is_asked() -> None:
    none = parse_aims({"openers": [], "ends": [], "behind": []})
    assert list(none.ahead("We asked whether A is B.", 0, 24)) == []
