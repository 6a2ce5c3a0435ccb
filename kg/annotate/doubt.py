"""a Doc and the rules' lists -> the sentences in which only rules are trusted.

A network that has read abstracts is mostly right there, and wrong where a sentence says what is not: where it denies,
hedges, asks, aims, compares, speaks of a ratio, or takes away twice ("blocks the suppression of"); or where there is no
abstract at all, only a sentence or two.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotate.rows import CueRow
from kg.annotate.rules import Rules
from kg.core.features import Word

LEAST = 40  # words of a text that is read as abstracts are
LONGEST = 160  # words; longer "sentences" are tables and lists
_CLASSES = ("comparing", "unread", "contrasting", "negation")

_LESS = ("decreased", "impaired", "lacking")

Span = tuple[int, int]


def doubtful(
    text: str, spans: Sequence[Word], passages: Sequence[Span], cues: Sequence[CueRow], rules: Rules
) -> frozenset[int]:
    """Return the numbers of the doubtful sentences.

    Args:
        spans: the text's words.
        passages: the sentences' offsets.
    """
    if len(spans) < LEAST:
        return frozenset(range(len(passages)))
    less = [start for start, end in spans if _takes_away(text[start:end].lower(), rules)]
    listed = frozenset().union(*(rules.words.get(name, frozenset()) for name in _CLASSES))
    places = [start for start, end in spans if text[start:end].lower() in listed] + [cue.start for cue in cues]
    found = set()
    for number, (start, end) in enumerate(passages):
        asked = text[start:end].endswith("?") or any(True for _ in rules.aims.ahead(text, start, end))
        told = any(start <= at < end for at in places) or any(True for _ in rules.aims.back(text, start, end))
        twice = sum(start <= at < end for at in less) > 1
        if asked or told or twice or sum(start <= word.start < end for word in spans) > LONGEST:
            found.add(number)
    return frozenset(found)


def _takes_away(word: str, rules: Rules) -> bool:
    """Tell whether a word says that there is less of something."""
    noun = rules.nouns.get(word)
    verbs = any(trigger.sign < 0 for trigger, _ in rules.verbs.get(word, ()))
    return verbs or (noun is not None and noun.sign < 0) or any(word in rules.words.get(name, ()) for name in _LESS)
