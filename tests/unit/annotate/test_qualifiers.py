from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from kg.annotate.qualifiers import MILD, NEGATION, OWN, PLAIN, SPECULATION, Qualifiers, load_qualifiers, make_qualifiers
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
        ("A failed to expand B, but reduced C.", ["to expand B"]),
        ("A did not affect B and increased C.", ["affect B"]),
        ("A did not affect B; it increased C.", ["affect B"]),
        ("A did not affect B, whereas C did.", ["affect B"]),
        ("A, but not B, expands C.", ["B"]),
        ("A acts without expanding B.", ["expanding B"]),
        ("A expanded not only B.", []),
        ("A lacks C and expands B.", ["C"]),
        ("None of them expands B.", ["of them expands B"]),
        ("A did not significantly expand B.", ["significantly expand B"]),
        ("Failure of A to expand B.", ["of A to expand B"]),
        ("Renal failure expands B.", []),
        ("It is not known.", []),
        ("It cannot be excluded that A expands B.", []),
        ("NO expands B.", []),
        ("There is no doubt that A expands B.", []),
        ("A knot is a note of notable cells.", []),
        ("CD4-not is one word.", []),
    ],
)
def test_negation_reaches_to_the_end_of_its_clause(text: str, expected: list[str]) -> None:
    assert [one.rstrip(" .,;") for one in reached(text, NEGATION)] == expected


def test_a_cue_behind_reaches_back_to_the_beginning_of_its_clause() -> None:
    assert reached("Expansion of A by B was not observed.", NEGATION) == ["Expansion of A by B was  observed."]
    assert reached("A expanded B, but expansion of C was not observed.", NEGATION) == ["expansion of C was  observed."]
    assert reached("Expansion of A by B was excluded.", NEGATION) == ["Expansion of A by B was"]


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
        "It is thought that A expands B.",
        "A appears to expand B.",
        "A appeared resistant to what expands B.",
        "It cannot be excluded that A expands B.",
        "The possibility that A expands B was tested.",
        "It has been postulated that A expands B.",
        "A could not be shown to expand B, but might expand C.",
        "C may be what A, not B, expands.",
    ],
)
def test_hedges(text: str) -> None:
    assert any("expand" in one for one in reached(text, SPECULATION))


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("These data indicate that A expands B.", MILD),
        ("A expands B in the absence of C.", MILD),
        ("A expands B with or without C.", MILD),
        ("C does not account for the expansion of A by B.", MILD),
        ("None of these factors account for the expansion of A by B.", MILD),
        ("A suggests B.", PLAIN),
        ("A is not B.", PLAIN),
        ("A might be B.", PLAIN),
        ("A could contribute to B.", PLAIN),
        ("A could be blocked by B.", OWN),
        ("A potential target is B.", PLAIN),
        ("It has the potential to expand B.", OWN),
        ("They asked if A expands B.", PLAIN),
        ("A expands B if C is there.", OWN),
        ("Does A expand B?", OWN),
    ],
)
def test_who_takes_it_for_a_cue(text: str, use: str) -> None:
    assert {cue.use for cue in SHIPPED.find(text, 0, len(text))} == {use}


@pytest.mark.parametrize(
    "text",
    [
        "The factor appeared in the nucleus.",
        "No doubt A expands B.",
        "Receptor potential.",
    ],
)
def test_what_only_looks_like_a_cue(text: str) -> None:
    assert [cue for cue in SHIPPED.find(text, 0, len(text)) if cue.use == PLAIN] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "They suggest that A, which expands B, reduces C, and D grows.",
            "that A, which expands B, reduces C, and D grows.",
        ),
        ("They suggest that A grows, whereas B shrinks.", "that A grows,"),
        ("To see whether A grows, B was measured.", "A grows"),
        ("Although A may grow, B shrinks.", "grow"),
        ("A may grow, and B shrinks.", "grow"),
    ],
)
def test_how_far_a_hedge_reaches(text: str, expected: str) -> None:
    assert reached(text, SPECULATION)[0] == expected


def test_the_component_leaves_the_mild_ones_out() -> None:
    finder = make_qualifiers(spacy.blank("en"), "kg_qualifiers")
    finder.qualifiers = SHIPPED
    words = ["Data", "indicate", "that", "A", "may", "not", "grow", "."]
    doc = Doc(spacy.vocab.Vocab(), words, sent_starts=[True] + [False] * 7)
    assert [(cue.kind, cue.use) for cue in finder(doc)._.kg_cues] == [(SPECULATION, PLAIN), (NEGATION, PLAIN)]


def test_a_question_is_speculation_as_a_whole() -> None:
    assert reached("Does A expand B?”", SPECULATION)[0].startswith("Does A expand B")


def test_a_statement_is_neither() -> None:
    assert list(SHIPPED.find("A expands B, as expected.", 0, 25)) == []


def test_offsets_are_those_of_the_document() -> None:
    text = "It did not. A may expand B. It may not."
    cues = list(SHIPPED.find(text, 12, 27))
    assert [(cue.kind, text[cue.start : cue.end]) for cue in cues] == [(SPECULATION, "may")]
    assert cues[0].scope_end <= 27


def small(reach: int, *beside: dict[str, object]) -> Qualifiers:
    cues = {PLAIN: {"cues": ["not", "not at all"], "beside": beside}}
    scope = {"ends": ["but"], "wide": ["that"], "wide_ends": ["but"], "first_parts": ["if"]}
    return Qualifiers({NEGATION: cues, SPECULATION: {}, "scope": {**scope, "reach": {NEGATION: reach}}})


def test_a_scope_has_a_length() -> None:
    assert reached("not one two three four", NEGATION, small(2)) == ["one two"]
    assert reached("not one but two", NEGATION, small(9)) == ["one"]


def test_the_longest_cue_wins_and_an_empty_list_finds_nothing() -> None:
    (cue,) = small(5).find("NOT  at all so", 0, 14)
    assert (cue.start, cue.end) == (0, 11)


def test_what_must_stand_beside_a_cue() -> None:
    finder = small(9, {"cues": ["grow"], "after": ["will"], "not_before": ["old", "b*"], "reach": "back"})
    assert reached("A will grow up.", NEGATION, finder) == ["A will"]
    for text in ("A can grow up.", "A will grow old.", "A will grow big.", "A will grow-up."):
        assert reached(text, NEGATION, finder) == []
    assert list(finder.find("A will. Grow!", 8, 13)) == []  # what stands in the sentence before does not count


LISTS = "[negation.plain]\ncues = []\nbeside = [{cues = ['no'], %s}]\n[speculation]\n[scope]\n"


@pytest.mark.parametrize(
    "text",
    ["[negation\n", "[negation.plain]\n", "[negation]\n", LISTS % "befor = ['a']", LISTS % "reach = 'up'"],
)
def test_a_file_that_is_not_right_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "qualifiers.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_qualifiers(path)
    assert caught.value.path == path
