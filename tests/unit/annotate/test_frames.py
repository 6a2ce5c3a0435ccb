from __future__ import annotations

from typing import Any

import pytest

from kg.annotate import frames
from kg.annotate.pipeline import Annotator
from tests.gold_sentences import read

IL2, TREG, SLE = "[IL-2|HGNC:6001]", "[Tregs|CL:0000815]", "[SLE|MONDO:0007915]"
B_CELLS, RTX = "[B cells|CL:0000236]", "[rituximab|DRUGBANK:DB00073]"
INFLAMMATION = "[inflammation|GO:0006954]"


CASES: list[Any] = [
    ("active", f"{IL2} expands {TREG}.", "IL-2 affects+ Tregs"),
    ("active", "[TGF-beta|FPLX:TGFB] induced [Tregs|CL:0000815].", "TGF-beta affects+ Tregs"),
    ("active", f"{IL2} has expanded {TREG}.", "IL-2 affects+ Tregs"),
    ("active", f"Studies show that {IL2} potently expands human {TREG}.", "IL-2 affects+ Tregs"),
    ("active", f"{IL2}, which is old, expands {TREG}.", "IL-2 affects+ Tregs"),
    ("passive", f"{TREG} were expanded by {IL2}.", "IL-2 affects+ Tregs"),
    ("passive", f"{TREG} expanded by {IL2} were small.", "IL-2 affects+ Tregs"),
    ("passive", f"{B_CELLS} were depleted in mice by {RTX}.", "rituximab affects- B cells"),
    ("given", f"{B_CELLS} were depleted with {RTX}.", "rituximab affects- B cells"),
    ("nominal", f"Expansion of {TREG} by {IL2} was rapid.", "IL-2 affects+ Tregs"),
    ("nominal", f"The inhibition of {B_CELLS} by {TREG} was lost.", "Tregs affects- B cells"),
    ("nominal", f"[Treg|CL:0000815] expansion by {IL2} was rapid.", "IL-2 affects+ Treg"),
    ("compound", f"{IL2}-induced expansion of {TREG} was rapid.", "IL-2 affects+ Tregs"),
    ("compound", f"[Treg|CL:0000815]-mediated suppression of {B_CELLS} was lost.", "Treg affects- B cells"),
    ("participle", f"{IL2}, the [cytokine] driving {TREG}, was safe.", "IL-2 affects+ Tregs"),
    ("participle", f"{IL2} acts by expanding {TREG}.", "IL-2 affects+ Tregs"),
    ("infinitive", f"{TREG} are able to suppress {B_CELLS}.", "Tregs affects- B cells"),
    ("infinitive", f"{IL2} has been shown to expand {TREG}.", "IL-2 affects+ Tregs"),
    ("infinitive", f"The ability of {TREG} to suppress {B_CELLS} was lost.", "Tregs affects- B cells"),
    ("infinitive", f"Using {IL2} to expand {TREG} was safe.", "IL-2 affects+ Tregs"),
    ("infinitive", f"{IL2} has the ability to expand {TREG}.", "IL-2 affects+ Tregs"),
    ("role", f"{IL2} is essential for {TREG}.", "IL-2 affects+ Tregs"),
    ("role", f"{IL2} is an important [cytokine] for [Treg|CL:0000815] activity.", "IL-2 affects+ Treg"),
    ("apposition", f"The main activity of {IL2}, the expansion of {TREG}, was lost.", "IL-2 affects+ Tregs"),
    ("altered", f"{TREG} are lower in {SLE}.", "SLE negatively_correlated_with- Tregs"),
    ("altered", f"Decreased numbers of {TREG} were found in {SLE}.", "SLE negatively_correlated_with- Tregs"),
    ("altered", f"Patients with {SLE} had increased {B_CELLS}.", "SLE positively_correlated_with+ B cells"),
    ("altered", f"[Treg|CL:0000815] function is impaired in {SLE}.", "SLE negatively_correlated_with- Treg"),
    ("altered", f"{TREG} decreased in {SLE}.", "SLE negatively_correlated_with- Tregs"),
    ("applied", f"Treatment of {SLE} with {RTX} was safe.",
     "rituximab treats_or_applied_or_studied_to_treat SLE"),
]  # fmt: skip


@pytest.mark.parametrize(("frame", "marked", "edge"), CASES)
def test_a_construction_is_recognised(annotator: Annotator, frame: str, marked: str, edge: str) -> None:
    result = read(annotator, marked)
    assert result.edges == result.expected(edge)
    assert {relation.extractor.split("/")[1] for relation in result.extraction.relations} == {frame}


def test_every_construction_of_the_docstring_has_its_case_and_its_score(annotator: Annotator) -> None:
    named = {
        word for word in (frames.__doc__ or "").split() if word in annotator.nlp.get_pipe("kg_relations").rules.scores
    }
    tried = {case[0] for case in CASES if isinstance(case[0], str)}
    assert tried == named
    assert len(named) == 11


@pytest.mark.parametrize(
    ("frame", "marked"),
    [
        ("active", f"In {SLE}, {TREG} expand and [IL-2] is old."),
        ("active", f"{IL2} induced {B_CELLS} to expand."),
        ("active", f"{IL2} was measured and doctors expanded {TREG}."),
        ("passive", f"{TREG} were expanded before {IL2}."),
        ("passive", f"{TREG} were studied by {IL2}."),
        ("nominal", f"Expansion of {TREG} before {IL2} was rapid."),
        ("nominal", f"The expansion of [T cells] was rapid, {IL2} and {TREG} were old."),
        ("compound", f"{IL2}-induced {B_CELLS} and [T cells]."),
        ("compound", f"{IL2}-treated {TREG} were old."),
        ("participle", f"{IL2} was old, and driving to {TREG} was hard."),
        ("infinitive", f"We used mice to expand {TREG} without {IL2}."),
        ("infinitive", f"{IL2} was measured to see {TREG}."),
        ("role", f"{IL2} is essential, and {TREG} are old."),
        ("role", f"{IL2} and an important role of {TREG} were studied."),
        ("apposition", f"The level of {IL2}, the expansion of {TREG}, and more were studied."),
        ("altered", f"{TREG} are small in {SLE}."),
        ("altered", f"{TREG} are lower in [mice]."),
        ("altered", f"Loss of {TREG} is higher in {SLE}."),
        ("applied", f"Treatment of {SLE} before {RTX} was safe."),
        ("applied", f"{SLE} and {RTX} are old."),
    ],
)
def test_what_only_looks_like_a_construction(annotator: Annotator, frame: str, marked: str) -> None:
    found = read(annotator, marked).extraction.relations
    assert frame not in {relation.extractor.split("/")[1] for relation in found}
    assert not [relation for relation in found if not relation.negated and not relation.speculated]
