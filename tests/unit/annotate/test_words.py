"""kg.annotate.words: what is known of each word, the same in training and in reading."""

from __future__ import annotations

import numpy as np

from kg.annotate.pipeline import Annotator
from kg.annotate.words import sentence_numbers
from kg.core.features import words

TEXT = "IL-2 and lupus\nIL-2 expands Tregs (e.g. in mice).  It helps zorbafenib."


def test_each_word_has_the_number_of_its_sentence(annotator: Annotator) -> None:
    spans = words(TEXT)
    doc = annotator.nlp.get_pipe("kg_sentences")(annotator.nlp.make_doc(TEXT))
    numbers = sentence_numbers(doc, spans)
    assert numbers.dtype == np.int32
    said = {int(number): TEXT[word.start : word.end] for number, word in zip(numbers, spans, strict=True)}
    assert said == {0: "lupus", 1: ".", 2: "."}
    third = spans[numbers.tolist().index(2)]
    assert TEXT[third.start : third.end] == "It"


def test_training_is_given_what_reading_is(annotator: Annotator) -> None:
    known = annotator.words(TEXT)
    doc = annotator.nlp(TEXT)
    assert list(known.features.spans) == words(TEXT)
    assert len(known.states) == len(known.sentence) == len(doc.tensor)
    # The tagger's part; what rules know of a word follows (kg.annotate.senses)
    assert np.array_equal(known.states[:, : doc.tensor.shape[1]], doc.tensor)
    assert np.array_equal(known.sentence, sentence_numbers(doc, words(TEXT)))


def test_what_a_word_has_come_to_does_not_depend_on_what_was_read_before(annotator: Annotator) -> None:
    first = annotator.words(TEXT).states
    annotator.words("Another text, about mice and lupus.")
    assert np.array_equal(annotator.words(TEXT).states, first)
