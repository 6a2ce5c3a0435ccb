"""text -> ungrounded mentions: names of a telling shape ("…limab", "CXCL17") that no concept table holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.annotate.declared import declared
from kg.annotate.rows import MentionRow
from kg.core.lexicon import local_id
from kg.core.vocabulary import categories

SCORE = 0.6  # that such a name is what its shape says


@dataclass(frozen=True, slots=True)
class Pattern:
    """A shape of names: what it is called, what it names, and a name it finds and a sentence it finds nothing in."""

    id: str
    category: str
    regex: re.Pattern[str]
    finds: str
    never: str


def load_patterns(path: Path) -> tuple[Pattern, ...]:
    """Read a patterns.toml; a pipeline without one has no patterns.

    Raises:
        DataError: it does not parse, a field is missing, or a category or regular expression is none.
    """
    if not path.exists():
        return ()
    with declared(path) as table:
        patterns = tuple(
            Pattern(row["id"], row["category"], re.compile(row["regex"]), row["finds"], row["not"])
            for row in table["pattern"]
        )
        for pattern in patterns:
            if pattern.category not in categories():
                raise ValueError(f"{pattern.category!r} is no category")
            if pattern.regex.match(""):
                raise ValueError(f"the regex of {pattern.id} finds nothing at all everywhere")
    return patterns


def find_by_shape(text: str, patterns: Sequence[Pattern]) -> Iterator[MentionRow]:
    """Yield the mentions that patterns find; each stands for a local concept, never for somebody's id."""
    for pattern in patterns:
        for found in filter(lambda one: one[0].strip(), pattern.regex.finditer(text)):
            concept = local_id(pattern.category, found[0])
            yield MentionRow(
                found.start(), found.end(), pattern.category, (((concept, SCORE),),), f"pattern:{pattern.id}", SCORE
            )
