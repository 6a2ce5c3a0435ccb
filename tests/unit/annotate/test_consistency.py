"""kg.annotate.consistency: a short form is what its long form is, wherever it stands."""

from __future__ import annotations

from kg.annotate.abbreviations import definitions
from kg.annotate.consistency import consistent
from kg.annotate.tagger import Tagged

TEXT = "Foo bar disease (FBD) is rare. FBD and FBD-like signs; FBD genes."
LONG = Tagged(0, 15, "disease", 0.9)


def of(*tagged: Tagged, text: str = TEXT) -> list[tuple[str, str, int]]:
    found = consistent(text, tagged, definitions(text))
    return sorted((text[one.start : one.end], one.kind, one.start) for one in found)


def test_short_forms_are_read_as_their_long_form() -> None:
    wrong = Tagged(31, 34, "gene", 0.99)
    assert of(LONG, wrong) == [
        ("FBD", "disease", 17),
        ("FBD", "disease", 31),
        ("FBD", "disease", 55),
        ("Foo bar disease", "disease", 0),
    ]


def test_what_stands_in_a_longer_name_stays_part_of_it() -> None:
    gene = Tagged(55, 64, "gene", 0.9)
    assert ("FBD genes", "gene", 55) in of(LONG, gene)
    assert ("FBD", "disease", 55) not in of(LONG, gene)


def test_a_long_form_that_is_no_name_tells_nothing() -> None:
    gene = Tagged(31, 34, "gene", 0.9)
    assert of(gene) == [("FBD", "gene", 31)]
    assert of(LONG._replace(score=0.3), gene) == [("FBD", "gene", 31), ("Foo bar disease", "disease", 0)]


def test_the_name_that_ends_the_long_form_counts() -> None:
    text = "Severe foo bar disease (FBD). FBD came."
    assert ("FBD", "disease", 30) in of(Tagged(7, 22, "disease", 0.9), text=text)
    assert of(Tagged(7, 14, "gene", 0.9), text=text) == [("foo bar", "gene", 7)]
