"""kg.annotate.learned: relations that a network sees beside the rules; it is a real one, with weights made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from kg.annotate.learned import BALANCED, PRECISE, Learned, Point
from kg.annotate.pairing import load_pairs
from kg.annotate.pipeline import Annotator
from kg.annotate.rows import RelationRow
from kg.core.paths import pipeline_folder
from tests.unit.annotate.pair_reader import by_rules, component

IL2, TREG, ASPIRIN, ASTHMA = "HGNC:6001", "CL:0000815", "DRUGBANK:DB00945", "MONDO:0004979"
RULED = "IL-2 expands Tregs."
UNRULED = "IL-2, as ever, the Tregs."


def read(annotator: Annotator, learned: Learned, text: str) -> tuple[RelationRow, ...]:
    rows: tuple[RelationRow, ...] = learned(by_rules(annotator, text))._.kg_relations
    return rows


def ends(rows: tuple[RelationRow, ...]) -> list[tuple[str, str, str]]:
    return [(row.subject_concept, row.predicate, row.object_concept) for row in rows]


def test_without_a_network_the_rules_are_left_alone(annotator: Annotator) -> None:
    (row,) = read(annotator, Learned({}), RULED)
    assert row == by_rules(annotator, RULED)._.kg_relations[0]
    assert read(annotator, Learned({}), UNRULED) == ()


def test_what_a_rule_found_stays_as_the_rule_has_it(annotator: Annotator) -> None:
    assert read(annotator, component(annotator), RULED) == by_rules(annotator, RULED)._.kg_relations
    opposite = component(annotator, {"direction": ("decreased", 0.99)})
    assert read(annotator, opposite, RULED) == by_rules(annotator, RULED)._.kg_relations


def test_what_a_rule_found_and_the_network_thinks_unlikely_is_dropped(annotator: Annotator) -> None:
    for chance, kept in ((0.95, 0), (0.88, 1)):
        learned = component(annotator, {"stated": ("none", chance)}, rule=0.1)
        assert len(read(annotator, learned, RULED)) == kept


def test_it_has_no_say_where_it_sees_no_pair(annotator: Annotator) -> None:
    doubting = component(annotator, {"stated": ("none", 0.99)}, reading={"nearest": 4, "widest": 0})
    assert read(annotator, doubting, RULED) == by_rules(annotator, RULED)._.kg_relations


def test_what_it_alone_sees_is_added_where_it_is_sure_enough(annotator: Annotator) -> None:
    (row,) = read(annotator, component(annotator), UNRULED)
    assert (row.subject_concept, row.predicate, row.object_concept) == (IL2, "affects", TREG)
    assert (row.aspect, row.direction, row.via, row.extractor) == ("activity", "increased", "direct", "model:stated")
    assert (row.negated, row.speculated, row.sentences) == (False, False, ((0, len(UNRULED)),))
    assert UNRULED[slice(*row.trigger)] == ","  # the first word between
    assert 0.8 < row.score <= 0.9
    assert read(annotator, component(annotator, stated=0.95), UNRULED) == ()
    assert read(annotator, component(annotator, {"order": ("forward", 0.51)}), UNRULED) == ()  # likely, but who acts?


def test_who_acts(annotator: Annotator) -> None:
    backward = component(annotator, {"order": ("backward", 0.99)})
    assert ends(read(annotator, backward, UNRULED)) == [(TREG, "affects", IL2)]
    assert ends(read(annotator, component(annotator), "Tregs, as ever, IL-2.")) == [(IL2, "affects", TREG)]


def test_a_symmetric_predicate_has_no_order_and_one_without_direction_none(annotator: Annotator) -> None:
    said = {"predicate": ("associated_with", 0.99), "order": ("backward", 0.99)}
    (row,) = read(annotator, component(annotator, said), UNRULED)
    assert (row.subject_concept, row.object_concept, row.direction, row.aspect) == (IL2, TREG, "", "")


def test_of_kinds_whose_document_is_asked_about_another_point_counts(annotator: Annotator) -> None:
    asked = frozenset({frozenset({"gene", "cell_type"})})
    for kinds, count in ((asked, 0), (frozenset({frozenset({"gene"})}), 1)):
        learned = component(annotator, kinds=kinds, stated=0.5, besides=0.95)
        assert len(read(annotator, learned, UNRULED)) == count
    for kinds, count in ((asked, 1), (frozenset({frozenset({"gene"})}), 0)):
        learned = component(annotator, kinds=kinds, stated=0.95, besides=0.5)
        assert len(read(annotator, learned, UNRULED)) == count


def test_a_sign_that_is_not_sure_is_left_out(annotator: Annotator) -> None:
    said = {"direction": ("decreased", 0.7)}
    (row,) = read(annotator, component(annotator, said, sign=0.6), UNRULED)
    assert (row.predicate, row.direction) == ("affects", "decreased")
    (row,) = read(annotator, component(annotator, said, sign=0.8), UNRULED)
    assert (row.predicate, row.direction) == ("affects", "")


@pytest.mark.parametrize("predicate", ["positively_correlated_with", "treats", "causes"])
def test_a_predicate_that_is_a_sign_is_left_out_with_it(annotator: Annotator, predicate: str) -> None:
    said = {"predicate": (predicate, 0.7), "direction": ("", 0.99)}
    assert [row.predicate for row in read(annotator, component(annotator, said, sign=0.6), UNRULED)] == [predicate]
    assert read(annotator, component(annotator, said, sign=0.8), UNRULED) == ()


def test_a_question_whose_point_cannot_be_reached_is_not_asked(annotator: Annotator) -> None:
    sure = {"stated": ("none", 0.99), "biored": ("Association", 1 - 1e-9), "cid": ("induced", 1 - 1e-9)}
    assert read(annotator, component(annotator, sure, related=1.0, induced=1.0), UNRULED) == ()
    (row,) = read(annotator, component(annotator, sure, related=1.0), "Aspirin, as ever, asthma and IL-2.")
    assert row.extractor == "model:cid"


def test_kinds_that_training_never_saw_so_are_left_alone(annotator: Annotator) -> None:
    for fits, count in (
        (frozenset({("affects", "gene", "cell_type")}), 1),
        (frozenset({("affects", "cell_type", "gene"), ("causes", "gene", "cell_type")}), 0),
    ):
        assert len(read(annotator, component(annotator, fits=fits), UNRULED)) == count


def test_every_concept_that_an_end_names(annotator: Annotator) -> None:
    rows = read(annotator, component(annotator), "IL-2, as ever, the Th1/Th17 cells.")
    assert ends(rows) == [(IL2, "affects", "CL:0000545"), (IL2, "affects", "CL:0000899")]


def test_what_is_hedged(annotator: Annotator) -> None:
    for text in ("IL-2 perhaps, as ever, Tregs.", "IL-2 may, as ever, Tregs."):
        (row,) = read(annotator, component(annotator), text)
        assert row.speculated
    (row,) = read(annotator, component(annotator, {"speculated": ("yes", 0.9)}), UNRULED)
    assert row.speculated


def test_what_is_denied_is_said_so_or_left_alone(annotator: Annotator) -> None:
    for said in (None, {"negated": ("yes", 0.9)}):
        rows = read(annotator, component(annotator, said), "IL-2 not, as ever, the Tregs.")
        assert [row.negated for row in rows] == ([True] if said else [])


def test_concepts_of_a_document_that_one_sentence_holds(annotator: Annotator) -> None:
    said = {"stated": ("none", 0.99), "biored": ("Positive_Correlation", 0.9)}
    (row,) = read(annotator, component(annotator, said), UNRULED)
    assert ends((row,)) == [(IL2, "positively_correlated_with", TREG)]
    assert (row.extractor, row.novelty, row.negated, row.direction) == ("model:biored", "Novel", False, "")
    assert row.score == pytest.approx(1 - 0.1 / 3, abs=5e-3)  # that anything is said of them
    assert row.sentences == ((0, len(UNRULED)),)
    assert read(annotator, component(annotator, said, related=0.97), UNRULED) == ()


def test_types_that_we_have_no_predicate_for_are_left_alone(annotator: Annotator) -> None:
    said = {"stated": ("none", 0.99), "biored": ("Cotreatment", 0.9)}
    assert read(annotator, component(annotator, said), UNRULED) == ()


def test_what_is_stated_is_not_said_again_of_the_document(annotator: Annotator) -> None:
    said = {"biored": ("Association", 0.99)}
    assert [row.extractor for row in read(annotator, component(annotator, said), UNRULED)] == ["model:stated"]
    assert [row.extractor for row in read(annotator, component(annotator, said), RULED)] == ["rule:expand/active"]


def test_over_two_sentences_only_where_the_point_lets_it(annotator: Annotator) -> None:
    text = "IL-2 is old. It is seen. Tregs are rare."
    learned = component(annotator, {"stated": ("none", 0.99), "biored": ("Association", 0.9)})
    assert (learned.point, read(annotator, learned, text)) == (PRECISE, ())
    learned.point = BALANCED
    (row,) = read(annotator, learned, text)
    assert [text[start:end] for start, end in row.sentences] == ["IL-2 is old.", "Tregs are rare."]
    assert text[slice(*row.trigger)] not in {"IL", "2", "Tregs"}
    # a pair that one sentence holds shows that one, though others name them too
    (row,) = read(annotator, learned, f"IL-2 is old. {UNRULED}")
    assert row.sentences == ((13, 13 + len(UNRULED)),)


@pytest.mark.parametrize("text", ["Aspirin, as ever, asthma.", "Asthma, as ever, aspirin."])
def test_a_chemical_brings_a_disease_about(annotator: Annotator, text: str) -> None:
    said = {"stated": ("none", 0.99), "cid": ("induced", 0.9)}
    (row,) = read(annotator, component(annotator, said), text)
    assert (ends((row,)), row.extractor) == ([(ASPIRIN, "causes", ASTHMA)], "model:cid")
    mentions = by_rules(annotator, text)._.kg_mentions
    assert [mentions[at].concepts[0] for at in (row.subject, row.object)] == [ASPIRIN, ASTHMA]
    assert read(annotator, component(annotator, said), UNRULED) == ()  # nothing else does


def test_relations_stand_in_the_order_of_the_text(annotator: Annotator) -> None:
    text = f"Aspirin, as ever, asthma. {RULED} Aspirin, as ever, lupus."
    rows = read(annotator, component(annotator, {"biored": ("Association", 0.9)}), text)
    assert len(rows) >= 3
    assert [row.sentences for row in rows] == sorted(row.sentences for row in rows)
    assert rows == read(annotator, component(annotator, {"biored": ("Association", 0.9)}), text)


@pytest.mark.parametrize("text", ["", "IL-2 is old.", "IL-2", "\n", "It rained."])
def test_where_there_is_no_pair_there_is_nothing_to_read(annotator: Annotator, text: str) -> None:
    sure = component(annotator, {"biored": ("Association", 0.99), "cid": ("induced", 0.99)})
    assert read(annotator, sure, text) == ()


def test_without_what_the_tagger_has_come_to_nothing_is_changed(annotator: Annotator) -> None:
    doc = by_rules(annotator, UNRULED)
    doc.tensor = np.zeros((0, 0), np.float32)
    assert component(annotator)(doc)._.kg_relations == ()


def test_the_shipped_points(annotator: Annotator) -> None:
    shipped: Learned = annotator.nlp.get_pipe("kg_pairs")
    assert set(shipped.points) >= {PRECISE, BALANCED}
    assert shipped.point == PRECISE
    assert all(isinstance(point, Point) for point in shipped.points.values())
    precise, balanced = shipped.points[PRECISE], shipped.points[BALANCED]
    assert (precise.stated, precise.related, precise.induced) >= (balanced.stated, balanced.related, balanced.induced)
    assert not precise.across


def test_the_shipped_network_reads_a_plain_sentence(annotator: Annotator) -> None:
    if load_pairs(pipeline_folder("immunology") / "model") is None:
        pytest.skip("the pipeline's folder holds no trained network of pairs (model/relations.json)")
    assert (IL2, "affects", TREG) in ends(annotator.nlp(RULED)._.kg_relations)
    for row in annotator.nlp("IL-6 did not change the number of Tregs in mice.")._.kg_relations:
        assert row.negated
