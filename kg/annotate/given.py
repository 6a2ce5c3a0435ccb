"""text, given spans -> mentions of them, with what they may mean: where others have found the mentions already."""

from __future__ import annotations

from collections.abc import Iterable

from kg.annotate.abbreviations import Definition
from kg.annotate.mentions import meanings, row_of
from kg.annotate.rows import MentionRow
from kg.core.lexicon import Lexicon

Given = tuple[int, int, tuple[str, ...]]  # start, end, categories any of which it may be of


def given_mentions(
    text: str, given: Iterable[Given], found: Iterable[Definition], lexicon: Lexicon
) -> list[MentionRow]:
    """Return a mention for each span, in order; without candidates where the lexicon knows no such name.

    What the paper defines goes before what the lexicon says; names that count only where they are defined are taken
    if there are no others, since here the category is known.
    """
    own = meanings(text, found, lexicon)
    rows = []
    for start, end, categories in given:
        words = text[start:end]
        defined = next((short for short in (words, words.removesuffix("s")) if short in own), "")
        names = own[defined] if defined else lexicon.lookup(words)
        fitting = tuple(name for name in names if lexicon.concepts[name.concept_id].category in categories)
        safe = tuple(name for name in fitting if not name.ambiguous) or fitting
        empty = MentionRow(start, end, categories[0], (), "given", 1.0)
        rows.append(row_of(start, end, safe, lexicon, "given") if safe else empty)
    return sorted(rows)
