"""kg.evaluate.relations, worked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.core.text import Relation
from kg.core.vocabulary import predicates
from kg.evaluate.relations import Relations, types_of
from kg.evaluate.scores import Scores, Tally
from tests.unit.evaluate.marked import CONCEPTS, marked, relation

GOLD = "[IL-2|GeneOrGeneProduct|3558] [lupus|DiseaseOrPhenotypicFeature|D008180] [Dex|ChemicalEntity|D003907]"
OURS = "[IL-2|gene|HGNC:6001] [lupus|disease|MONDO:0007915] [Dex|drug|DRUGBANK:DB01234]"
IL2, LUPUS, DEX = (0, "3558"), (1, "D008180"), (2, "D003907")
OUR_IL2, OUR_LUPUS, OUR_DEX = (0, "HGNC:6001"), (1, "MONDO:0007915"), (2, "DRUGBANK:DB01234")


def _score(gold: list[Relation], found: list[Relation], ours: str = OURS) -> Scores:
    count = Relations(CONCEPTS)
    count.add(marked(GOLD, *gold), marked(ours, *found))
    return count.scores(1, 0.0)


def test_pairs_have_no_order_and_types_come_after() -> None:
    gold = [relation(IL2, "Association", LUPUS), relation(DEX, "Negative_Correlation", LUPUS)]
    found = [
        relation(OUR_LUPUS, "associated_with", OUR_IL2),
        relation(OUR_LUPUS, "associated_with", OUR_IL2),
        relation(OUR_DEX, "exacerbates_condition", OUR_LUPUS),
    ]
    scores = _score(gold, found)
    assert scores.overall == scores.further["pair"] == Tally(2, 2, 2)
    assert scores.further["pair_type"] == Tally(1, 2, 2)
    assert scores.per_type == {"Association": Tally(1, 1, 1), "Negative_Correlation": Tally(0, 0, 1)}


def test_two_types_of_one_pair_are_one_pair() -> None:
    gold = [relation(DEX, "Negative_Correlation", LUPUS)]
    found = [relation(OUR_DEX, "treats", OUR_LUPUS), relation(OUR_DEX, "causes", OUR_LUPUS)]
    scores = _score(gold, found)
    assert scores.overall == Tally(1, 1, 1)
    assert scores.further["pair_type"] == Tally(1, 2, 1)


def test_the_negated_never_count_and_the_speculated_do() -> None:
    gold = [relation(DEX, "Negative_Correlation", LUPUS)]
    assert _score(gold, [relation(OUR_DEX, "treats", OUR_LUPUS, negated=True)]).overall == Tally(0, 0, 1)
    assert _score(gold, [relation(OUR_DEX, "treats", OUR_LUPUS, speculated=True)]).overall == Tally(1, 1, 1)


def test_kinds_of_pairs_that_the_gold_never_relates_are_left_out() -> None:
    gold = [relation(DEX, "Negative_Correlation", LUPUS)]
    cells = OURS + " [Tregs|cell_type|CL:0000815]"
    found = [relation((3, "CL:0000815"), "affects", OUR_LUPUS), relation(OUR_DEX, "treats", OUR_LUPUS)]
    scores = _score(gold, found, cells)
    assert scores.overall == Tally(1, 1, 1)
    assert scores.left_out == {"cell_type–disease": 1}


def test_bc5cdr_marks_causes_only() -> None:
    gold = [relation(DEX, "CID", LUPUS)]
    assert _score(gold, [relation(OUR_DEX, "causes", OUR_LUPUS)]).further["pair_type"] == Tally(1, 1, 1)
    treated = _score(gold, [relation(OUR_DEX, "treats", OUR_LUPUS)])
    assert treated.overall == treated.further["pair_type"] == Tally(0, 0, 1)
    assert treated.left_out == {"Negative_Correlation": 1}


def test_of_proteins_only_that_they_interact_is_told() -> None:
    gold, ours = "[Foo|protein|e0] [Bar|protein|e1] [Baz|protein|e2]", "[Foo|gene|e0] [Bar|gene|e1] [Baz|gene|e2]"
    foo, bar, baz = (0, "e0"), (1, "e1"), (2, "e2")
    count = Relations(CONCEPTS)
    count.add(marked(gold), marked(ours, relation(foo, "affects", bar)))  # a sentence in which none does
    found = [relation(bar, "associated_with", foo), relation(bar, "affects", baz, negated=True)]
    count.add(marked(gold, relation(foo, "PPI", bar), relation(baz, "PPI", bar)), marked(ours, *found))
    scores = count.scores(2, 0.0)
    assert scores.overall == scores.further["pair_type"] == scores.per_type["PPI"] == Tally(1, 2, 2)
    assert scores.left_out == {}


def test_that_names_interact_is_no_type_of_other_corpora() -> None:
    scores = _score([relation(DEX, "CID", LUPUS)], [relation(OUR_DEX, "treats", OUR_LUPUS)])
    assert "PPI" not in {**scores.left_out, **scores.per_type}


def test_effects_of_interventions_are_statements() -> None:
    text = "[Foo|Intervention|i] [pain|Outcome|o] [fever|Outcome|p]"
    foo, pain, fever = (0, "i"), (1, "o"), (2, "p")
    gold = [
        relation(foo, "significantly decreased", pain, "decreased"),
        relation(foo, "significantly increased", fever, "increased"),
        relation(foo, "no significant difference", fever),
    ]
    found = [relation(foo, "ameliorates_condition", pain), relation(foo, "ameliorates_condition", fever)]
    count = Relations(CONCEPTS)
    count.add(marked(text, *gold), marked(text, *found))
    scores = count.scores(1, 0.0)
    assert (scores.further["pair"], scores.further["sign"]) == (Tally(2, 2, 2), Tally(1, 2, 2))
    assert scores.unknown_labels == {}


def test_a_gold_causation_is_not_a_correlation_of_another_corpus() -> None:
    gold = [relation(DEX, "Positive_Correlation", LUPUS)]
    scores = _score(gold, [relation(OUR_DEX, "causes", OUR_LUPUS)])
    assert scores.further["pair_type"] == Tally(1, 1, 1)
    assert set(scores.per_type) == {"Positive_Correlation"}


def _novel(one: Relation, novelty: str) -> Relation:
    return replace(one, novelty=novelty)


@pytest.mark.parametrize(
    ("gold", "found", "tally"),
    [
        ("Novel", "Novel", Tally(1, 1, 1)),
        ("Novel", "", Tally(1, 1, 1)),  # what a relation does not tell is taken for new
        ("No", "", Tally(0, 1, 1)),
        ("No", "No", Tally(1, 1, 1)),
        ("Novel", "No", Tally(0, 1, 1)),
    ],
)
def test_what_is_new(gold: str, found: str, tally: Tally) -> None:
    marks = [_novel(relation(DEX, "Negative_Correlation", LUPUS), gold)]
    scores = _score(marks, [_novel(relation(OUR_DEX, "treats", OUR_LUPUS), found)])
    assert scores.further["all"] == tally
    assert scores.further["pair_type"] == Tally(1, 1, 1)


def test_what_is_new_is_right_only_with_its_type() -> None:
    marks = [_novel(relation(DEX, "Association", LUPUS), "Novel")]
    assert _score(marks, [relation(OUR_DEX, "treats", OUR_LUPUS)]).further["all"] == Tally(0, 1, 1)
    assert "all" not in _score([relation(DEX, "Association", LUPUS)], []).further


def test_what_is_new_does_not_depend_on_the_order_of_documents() -> None:
    gene = "[IL-2|gene|HGNC:6001] [IL-2|gene|HGNC:6001]"
    first = (marked(GOLD), marked(OURS, relation(OUR_DEX, "treats", OUR_LUPUS)))
    second = (marked(GOLD, _novel(relation(DEX, "Association", LUPUS), "Novel")), marked(gene))
    tallies = []
    for documents in ((first, second), (second, first)):
        count = Relations(CONCEPTS)
        for gold, found in documents:
            count.add(gold, found)
        tallies.append(count.scores(2, 0.0).further["all"])
    assert tallies == [Tally(0, 1, 1)] * 2


def test_unknown_types_are_reported() -> None:
    gold = [relation(DEX, "CID", LUPUS), relation(DEX, "Improves", LUPUS)]
    assert _score(gold, []).unknown_labels == {"Improves": 1}


def test_an_argument_that_no_mention_carries_is_missed() -> None:
    gold = [relation((-1, "D000001"), "Association", LUPUS)]
    assert _score(gold, [relation(OUR_DEX, "treats", OUR_LUPUS)]).overall == Tally(0, 0, 1)


@pytest.mark.parametrize(
    ("predicate", "direction", "names"),
    [
        ("affects", "", {"Association"}),
        ("affects", "increased", {"Positive_Correlation"}),
        ("affects", "decreased", {"Negative_Correlation"}),
        ("treats", "", {"Negative_Correlation"}),
        ("positively_correlated_with", "decreased", {"Positive_Correlation"}),
        ("directly_physically_interacts_with", "", {"Bind"}),
        ("causes", "", {"Positive_Correlation", "CID"}),
        ("unheard_of", "", set()),
    ],
)
def test_types_of(predicate: str, direction: str, names: set[str]) -> None:
    assert types_of(relation(IL2, predicate, LUPUS, direction)) == names


def test_every_predicate_of_ours_has_a_type() -> None:
    assert all(types_of(relation(IL2, name, LUPUS)) for name in predicates())
