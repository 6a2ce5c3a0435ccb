"""kg.annotate.senses: what the rules know of a word, told to the network."""

from __future__ import annotations

import numpy as np
import pytest

from kg.annotate.pipeline import Annotator
from kg.annotate.senses import SENSES, lookup, senses_of
from kg.core.vocabulary import ASPECTS

MORE, LESS, UNSIGNED, ED, ING, CURE, LOSS, BLOCKADE = range(8)
ABUNDANCE = 10 + ASPECTS.index("abundance")


@pytest.fixture(scope="module")
def rows(annotator: Annotator) -> dict[str, set[int]]:
    senses = lookup(annotator.nlp.get_pipe("kg_relations").rules)
    words = (
        "increased",
        "increasing",
        "expands",
        "inhibits",
        "treated",
        "depletion",
        "blockade",
        "not",
        "may",
        "table",
    )
    return {word: set(np.flatnonzero(senses(word)).tolist()) for word in words}


def test_opposites_are_told_apart(rows: dict[str, set[int]]) -> None:
    assert MORE in rows["expands"]
    assert LESS not in rows["expands"]
    assert LESS in rows["inhibits"]
    assert MORE not in rows["inhibits"]
    assert LOSS in rows["depletion"]
    assert BLOCKADE in rows["blockade"]


def test_forms_are_told(rows: dict[str, set[int]]) -> None:
    assert ED in rows["increased"]
    assert ING not in rows["increased"]
    assert ING in rows["increasing"]
    assert not {ED, ING} & rows["expands"]


def test_words_that_no_rule_knows_have_none(rows: dict[str, set[int]]) -> None:
    assert rows["table"] == set()
    assert rows["not"]
    assert rows["may"]
    assert rows["not"] != rows["may"]


def test_a_word_in_three_pieces_has_the_senses_of_the_whole(annotator: Annotator) -> None:
    senses = lookup(annotator.nlp.get_pipe("kg_relations").rules)
    whole = senses("down-regulated")
    assert whole.any()
    found = senses_of(["il", "down", "-", "regulated", "tregs"], senses)
    assert found.shape == (5, SENSES)
    assert found.dtype == np.float32
    assert all((found[at] >= whole).all() for at in (1, 2, 3))
    assert not found[0].any()
    assert set(np.unique(found)) <= {0.0, 1.0}
    assert senses_of([], senses).shape == (0, SENSES)
    assert np.array_equal(senses("down-regulated"), whole)  # what was kept is not written over
