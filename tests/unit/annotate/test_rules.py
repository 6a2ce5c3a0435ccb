from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.annotate.pipeline import Annotator
from kg.annotate.rules import BASE, ED, ING, Rules, S, Trigger, inflect, load_rules, parse_rules
from kg.core.errors import DataError
from kg.core.paths import data_folder
from kg.core.vocabulary import ASPECTS, DIRECTIONS, VIAS, categories, predicates
from tests.gold_sentences import read

PATH = data_folder("pipelines") / "immunology" / "relations.toml"
RULES = load_rules(PATH)


@pytest.mark.parametrize("trigger", RULES.triggers, ids=lambda trigger: trigger.id)
def test_the_example_of_a_trigger_is_read_by_it(annotator: Annotator, trigger: Trigger) -> None:
    result = read(annotator, trigger.example)
    ((subject,), (one,)) = ([m for m in result.marks if m.braced], [m for m in result.marks if not m.braced])
    mentions = result.extraction.mentions
    ends = [
        {(mentions[end.mention].start, mentions[end.mention].end) for end in (relation.subject, relation.object)}
        for relation in result.extraction.relations
        if relation.extractor.startswith(f"rule:{trigger.id}/") and relation.negated == trigger.denied
    ]
    assert ends == [{(subject.start, subject.end), (one.start, one.end)}]
    directed = next(r for r in result.extraction.relations if r.extractor.startswith(f"rule:{trigger.id}/"))
    if not predicates()[directed.predicate].symmetric:
        assert mentions[directed.subject.mention].start == subject.start


@pytest.mark.parametrize("trigger", RULES.triggers, ids=lambda trigger: trigger.id)
def test_the_counter_example_of_a_trigger_says_nothing(annotator: Annotator, trigger: Trigger) -> None:
    result = read(annotator, trigger.counter)
    assert not [r for r in result.extraction.relations if r.extractor.startswith(f"rule:{trigger.id}/")]
    assert len(result.extraction.mentions) > 1, "a counter-example names two concepts"


@pytest.mark.parametrize("trigger", RULES.triggers, ids=lambda trigger: trigger.id)
def test_a_trigger_speaks_of_known_categories_and_predicates(trigger: Trigger) -> None:
    assert trigger.sign in (-1, 0, 1)
    assert trigger.aspect in ASPECTS
    assert trigger.subject | trigger.object <= set(categories())
    assert trigger.sign or trigger.predicate, "a trigger has a sign or a predicate"
    if trigger.predicate and trigger.predicate != "correlates":
        assert trigger.predicate in predicates()


def test_ids_are_given_once_and_outcomes_and_nouns_are_in_the_vocabulary() -> None:
    ids = [trigger.id for trigger in RULES.triggers]
    assert len(ids) == len(set(ids))
    assert all(one.predicate in predicates() and one.direction in DIRECTIONS for one in RULES.outcomes)
    assert all(sense.aspect in ASPECTS and sense.via in VIAS for sense in RULES.nouns.values())
    assert all(0 < score <= 1 for score in RULES.scores.values())


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("expand", {BASE: {"expand"}, S: {"expands"}, ED: {"expanded"}, ING: {"expanding"}}),
        ("reduce", {BASE: {"reduce"}, S: {"reduces"}, ED: {"reduced"}, ING: {"reducing"}}),
        ("modify", {BASE: {"modify"}, S: {"modifies"}, ED: {"modified"}, ING: {"modifying"}}),
        ("destroy", {BASE: {"destroy"}, S: {"destroys"}, ED: {"destroyed"}, ING: {"destroying"}}),
        ("suppress", {BASE: {"suppress"}, S: {"suppresses"}, ED: {"suppressed"}, ING: {"suppressing"}}),
        ("diminish", {BASE: {"diminish"}, S: {"diminishes"}, ED: {"diminished"}, ING: {"diminishing"}}),
        ("lead led", {BASE: {"lead"}, S: {"leads"}, ED: {"led"}, ING: {"leading"}}),
        ("drive drove driven", {BASE: {"drive"}, S: {"drives"}, ED: {"drove", "driven"}, ING: {"driving"}}),
        ("control controlled controlling",
         {BASE: {"control"}, S: {"controls"}, ED: {"controlled"}, ING: {"controlling"}}),
    ],
)  # fmt: skip
def test_inflect(lemma: str, forms: dict[str, set[str]]) -> None:
    assert inflect(lemma) == forms


def table(**trigger: Any) -> dict[str, Any]:
    row = {"id": "t", "sign": 1, "verbs": ["grow grew"], "nouns": "growth loss", "example": "", "counter": ""}
    return {
        "scores": {"active": 0.5},
        "words": {"be": "is are"},
        "groups": {"thing": ["gene"], "cell": ["cell_type"]},
        "agonised": {"concepts": ["X:1"]},
        "gerunds": {"blocking": "blockade"},
        "aims": {"openers": ["whether"], "ends": [";"], "behind": ["was studied"]},
        "noun": [{"id": "loss", "sign": -1, "via": "loss", "aspect": "abundance", "words": "loss lack"}],
        "outcome": [{"sign": 1, "subject": "cell", "object": "thing", "predicate": "affects"}],
        "trigger": [{**row, **trigger}],
    }


def parsed(**trigger: Any) -> Rules:
    return parse_rules(table(**trigger))


def test_every_form_of_a_verb_finds_its_trigger() -> None:
    rules = parsed()
    assert {word: [form for _, form in found] for word, found in rules.verbs.items()} == {
        "grow": [BASE],
        "grows": [S],
        "grew": [ED],
        "growing": [ING],
    }


def test_defaults_of_a_trigger() -> None:
    (trigger,) = parsed().triggers
    assert trigger.on_condition == 1
    assert trigger.subject == trigger.object == {"gene"}
    assert parsed(on_condition=-1, subject="cell").triggers[0].on_condition == -1


def test_an_event_noun_keeps_the_aspect_of_the_plain_noun_it_also_is() -> None:
    rules = parsed(sign=-1, aspect="activity")
    assert rules.nouns["lack"].trigger is None
    assert (rules.nouns["lack"].sign, rules.nouns["lack"].via) == (-1, "loss")
    assert rules.nouns["loss"].trigger is rules.triggers[0]
    assert rules.nouns["loss"].aspect == "abundance"
    assert rules.nouns["growth"].aspect == "activity"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("[scores\n", "="), ("[words]\n", "'groups' is missing"), ("groups = {}\n", "'trigger' is missing")],
)
def test_a_file_that_is_not_right_is_named(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "relations.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_rules(path)
    assert caught.value.path == path
    if reason != "=":
        assert reason in str(caught.value)
