"""The plain rows that components leave on a Doc for one another (tuples, so that a Doc stays serialisable)."""

from __future__ import annotations

from typing import NamedTuple

from kg.core.text import Context


class MentionRow(NamedTuple):
    """A found mention: offsets, and what it may mean, best candidate first."""

    start: int
    end: int
    category: str
    candidates: tuple[tuple[str, float], ...]
    found_by: str


class CueRow(NamedTuple):
    """A word that negates or hedges, and the stretch of text it reaches."""

    kind: str  # "negation" or "speculation"
    start: int
    end: int
    scope_start: int
    scope_end: int


class RelationRow(NamedTuple):
    """A found relation; subject and object index the Doc's mention rows."""

    subject: int
    subject_concept: str
    predicate: str
    object: int
    object_concept: str
    aspect: str
    direction: str
    via: str
    sentences: tuple[tuple[int, int], ...]
    trigger: tuple[int, int]
    negated: bool
    speculated: bool
    context: Context
    score: float
    extractor: str
