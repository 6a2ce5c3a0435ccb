"""Findings: constructions that were recognised in a sentence, before categories decide what they come to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.annotate.phrases import Phrase
from kg.annotate.rules import NounSense, Trigger


@dataclass(frozen=True, slots=True)
class Finding:
    """A construction that was recognised, before categories decide what it comes to.

    Attributes:
        frame: the construction's name, a key of the rules' scores.
        trigger: what was triggered; None for `altered` and `role`.
        subject, object: phrases.
        at: index of the piece that triggers.
        negated: "no effect", "not".
    """

    frame: str
    trigger: Trigger | None
    subject: Phrase
    object: Phrase
    at: int
    negated: bool = False


def ungoverned(phrase: Phrase, sense: NounSense) -> Phrase:
    """Return what an event noun governs: "expansion of Tregs" without the expansion's own sign."""
    return replace(phrase, sign=phrase.sign * sense.sign, senses=phrase.senses[1:])
