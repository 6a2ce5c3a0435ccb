"""kg.annotate.marks: what the dictionary and the paper's definitions tell of a text."""

from __future__ import annotations

from kg.annotate.abbreviations import definitions
from kg.annotate.marks import marks_of
from kg.annotate.mentions import find_names
from kg.core.features import ABBREVIATED, LONG_FORM, MAYBE, NAMED, SHORT_FORM, Mark
from kg.core.lexicon import Concept, make_lexicon

LEXICON = make_lexicon(
    [Concept("CL:1", "regulatory T cell", "cell_type"), Concept("D:1", "polymyositis", "disease", ambiguous=("PM",))]
)


def test_names_definitions_and_what_may_be_a_name() -> None:
    text = "Regulatory T cells (Rex) at PM. Rex grew."
    found = list(definitions(text))
    names = find_names(text, found, LEXICON)
    assert set(marks_of(names.rows, names.matches, found, LEXICON.concepts)) >= {
        Mark(0, 18, NAMED, "cell_type"),
        Mark(0, 18, MAYBE, "cell_type"),
        Mark(28, 30, MAYBE, "disease"),
    }


def test_short_forms() -> None:
    text = "Regulatory T cells (RTC) grew. RTC died."
    found = list(definitions(text))
    names = find_names(text, found, LEXICON)
    assert {
        Mark(31, 34, NAMED, "cell_type"),
        Mark(31, 34, ABBREVIATED),
        Mark(20, 23, SHORT_FORM),
        Mark(0, 18, LONG_FORM),
    } <= set(marks_of(names.rows, names.matches, found, LEXICON.concepts))
