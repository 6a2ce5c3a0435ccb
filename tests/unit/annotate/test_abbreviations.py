from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.abbreviations import best_long_form, definitions, same_form
from kg.annotate.pipeline import Annotator


def defined(text: str) -> dict[str, str]:
    return {text[one.short_start : one.short_end]: text[one.long_start : one.long_end] for one in definitions(text)}


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("We studied systemic lupus erythematosus (SLE) here", "SLE", "systemic lupus erythematosus"),
        ("in experimental autoimmune encephalomyelitis (EAE)", "EAE", "experimental autoimmune encephalomyelitis"),
        ("EAE (experimental autoimmune encephalomyelitis)", "EAE", "experimental autoimmune encephalomyelitis"),
        ("MSCs (mesenchymal stem cells) grew", "MSCs", "mesenchymal stem cells"),
        ("tumor necrosis factor-α (TNF-α)", "TNF-α", "tumor necrosis factor-α"),
        ("tumour necrosis factor alpha (TNF-α)", "TNF-α", "tumour necrosis factor alpha"),
        ("more interferon-γ (IFN-γ) than", "IFN-γ", "interferon-γ"),
        ("interferon gamma (IFNγ)", "IFNγ", "interferon gamma"),
        ("nuclear factor κB (NF-κB)", "NF-κB", "nuclear factor κB"),
        ("antinuclear antibodies (ANAs) were", "ANAs", "antinuclear antibodies"),
        ("dendritic cells (DCs)", "DCs", "dendritic cells"),
        ("the T helper 17 (Th17) cells", "Th17", "T helper 17"),
        ("T follicular helper (Tfh) cells", "Tfh", "T follicular helper"),
        ("low-dose interleukin-2 (LD-IL-2)", "LD-IL-2", "low-dose interleukin-2"),
        ("C-reactive protein [CRP]", "CRP", "C-reactive protein"),
        ("rheumatoid arthritis (RA; n = 5)", "RA", "rheumatoid arthritis"),
        ("rheumatoid arthritis (RA, or so)", "RA", "rheumatoid arthritis"),
        ("granulocyte-macrophage colony-stimulating factor (GM-CSF)", "GM-CSF",
         "granulocyte-macrophage colony-stimulating factor"),
        ("area under the curve (AUC)", "AUC", "area under the curve"),
        ("It ended. Multiple sclerosis (MS) began", "MS", "Multiple sclerosis"),
    ],
)  # fmt: skip
def test_short_forms_find_their_long_forms(text: str, short: str, long: str) -> None:
    assert defined(text) == {short: long}


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("regulatory T cells (Tregs)", "Tregs", "regulatory T cells"),
        ("Tregs (regulatory T cells)", "Tregs", "regulatory T cells"),
        ("regulatory B cells (Bregs)", "Bregs", "regulatory B cells"),
        ("type I interferon (IFN-I)", "IFN-I", "type I interferon"),
    ],
)
def test_short_forms_whose_letters_change_places(text: str, short: str, long: str) -> None:
    assert defined(text) == {short: long}


def test_several_definitions_of_one_sentence() -> None:
    assert defined("Both dermatomyositis (DM) and polymyositis (PM) improved.") == {
        "DM": "dermatomyositis",
        "PM": "polymyositis",
    }


@pytest.mark.parametrize(
    "text",
    [
        "20 patients (n = 20)",
        "fewer cells (p<0.05)",
        "lupus (see above)",
        "myasthenia gravis (Fig. 2)",
        "a study of twenty mice (20)",
        "wild mice (WT)",
        "one cell (A)",
        "an unfinished bracket (SLE",
        "Systemic lupus. Erythematosus was rare (SLE)",  # the window ends at the full stop
    ],
)
def test_brackets_that_define_nothing(text: str) -> None:
    assert defined(text) == {}


def test_the_first_letter_stands_at_the_beginning_of_a_word() -> None:
    assert best_long_form("MS", "patients with multiple sclerosis") == len("patients with ")
    assert best_long_form("LE", "failed") is None


def test_same_form_sets_plurals_hyphens_and_greek_letters_aside() -> None:
    assert same_form("TNF-α", "TNFα")
    assert same_form("Tregs", "Treg")
    assert not same_form("ANA", "ana")
    assert not same_form("IL-2", "IL-4")


@given(st.text(st.sampled_from("abTc (S)[],.αs"), max_size=60))
def test_definitions_lie_within_the_text(text: str) -> None:
    for one in definitions(text):
        assert 0 <= one.short_start < one.short_end <= len(text)
        assert 0 <= one.long_start < one.long_end <= len(text)
        assert one.long_end <= one.short_start or one.short_end <= one.long_start


def test_the_component_leaves_plain_tuples(annotator: Annotator) -> None:
    text = "Systemic lupus erythematosus (SLE) is a disease."
    (found,) = annotator.nlp(text)._.kg_abbreviations
    assert type(found) is tuple
    assert text[found[0] : found[1]] == "SLE"
