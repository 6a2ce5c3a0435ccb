"""Shortened copies of an abstract, and the editor's summary behind it."""

from __future__ import annotations

import pytest

from kg.read.page_copies import drop_copies, is_shortened, sentences, split_summary

FULL = "Tregs (regulatory T cells) keep the peace in the gut wall. They need interleukin-2. Mice without it fall ill."


@pytest.mark.parametrize(
    "copy",
    [
        "Tregs (regulatory T cells) keep the peace in the gut wall. They need…",
        "Tregs (regulatory T cells) keep the peace in the gut wall. They ...",
        "Tregs (regulatory T cells) keep peace in the gut wall. Interleukin-2 is their need.",
    ],
)
def test_shortened_copies(copy: str) -> None:
    assert is_shortened(copy, FULL)
    assert not is_shortened(FULL, copy)
    assert drop_copies([copy, FULL, FULL]) == [FULL]
    assert drop_copies([FULL, copy]) == [FULL]


def test_other_paragraphs_stay() -> None:
    other = "Effector T cells do the contrary in the joint."
    assert drop_copies([other, FULL]) == [other, FULL]
    assert not is_shortened("Tregs…", FULL)


def test_sentences() -> None:
    assert sentences("One is 1.5. Two (so)! “Three” ends.") == ["One is 1.5.", "Two (so)!", "“Three” ends."]


EDITOR = "In this Review, Roe, Poe and Moe discuss what can be done."


@pytest.mark.parametrize(
    ("paragraph", "summary"),
    [
        (f"{FULL} {EDITOR}", EDITOR),
        (f"{FULL} Gut cells (GCs) are many. {EDITOR}", EDITOR),
        (f"Regulatory T (Treg) cells rule. All is well. Of Tregs (Treg) one speaks. {EDITOR}",
         f"Of Tregs (Treg) one speaks. {EDITOR}"),
        (f"{FULL} In this Essay, Roe and colleagues argue.", "In this Essay, Roe and colleagues argue."),
        (f"{FULL} In this review, we discuss what can be done.", ""),
        (f"{FULL} In this Review, Tregs are discussed.", ""),
        ("In this issue, Roe et al report on mice. They were ill.", ""),
        (EDITOR, ""),
    ],
)  # fmt: skip
def test_the_editors_summary(paragraph: str, summary: str) -> None:
    abstract, found = split_summary(paragraph)
    assert found == summary
    assert f"{abstract} {found}".strip() == paragraph


def test_thousands_of_paragraphs_are_not_compared_with_each_other() -> None:
    many = [f"Group {number} of the mice did well." for number in range(20_000)]
    assert drop_copies([*many, many[0]]) == many
