"""a page's paragraphs -> the abstract's: shortened copies dropped, the editor's summary cut off."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)\s*$")
_SENTENCE_GAP = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][\"'”’)\]]))\s+(?=[A-Z(\[\"“‘])")
_SAME_SENTENCE = 90  # of 100; a shortened copy may leave out a word or two of the first sentence
_MOST_PARAGRAPHS = 500  # each is compared with each; no paper's page has as many
_SHORTEST_COPY = 20  # characters; below, a common beginning says nothing

# "In this Review, Smith, Jones and Brown discuss": the authors in the third person, so another hand wrote it
_NAME = r"[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*)?"
_ARTICLE = (
    r"(?:Review|Perspective|Article|Viewpoint|Comment|Commentary|Opinion|Primer|Editorial|Progress|Analysis|"
    r"Study|Essay|Letter|(?:Expert )?Consensus(?: Statement)?)(?: [Aa]rticle)?"
)
_EDITOR = re.compile(
    rf"In this (?:\w+ )?{_ARTICLE},? {_NAME}(?:, {_NAME})*,? "
    rf"(?:and (?:{_NAME}|colleagues|co-?workers)|et al\.?),? [a-z]+"
)
_ABBREVIATION = re.compile(r"\(([A-Za-z][\w/-]{1,11})\)")


def sentences(text: str) -> list[str]:
    """Split a paragraph at its full stops; good enough to compare beginnings, not to extract from."""
    return _SENTENCE_GAP.split(text)


def is_shortened(text: str, longer: str) -> bool:
    """Say whether a paragraph repeats the beginning of a longer one, word by word or nearly so."""
    if len(text) >= len(longer):
        return False
    beginning = _ELLIPSIS.sub("", text)
    if len(beginning) >= _SHORTEST_COPY and longer.startswith(beginning):
        return True
    return fuzz.ratio(sentences(text)[0], sentences(longer)[0]) >= _SAME_SENTENCE


def drop_copies(paragraphs: Sequence[str]) -> list[str]:
    """Return the paragraphs without repeated ones and without shortened copies of longer ones, in order."""
    unique = list(dict.fromkeys(paragraphs))
    if len(unique) > _MOST_PARAGRAPHS:
        return unique
    return [one for one in unique if not any(is_shortened(one, other) for other in unique)]


def split_summary(paragraph: str) -> tuple[str, str]:
    """Split an editor's summary off the end of an abstract: (abstract, summary), the latter "" if none.

    The summary speaks of the authors by name. It begins there, or a sentence before, where an abbreviation
    is defined that the abstract has defined already: a text does that once.
    """
    found = _EDITOR.search(paragraph)
    starts = [0, *(gap.end() for gap in _SENTENCE_GAP.finditer(paragraph))]
    if not found or found.start() not in starts:
        return paragraph, ""
    at = starts.index(found.start())
    if at and _defines_again(paragraph, starts[at - 1], starts[at]):
        at -= 1
    cut = starts[at]
    return (paragraph[:cut].rstrip(), paragraph[cut:]) if cut else (paragraph, "")


def _defines_again(text: str, start: int, end: int) -> bool:
    before = set(_ABBREVIATION.findall(text[:start]))
    return not before.isdisjoint(_ABBREVIATION.findall(text[start:end]))
