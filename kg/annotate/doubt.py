"""a text and the rules' lists -> the sentences in which only rules are trusted.

A network that has read abstracts is mostly right there, and wrong where a sentence says what is not: where it denies,
hedges, asks, aims, compares, speaks of a ratio, or takes away twice ("blocks the suppression of"); or where there is no
abstract at all, only a sentence or two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from kg.annotate.aims import Aims
from kg.annotate.rows import CueRow
from kg.annotate.rules import Rules
from kg.core.features import Word

LEAST = 40  # words of a text that is read as abstracts are
LONGEST = 160  # words; longer "sentences" are tables and lists
_CLASSES = ("comparing", "unread", "contrasting", "negation")
_LESS = ("decreased", "impaired", "lacking")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Doubts:
    """What makes a sentence doubtful.

    Attributes:
        listed: words that do by themselves.
        less: words that say that there is less of something; two of them do.
        aims: what asks and aims.
    """

    listed: frozenset[str]
    less: frozenset[str]
    aims: Aims


def doubts_of(rules: Rules) -> Doubts:
    """Return what makes a sentence doubtful by the rules' lists."""
    verbs = (word for word, senses in rules.verbs.items() if any(trigger.sign < 0 for trigger, _ in senses))
    nouns = (word for word, sense in rules.nouns.items() if sense.sign < 0)
    return Doubts(_of(rules, _CLASSES), _of(rules, _LESS).union(verbs, nouns), rules.aims)


def _of(rules: Rules, classes: Sequence[str]) -> frozenset[str]:
    return frozenset().union(*(rules.words.get(name, frozenset()) for name in classes))


def doubtful(
    text: str, spans: Sequence[Word], passages: Sequence[Span], cues: Sequence[CueRow], doubts: Doubts
) -> frozenset[int]:
    """Return the numbers of the doubtful sentences.

    Args:
        spans: the text's words.
        passages: the sentences' offsets.
    """
    if len(spans) < LEAST:
        return frozenset(range(len(passages)))
    said = [(start, text[start:end].lower()) for start, end in spans]
    less = [start for start, word in said if word in doubts.less]
    places = sorted([start for start, word in said if word in doubts.listed] + [cue.start for cue in cues])
    words = [start for start, _ in spans]

    def count(starts: list[int], start: int, end: int) -> int:
        return bisect_left(starts, end) - bisect_left(starts, start)

    found = set()
    for number, (start, end) in enumerate(passages):
        asked = text[start:end].endswith("?") or any(True for _ in doubts.aims.ahead(text, start, end))
        told = count(places, start, end) or any(True for _ in doubts.aims.back(text, start, end))
        twice = count(less, start, end) > 1
        if asked or told or twice or count(words, start, end) > LONGEST:
            found.add(number)
    return frozenset(found)
