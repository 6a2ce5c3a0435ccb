from __future__ import annotations

from kg.annotate.abbreviations import definitions
from kg.annotate.meanings import meanings, spelled_out
from kg.annotate.rows import MentionRow


def rows(text: str, *names: str, category: str = "disease") -> list[MentionRow]:
    starts = [(text.index(name), name) for name in names]
    return [MentionRow(at, at + len(name), category, (), "tagger", 0.9) for at, name in starts]


def test_definitions_and_the_mention_that_ends_with_the_long_form() -> None:
    text = "Severe acquired aplastic anaemia (AA) was seen."
    found = meanings(text, rows(text, "Severe acquired aplastic anaemia", "AA"), definitions(text))
    assert found["AA"][0].endswith("aplastic anaemia")
    assert "Severe acquired aplastic anaemia" in found["AA"]


def test_a_bracket_of_the_same_kind_is_a_short_form_where_its_letters_are_initials() -> None:
    text = "Myotonic dystrophy (DM) and gout (PFX) were seen."
    assert meanings(text, rows(text, "Myotonic dystrophy", "DM", "gout", "PFX"), ()) == {"DM": ("Myotonic dystrophy",)}
    other = [*rows(text, "Myotonic dystrophy"), *rows(text, "DM", category="gene")]
    assert meanings(text, other, ()) == {}


def test_short_forms_inside_a_name_are_spelled_out() -> None:
    longs = {"ALD": ("adrenoleukodystrophy",)}
    assert spelled_out("cerebral ALD", longs) == "cerebral adrenoleukodystrophy"
    assert spelled_out("cerebral palsy", longs) == ""
