from __future__ import annotations

import pytest

from kg.annotate.phrases import ABOUT, KIND, OTHER, PATIENTS
from kg.annotate.pipeline import Annotator
from tests.gold_sentences import first_phrase


@pytest.mark.parametrize(
    ("text", "kind", "about"),
    [
        ("human Tregs", ABOUT, ["Tregs"]),
        ("human lung Tregs", ABOUT, ["Tregs"]),
        ("lupus T cells", ABOUT, ["T cells"]),
        ("Treg numbers", ABOUT, ["Treg"]),
        ("Treg suppressive function", ABOUT, ["Treg"]),
        ("the SLE patients", PATIENTS, ["SLE"]),
        ("the main cytokine in SLE", KIND, []),
        ("B cell antibody secretion", OTHER, []),  # of an unknown thing
        ("the IL-2 ratio", OTHER, []),
        ("an agonistic CD28 antibody", OTHER, []),
        ("anti-CD3 antibodies", OTHER, []),  # they stimulate
        ("FOXP3-deficient T cells", OTHER, []),
    ],
)
def test_what_a_phrase_is_about(annotator: Annotator, text: str, kind: str, about: list[str]) -> None:
    phrase, found = first_phrase(annotator, text)
    assert (phrase.kind, found) == (kind, about)


@pytest.mark.parametrize(
    ("text", "sign", "via"),
    [
        ("Treg numbers", 1, "direct"),
        ("Treg depletion", -1, "loss"),
        ("IL-6 blockade", -1, "blockade"),
        ("anti-IL-6", -1, "blockade"),
        ("anti-IL-6 antibodies", -1, "blockade"),
        ("anti-IL-6 treatment", -1, "blockade"),
        ("FOXP3-deficient mice", -1, "loss"),
        ("loss of IL-6 blockade", 1, "blockade"),
    ],
)
def test_loss_and_blockade_turn_the_sign(annotator: Annotator, text: str, sign: int, via: str) -> None:
    phrase, about = first_phrase(annotator, text)
    assert about
    assert phrase.sign == sign
    assert phrase.via == via or text.startswith("loss")


@pytest.mark.parametrize(
    ("text", "change", "aspect"),
    [
        ("increased Treg numbers", 1, ""),
        ("fewer Tregs", -1, ""),
        ("impaired Treg function", -1, "activity"),
        ("hyperactive B cells", 1, "activity"),
        ("many Tregs", 0, ""),
    ],
)
def test_participles_say_that_something_changes(annotator: Annotator, text: str, change: int, aspect: str) -> None:
    phrase, _ = first_phrase(annotator, text)
    assert (phrase.change, phrase.change_aspect) == (change, aspect)


def test_what_makes_and_what_causes_is_noted_and_taken_out(annotator: Annotator) -> None:
    phrase, about = first_phrase(annotator, "IL-6-induced IL-17 production")
    assert about == ["IL-17"]
    assert len(phrase.causers) == 1
    phrase, about = first_phrase(annotator, "IL-10-producing B cells")
    assert about in (["B cells"], ["IL-10-producing B cells"])
    assert [expressed for _, expressed in phrase.products] in ([False], [])
    phrase, about = first_phrase(annotator, "CTLA-4-expressing Tregs")
    assert about == ["Tregs"]
    assert [expressed for _, expressed in phrase.products] == [True]


def test_no_is_noted(annotator: Annotator) -> None:
    assert first_phrase(annotator, "no Treg expansion")[0].negated
    assert not first_phrase(annotator, "the Treg expansion")[0].negated


def test_the_nouns_of_a_run_stand_outermost_first(annotator: Annotator) -> None:
    phrase, _ = first_phrase(annotator, "Treg survival loss")
    assert [sense.id for sense in phrase.senses] == ["loss", "abundance"]
    assert phrase.sign == -1
