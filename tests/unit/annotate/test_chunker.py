from __future__ import annotations

import pytest

from kg.annotate.phrases import ABOUT, OTHER, PATIENTS
from kg.annotate.pipeline import Annotator
from tests.gold_sentences import first_phrase


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Tregs, B cells and NK cells", ["Tregs", "B cells", "NK cells"]),
        ("the number of Tregs and B cells", ["Tregs", "B cells"]),
        ("SLE and lupus nephritis", ["SLE", "lupus nephritis"]),
        ("Tregs and IL-2", ["Tregs"]),  # of two kinds
        ("expansion of Tregs in mice", ["Tregs"]),
        ("depletion of the Tregs of mice", ["Tregs"]),
        ("the role of IL-2 in SLE", ["IL-2"]),
    ],
)
def test_and_and_of_add_to_a_phrase(annotator: Annotator, text: str, about: list[str]) -> None:
    phrase, found = first_phrase(annotator, text)
    assert (phrase.kind, found) == (ABOUT, about)


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("number of Tregs", ("abundance",)),
        ("survival and function of Tregs", ("abundance", "activity")),
        ("Treg differentiation, activity and homeostasis", ("abundance", "activity")),
        ("expression of FOXP3", ("expression",)),
        ("secretion of IL-2 by Tregs", ("secretion",)),
        ("Tregs", ()),
    ],
)
def test_nouns_say_which_aspect_is_meant(annotator: Annotator, text: str, aspects: tuple[str, ...]) -> None:
    assert first_phrase(annotator, text)[0].aspects == aspects


@pytest.mark.parametrize(
    ("text", "sign", "senses"),
    [
        ("depletion of Tregs", -1, ["loss"]),
        ("loss of the expansion of Tregs", -1, ["loss", "expand"]),
        ("the stimulation and expansion of Tregs", 1, ["enhance", "expand"]),
        ("the expansion and depletion of Tregs", 1, []),  # both at once is not read
        ("blockade of IL-6", -1, ["blockade"]),
    ],
)
def test_what_governs_a_phrase_gives_it_its_sign(annotator: Annotator, text: str, sign: int, senses: list[str]) -> None:
    phrase, about = first_phrase(annotator, text)
    if senses:
        assert about
        assert (phrase.sign, [sense.id for sense in phrase.senses]) == (sign, senses)
    else:
        assert not about


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("treatment with IL-2", ["IL-2"]),
        ("treatment of cells with IL-2", ["IL-2"]),
        ("treatment of SLE with rituximab", ["SLE"]),
        ("IL-2 treatment", ["IL-2"]),
        ("treatment of T cells", []),  # gives no T cells
    ],
)
def test_a_treatment_is_of_what_is_given_or_of_the_disease(annotator: Annotator, text: str, about: list[str]) -> None:
    assert first_phrase(annotator, text)[1] == about


@pytest.mark.parametrize(
    "text", ["patients with SLE", "mice with SLE", "the sera of patients with SLE", "SLE patients"]
)
def test_sufferers(annotator: Annotator, text: str) -> None:
    phrase, about = first_phrase(annotator, text)
    assert phrase.kind == PATIENTS
    assert about == ["SLE"] or text.startswith("the sera")


def test_a_phrase_cut_off_before_its_head_is_unread(annotator: Annotator) -> None:
    phrase, about = first_phrase(annotator, "inflammation- and SLE-related")
    assert (phrase.kind, about) == (OTHER, [])


def test_nothing_is_negated_without_a_word_for_it(annotator: Annotator) -> None:
    assert first_phrase(annotator, "No increase in Tregs")[0].negated
    assert not first_phrase(annotator, "An increase in Tregs")[0].negated
