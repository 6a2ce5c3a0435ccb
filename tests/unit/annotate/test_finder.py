"""kg.annotate.finder: the component that finds mentions, by name and by reading."""

from __future__ import annotations

import numpy as np
import pytest

from kg.annotate.abbreviations import definitions
from kg.annotate.finder import MentionFinder
from kg.annotate.pipeline import Annotator
from kg.annotate.words import states_of
from kg.core.features import NAMED, encode, words
from kg.core.lexicon import Concept, make_lexicon

TEXT = "Treatment with zorbafenib (10 mg/kg) lowered interleukin 6 in patients with blarg syndrome."


def test_without_a_tagger_names_alone_are_found() -> None:
    finder = MentionFinder()
    finder.lexicon = make_lexicon([Concept("HGNC:6018", "interleukin 6", "gene")])
    assert [TEXT[row.start : row.end] for row in finder.read(TEXT, [])[0]] == ["interleukin 6"]


def test_the_shipped_pipeline_reads_names_it_has_never_seen(annotator: Annotator) -> None:
    doc = annotator.nlp(TEXT)
    found = {(row.category, TEXT[row.start : row.end]): row for row in doc._.kg_mentions}
    assert found["chemical", "zorbafenib"].found_by == "tagger"
    assert found["chemical", "zorbafenib"].concepts[0].startswith("text:chemical/")
    assert found["gene", "interleukin 6"].concepts == ("HGNC:6018",)
    assert found["disease", "blarg syndrome"].found_by == "tagger"
    assert {span.text for span in doc.spans["mentions"]} >= {"zorbafenib", "interleukin 6"}


def test_what_each_word_has_come_to_is_left_for_those_who_read_on(annotator: Annotator) -> None:
    doc = annotator.nlp(TEXT)
    assert doc.tensor.shape[0] == len(words(TEXT))
    finder = annotator.nlp.get_pipe("kg_mentions")
    states = finder.read(TEXT, list(definitions(TEXT)))[1]
    assert np.array_equal(doc.tensor, states)
    tagger = finder.tagger
    assert np.array_equal(states, states_of(tagger, encode(TEXT, annotator.marks(TEXT))))
    finder = MentionFinder()
    assert finder.read(TEXT, [])[1] is None  # without a tagger nothing is known


@pytest.mark.parametrize("text", ["", " ", "\n", "\n \t"])
def test_a_text_without_words(annotator: Annotator, text: str) -> None:
    assert annotator.nlp.get_pipe("kg_mentions").read(text, []) == ([], None)
    assert annotator.nlp(text)._.kg_mentions == ()


def test_what_is_found_does_not_depend_on_what_came_before(annotator: Annotator) -> None:
    finder = annotator.nlp.get_pipe("kg_mentions")
    first = finder.read(TEXT, list(definitions(TEXT)))[0]
    for other in ("IL-2 expands Tregs in lupus.", "", "A\nB " * 300):
        finder.read(other, [])
    assert finder.read(TEXT, list(definitions(TEXT)))[0] == first


def test_the_marks_a_tagger_is_trained_on_are_those_it_reads(annotator: Annotator) -> None:
    marks = annotator.marks(TEXT)
    assert [TEXT[one.start : one.end] for one in marks if one.kind == NAMED and one.category == "gene"] == [
        "interleukin 6"
    ]
