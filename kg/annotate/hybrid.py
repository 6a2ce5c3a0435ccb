"""the dictionary's mentions, the tagger's -> one list: what was right more often on gold decides."""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotate.rows import MentionRow
from kg.annotate.tagger import Tagged


def merge(text: str, rows: Sequence[MentionRow], tagged: Sequence[Tagged]) -> list[MentionRow]:
    """Return the mentions of a text, in order, none overlapping."""
    return sorted(rows)
