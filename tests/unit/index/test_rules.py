from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.annotate.mentions import find_mentions
from kg.core.errors import DataError
from kg.core.lexicon import Concept
from kg.core.names import fits, normal_form
from kg.core.paths import data_folder
from kg.index.compile import compile_lexicon
from kg.index.rules import Example, NameRule, judge, read_rules

RULES = read_rules(data_folder("ontologies") / "names.toml")
EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]
GOOD = """
[[rule]]
id = "words"
why = "words"
action = "leave out"
categories = ["gene"]
names = ["cat|dog", "cow"]
[[rule.examples]]
name = "CAT"
category = "gene"
concept = "X:1"
sentence = "A cat."
"""


def rules(tmp_path: Path, text: str) -> tuple[NameRule, ...]:
    (tmp_path / "names.toml").write_text(text, encoding="utf-8")
    return read_rules(tmp_path / "names.toml")


def hits(rule: NameRule, name: str, category: str, preferred: bool) -> bool:
    return rule.hits(name, normal_form(name), category, preferred)


def test_every_rule_has_a_reason_and_an_example() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.why.endswith(".") and rule.examples for rule in RULES)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=lambda one: getattr(one, "id", getattr(one, "name", "")))
def test_a_rule_is_for_its_examples(rule: NameRule, example: Example) -> None:
    assert hits(rule, example.name, example.category, False)
    assert judge(RULES, example.name, normal_form(example.name), example.category, False) is not None


@pytest.mark.parametrize("example", [example for _, example in EXAMPLES], ids=lambda one: one.name)
def test_an_example_does_not_ground_wrongly(example: Example) -> None:
    own = Concept(example.concept, "something of a long name", example.category, (example.name,))
    surface = re.search(rf"\b{example.name}s?\b", example.sentence, re.IGNORECASE)[0]  # type: ignore[index]
    for rules in (RULES, ()):
        lexicon, _ = compile_lexicon({}, [own], rules)
        named = {concept for row in find_mentions(example.sentence, (), lexicon) for concept in row.concepts}
        # without the rules it would, but where capitals alone tell: IGM is not IgM
        assert (example.concept in named) is (rules == () and fits(example.name, surface))


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("interleukin 2", "gene"),
        ("TNF", "gene"),
        ("albumin", "gene"),
        ("insulin", "gene"),
        ("mast cell", "cell_type"),
        ("severe combined immunodeficiency", "disease"),
        ("glucose", "chemical"),
        ("CD28", "gene"),
    ],
)
def test_plain_names_are_let_through(name: str, category: str) -> None:
    assert judge(RULES, name, normal_form(name), category, True) is None


def test_names_categories_and_patterns(tmp_path: Path) -> None:
    (rule,) = rules(tmp_path, GOOD)
    assert rule.forms == {"cat", "dog", "cow"}
    assert hits(rule, "Cats", "gene", True)
    assert not hits(rule, "cat", "drug", True)
    assert not hits(rule, "horse", "gene", True)
    (rule,) = rules(tmp_path, GOOD.replace('names = ["cat|dog", "cow"]', "pattern = 'c.t'\npreferred = false"))
    assert hits(rule, "cat", "gene", False)
    assert not hits(rule, "cat", "gene", True)
    assert not hits(rule, "cats", "gene", False)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[rule", "names.toml"),
        ("", "lacks 'rule'"),
        (GOOD.replace('why = "words"\n', ""), "lacks 'why'"),
        (GOOD.replace("leave out", "forget"), "'forget' is no action"),
        (GOOD.replace('["gene"]', '["genes"]'), "'genes' is no category"),
        (GOOD.replace('names = ["cat|dog", "cow"]', ""), "neither names nor a pattern"),
        (GOOD.replace('names = ["cat|dog", "cow"]', "pattern = '('"), "names.toml"),
        (GOOD.replace("sentence", "text"), "names.toml"),
    ],
)
def test_a_malformed_rule_is_named(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(DataError, match=says):
        rules(tmp_path, text)
