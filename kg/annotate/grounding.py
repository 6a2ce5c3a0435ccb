"""mentions, whoever found them -> the same with ranked candidates for everything they name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from kg.annotate.abbreviations import Definition
from kg.annotate.candidates import Candidates, Ranked
from kg.annotate.composite import composites, parts_of
from kg.annotate.evidence import rank
from kg.annotate.meanings import meanings, spelled_out
from kg.annotate.rows import MentionRow
from kg.annotate.species import with_species
from kg.annotate.variants import SCORE as VARIANT
from kg.annotate.variants import normal_form, variant_id
from kg.annotate.wording import Wording
from kg.core.lexicon import Lexicon, local_id

_INSIDE = 0.97  # a name whose short forms have been spelled out
_ALIAS = 0.85  # a known short form whose long form nobody knows
_WORD, _BEGINNING = re.compile(r"[^\W\d_]+"), 5  # letters by which words of a long form and of a name are compared
_LOCAL = "text:"
_BY_CORE = frozenset({"cell_type", "cell_line"})  # "circulating Tregs" are Tregs; who they are not is told by others


class Linker:
    """Grounds mentions.

    Args:
        lexicon: the concepts and their names.
        wording: what categories are grounded in, other wordings, and from which score a candidate counts.
    """

    def __init__(self, lexicon: Lexicon, wording: Wording) -> None:
        self.lexicon = lexicon
        self.wording = wording
        self.candidates = Candidates(lexicon, wording)

    def ground(self, text: str, rows: Sequence[MentionRow], definitions: Iterable[Definition]) -> list[MentionRow]:
        """Return the mentions of a document with their candidates, in order.

        A mention without candidates gets those of its text; one that has some keeps them, reordered. What is like no
        known name stands for a local concept, never for somebody's id. A name of several known things that share its
        beginning or end becomes one mention of them all, with the whole of its span. Genes get their species.
        """
        rows = composites(text, rows, self.candidates.exact)
        longs = meanings(text, rows, definitions)
        ranked = [self._ranked(text, row, longs) for row in rows]
        named = {one for row in ranked for one in row.concepts if not one.startswith(_LOCAL)}
        settled = [_settled(row, named) for row in ranked]
        return with_species(text, settled, self.wording, lambda name: bool(self.lexicon.lookup(name)))

    def _ranked(self, text: str, row: MentionRow, longs: Mapping[str, tuple[str, ...]]) -> MentionRow:
        given = any(row.parts)
        if not given:
            surface = text[row.start : row.end]
            parts = self._sure(surface, row.category, longs)
            if not parts and row.core and row.category in _BY_CORE:
                parts = self._sure(text[slice(*row.core)], row.category, longs)
            if not parts:
                meant = longs.get(surface, (surface,))[0]
                return row._replace(parts=(((local_id(row.category, meant), row.score),),))
            row = row._replace(parts=parts)
        ordered = rank(text, row, self._categories(row))
        return ordered if given else ordered._replace(score=row.score)

    def _sure(self, surface: str, category: str, longs: Mapping[str, tuple[str, ...]]) -> tuple[Ranked, ...]:
        return tuple(part for part in self._parts(surface, category, longs) if part[0][1] >= self.wording.least)

    def _parts(self, surface: str, category: str, longs: Mapping[str, tuple[str, ...]]) -> tuple[Ranked, ...]:
        """Return the candidates of each thing that a surface names."""
        if category == "variant":
            form = normal_form(surface)
            return (((variant_id(form), VARIANT),),) if form else ()
        find, exact = self.candidates.find, self.candidates.exact
        for long in longs.get(surface, ()):
            if parts := self._whole(long, category):
                return parts
        if surface in longs:
            alias = self._agreeing(surface, longs[surface], category) or self._alias(surface, longs[surface], category)
            return (alias,) if alias else ()
        if parts := self._whole(surface, category):
            return parts
        spelled = spelled_out(surface, longs)
        if spelled and (found := find(spelled, category)):
            return (tuple((concept, round(score * _INSIDE, 3)) for concept, score in found),)
        for short, meant in longs.items():
            if surface in meant and category == "gene" and (found := exact(short, category, _ALIAS)):
                return (found,)
        return ()

    def _agreeing(self, short: str, longs: Iterable[str], category: str) -> Ranked:
        """Return what a short form and the end of its long form both name: "plasma sodium (Na)"."""
        known = {concept for concept, _ in self.candidates.exact(short, category)}
        for long in longs if known else ():
            for space in re.finditer(r"\s", long):
                found = self.candidates.exact(long[space.end() :], category)
                if agreeing := tuple(one for one in found if one[0] in known):
                    return agreeing
        return ()

    def _alias(self, short: str, longs: Iterable[str], category: str) -> Ranked:
        """Return what a short form names, where its long form has a word, or the beginning of one, of a name of it.

        "Anti-drug antibodies (ADA)" are not adenosine deaminase.
        """
        said = {beginning for long in longs for beginning in _beginnings(long)}
        found = self.candidates.exact(short, category, _ALIAS)
        return tuple(one for one in found if said & self._called(one[0]))

    def _called(self, concept_id: str) -> set[str]:
        one = self.lexicon.concepts.get(concept_id)
        names = (one.name, *one.synonyms) if one else ()
        return {beginning for name in names for beginning in _beginnings(name)}

    def _whole(self, surface: str, category: str) -> tuple[Ranked, ...]:
        if found := self.candidates.exact(surface, category):
            return (found,)
        if parts := parts_of(surface, category, self.candidates.exact):
            return parts
        found = self.candidates.find(surface, category)
        return (found,) if found else ()

    def _categories(self, row: MentionRow) -> dict[str, str]:
        concepts = self.lexicon.concepts
        named = (concept for part in row.parts for concept, _ in part)
        return {concept: concepts[concept].category for concept in named if concept in concepts}


def _beginnings(name: str) -> set[str]:
    """Return how the words of a name begin, those of three letters or less left out."""
    return {word[:_BEGINNING] for word in _WORD.findall(name.casefold()) if len(word) > 3}


def _settled(row: MentionRow, named: set[str]) -> MentionRow:
    """Return a mention that equals left undecided as the one that another mention of the document names."""
    parts = []
    for part in row.parts:
        if len(part) > 1 and part[0][0].startswith(_LOCAL):
            equals = [one for one in part[1:] if one[1] == part[0][1]]
            known = [one for one in equals if one[0] in named]
            if len(known) == 1:
                part = (known[0], *(one for one in part[1:] if one != known[0]))
        parts.append(part)
    return row._replace(parts=tuple(parts))
