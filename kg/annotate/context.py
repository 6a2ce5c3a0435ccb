"""mentions around a relation -> its Context: disease, species, tissue named in the sentence, else in the title."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile
from operator import attrgetter

from kg.annotate.rows import MentionRow
from kg.core.text import Context


def _concepts(rows: Iterable[tuple[int, MentionRow]], category: str, ends: tuple[int, int]) -> tuple[str, ...]:
    kept = (row for index, row in rows if row.category == category and index not in ends)
    return tuple(sorted({concept for row in kept for concept in row.concepts}))


def context_of(
    rows: Sequence[MentionRow],
    span: tuple[int, int],
    title_end: int,
    ends: tuple[int, int],
    spoken: frozenset[int],
    dosed: Mapping[int, str],
) -> Context:
    """Return the context of a relation.

    Args:
        rows: the document's mentions, in order.
        span: offsets of the passage that says it.
        title_end: offset behind the title.
        ends: the relation's own mentions, which are no context of themselves.
        spoken: mentions that this or other relations of the sentence are about.
        dosed: dose class by mention.
    """
    first, behind = (bisect_left(rows, at, key=attrgetter("start")) for at in span)
    near = [(index, rows[index]) for index in range(first, behind) if rows[index].end <= span[1]]
    ahead = enumerate(takewhile(lambda row: row.start < title_end, rows))
    title = [(index, row) for index, row in ahead if row.end <= title_end]
    own = {concept for mention in spoken.union(ends) for concept in rows[mention].concepts}

    def named(category: str) -> tuple[str, ...]:
        concepts = _concepts(near, category, ends) or _concepts(title, category, ends)
        return tuple(concept for concept in concepts if concept not in own)

    dose = next((dosed[end] for end in ends if end in dosed), "")
    return Context(named("disease"), named("species"), named("anatomy"), dose)
