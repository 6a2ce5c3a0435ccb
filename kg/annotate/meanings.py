"""text, mentions, definitions -> what the document's short forms stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from kg.annotate.abbreviations import MAX_SHORT, Definition
from kg.annotate.rows import MentionRow

_IN_BRACKETS = re.compile(r"\s?[(\[]")
_CLOSES = re.compile(r"\s?[)\],;]")
_WORD = re.compile(r"\w+")


def meanings(text: str, rows: Sequence[MentionRow], definitions: Iterable[Definition]) -> dict[str, tuple[str, ...]]:
    """Return for each short form what it stands for: the long form, and the mention that ends with it.

    Where the text defines nothing by its letters, a mention in brackets right behind another of its kind counts as
    the other's short form, if its letters all stand in it: "myotonic dystrophy (DM)".
    """
    ends = {row.end: row for row in rows}
    found: dict[str, tuple[str, ...]] = {}
    for one in definitions:
        longs = [text[one.long_start : one.long_end]]
        if one.long_end in ends:
            longs.append(text[ends[one.long_end].start : one.long_end])
        found[text[one.short_start : one.short_end]] = tuple(dict.fromkeys(longs))
    for before, row in pairwise(rows):
        short, long = text[row.start : row.end], text[before.start : before.end]
        between = _IN_BRACKETS.fullmatch(text, before.end, row.start)
        if between and _CLOSES.match(text, row.end) and before.category == row.category and _abbreviates(short, long):
            found.setdefault(short, (long,))
    return found


def _abbreviates(short: str, long: str) -> bool:
    letters = [char for char in short.casefold() if char.isalpha()]
    initials = [word[0] for word in _WORD.findall(long.casefold())]
    return (
        2 <= len(short) <= MAX_SHORT
        and " " not in short
        and any(char.isupper() for char in short)
        and len(initials) > 1
        and len(long) > len(short)
        and all(letter in initials for letter in letters)
    )


def spelled_out(surface: str, longs: Mapping[str, tuple[str, ...]]) -> str:
    """Return a surface with the short forms in it spelled out ("cerebral ALD"), "" where it holds none."""
    words = re.split(r"([\s/‐‑-]+)", surface)
    other = "".join(longs[word][0] if word in longs else word for word in words)
    return other if other != surface else ""
