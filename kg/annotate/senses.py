"""a text's words -> what the rules know of each: whether it says more or less, loss, negation, passive voice.

Words that are used alike have like vectors, and "increased" is used as "decreased" is. So the network of pairs is told
which is which by the same lists that the rules read by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from kg.annotate.rules import ED, ING, Rules
from kg.core.vocabulary import ASPECTS, BLOCKADE, LOSS

_CLASSES = (
    "increased",
    "decreased",
    "impaired",
    "intensified",
    "caused",
    "lacking",
    "given",
    "making",
    "carrying",
    "unread",
    "comparing",
    "agonistic",
    "negation",
    "modals",
    "be",
    "agents",
    "shows",
    "linking",
    "patients",
    "subordinators",
)
_VERB: Mapping[str, int] = MappingProxyType({"more": 0, "less": 1, "unsigned": 2, "ed": 3, "ing": 4, "of cure": 5})
_NOUN: Mapping[str, int] = MappingProxyType({LOSS: 6, BLOCKADE: 7, "more": 8, "less": 9})
_FIRST_ASPECT = 10
_FIRST_CLASS = _FIRST_ASPECT + len(ASPECTS)
SENSES = _FIRST_CLASS + len(_CLASSES)  # columns


def lookup(rules: Rules) -> Callable[[str], NDArray[np.float32]]:
    """Return what gives the senses of a word in lower case: 0 or 1, float32 [SENSES]."""
    known = {*rules.verbs, *rules.nouns, *(word for name in _CLASSES for word in rules.words.get(name, ()))}
    rows = {word: _senses(word, rules) for word in sorted(known)}
    none = np.zeros(SENSES, np.float32)
    return lambda word: rows.get(word, none)


def _senses(word: str, rules: Rules) -> NDArray[np.float32]:
    row = np.zeros(SENSES, np.float32)
    for trigger, form in rules.verbs.get(word, ()):
        row[_VERB["more" if trigger.sign > 0 else "less" if trigger.sign < 0 else "unsigned"]] = 1
        row[_VERB["ed"]] += form == ED
        row[_VERB["ing"]] += form == ING
        row[_VERB["of cure"]] += trigger.on_condition != trigger.sign
    if noun := rules.nouns.get(word):
        row[_NOUN[noun.via] if noun.via in _NOUN else _NOUN["more" if noun.sign > 0 else "less"]] = 1
        row[_FIRST_ASPECT + ASPECTS.index(noun.aspect)] = 1
    for at, name in enumerate(_CLASSES, _FIRST_CLASS):
        row[at] = word in rules.words.get(name, ())
    return np.minimum(row, 1)


def senses_of(words: Sequence[str], senses: Callable[[str], NDArray[np.float32]]) -> NDArray[np.float32]:
    """Return the senses of words in lower case, float32 [words, SENSES].

    "Down-regulated" is three words, which all have the senses of the whole.
    """
    rows = np.stack([senses(word) for word in words]) if words else np.zeros((0, SENSES), np.float32)
    for at in range(2, len(words)):
        if words[at - 1] == "-":
            whole = senses(f"{words[at - 2]}-{words[at]}")
            if whole.any():
                rows[at - 2 : at + 1] = np.maximum(rows[at - 2 : at + 1], whole)
    return rows
