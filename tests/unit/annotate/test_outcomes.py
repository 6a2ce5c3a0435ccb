from __future__ import annotations

import pytest

from kg.annotate.pipeline import Annotator
from tests.gold_sentences import read

GIVEN = "DRUGBANK:DB00041"  # aldesleukin: IL-2 as a medicine


@pytest.mark.parametrize(
    ("marked", "edge"),
    [
        # the same verb, by what stands at its ends
        ("[Methotrexate|DRUGBANK:DB00563] reduced [colitis].", "Methotrexate ameliorates_condition MONDO:0005292"),
        ("[Methotrexate|DRUGBANK:DB00563] worsened [colitis].", "Methotrexate exacerbates_condition MONDO:0005292"),
        ("[IL-10|HGNC:5962] reduced [colitis].", "IL-10 affects- MONDO:0005292"),
        ("[IL-17|HGNC:5981] worsened [colitis].", "IL-17 contributes_to MONDO:0005292"),
        ("[IL-10|HGNC:5962] reduced [Th17 cells|CL:0000899].", "IL-10 affects- Th17 cells"),
        # what restores a cell increases it, what restores from a disease lessens that
        ("[IL-10|HGNC:5962] improved [Tregs|CL:0000815].", "IL-10 affects+ Tregs"),
        ("[IL-10|HGNC:5962] improved [colitis].", "IL-10 affects- MONDO:0005292"),
        # IL-2 that is given to the ill is a medicine
        ("[IL-2|HGNC:6001] improved [SLE|MONDO:0007915].", f"{GIVEN} ameliorates_condition SLE"),
        ("Administration of [IL-2|HGNC:6001] reduced [colitis].", f"{GIVEN} ameliorates_condition MONDO:0005292"),
        ("[IL-2|HGNC:6001] reduced [colitis].", "IL-2 affects- MONDO:0005292"),
        ("[IL-2|HGNC:6001] treatment expanded [Tregs|CL:0000815].", "IL-2 affects+ Tregs"),
        # what is at risk is no worse, and what comes about is caused
        ("[Methotrexate|DRUGBANK:DB00563] increased the risk of [colitis].",
         "Methotrexate predisposes_to_condition MONDO:0005292"),
        ("[Methotrexate|DRUGBANK:DB00563] reduced the risk of [colitis].",
         "Methotrexate preventative_for_condition MONDO:0005292"),
        ("[Methotrexate|DRUGBANK:DB00563] induced [colitis].", "Methotrexate causes MONDO:0005292"),
        ("[Methotrexate|DRUGBANK:DB00563] led to exacerbation of [colitis].",
         "Methotrexate exacerbates_condition MONDO:0005292"),
        ("[Methotrexate|DRUGBANK:DB00563] led to improvement of [colitis].",
         "Methotrexate ameliorates_condition MONDO:0005292"),
        # a variant speaks of its gene only where no sign is said, or of a risk
        ("[IL-6|HGNC:6018] variants are associated with [colitis].", "IL-6 associated_with MONDO:0005292"),
        ("[IL-6|HGNC:6018] variants increase the risk of [colitis].", "IL-6 predisposes_to_condition MONDO:0005292"),
        # symmetric statements have one direction whichever way they are said
        ("[IL-6|HGNC:6018] correlated with [CRP].", "IL-6 positively_correlated_with HGNC:2367"),
        ("[CRP] correlated with [IL-6|HGNC:6018].", "IL-6 positively_correlated_with HGNC:2367"),
        ("[IL-6|HGNC:6018] correlated inversely with [CRP].", "IL-6 negatively_correlated_with HGNC:2367"),
        # a change that goes with a disease
        ("Reduced [Treg|CL:0000815] numbers are associated with [SLE|MONDO:0007915].",
         "SLE negatively_correlated_with- Treg"),
        ("[IL-6|HGNC:6018] leads to reduced [Treg|CL:0000815] numbers.", "IL-6 affects- Treg"),
        ("Reduced [IL-2|HGNC:6001] leads to [colitis].", "IL-2 affects- MONDO:0005292"),
    ],
)  # fmt: skip
def test_what_a_construction_comes_to(annotator: Annotator, marked: str, edge: str) -> None:
    result = read(annotator, marked)
    assert result.edges == result.expected(edge)


@pytest.mark.parametrize(
    "marked",
    [
        "[SLE] secretes [IL-6].",  # a disease produces nothing
        "[IL-6] secretes [Tregs].",
        "[Tregs] treat [SLE].",
        "[Mice] expand [Tregs].",
        "[IL-2] suppresses [interleukin 2].",  # itself
        "[IL-6] reduced patients with [SLE].",  # the patients, not their disease
        "Increased [IL-6] was associated with reduced [Treg] numbers.",  # two changes together
        "[IL-2] variants do not bind [CD25].",  # these variants, not IL-2
        "[IL-6] polymorphisms decreased [IL-10].",
        "[IL-10] protected [Tregs] from [IL-6].",
        "[IL-10] did not abolish [IL-6] production.",  # it may have reduced it
        "[IL-6] was higher in [SLE] than in [colitis].",
    ],
)
def test_ends_that_do_not_fit(annotator: Annotator, marked: str) -> None:
    assert read(annotator, marked).edges == set()
