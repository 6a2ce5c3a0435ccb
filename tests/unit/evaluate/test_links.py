"""kg.evaluate.links, worked by hand."""

from __future__ import annotations

from dataclasses import replace

from kg.core.lexicon import local_id
from kg.evaluate.links import Links
from kg.evaluate.scores import Scores, Tally
from tests.unit.evaluate.marked import CONCEPTS, marked


def _score(*pairs: tuple[str, str]) -> Scores:
    count = Links(CONCEPTS)
    for gold, predicted in pairs:
        count.add(marked(gold), marked(predicted))
    return count.scores(len(pairs), 0.0)


def test_concepts_are_compared_through_cross_references() -> None:
    scores = _score(
        (
            "[IL-2|Gene|3558], [IL2|Gene|3558] and [SLE|Disease|D008180], [fever|Disease|D005334]",
            "[IL-2|gene|HGNC:6001], IL2 and [SLE|disease|MONDO:0007915], [fever|phenotype|HP:0001945]",
        )
    )
    # the document names three concepts, two of them found; of four mentions two are right, one is missed
    assert scores.per_type == {"gene": Tally(1, 1, 1), "disease": Tally(1, 2, 2)}
    assert scores.overall == Tally(2, 3, 3)
    assert scores.further["mention_level"] == Tally(2, 3, 4)
    assert scores.further["on_found_spans"] == Tally(2, 3, 3)


def test_a_mention_of_several_concepts_is_linked_part_by_part() -> None:
    scores = _score(("[A and B|Disease|D000001,D008180]", "[A and B|disease|MONDO:0007915]"))
    assert scores.overall == Tally(1, 1, 2)
    assert scores.further["mention_level"] == Tally(1, 1, 2)


def test_a_concept_found_elsewhere_counts_for_the_document_only() -> None:
    scores = _score(("lupus, [SLE|Disease|D008180]", "[lupus|disease|MONDO:0007915], SLE"))
    assert scores.overall == Tally(1, 1, 1)
    assert scores.further["mention_level"] == Tally(0, 1, 1)
    assert scores.further["on_found_spans"] == Tally(0, 0, 0)


def test_spans_that_the_gold_leaves_without_id_are_not_judged_one_by_one() -> None:
    scores = _score(("[SLE|Disease|D008180] [it|Disease|-1]", "[SLE|disease|D008180] [it|disease|D000001]"))
    assert scores.further["mention_level"] == Tally(1, 1, 1)
    assert scores.overall == Tally(1, 2, 1)


def test_the_ungrounded_have_no_concept() -> None:
    scores = _score(("[IL-2|Gene|3558]", f"[IL-2|gene|{local_id('gene', 'IL-2')}]"))
    assert scores.overall == Tally(0, 0, 1)
    assert scores.further["on_found_spans"] == Tally(0, 0, 1)


def test_kinds_that_the_gold_gives_no_ids_are_left_out() -> None:
    scores = _score(("[IL-2|Gene|3558] [Tregs|Cell|]", "[IL-2|gene|HGNC:6001] [Tregs|cell_type|CL:0000815]"))
    assert scores.overall == Tally(1, 1, 1)
    assert scores.left_out == {"cell_type": 1}


def test_a_gene_of_the_mouse_is_compared_by_its_own_id() -> None:
    gold, found = marked("[Il10|Gene|16153] rose"), marked("[Il10|gene|HGNC:5962] rose")
    mouse = replace(found, mentions=(replace(found.mentions[0], taxon="NCBITaxon:10090"),))
    for predicted, right in ((found, 0), (mouse, 1)):
        count = Links(CONCEPTS)
        count.add(gold, predicted)
        assert count.scores(1, 0.0).overall.right == right
