"""given spans -> mentions of them, still to be grounded: where others have found the mentions already."""

from __future__ import annotations

from collections.abc import Iterable

from kg.annotate.rows import MentionRow
from kg.core.lexicon import Lexicon

Given = tuple[int, int, tuple[str, ...]]  # start, end, categories any of which it may be of


def given_mentions(text: str, given: Iterable[Given], lexicon: Lexicon) -> list[MentionRow]:
    """Return a mention for each span, in order, without candidates.

    Of several categories the first counts in which the lexicon knows the name; else the first of all.
    """
    rows = []
    for start, end, categories in given:
        known = {lexicon.concepts[name.concept_id].category for name in lexicon.lookup(text[start:end])}
        category = next((one for one in categories if one in known), categories[0])
        rows.append(MentionRow(start, end, category, (), "given", 1.0))
    return sorted(rows)
