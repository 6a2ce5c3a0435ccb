"""kg.annotate.stated: what a network says of two mentions; `test_learned` says what is written of it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from kg.annotate.pipeline import Annotator
from kg.annotate.setting import Setting, setting_of
from kg.annotate.stated import Stated, stated_of
from kg.core.features import words
from tests.unit.annotate.pair_reader import by_rules, saying

TEXT = "IL-2, as ever, the Tregs and lupus. IL-6 is rare."


def setting(annotator: Annotator, text: str) -> Setting:
    return setting_of(by_rules(annotator, text), words(text), annotator.nlp.get_pipe("kg_pairs").concepts)


def stated(annotator: Annotator, said: Mapping[str, tuple[str, float]] | None = None, text: str = TEXT) -> Stated:
    made = setting(annotator, text)
    _, found = stated_of(saying(3, said), np.zeros((len(made.spans), 3), np.float32), made, False)
    assert found is not None
    return found


def test_pairs_are_told_by_their_mentions(annotator: Annotator) -> None:
    found = stated(annotator)
    text = {number: TEXT[row.start : row.end] for number, row in enumerate(found.setting.rows)}
    assert sorted(sorted(text[at] for at in pair) for pair in found.place) == [
        ["IL-2", "Tregs"],
        ["IL-2", "lupus"],
        ["Tregs", "lupus"],
    ]
    assert sorted(found.place.values()) == [0, 1, 2]
    assert np.allclose(found.chance, 0.9, atol=1e-4)


def test_what_is_said(annotator: Annotator) -> None:
    said = stated(annotator).said(0)
    assert (said.predicate, said.direction, said.aspect) == ("affects", "increased", "activity")
    assert (said.turned, said.negated, said.speculated) == (False, False, False)
    assert 0.8 < said.score < 0.9
    said = stated(annotator, {"order": ("backward", 0.9), "negated": ("yes", 0.9), "speculated": ("yes", 0.9)}).said(0)
    assert (said.turned, said.negated, said.speculated) == (True, True, True)


@pytest.mark.parametrize(
    ("predicate", "direction", "aspect", "turned"),
    [
        ("affects", "increased", "activity", True),
        ("treats", "", "", True),
        ("associated_with", "", "", False),
        ("positively_correlated_with", "increased", "", False),  # goes with more of
    ],
)
def test_no_more_is_said_than_the_predicate_can_say(
    annotator: Annotator, predicate: str, direction: str, aspect: str, turned: bool
) -> None:
    said = stated(annotator, {"predicate": (predicate, 0.9), "order": ("backward", 0.9)}).said(0)
    assert (said.predicate, said.direction, said.aspect, said.turned) == (predicate, direction, aspect, turned)


def test_a_statement_is_the_less_likely_the_less_sure_who_acts(annotator: Annotator) -> None:
    sure, unsure = (stated(annotator, {"order": ("forward", chance)}).said(0).score for chance in (0.99, 0.6))
    assert unsure / sure == pytest.approx(0.6 / 0.99, abs=1e-3)


def test_where_there_is_no_pair_words_are_read_if_asked_for(annotator: Annotator) -> None:
    made = setting(annotator, "IL-2 is old. IL-6 is rare.")
    read, found = stated_of(saying(3), np.zeros((len(made.spans), 3), np.float32), made, True)
    assert read is not None
    assert (len(read.x), found) == (len(made.spans), None)
    assert stated_of(saying(3), np.zeros((len(made.spans), 3), np.float32), made, False) == (None, None)
