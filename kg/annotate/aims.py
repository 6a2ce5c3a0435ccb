"""a sentence -> the stretches of it that are only asked or aimed at: "we investigated whether A increases B"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Aims:
    """Compiled patterns.

    Attributes:
        openers: what asks; it reaches to the next of `ends`, or to the end of the sentence.
        ends: where a result begins.
        behind: what asks for all that stands before it: "the effect of A on B was studied".
    """

    openers: re.Pattern[str]
    ends: re.Pattern[str]
    behind: re.Pattern[str]

    def ahead(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield what the openers of a sentence reach, as offsets of the text it stands in."""
        sentence = text[start:end]
        for opener in self.openers.finditer(sentence):
            border = self.ends.search(sentence, opener.end())
            yield start + opener.start(), start + (border.start() if border else len(sentence))

    def back(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield what "was studied" reaches: only what is named before it, not what a verb of its own states there."""
        sentence = text[start:end]
        for cue in self.behind.finditer(sentence):
            before = max((border.end() for border in self.ends.finditer(sentence, 0, cue.start())), default=0)
            yield start + before, start + cue.end()


def parse_aims(table: Mapping[str, Sequence[str]]) -> Aims:
    """Return compiled patterns.

    Raises:
        KeyError: a list is missing.
    """
    return Aims(*(_any_of(table[name]) for name in ("openers", "ends", "behind")))


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    inner = "|".join(pattern.replace(" ", r"\s+") for pattern in patterns) or "(?!)"
    return re.compile(rf"(?<![\w-])(?:{inner})(?![\w-])", re.IGNORECASE)
