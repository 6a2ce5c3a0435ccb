"""kg.evaluate.links, worked by hand."""

from __future__ import annotations

from dataclasses import replace

from kg.core.lexicon import local_id
from kg.evaluate.judged import Judged
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


def test_the_worked_example() -> None:
    """Concepts of documents as the scripts of BC5CDR and NCBI Disease count, by hand: unique pairs, micro-averaged.

    Document 1, gold: D008180 (twice), D001943 and D010051 (one mention of two concepts, `D001943|D010051`), and one
    without an id (-1), which is none: 3 pairs. Found: lupus by its MONDO id, whose cross-reference is D008180 (twice),
    D001943, D000001: 3 pairs, 2 right. Document 2, gold: D040181+D009136, one concept named by two ids together: 1.
    Found: D009136, which is not the same, and D008180: 2 pairs, 0 right.
    P = 2/5, R = 2/4, F1 = 2 * 2 / (5 + 4) = 0.4444.
    """
    first = (
        "[SLE|Disease|D008180], [lupus|Disease|D008180], "
        "[breast and ovarian cancer|Disease|D001943,D010051], [it|Disease|-1]"
    )
    found = (
        "[SLE|disease|MONDO:0007915], [lupus|disease|MONDO:0007915], "
        "[breast|disease|D001943] and ovarian cancer, [it|disease|D000001]"
    )
    second = "X-linked [dystrophy|Disease|D040181+D009136], SLE"
    scores = _score((first, found), (second, "X-linked [dystrophy|disease|D009136], [SLE|disease|D008180]"))
    assert scores.overall == Tally(2, 5, 4)
    plain = scores.as_json()
    assert (plain["precision"], plain["recall"], plain["f1"]) == (0.4, 0.5, 0.4444)


def test_a_concept_of_several_gold_ids_is_one_prediction() -> None:
    """Its cross-references lead to two of the gold's ids: it answers to the one that stands at its span."""
    gold = "[SLE|Disease|D008180] and [lupus|Disease|DOID:9074]"
    scores = _score((gold, "[SLE|disease|MONDO:0007915] and lupus"))
    assert scores.overall == Tally(1, 1, 2)
    assert _score((gold, "[SLE|disease|MONDO:0007915] and [lupus|disease|MONDO:0007915]")).overall == Tally(2, 2, 2)
    # and at a span that the gold does not mark, to the one it has been taken for before
    further = "[SLE|disease|MONDO:0007915] [and|disease|MONDO:0007915] lupus"
    assert _score((gold, further)).overall == Tally(1, 1, 2)


def test_gold_of_another_vocabulary() -> None:
    gold = "[IL-2|Gene|HGNC:6001] [IL2|Gene|NCBIGene:3558] [SLE|MONDO|MONDO:0007915] [lupus|Disease|DOID:9074]"
    found = "[IL-2|gene|HGNC:6001] [IL2|gene|HGNC:6001] [SLE|disease|MONDO:0007915] [lupus|disease|MONDO:0007915]"
    assert _score((gold, found)).overall == Tally(4, 4, 4)


def test_every_error_is_told_with_its_kind() -> None:
    rows: list[Judged] = []
    unknown = local_id("gene", "IFN")
    Links(CONCEPTS, rows.append).add(
        marked(
            "[IL-2|Gene|3558] [TNF|Gene|7124] [IFN|Gene|3458] [SLE|Disease|D008180] x [T cells|Cell|] [IL6|Gene|3569]"
        ),
        marked(
            f"[IL-2|gene|HGNC:6001] [TNF|gene|HGNC:1] [IFN|gene|{unknown}] [SLE x|disease|D008180] "
            "[T cells|cell_type|CL:1] IL6"
        ),
    )
    told = [(row.level, row.outcome, row.kind, row.error, row.text, row.gold, row.found) for row in rows]
    assert told == [
        ("mention", "right", "gene", "", "IL-2", "NCBIGene:3558", "NCBIGene:3558"),
        ("mention", "missed", "gene", "wrong concept", "TNF", "NCBIGene:7124", "HGNC:1"),
        ("mention", "missed", "gene", "ungrounded", "IFN", "NCBIGene:3458", ""),
        ("mention", "missed", "disease", "boundary", "SLE", "MESH:D008180", "SLE x (MESH:D008180)"),
        ("mention", "missed", "gene", "missed", "IL6", "NCBIGene:3569", ""),
        ("mention", "false", "gene", "wrong concept", "TNF", "NCBIGene:7124", "HGNC:1"),
        ("mention", "false", "disease", "boundary", "SLE x", "SLE (MESH:D008180)", "MESH:D008180"),
        ("document", "right", "gene", "", "IL-2", "NCBIGene:3558", "NCBIGene:3558"),
        ("document", "missed", "gene", "wrong concept", "TNF", "NCBIGene:7124", ""),
        ("document", "missed", "gene", "ungrounded", "IFN", "NCBIGene:3458", ""),
        ("document", "right", "disease", "", "SLE", "MESH:D008180", "MESH:D008180"),
        ("document", "missed", "gene", "missed", "IL6", "NCBIGene:3569", ""),
        ("document", "false", "gene", "wrong concept", "TNF", "", "HGNC:1"),
        ("document", "false", "cell_type", "no id there", "T cells", "", "CL:1"),
    ]
