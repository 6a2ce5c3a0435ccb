"""kg.evaluate.statements, worked by hand at each level."""

from __future__ import annotations

import pytest

from kg.core.text import Relation
from kg.core.vocabulary import DECREASED, INCREASED, predicates
from kg.evaluate.relations import Relations
from kg.evaluate.scores import Tally
from kg.evaluate.statements import LEVELS, Statements, sign_of
from tests.unit.evaluate.marked import CONCEPTS, marked, relation

TEXT = "[IL-2|gene|HGNC:6001] [lupus|disease|MONDO:0007915] [Dex|drug|DRUGBANK:DB01234] [Tregs|cell_type|CL:0000815]"
IL2, LUPUS, DEX, TREG = (0, "HGNC:6001"), (1, "MONDO:0007915"), (2, "DRUGBANK:DB01234"), (3, "CL:0000815")
UP, DOWN = INCREASED, DECREASED
RIGHT, MISSED, FALSE = Tally(1, 1, 1), Tally(0, 0, 1), Tally(0, 1, 0)
WRONG = Tally(0, 1, 1)


def count(gold: list[Relation], found: list[Relation], ours: str = TEXT, theirs: str = TEXT) -> Statements:
    statements = Statements(CONCEPTS)
    statements.add(marked(theirs, *gold), marked(ours, *found))
    return statements


def levels(gold: list[Relation], found: list[Relation]) -> list[Tally]:
    statements = count(gold, found)
    return [statements.levels[level] for level in LEVELS]


UP_TREG = relation(IL2, "affects", TREG, UP)


@pytest.mark.parametrize(
    ("found", "tallies", "sign"),
    [
        (UP_TREG, [RIGHT, RIGHT, RIGHT, RIGHT], RIGHT),
        (relation(IL2, "affects", TREG, DOWN), [RIGHT, RIGHT, WRONG, WRONG], WRONG),
        (relation(IL2, "affects", TREG), [RIGHT, RIGHT, RIGHT, WRONG], Tally()),  # less, and not wrong
        (relation(IL2, "associated_with", TREG), [RIGHT, RIGHT, RIGHT, WRONG], Tally()),  # likewise
        (relation(TREG, "positively_correlated_with", IL2), [RIGHT, RIGHT, RIGHT, WRONG], Tally()),
        (relation(TREG, "affects", IL2, DOWN), [RIGHT, WRONG, WRONG, WRONG], Tally()),  # the wrong way round
        (relation(IL2, "causes", TREG), [RIGHT, RIGHT, RIGHT, WRONG], RIGHT),  # more of it, by another name
        (relation(IL2, "treats", TREG), [RIGHT, RIGHT, WRONG, WRONG], WRONG),
        (relation(DEX, "affects", TREG, UP), [WRONG, WRONG, WRONG, WRONG], Tally()),
        (relation(IL2, "affects", TREG, UP, negated=True), [MISSED, MISSED, MISSED, MISSED], Tally()),
        (relation(IL2, "affects", TREG, UP, speculated=True), [MISSED, MISSED, MISSED, MISSED], Tally()),
        (relation(IL2, "Positive_Correlation", TREG), [MISSED, MISSED, MISSED, MISSED], Tally()),
    ],
)
def test_one_statement_at_each_level(found: Relation, tallies: list[Tally], sign: Tally) -> None:
    assert levels([UP_TREG], [found]) == tallies
    assert count([UP_TREG], [found]).sign == sign


def test_of_symmetric_predicates_either_order_is_right() -> None:
    gold = [relation(LUPUS, "associated_with", IL2)]
    assert levels(gold, [relation(IL2, "associated_with", LUPUS)]) == [RIGHT] * 4
    gold = [relation(IL2, "positively_correlated_with", LUPUS)]
    found = [relation(LUPUS, "negatively_correlated_with", IL2)]
    assert levels(gold, found) == [RIGHT, RIGHT, WRONG, WRONG]
    assert count(gold, found).sign == WRONG


def test_what_says_more_than_is_marked_is_wrong() -> None:
    together = [relation(IL2, "positively_correlated_with", TREG)]
    assert levels(together, [UP_TREG]) == [RIGHT, WRONG, WRONG, WRONG]
    unsigned = [relation(IL2, "affects", TREG)]
    assert levels(unsigned, [UP_TREG]) == [RIGHT, RIGHT, WRONG, WRONG]


def test_only_what_is_asserted_counts_in_the_gold_too() -> None:
    gold = [relation(IL2, "affects", TREG, UP, negated=True), relation(DEX, "treats", LUPUS, speculated=True)]
    assert levels(gold, [UP_TREG, relation(DEX, "treats", LUPUS)]) == [Tally(0, 2, 0)] * 4


def test_a_document_says_a_thing_once_however_often() -> None:
    assert levels([UP_TREG, UP_TREG], [UP_TREG, UP_TREG, UP_TREG]) == [RIGHT] * 4


def test_two_statements_of_one_pair() -> None:
    gold = [UP_TREG, relation(IL2, "affects", TREG, DOWN)]
    assert levels(gold, [UP_TREG]) == [RIGHT, RIGHT, Tally(1, 1, 2), Tally(1, 1, 2)]
    assert count(gold, [UP_TREG]).sign == Tally()  # where the gold says both, neither is wrong


def test_documents_add_up() -> None:
    statements = count([UP_TREG], [UP_TREG])
    statements.add(marked(TEXT, relation(DEX, "treats", LUPUS)), marked(TEXT, UP_TREG))
    assert statements.levels == dict.fromkeys(LEVELS, Tally(1, 2, 2))
    assert statements.by_predicate == {"affects": Tally(1, 2, 1), "treats": MISSED}


def test_an_id_may_be_spelled_as_another_source_has_it() -> None:
    theirs = (
        "[IL-2|gene|NCBIGene:3558] [lupus|disease|MESH:D008180] [Dex|drug|MESH:D003907] [Tregs|cell_type|CL:0000815]"
    )
    gold = [relation((0, "NCBIGene:3558"), "affects", TREG, UP)]
    assert count(gold, [UP_TREG], theirs=theirs).levels["statement"] == RIGHT


def test_an_end_with_another_id_is_right_in_its_place() -> None:
    ours = "[IL-2|gene|text:gene/1] [lupus|disease|MONDO:0007915] [Dex|drug|DRUGBANK:DB01234] [Tregs|cell_type|CL:9]"
    gold = [UP_TREG]
    assert count(gold, [relation((0, "text:gene/1"), "affects", (3, "CL:9"), UP)], ours).levels["statement"] == RIGHT
    elsewhere = count(gold, [relation((0, "text:gene/1"), "affects", (1, "MONDO:0007915"), UP)], ours)
    assert elsewhere.levels["pair"] == WRONG


@pytest.mark.parametrize(
    ("predicate", "direction", "sign"),
    [
        ("affects", UP, 1),
        ("affects", DOWN, -1),
        ("affects", "", 0),
        ("causes", "", 1),
        ("treats", "", -1),
        ("ameliorates_condition", "", -1),
        ("exacerbates_condition", "", 1),
        ("associated_with", "", 0),
        ("negatively_correlated_with", UP, -1),
    ],
)
def test_sign_of(predicate: str, direction: str, sign: int) -> None:
    assert sign_of(relation(IL2, predicate, LUPUS, direction)) == sign


def test_every_predicate_has_a_sign() -> None:
    assert {sign_of(relation(IL2, name, LUPUS)) for name in predicates()} == {-1, 0, 1}


def test_gold_in_our_own_predicates_is_scored_so() -> None:
    relations = Relations(CONCEPTS)
    relations.add(marked(TEXT, UP_TREG), marked(TEXT, relation(IL2, "affects", TREG, DOWN)))
    relations.add(marked(TEXT), marked(TEXT, relation(DEX, "treats", LUPUS)))  # found where nothing is marked
    scores = relations.scores(2, 0.0)
    assert scores.overall == scores.further["statement"] == Tally(0, 2, 1)
    assert scores.further["pair"] == Tally(1, 2, 1)
    assert scores.further["sign"] == WRONG
    assert scores.per_type == {"affects": Tally(0, 1, 1)}
