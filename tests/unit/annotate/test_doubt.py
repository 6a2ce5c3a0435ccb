"""kg.annotate.doubt: where only rules are trusted."""

from __future__ import annotations

import pytest

from kg.annotate.doubt import LEAST, LONGEST, doubtful, doubts_of
from kg.annotate.pipeline import Annotator
from kg.annotate.qualifiers import NEGATION
from kg.annotate.rows import CueRow
from kg.annotate.rules import Rules
from kg.core.features import words

PLAIN = "IL-2 expands regulatory T cells in mice with lupus and in people."
PLAIN_CUE = "plain"
REST = " It is an old story that has been told again and again by many people in many places" * 3 + "."


@pytest.fixture(scope="module")
def rules(annotator: Annotator) -> Rules:
    rules: Rules = annotator.nlp.get_pipe("kg_relations").rules
    return rules


def numbers(first: str, rules: Rules, cues: tuple[CueRow, ...] = (), rest: str = REST) -> frozenset[int]:
    text = f"{first}{rest}"
    return doubtful(text, words(text), [(0, len(first)), (len(first), len(text))], cues, doubts_of(rules))


def test_what_plainly_states_is_not_doubted(rules: Rules) -> None:
    assert len(words(PLAIN + REST)) >= LEAST
    assert numbers(PLAIN, rules) == frozenset()


@pytest.mark.parametrize(
    "sentence",
    [
        "Does IL-2 expand regulatory T cells in mice with lupus?",
        "We investigated whether IL-2 expands regulatory T cells.",
        "The effect of IL-2 on regulatory T cells was studied.",
        "IL-2 expands regulatory T cells more than IL-6.",
        "IL-2 had little effect on regulatory T cells.",
        "The ratio of IL-2 and IL-6 was increased.",
        "In the absence of IL-6 IL-2 expands regulatory T cells.",
        "Compared with TNF IL-2 expands regulatory T cells.",
        "IL-2 blocked the suppression of T cells by IL-10.",
        "No effect of IL-2 on regulatory T cells was seen.",
        "IL-2 expands regulatory T cells " + "and " * LONGEST + "more.",
    ],
)
def test_what_asks_compares_or_denies_is(sentence: str, rules: Rules) -> None:
    assert numbers(sentence, rules) == {0}


def test_so_is_a_sentence_that_holds_a_cue(rules: Rules) -> None:
    assert numbers(PLAIN, rules, (CueRow(NEGATION, 5, 12, 5, 20, PLAIN_CUE),)) == {0}
    assert numbers(PLAIN, rules, (CueRow(NEGATION, len(PLAIN) + 5, len(PLAIN) + 9, 0, 9, PLAIN_CUE),)) == {1}


def test_a_text_of_a_sentence_or_two_is_no_abstract(rules: Rules) -> None:
    assert numbers(PLAIN, rules, rest=" It is old.") == {0, 1}
