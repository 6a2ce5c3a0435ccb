"""kg.evaluate.mentions, worked by hand."""

from __future__ import annotations

from kg.core.text import Span
from kg.evaluate.mentions import Mentions, overlapping
from kg.evaluate.scores import Scores, Tally
from tests.unit.evaluate.marked import marked


def _score(*pairs: tuple[str, str]) -> Scores:
    count = Mentions({})
    for gold, predicted in pairs:
        count.add(marked(gold), marked(predicted))
    return count.scores(len(pairs), 1.5)


def test_span_and_kind_both_count() -> None:
    scores = _score(
        (
            "[IL-2|GeneOrGeneProduct|] and [low-dose IL-2|ChemicalEntity|] in severe [lupus|Disease|]",
            "[IL-2|gene|] and low-dose [IL-2|gene|] in [severe lupus|phenotype|]",
        )
    )
    # gene: the first is right, the second stands where the gold has a chemical; lupus: the span differs
    assert scores.per_type == {"gene": Tally(1, 2, 1), "disease": Tally(0, 1, 1), "chemical": Tally(0, 0, 1)}
    assert scores.overall == Tally(1, 3, 3)
    assert scores.further["overlap"] == Tally(2, 3, 3)
    assert (scores.documents, scores.seconds) == (1, 1.5)


def test_a_kind_is_left_out_only_if_no_document_marks_it() -> None:
    first = ("[IL-2|Gene|] in mice", "[IL-2|gene|] in [mice|species|]")
    assert _score(first).overall == Tally(1, 1, 1)
    assert _score(first).left_out == {"species": 1}
    second = _score(first, ("[rats|Species|]", "[rats|species|]"))
    assert second.overall == Tally(2, 3, 2)
    assert second.left_out == {}


def test_unknown_labels_are_reported() -> None:
    scores = _score(("[SH2|DomainMotif|] of [Lck|Gene|] and [SH3|DomainMotif|]", "SH2 of [Lck|gene|] and SH3"))
    assert scores.unknown_labels == {"DomainMotif": 2}
    assert scores.overall == Tally(1, 1, 1)


def test_each_span_is_in_one_overlapping_pair_at_most() -> None:
    assert overlapping([Span(0, 10)], [Span(0, 4), Span(5, 10)]) == 1
    assert overlapping([Span(0, 4), Span(5, 10)], [Span(0, 10)]) == 1
    assert overlapping([Span(0, 6), Span(6, 9)], [Span(2, 7), Span(7, 8)]) == 2
    assert overlapping([Span(0, 4)], [Span(4, 8)]) == 0
