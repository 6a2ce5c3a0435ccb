"""mentions around a relation -> its Context: disease, species, tissue named in the sentence, else in the title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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
        rows: the document's mentions.
        span: offsets of the passage that says it.
        title_end: offset behind the title.
        ends: the relation's own mentions, which are no context of themselves.
        spoken: mentions that this or other relations of the sentence are about.
        dosed: dose class by mention.
    """
    numbered = list(enumerate(rows))
    near = [(index, row) for index, row in numbered if span[0] <= row.start and row.end <= span[1]]
    title = [(index, row) for index, row in numbered if row.end <= title_end]
    own = {concept for mention in spoken.union(ends) for concept in rows[mention].concepts}

    def named(category: str) -> tuple[str, ...]:
        concepts = _concepts(near, category, ends) or _concepts(title, category, ends)
        return tuple(concept for concept in concepts if concept not in own)

    dose = next((dosed[end] for end in ends if end in dosed), "")
    return Context(named("disease"), named("species"), named("anatomy"), dose)
