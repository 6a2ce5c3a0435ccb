from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.abbreviations import definitions, same_form
from kg.annotate.pipeline import Annotator
from tests.benchmarks.abbreviations import GOLD, ours, read, score


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


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("less pain (visual analogue scale [VAS] 3 of 10)", "VAS", "visual analogue scale"),
        ("prostaglandin E(2) (PGE(2)) was given", "PGE(2)", "prostaglandin E(2)"),
        ("the poly(ADP-ribose) polymerase (PARP) inhibitor", "PARP", "poly(ADP-ribose) polymerase"),
        ("HIF-1beta (aryl hydrocarbon receptor nuclear translocator, ARNT)", "ARNT",
         "aryl hydrocarbon receptor nuclear translocator"),
        ("a peptide (vasoactive intestinal peptide; VIP)", "VIP", "vasoactive intestinal peptide"),
        ("RANK (receptor activator of nuclear factor kappa B; see above)", "RANK",
         "receptor activator of nuclear factor kappa B"),
        ("rheumatoid arthritis(RA) in rats", "RA", "rheumatoid arthritis"),
        ("lupus nephritis ( LN ) relapsed", "LN", "lupus nephritis"),
        ('so-called "trained immunity" (TI) lasts', "TI", "trained immunity"),
        ("the amino acid (aa) sequence", "aa", "amino acid"),
        ("infected with O. novum mitovirus 6 (OnMV6)", "OnMV6", "O. novum mitovirus 6"),
        ("Staphylococcus aureus (S. aureus) grew", "S. aureus", "Staphylococcus aureus"),
        ("mouse skin fibroblast cells (MSF cells)", "MSF cells", "mouse skin fibroblast cells"),
        ("muscle of the thigh (MoT) or arm", "MoT", "muscle of the thigh"),
    ],
)  # fmt: skip
def test_where_a_definition_may_stand(text: str, short: str, long: str) -> None:
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
        "systemic lupus (erythematosus\nSLE)",
        "Systemic lupus. Erythematosus was rare (SLE)",  # the window ends at the full stop
        "median lethal dose ranges (many)",  # small letters that spell no words
        "by interleukin 2 and (ii) by others",
        "myeloid cells (B) and monocytes (M)",  # a letter alone
        "the effective joint J(eff) and 3D(Rec) reaction",  # written together
        "cells (p<0.05), many perforin transcripts (MPT and more",
        "several cytokines (interferon, IL-6, IFN)",  # a list
        "inhibitors of PDEs (PDE3 and PDE4 only)",
        "the high-titre (HT+) line",
        "20 patients (20 pts), possible pneumonia",
        "scores based on these criteria stated good performance (Brier score)",
        "arterial pressure was monitored (APM)",  # a sentence
    ],
)
def test_brackets_that_define_nothing(text: str) -> None:
    assert defined(text) == {}


def test_same_form_sets_plurals_hyphens_and_greek_letters_aside() -> None:
    assert same_form("TNF-α", "TNFα")
    assert same_form("Tregs", "Treg")
    assert not same_form("ANA", "ana")
    assert not same_form("IL-2", "IL-4")


@pytest.mark.parametrize(
    "text", ["(a " * 20_000 + ")" * 20_000, "a-" * 90 + " (BAAAAAAAAAAA)", "ABC (" + "a b, " * 20_000 + ")"]
)
def test_no_text_takes_long(text: str) -> None:
    started = time.perf_counter()
    assert list(definitions(text)) == []
    assert time.perf_counter() - started < 5  # a tenth of a second or so; minutes where every way is tried


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


@pytest.mark.shared
def test_the_definitions_people_marked_are_found(shared: Path) -> None:
    if not (shared / "corpora" / "ab3p_med1250" / GOLD).is_file():
        pytest.skip("the shared data folder has no MED1250")
    gold = list(read(shared / "corpora" / "ab3p_med1250" / GOLD))
    reached = score(gold, (ours(record.text) for record in gold), rests=(1,))
    assert reached.f1 >= 0.88
