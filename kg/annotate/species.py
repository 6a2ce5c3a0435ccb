"""text, mentions -> whose gene each gene mention is: the species that its sentence and its paper speak of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from kg.annotate.rows import MentionRow
from kg.annotate.wording import Wording

HUMAN = "NCBITaxon:9606"
MOUSE = "NCBITaxon:10090"
RAT = "NCBITaxon:10116"
_SENTENCE = re.compile(r"[.!?]\s+(?=[A-Z(\[])|\n")
_NO_NAME_BETWEEN = re.compile(r"[ -]?(?:[^\s,;:.()]+ )?")
_PREFIX = re.compile(r"(?:(?P<human>hs?)|mm?)-?(?=[A-Z][A-Za-z0-9]+)")  # "hIL-2", "mIL-2"
_RODENT = re.compile(r"[A-Z][a-z]+\d*+[a-z]?\d*")  # as the genes of mice and rats are written: "Il10", "Kras"
_CAPITALS = re.compile(r"[A-Z]+-?\d*[A-Z]?")
# What each sign weighs; chosen on the training splits of BioRED, NLM-Gene and GNormPlus, where no weight matters much
_BESIDE, _PREFIXED, _BEFORE, _BEHIND, _SPOKEN, _WRITTEN, _IN_CAPITALS, _BY_DEFAULT = (
    5.0,
    5.0,
    1.5,
    0.5,
    2.0,
    1.0,
    0.3,
    0.5,
)


class Word(NamedTuple):
    """A word that speaks of a species."""

    start: int
    end: int
    taxon: str


def with_species(
    text: str,
    rows: Sequence[MentionRow],
    wording: Wording,
    known: Callable[[str], bool],
) -> list[MentionRow]:
    """Return the mentions, the genes with their taxon.

    Args:
        wording: which words speak of which species.
        known: tells whether a whole surface is a gene's name; then its small letter is none of a species ("mTOR").
    """
    if not any(row.category == "gene" for row in rows):
        return list(rows)
    words = [
        Word(found.start(), found.end(), wording.taxa[(found.lastindex or 1) - 1])
        for found in wording.species.finditer(text)
    ]
    cuts = [0, *(cut.end() for cut in _SENTENCE.finditer(text)), len(text) + 1]
    title = text.find("\n") if "\n" in text else cuts[1]
    spoken = Counter[str]()
    for word in words:
        spoken[word.taxon] += 2 if word.start < title else 1
    share = {taxon: _SPOKEN * count / spoken.total() for taxon, count in spoken.items()}
    found = []
    for row in rows:
        taxon = ""
        if row.category == "gene":
            sentence = cuts[bisect_right(cuts, row.start) - 1], cuts[bisect_right(cuts, row.start)]
            near = [word for word in words if sentence[0] <= word.start < sentence[1]]
            taxon = _taxon(text, row, near, share, known)
        found.append(row._replace(taxon=taxon))
    return found


def _taxon(
    text: str, row: MentionRow, near: Sequence[Word], share: Mapping[str, float], known: Callable[[str], bool]
) -> str:
    surface = text[row.start : row.end]
    scores = defaultdict(float, share)
    scores[HUMAN] += _BY_DEFAULT
    before = [word for word in near if word.end <= row.start]
    behind = [word for word in near if word.start >= row.end]
    if before:
        beside = _NO_NAME_BETWEEN.fullmatch(text, before[-1].end, row.start)
        scores[before[-1].taxon] += _BEFORE + (_BESIDE if beside else 0.0)
    if behind:
        scores[behind[0].taxon] += _BEHIND
    for word in near:
        if row.start <= word.start and word.end <= row.end:
            scores[word.taxon] += _BESIDE
    if (prefix := _PREFIX.match(surface)) and not known(surface):
        scores[HUMAN if prefix["human"] else MOUSE] += _PREFIXED
    if _RODENT.fullmatch(surface):
        for taxon in (MOUSE, RAT):
            if taxon in share:
                scores[taxon] += _WRITTEN
    elif _CAPITALS.fullmatch(surface):
        scores[HUMAN] += _IN_CAPITALS
    return max(sorted(scores), key=lambda taxon: (scores[taxon], taxon == HUMAN))
