"""kg.annotate.given: what spans that others found may mean."""

from __future__ import annotations

from kg.annotate.abbreviations import definitions
from kg.annotate.given import Given, given_mentions
from kg.annotate.rows import MentionRow
from kg.core.lexicon import Concept, make_lexicon

SMALL = make_lexicon(
    [
        Concept("CL:1", "regulatory T cell", "cell_type", ("Treg",)),
        Concept("MONDO:1", "polymyositis", "disease", ambiguous=("PM",)),
        Concept("MESH:1", "particulate matter", "chemical"),
        Concept("HGNC:1", "cachectin", "gene"),
        Concept("MESH:2", "cachectin", "chemical"),
    ]
)


def _rows(text: str, *given: tuple[str, tuple[str, ...]]) -> list[MentionRow]:
    spans: list[Given] = [(text.index(words), text.index(words) + len(words), kinds) for words, kinds in given]
    return given_mentions(text, spans, definitions(text), SMALL)


def _ids(text: str, *given: tuple[str, tuple[str, ...]]) -> list[list[str]]:
    return [[concept for concept, _ in row.candidates] for row in _rows(text, *given)]


def test_only_names_of_the_category_count() -> None:
    assert _ids("Cachectin acts.", ("Cachectin", ("drug", "chemical"))) == [["MESH:2"]]
    assert _ids("Cachectin acts.", ("Cachectin", ("gene",))) == [["HGNC:1"]]
    assert _ids("Cachectin acts.", ("Cachectin", ("disease",))) == [[]]


def test_what_is_not_known_has_no_candidate_and_keeps_its_place() -> None:
    unknown, known = _rows("Foo cells and Tregs", ("Tregs", ("cell_type",)), ("Foo cells", ("cell_type", "cell_line")))
    assert unknown == MentionRow(0, 9, "cell_type", (), "given")
    assert (known.category, known.found_by) == ("cell_type", "given")


def test_the_papers_own_abbreviations_go_first() -> None:
    text = "Particulate matter (PM) is dust. PM10 and PM harm."
    assert _ids(text, ("PM", ("chemical",))) == [["MESH:1"]]
    assert _ids("PM harms.", ("PM", ("disease", "phenotype"))) == [["MONDO:1"]]  # the category tells which is meant
    assert _ids("Foo bar cells (Tregs) are old. Tregs die.", ("Tregs", ("cell_type",))) != [["HGNC:1"]]


def test_a_short_form_of_something_unknown_means_nothing_else() -> None:
    assert _ids("Pink mammoths (PM) are old.", ("PM", ("disease",))) == [[]]
