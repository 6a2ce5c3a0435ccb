from __future__ import annotations

import pytest

from kg.annotate.context import context_of
from kg.annotate.pipeline import Annotator
from kg.annotate.rows import MentionRow
from kg.core.text import Context
from tests.gold_sentences import read

SLE, RA, MOUSE, HUMAN = "MONDO:0007915", "MONDO:0008383", "NCBITaxon:10090", "NCBITaxon:9606"


@pytest.mark.parametrize(
    ("marked", "context"),
    [
        ("[IL-2] expanded [Tregs] in [SLE].", Context(disease=(SLE,))),
        ("[IL-2] expanded [Tregs] in [mice].", Context(species=(MOUSE,))),
        ("In [mice] and [human] cells, [IL-2] expanded [Tregs].", Context(species=(MOUSE, HUMAN))),
        ("[IL-2] expanded [Tregs] in the [spleen].", Context(tissue=("UBERON:0002106",))),
        ("Low-dose [IL-2] expanded [Tregs].", Context(dose="low-dose")),
        ("High dose [recombinant IL-2] expanded [Tregs].", Context(dose="high-dose")),
        ("[IL-2] expanded [Tregs] at a low dose of [prednisone].", Context()),
        ("[IL-2] improved [SLE].", Context()),  # its own end is no context of it
        ("[SLE] is rare. [IL-2] expanded [Tregs].", Context()),  # another sentence is not
    ],
)
def test_what_the_sentence_names(annotator: Annotator, marked: str, context: Context) -> None:
    (relation,) = read(annotator, marked).extraction.relations
    assert relation.context == context


def test_what_only_the_title_names(annotator: Annotator) -> None:
    title = "Regulation in [mice] with [rheumatoid arthritis]"
    (relation,) = read(annotator, "[IL-2] expanded [Tregs] in [SLE].", title=title).extraction.relations
    assert relation.context == Context(disease=(SLE,), species=(MOUSE,))
    (relation,) = read(annotator, "[IL-2] expanded [Tregs].", title=title).extraction.relations
    assert relation.context == Context(disease=(RA,), species=(MOUSE,))


def test_context_is_sorted_and_leaves_the_ends_out() -> None:
    def row(start: int, category: str, concept: str) -> MentionRow:
        return MentionRow(start, start + 2, category, (((concept, 0.9),),), "lexicon", 0.9)

    mentions = [row(0, "disease", "D:2"), row(3, "disease", "D:1"), row(6, "gene", "G:1"), row(9, "disease", "D:2")]
    assert context_of(mentions, (0, 20), 0, (2, 3), frozenset(), {}).disease == ("D:1",)
    assert context_of(mentions, (0, 20), 0, (2, 2), frozenset(), {2: "low-dose"}) == Context(
        ("D:1", "D:2"), dose="low-dose"
    )
