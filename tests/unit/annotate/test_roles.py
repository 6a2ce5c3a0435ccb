"""What something is needed for, what effect it has, and what its lack brings."""

from __future__ import annotations

import pytest

from kg.annotate.pipeline import Annotator
from tests.gold_sentences import edge, read

SAYS = [
    ("[IL-2] is essential for [Tregs].", "affects", "increased", "direct"),
    ("The inhibitory effect of [IL-10] on [Th17 cells] was lost.", "affects", "decreased", "direct"),
    ("[IL-10] had a strong inhibitory effect on [Th17 cells].", "affects", "decreased", "direct"),
    ("[IL-10]-deficient mice are more susceptible to [colitis].", "affects", "decreased", "loss"),
    ("[IL-17]-deficient mice were resistant to [colitis].", "contributes_to", "", "loss"),
    ("[IL-17]-deficient mice were less susceptible to [colitis].", "contributes_to", "", "loss"),
]
NOTHING = (
    "[IL-10] had little inhibitory effect on [Th17 cells].",
    "[IL-10] had no inhibitory effect on [Th17 cells].",
    "The effect of [IL-10] on [Th17 cells] was lost.",
    "[Tregs] were resistant to [colitis].",
    "No stimulatory effect of [IL-10] on [Th17 cells] was seen.",
)


@pytest.mark.parametrize(("marked", "predicate", "direction", "via"), SAYS)
def test_a_role_says_this(annotator: Annotator, marked: str, predicate: str, direction: str, via: str) -> None:
    (relation,) = read(annotator, marked).extraction.relations
    assert (relation.predicate, relation.direction, relation.via) == (predicate, direction, via)
    assert not relation.negated


@pytest.mark.parametrize("marked", NOTHING)
def test_no_role_is_asserted(annotator: Annotator, marked: str) -> None:
    relations = read(annotator, marked).extraction.relations
    assert not [edge(one) for one in relations if not (one.negated or one.speculated)]
