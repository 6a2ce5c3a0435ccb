"""a text's words -> what is known of each: the number of its sentence, and what the tagger has come to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.annotate.tagger import Tagger
from kg.core.features import Features, Word


class Words(NamedTuple):
    """A text's words.

    Attributes:
        sentence: the number of each word's sentence, int32 [words].
        states: what the network of pairs is given of each, float32 [words, ·].
    """

    features: Features
    sentence: NDArray[np.int32]
    states: NDArray[np.float32]


def states_of(tagger: Tagger, features: Features) -> NDArray[np.float32]:
    """Return what each word has come to in the tagger, and what it is by its letters alone."""
    return np.concatenate([tagger.read(features), tagger.spelled(features)], axis=1)


def sentence_numbers(doc: Doc, spans: Sequence[Word]) -> NDArray[np.int32]:
    """Return the number of each word's sentence."""
    begins = [sentence.start_char for sentence in doc.sents]
    starts = [word.start for word in spans]
    return (np.searchsorted(begins, starts, side="right") - 1).astype(np.int32)
