"""what the dictionary and the paper's own definitions tell of a text -> the Marks a tagger reads beside the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.annotate.abbreviations import Definition
from kg.annotate.rows import MentionRow
from kg.core.features import ABBREVIATED, LONG_FORM, MAYBE, NAMED, SHORT_FORM, Mark
from kg.core.lexicon import Concept, Match


def marks_of(
    rows: Iterable[MentionRow],
    matches: Iterable[Match],
    definitions: Iterable[Definition],
    concepts: Mapping[str, Concept],
) -> Iterator[Mark]:
    """Yield the marks of a text.

    Args:
        rows: the mentions that the dictionary finds.
        matches: every stretch that some name fits, ambiguous ones too; the first name tells the category.
    """
    for row in rows:
        yield Mark(row.start, row.end, NAMED, row.category)
        if row.found_by == "abbreviation":
            yield Mark(row.start, row.end, ABBREVIATED)
    for match in matches:
        yield Mark(match.start, match.end, MAYBE, concepts[match.names[0].concept_id].category)
    for one in definitions:
        yield Mark(one.short_start, one.short_end, SHORT_FORM)
        yield Mark(one.long_start, one.long_end, LONG_FORM)
