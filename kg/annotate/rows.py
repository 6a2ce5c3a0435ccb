"""The plain rows that components leave on a Doc for one another (tuples, so that a Doc stays serialisable)."""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from spacy.tokens import Doc

from kg.core.text import Context

# How sure a name is, by whether somebody reviewed it for this vocabulary and whether it is the concept's own
SURE = MappingProxyType({(True, True): 0.95, (True, False): 0.9, (False, True): 0.85, (False, False): 0.8})
TEXT = "kg_text"  # where the tokenizer leaves a Doc's text


def text_of(doc: Doc) -> str:
    """Return the text of a Doc; spaCy would join it from its tokens each time it is asked."""
    kept: str | None = doc.user_data.get(TEXT)
    return doc.text if kept is None else kept


class MentionRow(NamedTuple):
    """A found mention: offsets, and what it may mean.

    Attributes:
        parts: one entry per thing named ("Th1/Th17 cells" has two): its ranked candidates (concept id, score), best
            first; none before `kg_links` has looked for them.
        found_by: which finder made it.
        score: that it is a name of this category, 0 to 1.
        core: the part of it that relations take for the name ("Tregs" in "activated human Tregs"); None for the whole,
            (0, 0) where a name within it is meant instead.
        taxon: of a gene, the species whose gene is meant; "" where it is no gene.
    """

    start: int
    end: int
    category: str
    parts: tuple[tuple[tuple[str, float], ...], ...]
    found_by: str
    score: float
    taxon: str = ""
    core: tuple[int, int] | None = None

    @property
    def concepts(self) -> tuple[str, ...]:
        """The best candidate of each part that has any."""
        return tuple(part[0][0] for part in self.parts if part)


class CueRow(NamedTuple):
    """A word that negates or hedges, and the stretch of text it reaches."""

    kind: str  # "negation" or "speculation"
    start: int
    end: int
    scope_start: int
    scope_end: int
    use: str  # "plain", "mild" or "own": who takes it for one, see qualifiers.toml


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
    novelty: str = ""
