from __future__ import annotations

from pathlib import Path

import pytest

from kg.annotate.qualifiers import NEGATION, SPECULATION, Qualifiers, load_qualifiers
from kg.core.errors import DataError
from kg.core.paths import data_folder

SHIPPED = load_qualifiers(data_folder("pipelines") / "immunology" / "qualifiers.toml")


def reached(text: str, kind: str, qualifiers: Qualifiers = SHIPPED) -> list[str]:
    """Return what the cues of a kind reach, without the cues."""
    found = []
    for cue in qualifiers.find(text, 0, len(text)):
        assert 0 <= cue.scope_start <= cue.start < cue.end <= len(text)
        assert cue.scope_end <= len(text)
        if cue.kind == kind:
            found.append((text[cue.scope_start : cue.start] + text[cue.end : cue.scope_end]).strip())
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A did not expand B.", ["expand B"]),
        ("A failed to expand B, but reduced C.", ["expand B"]),
        ("A did not affect B and increased C.", ["affect B"]),
        ("A did not affect B; it increased C.", ["affect B"]),
        ("A did not affect B, whereas C did.", ["affect B"]),
        ("A, but not B, expands C.", ["B"]),
        ("A acts without expanding B.", ["expanding B"]),
        ("A expanded not only B.", []),
        ("There is no doubt that A expands B.", []),
        ("A knot is a note of notable cells.", []),
        ("CD4-not is one word.", []),
    ],
)
def test_negation_reaches_to_the_end_of_its_clause(text: str, expected: list[str]) -> None:
    assert [one.rstrip(" .,;") for one in reached(text, NEGATION)] == expected


def test_a_cue_behind_reaches_back_to_the_beginning_of_the_sentence() -> None:
    assert "Expansion of A by B" in reached("Expansion of A by B was not observed.", NEGATION)


@pytest.mark.parametrize(
    "text",
    [
        "A may expand B.",
        "Whether A expands B is open.",
        "We hypothesized that A expands B.",
        "It remains unclear how A expands B.",
        "A is thought to expand B.",
        "These data suggest that A expands B.",
        "We aimed to find what expands B.",
    ],
)
def test_hedges(text: str) -> None:
    assert any("expand" in one for one in reached(text, SPECULATION))


def test_a_question_is_speculation_as_a_whole() -> None:
    assert reached("Does A expand B?”", SPECULATION)[0].startswith("Does A expand B")


def test_a_statement_is_neither() -> None:
    assert list(SHIPPED.find("A expands B, as expected.", 0, 25)) == []


def test_offsets_are_those_of_the_document() -> None:
    text = "It did not. A may expand B. It may not."
    cues = list(SHIPPED.find(text, 12, 27))
    assert [(cue.kind, text[cue.start : cue.end]) for cue in cues] == [(SPECULATION, "may")]
    assert cues[0].scope_end <= 27


def small(reach: int) -> Qualifiers:
    lists = {"cues": ["not", "not at all"], "pseudo": [], "behind": []}
    return Qualifiers({NEGATION: lists, SPECULATION: {**lists, "cues": []}, "scope": {"ends": ["but"], "reach": reach}})


def test_a_scope_has_a_length() -> None:
    assert reached("not one two three four", NEGATION, small(2)) == ["one two"]
    assert reached("not one but two", NEGATION, small(9)) == ["one"]


def test_the_longest_cue_wins_and_an_empty_list_finds_nothing() -> None:
    (cue,) = small(5).find("NOT  at all so", 0, 14)
    assert (cue.start, cue.end) == (0, 11)


@pytest.mark.parametrize("text", ["[negation\n", "[negation]\ncues = []\n"])
def test_a_file_that_is_not_right_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "qualifiers.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_qualifiers(path)
    assert caught.value.path == path
