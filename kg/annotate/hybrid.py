"""the dictionary's mentions, the tagger's -> one list.

Who is believed was read off development data (docs/accuracy.md, "Dictionary and tagger"):

- Where both agree, or one of them is silent, the mention stands; a tagger by itself must be sure enough.
- Of two that overlap, the tagger's stretch is right two to five times as often as a name inside or across it.
- But a dictionary name around a stretch of another kind is the whole of which the tagger saw a part ("ACE" in "ACE
  inhibitors"), and what a cell type is called is no cell line.
- A name out of a large ontology, that nobody has reviewed, counts where the tagger reads a name too.
- Of autoantibodies and processes the tagger knows nothing. There the dictionary is believed, but a process gives way to
  what it only partly covers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from operator import attrgetter
from types import MappingProxyType
from typing import Generic, TypeVar

from kg.annotate.rows import SURE, MentionRow
from kg.annotate.tagger import Tagged

Stretch = TypeVar("Stretch", MentionRow, Tagged)
TAGGER, LEXICON = "tagger", "lexicon"
REVIEWED = SURE[True, False]  # what a reviewed name scores at least
# Our finer categories, as the tagger's kinds
_KIND = MappingProxyType({"drug": "chemical", "phenotype": "disease"})
_UNTAGGED = frozenset({"antibody", "process"})
_WHOLE = frozenset({"cell_type", "cell_line"})  # "AGS cells" are a line, AGS is a syndrome as well
# (inner, outer): "lung" in "lung cancer", "human" in "human T cells", a disease in the gene called after it
NESTED = frozenset(
    [
        ("anatomy", "disease"),
        ("disease", "anatomy"),
        ("disease", "cell_line"),
        ("disease", "cell_type"),
        ("disease", "gene"),
        ("species", "cell_line"),
        ("species", "cell_type"),
    ]
)
# Behind the name of a disease, these make it the name of something else
_NO_DISEASE = re.compile(r" (?:toxins?|toxoids?|vaccin\w+|(?<=stroke )(?:volume|work))\b", re.I)
_STOPS = re.compile(r"\w{2}[.;:?!]\s")  # no name goes on in the next sentence; "E. coli" does
# Words that tell what has become of a name, and are no part of another's
_TELLS = re.compile(
    r"(?:^|[^a-z])(?:(?:in|over)?(?:activat|block|deplet|deriv|driv|express|induc|inhibit|knock|lack|mediat|prim|produc|"
    r"secret|sensiti[sz]|silenc|stimulat|suppress|target|treat)(?:e[dns]?|ing|ion)?|deficien\w*|insufficien\w*|loss|null)"
    r"(?![a-z])",
    re.I,
)
# How sure a tagger must be: alone, and where a dictionary name overlaps
LEAST_ALONE = MappingProxyType({"chemical": 0.6, "disease": 0.6, "cell_type": 0.4, "cell_line": 0.4})
LEAST = 0.5


def merge(text: str, rows: Sequence[MentionRow], tagged: Iterable[Tagged]) -> list[MentionRow]:
    """Return the mentions of a text, in order; each says who found it.

    They do not overlap, but for names within names of another kind (`NESTED`, or a name that the rest of the stretch
    tells something about: "IL-2" in "IL-2-deficient mice"). A tagged stretch that the dictionary has no name for comes
    without candidates; relations are read from the known name at its end, if there is one.
    """
    known = Near(rows)
    found = _apart(one for one in tagged if one.score >= _least(one, known.of(one)))
    found = [one for one in found if one.kind != "disease" or not _NO_DISEASE.match(text, one.end)]
    found = [one for one in found if not _STOPS.search(text, one.start, one.end)]
    same = {(one.start, one.end, one.kind): one for one in found}
    agreed = [row for row in rows if (row.start, row.end, _kind(row)) in same]
    rest = [row for row in rows if (row.start, row.end, _kind(row)) not in same]
    sure = [row for row in rest if row.score >= REVIEWED or row.found_by != LEXICON or row.category in _UNTAGGED]
    stretches = Near(found)
    others = [row for row in sure if all(_stands(row, one) for one in stretches.of(row) if _overlap(row, one))]
    both = {(row.start, row.end, _kind(row)) for row in agreed}
    merged = [*others, *(_confirmed(row, same[row.start, row.end, _kind(row)]) for row in agreed)]
    kept, left = Near(others), Near(rest)
    for span, one in same.items():
        if span not in both and not any(_overlap(row, one) for row in kept.of(one)):
            inside = [row for row in left.of(one) if _within(row, one)]
            told = _told_of(text, one, inside)
            merged += [_alone(one, inside, bool(told)), *told]
    return sorted(set(merged))


class Near(Generic[Stretch]):
    """Stretches of a text, found by place: looking at all of them for each of others takes long on a long text."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self.ordered: list[Stretch] = sorted(stretches, key=attrgetter("start"))
        self.starts: list[int] = [one.start for one in self.ordered]
        self.longest = max((one.end - one.start for one in stretches), default=0)

    def of(self, one: MentionRow | Tagged) -> Sequence[Stretch]:
        """Return, in their order, all that overlap a stretch, and perhaps some others."""
        first = bisect_left(self.starts, one.start - self.longest)
        return self.ordered[first : bisect_left(self.starts, one.end)]


def _least(one: Tagged, rows: Sequence[MentionRow]) -> float:
    alone = not any(_overlap(row, one) for row in rows)
    return LEAST_ALONE.get(one.kind, LEAST) if alone else LEAST


def _apart(tagged: Iterable[Tagged]) -> list[Tagged]:
    """Return stretches that do not overlap, but for `NESTED`: of two, the longer one, then the surer."""
    kept: list[Tagged] = []
    for one in sorted(tagged, key=lambda one: (one.start - one.end, -one.score, one)):
        if all(_nests(one, other) for other in kept if one.start < other.end and other.start < one.end):
            kept.append(one)
    return kept


def _nests(one: Tagged, other: Tagged) -> bool:
    within = other.start <= one.start and one.end <= other.end and one[:2] != other[:2]
    return within and (one.kind, other.kind) in NESTED


def _overlap(row: MentionRow, one: Tagged) -> bool:
    return one.start < row.end and row.start < one.end


def _kind(row: MentionRow) -> str:
    return _KIND.get(row.category, row.category)


def _stands(row: MentionRow, one: Tagged) -> bool:
    """Tell whether a dictionary mention is believed over a tagged stretch that it overlaps."""
    around = row.start <= one.start and one.end <= row.end
    longer = around and row.end - row.start > one.end - one.start
    if row.category in _UNTAGGED:
        return longer or (around and row.category != "process")
    if one.kind == "cell_line" and row.category == "cell_type":
        return around
    return longer and (_kind(row) != one.kind or row.category in _WHOLE)


def _confirmed(row: MentionRow, one: Tagged) -> MentionRow:
    return row._replace(found_by=f"{row.found_by}+{TAGGER}", score=round(max(row.score, one.score), 3))


def _within(row: MentionRow, one: Tagged) -> bool:
    return one.start <= row.start and row.end <= one.end


def _told_of(text: str, one: Tagged, rows: Sequence[MentionRow]) -> list[MentionRow]:
    """Return the names of another kind in a tagged stretch, where its other words tell what has become of them."""
    rest, at = "", one.start
    for row in rows:
        rest, at = rest + text[at : row.start], row.end
    told = _TELLS.search(rest + text[at : one.end]) is not None
    return [row for row in rows if told and _kind(row) != one.kind and row.category not in _UNTAGGED]


def _alone(one: Tagged, rows: Sequence[MentionRow] = (), told: bool = False) -> MentionRow:
    """Return the mention of a tagged stretch, given the dictionary's names in it."""
    last = next((row for row in rows if row.end == one.end and _kind(row) == one.kind), None)
    core = (last.start, last.end) if last else (0, 0) if told else None
    return MentionRow(one.start, one.end, one.kind, (), TAGGER, round(one.score, 3), core=core)
