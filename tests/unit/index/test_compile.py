from __future__ import annotations

from collections import Counter

from kg.core.lexicon import Concept, Name
from kg.core.paths import data_folder
from kg.index.compile import Judge, compile_lexicon, spoken
from kg.index.rules import read_rules

RULES = read_rules(data_folder("ontologies") / "names.toml")
MINE = Concept("HGNC:1", "zeta factor", "gene", ("ANA",))
THEIRS = Concept("HGNC:2", "eta factor", "gene", ("ANA", "mice", "Factor, Eta", "EF9"))


def test_reviewed_names_stand_and_others_are_judged() -> None:
    lexicon, hits = compile_lexicon({"HGNC:1": MINE}, [THEIRS], RULES)
    assert [(one.concept_id, one.ambiguous) for one in lexicon.lookup("ANA")] == [("HGNC:1", False), ("HGNC:2", True)]
    assert lexicon.lookup("mice") == ()
    assert [one.reviewed for one in lexicon.lookup("EF9")] == [False]
    assert hits == Counter({"antibody": 1, "common-word": 1})


def test_inverted_names_are_spoken() -> None:
    names = spoken([Name("X:1", "Lupus Erythematosus, Systemic", True, False), Name("X:1", "plain", False, False)])
    assert [one.text for one in names] == ["Systemic Lupus Erythematosus", "plain"]
    lexicon, _ = compile_lexicon({}, [THEIRS], ())
    assert [one.text for one in lexicon.lookup("eta factors")] == ["eta factor"]


def test_the_first_rule_that_fits_decides() -> None:
    court = Judge(RULES, frozenset())
    name = Name("HGNC:2", "GC", False, False, reviewed=False)
    assert [one.ambiguous for one in court.names([name], {"HGNC:2": THEIRS})] == [True]
    assert court.hits == Counter({"too-short": 1})


def test_a_name_that_a_reviewer_called_ambiguous_is_so_for_everybody() -> None:
    mine = Concept("X:1", "zeta disease", "disease", ambiguous=("ZD-1 disease",))
    lexicon, _ = compile_lexicon({"X:1": mine}, [Concept("X:2", "eta", "gene", ("ZD1 Disease",))], ())
    assert [(one.concept_id, one.ambiguous) for one in lexicon.lookup("ZD-1 disease")] == [("X:1", True), ("X:2", True)]
