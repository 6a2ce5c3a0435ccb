"""a Doc and the rules' lists -> the sentences in which only rules are trusted.

A network that has read abstracts is mostly right there, and wrong where a sentence says what is not: where it denies,
hedges, asks, aims, compares, or speaks of a ratio; or where there is no abstract at all, only a sentence or two.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotate.rows import CueRow
from kg.annotate.rules import Rules
from kg.core.features import Word

LEAST = 40  # words of a text that is read as abstracts are
LONGEST = 160  # words; longer "sentences" are tables and lists
_CLASSES = ("comparing", "unread", "contrasting", "negation")

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
    listed = frozenset().union(*(rules.words.get(name, frozenset()) for name in _CLASSES))
    places = [start for start, end in spans if text[start:end].lower() in listed] + [cue.start for cue in cues]
    found = set()
    for number, (start, end) in enumerate(passages):
        asked = text[start:end].endswith("?") or any(True for _ in rules.aims.ahead(text, start, end))
        told = any(start <= at < end for at in places) or any(True for _ in rules.aims.back(text, start, end))
        if asked or told or sum(start <= word.start < end for word in spans) > LONGEST:
            found.add(number)
    return frozenset(found)
