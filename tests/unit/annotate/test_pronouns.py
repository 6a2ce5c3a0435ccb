from __future__ import annotations

import pytest

from kg.annotate.pipeline import Annotator
from tests.gold_sentences import read

IL2, TREG = "[IL-2|HGNC:6001]", "[Tregs|CL:0000815]"
INFLAMMATION = "[inflammation|GO:0006954]"


@pytest.mark.parametrize(
    ("marked", "edge"),
    [
        (f"{TREG} are few. They suppress {INFLAMMATION}.", "Tregs affects- inflammation"),
        (f"{TREG} are few. These cells suppress {INFLAMMATION}.", "Tregs affects- inflammation"),
        (f"{IL2} is old. It expands {TREG}.", "IL-2 affects+ Tregs"),
        (f"{IL2} is old. This [cytokine] drives [Treg|CL:0000815] survival.", "IL-2 affects+ Treg"),
        (f"{TREG} are few. Their depletion activates [effector T cells|CL:0000911].",
         "Tregs affects- effector T cells"),
        (f"{TREG} are few. {IL2} drives their expansion.", "IL-2 affects+ Tregs"),
    ],
)  # fmt: skip
def test_pronouns_stand_for_the_subject_of_the_sentence_before(annotator: Annotator, marked: str, edge: str) -> None:
    result = read(annotator, marked)
    assert result.edges == result.expected(edge)
    (relation,) = result.extraction.relations
    assert [result.extraction.document.text[span.start : span.end][-1] for span in relation.sentences] == [".", "."]
    first = result.extraction.mentions[min(relation.subject.mention, relation.object.mention)]
    assert relation.sentences[0].start <= first.start < relation.sentences[0].end


def test_a_chain_of_pronouns_carries_every_sentence(annotator: Annotator) -> None:
    result = read(annotator, f"{TREG} are few. They are small. They suppress {INFLAMMATION}.")
    (relation,) = result.extraction.relations
    assert len(relation.sentences) == 3


def test_a_possessive_takes_what_its_own_sentence_names_last(annotator: Annotator) -> None:
    result = read(annotator, f"[TNF] is old. {IL2} binds {TREG} and promotes their survival.")
    assert "HGNC:6001 affects+ CL:0000815" in result.edges
    assert not {edge for edge in result.edges if "HGNC:11892" in edge}


@pytest.mark.parametrize(
    "paragraphs",
    [
        (f"{TREG} are few.", f"They suppress {INFLAMMATION}."),  # another paragraph
        (f"{TREG} are few. This is so. They suppress {INFLAMMATION}.",),  # a sentence without a subject between
        (f"{IL2} is old. They suppress {INFLAMMATION}.",),  # one cytokine is not they
        (f"{TREG} are few. It suppresses {INFLAMMATION}.",),
        (f"{IL2} is old. These cells suppress {INFLAMMATION}.",),
        (f"{TREG} are few. This [cytokine] suppresses {INFLAMMATION}.",),
        (f"{TREG} and [B cells] are few. They suppress {INFLAMMATION}.",),  # both, not one
        (f"In mice with {TREG}, all is well. They suppress {INFLAMMATION}.",),
    ],
)
def test_what_cannot_be_told_is_not_resolved(annotator: Annotator, paragraphs: tuple[str, ...]) -> None:
    assert not read(annotator, *paragraphs).edges
