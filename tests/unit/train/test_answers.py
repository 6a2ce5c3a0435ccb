"""kg.train.answers: what each corpus knows of a pair, and what it leaves open."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kg.core.features import encode
from kg.core.text import Extraction, Relation
from kg.train.answers import NOVEL, NOVELTY, SHARED, Exercise, exercise, questions
from kg.train.pair_declaration import (
    BACKWARD,
    CONCEPTS,
    MENTIONS,
    SHARED_QUESTIONS,
    Meaning,
    PairCorpus,
    PairDeclaration,
)
from tests.unit.evaluate.marked import marked, relation

KINDS = {"Gene": "gene", "Chem": "chemical", "Dis": "disease"}
ALL = frozenset(frozenset((one, other)) for one in KINDS.values() for other in KINDS.values())
CORPUS = PairCorpus(
    "foos",
    "f",
    CONCEPTS,
    "kind",
    KINDS,
    ALL,
    {
        "Bind": Meaning(answer="Bind"),
        "UP": Meaning(predicate="affects", direction="increased", aspect="activity"),
        "MADE": Meaning(predicate="affects", order=BACKWARD),
        "BOUND": Meaning(predicate="directly_physically_interacts_with", order=""),
        "NOT": Meaning(predicate="affects", negated=True),
        "SOME": Meaning(),
    },
    weight=1.5,
)
BETWEEN = replace(CORPUS, between=MENTIONS, pairs=frozenset())
OURS = PairCorpus("ours", "o", MENTIONS, "kind", ours=True)
DECLARATION = PairDeclaration(
    {}, {}, {"nearest": 4, "widest": 60}, {"kind": ("none", "Some", "Bind"), "other": ("no", "yes")}, (), (), (CORPUS,)
)
TEXT = "[Foo|Chem|C] acts on [bar|Gene|G] in [baz|Dis|D] and [bar|Gene|G]"
FOO, BAR, BAZ, BAR2 = (0, "C"), (1, "G"), (2, "D"), (3, "G")


def taught(gold: Extraction, corpus: PairCorpus) -> Exercise:
    features = encode(gold.document.text)
    states = np.zeros((len(features), 3), np.float32)
    one = exercise(gold, corpus, features, np.zeros(len(features), np.int32), states, DECLARATION)
    assert one is not None
    assert all(len(values) == len(one.pairs) for values in one.answers.values())
    return one


def of_concepts(*relations: Relation) -> dict[tuple[str, str], int]:
    one = taught(marked(TEXT, *relations), CORPUS)
    ends = [ends.concepts for ends in one.pairs.ends]
    return dict(zip(ends, one.answers["kind"].tolist(), strict=True))


def of_mentions(*relations: Relation, corpus: PairCorpus = BETWEEN, text: str = TEXT) -> dict[str, dict[object, str]]:
    """The answers that are known, by the mentions of the pair."""
    one, asked = taught(marked(text, *relations), corpus), questions(DECLARATION)
    return {
        name: {
            ends.mentions: asked[name][value]
            for ends, value in zip(one.pairs.ends, values.tolist(), strict=True)
            if value != -1
        }
        for name, values in one.answers.items()
    }


def test_what_is_asked() -> None:
    assert questions(DECLARATION) == {**DECLARATION.answers, **SHARED, NOVELTY: NOVEL}
    assert SHARED["negated"][0] == SHARED["speculated"][0] == "no"
    assert SHARED["direction"][0] == ""
    assert tuple(SHARED) == SHARED_QUESTIONS


def test_pairs_of_concepts_of_which_nothing_is_said_are_told_so() -> None:
    assert of_concepts() == {("G", "D"): 0, ("G", "C"): 0, ("D", "C"): 0}


def test_relations_of_concepts_in_either_order() -> None:
    expected = {("G", "D"): 0, ("G", "C"): 2, ("D", "C"): 0}
    assert of_concepts(relation(FOO, "Bind", BAR)) == of_concepts(relation(BAR2, "Bind", FOO)) == expected
    assert of_concepts(relation((-1, "C"), "Bind", (-1, "G"))) == expected  # no mention is named
    assert of_concepts(relation(FOO, "SOME", BAR))["G", "C"] == 1  # a label without an answer says: something


def test_a_label_that_the_declaration_leaves_out_is_unknown() -> None:
    assert of_concepts(relation(FOO, "Colours", BAR)) == {("G", "D"): 0, ("G", "C"): -1, ("D", "C"): 0}
    both = [relation(FOO, "Colours", BAR), relation(FOO, "Bind", BAR)]
    assert of_concepts(*both)["G", "C"] == 2
    assert of_concepts(*both[::-1])["G", "C"] == 2


def test_a_corpus_of_concepts_answers_its_own_question_and_novelty_alone() -> None:
    gold = marked(TEXT, replace(relation(FOO, "UP", BAR), novelty="No"), relation(BAR, "Bind", BAZ))
    one = taught(gold, CORPUS)
    assert one.answers.keys() == {"kind", NOVELTY}
    told = dict(zip([ends.concepts for ends in one.pairs.ends], one.answers[NOVELTY].tolist(), strict=True))
    assert told == {("G", "D"): -1, ("G", "C"): NOVEL.index("No"), ("D", "C"): -1}


def test_a_document_and_what_is_known_of_its_words() -> None:
    gold = marked(TEXT)
    features = encode(gold.document.text)
    states = np.full((len(features), 3), 0.1, np.float32)
    one = exercise(gold, CORPUS, features, np.zeros(len(features), np.int32), states, DECLARATION)
    assert one is not None
    assert (one.states.dtype == np.float16, one.states.shape, one.weight) == (True, states.shape, 1.5)
    nothing = marked("[Foo|Chem|C] and [Foo|Chem|C] and [x|Shape|X]")
    assert exercise(nothing, CORPUS, features, np.zeros(99, np.int32), states, DECLARATION) is None


def test_mentions_without_a_kind_or_an_id_are_not_seen() -> None:
    one = taught(marked("[Foo|Chem|C] on [bar|Gene|G] on [it|Gene|] on [box|Shape|S]"), CORPUS)
    assert [ends.concepts for ends in one.pairs.ends] == [("G", "C")]
    assert len(one.pairs.first) == 3  # a name without an id is still marked as one


def test_what_stands_between_mentions() -> None:
    # Ends stand in the order of kinds: genes (1, 3) before the disease (2) and the chemical (0)
    told = of_mentions(relation(FOO, "UP", BAR, "decreased"))
    assert told["kind"][1, 0] == "Some"
    assert {pair for pair, answer in told["kind"].items() if answer == "none"} == {
        (1, 2), (1, 3), (2, 0), (3, 0), (3, 2)
    }  # fmt: skip
    assert told["predicate"] == {(1, 0): "affects"}
    assert told["direction"] == {(1, 0): "increased"}  # the label says so, whatever stands with the relation
    assert told["aspect"] == {(1, 0): "activity"}
    assert told["order"] == {(1, 0): "backward"}  # the chemical acts, and comes second
    assert (told["negated"], told["speculated"]) == ({(1, 0): "no"}, {(1, 0): "no"})


def test_a_corpus_leaves_open_what_it_is_silent_about() -> None:
    silent = replace(BETWEEN, silent=frozenset({"direction", "negated"}))
    told = of_mentions(relation(FOO, "UP", BAR), corpus=silent)
    assert told.keys() == {"kind", "predicate", "aspect", "order", "speculated"}
    assert told["kind"][1, 0] == "Some"


def test_of_a_partial_corpus_only_what_it_relates_is_learned() -> None:
    partial = replace(BETWEEN, partial=True)
    assert of_mentions(relation(FOO, "UP", BAR), corpus=partial)["kind"] == {(1, 0): "Some"}
    assert of_mentions(corpus=partial) == {}


def test_two_mentions_of_one_id_are_a_pair_where_mentions_are_marked() -> None:
    assert (1, 3) in of_mentions()["kind"]
    assert (1, 3) not in of_mentions(corpus=OURS, text=TEXT.replace("Gene", "gene").replace("Chem", "drug"))["kind"]


def test_the_order_is_that_of_who_acts() -> None:
    assert of_mentions(relation(BAR, "UP", FOO))["order"] == {(1, 0): "forward"}
    assert of_mentions(relation(FOO, "MADE", BAR))["order"] == {(1, 0): "forward"}
    assert of_mentions(relation(BAR, "MADE", FOO))["order"] == {(1, 0): "backward"}
    assert "order" not in of_mentions(relation(FOO, "BOUND", BAR))


def test_what_a_label_leaves_open_is_the_relation_s_own() -> None:
    told = of_mentions(replace(relation(FOO, "MADE", BAR, "decreased", speculated=True), aspect="expression"))
    assert told["direction"] == {(1, 0): "decreased"}
    assert told["aspect"] == {(1, 0): "expression"}
    assert told["speculated"] == {(1, 0): "yes"}
    assert of_mentions(relation(FOO, "MADE", BAR, negated=True))["negated"] == {(1, 0): "yes"}
    assert of_mentions(relation(FOO, "NOT", BAR))["negated"] == {(1, 0): "yes"}


def test_a_label_without_a_predicate_tells_only_whether_it_is_denied() -> None:
    told = of_mentions(relation(FOO, "SOME", BAR, "increased"))
    assert told.keys() == {"kind", "negated"}


def test_of_several_relations_the_first_that_is_known_counts() -> None:
    told = of_mentions(relation(FOO, "Colours", BAR), relation(FOO, "UP", BAR), relation(BAR, "MADE", FOO))
    assert (told["direction"], told["order"]) == ({(1, 0): "increased"}, {(1, 0): "backward"})
    assert (1, 0) not in of_mentions(relation(FOO, "Colours", BAR))["kind"]


def test_our_own_annotations_speak_our_own_language() -> None:
    text = "[Foo|drug|C] acts on [bar|gene|G] in [baz|disease|D] by [qux|protein_family|Q]"
    told = of_mentions(
        replace(relation(FOO, "affects", BAR, "increased"), aspect="abundance"),
        relation(BAZ, "associated_with", BAR, negated=True),
        corpus=OURS,
        text=text,
    )
    assert told["kind"] == {(1, 0): "Some", (1, 2): "Some", (2, 0): "none"}
    assert told["predicate"] == {(1, 0): "affects", (1, 2): "associated_with"}
    assert (told["direction"][1, 0], told["aspect"][1, 0]) == ("increased", "abundance")
    assert told["order"] == {(1, 0): "backward"}  # nobody acts in what is symmetric
    assert told["negated"] == {(1, 0): "no", (1, 2): "yes"}


def test_names_as_the_pipeline_finds_them_have_our_categories() -> None:
    found = replace(CORPUS, found=True)
    one = taught(marked("[Foo|drug|C] acts on [bar|gene|G]", relation(FOO, "Bind", BAR)), found)
    assert [ends.concepts for ends in one.pairs.ends] == [("G", "C")]
    assert one.answers["kind"].tolist() == [2]
