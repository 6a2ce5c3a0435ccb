"""Concepts, and the Lexicon that finds their names in text."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import marisa_trie

from kg.core.names import Unit, case_exact, fits, joins, normal_form, units

LONGEST_NAME = 24  # units; a longer name is no name that texts repeat


@dataclass(frozen=True, slots=True)
class Concept:
    """Something an ontology has an id for; or, ungrounded, something only texts name.

    Attributes:
        id: CURIE; `text:<category>/<hash>` where ungrounded.
        synonyms: names that mean it wherever they stand.
        ambiguous: names that mean it only where the paper defines them so ("PM").
        parents: ids of the concepts it is a kind of, nearest first.
        xrefs: CURIEs of the same thing in other ontologies.
    """

    id: str
    name: str
    category: str
    synonyms: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = field(default=(), compare=False)
    grounded: bool = True


def local_id(category: str, name: str) -> str:
    """Return the id of an ungrounded concept: ours, never in an ontology's namespace."""
    digest = hashlib.sha256(normal_form(name).encode()).hexdigest()[:12]
    return f"text:{category}/{digest}"


class Name(NamedTuple):
    """A name of a concept as the lexicon holds it.

    Attributes:
        preferred: it is the concept's own name, no synonym.
        ambiguous: it counts only where the paper defines it.
        reviewed: it comes from the shipped vocabulary or a table of the user's, not from an installed ontology.
    """

    concept_id: str
    text: str
    preferred: bool
    ambiguous: bool
    reviewed: bool = True

    @property
    def standing(self) -> int:
        """The name's flags in one number: what the lexicon stores."""
        return self.preferred | self.ambiguous << 1 | self.reviewed << 2


class Match(NamedTuple):
    """A stretch of text that one or more names fit; `first` and `last` index the units it covers."""

    start: int
    end: int
    first: int
    last: int
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class NameTable:
    """The names of a lexicon, grouped by normal form; columns that may lie in a mapped file.

    Attributes:
        forms: the normal forms, each with a space behind it so that a prefix ends with a unit; a form's number is its
            place in `first`.
        first: where a form's names begin in the other columns, and behind the last form their end; length forms + 1.
        concepts: which concept a name is of; ids by number.
        texts, standings: the name as written, and `Name.standing`.
    """

    forms: marisa_trie.Trie
    first: Sequence[int]
    concepts: Sequence[int]
    ids: Sequence[str]
    texts: Sequence[str]
    standings: Sequence[int]

    def called(self, form: str) -> Iterator[Name]:
        """Yield the names of a form, given with the space behind it."""
        number = self.forms.get(form)
        return iter(()) if number is None else self.names(number)

    def names(self, form: int) -> Iterator[Name]:
        """Yield the names of a form, in their order."""
        for row in range(self.first[form], self.first[form + 1]):
            standing = self.standings[row]
            concept_id = self.ids[self.concepts[row]]
            yield Name(concept_id, self.texts[row], bool(standing & 1), bool(standing & 2), bool(standing & 4))


def name_table(names: Iterable[Name]) -> NameTable:
    """Return names as a table: by normal form, within a form in the order given.

    Of the spellings of one name of a concept the first is kept. Names without a letter or digit, or of more than
    `LONGEST_NAME` units, are left out.
    """
    by_form: dict[str, list[Name]] = {}
    held: set[tuple[str, str, str]] = set()
    for name in names:
        pieces = units(name.text)
        if 0 < len(pieces) <= LONGEST_NAME:
            form = " ".join(piece.norm for piece in pieces) + " "
            key = (form, name.concept_id, name.text if case_exact(name.text) else "")
            if key not in held:
                held.add(key)
                by_form.setdefault(form, []).append(name)
    forms = marisa_trie.Trie(by_form)
    ids = sorted({name.concept_id for group in by_form.values() for name in group})
    number = {concept_id: place for place, concept_id in enumerate(ids)}
    first, concepts, standings = array("I", [0]), array("I"), array("B")
    texts: list[str] = []
    for form in sorted(by_form, key=forms.key_id):
        for name in by_form[form]:
            concepts.append(number[name.concept_id])
            standings.append(name.standing)
            texts.append(name.text)
        first.append(len(texts))
    return NameTable(forms, first, concepts, ids, texts, standings)


NAMELESS = name_table(())


class Lexicon:
    """Concepts by id, and their names as text is searched for them.

    Attributes:
        concepts: every concept by id; it may read them from a mapped file as they are asked for.
        table: the names that texts are searched for.
        further: names that nobody has reviewed; they count only for what else is taken for a name (`further_alike`).
    """

    def __init__(self, concepts: Mapping[str, Concept], table: NameTable, further: NameTable | None = None) -> None:
        self.concepts = concepts
        self.table = table
        self.further = further or NAMELESS

    def __len__(self) -> int:
        return len(self.concepts)

    def lookup(self, name: str) -> tuple[Name, ...]:
        """Return the names whose normal form and case fit a whole string, ambiguous ones too."""
        return tuple(one for one in self.alike(name) if fits(one.text, name))

    def alike(self, name: str) -> Iterator[Name]:
        """Yield the names whose normal form is that of a string, whatever their case; see `fits`."""
        return self.table.called(f"{normal_form(name)} ")

    def further_alike(self, name: str) -> Iterator[Name]:
        """Yield the further names whose normal form is that of a string, whatever their case."""
        return self.further.called(f"{normal_form(name)} ")

    def matches(self, text: str, pieces: Sequence[Unit]) -> Iterator[Match]:
        """Yield the longest match at each unit that begins one; matches may overlap.

        One of ambiguous names only does not hide a shorter one that is safe.
        """
        begins, joined = [], 0
        for piece in pieces:
            begins.append(joined)
            joined += len(piece.norm) + 1
        form = "".join(f"{piece.norm} " for piece in pieces)
        search = self.table.forms.iter_prefixes_with_ids
        for first, begin in enumerate(begins):
            reach = first + LONGEST_NAME
            found = list(search(form[begin : begins[reach] if reach < len(begins) else None]))
            if found and not _sticks_to_previous(pieces, first):
                best = self._longest(text, pieces, first, found)
                if best is not None:
                    yield best

    def _longest(self, text: str, pieces: Sequence[Unit], first: int, found: list[tuple[str, int]]) -> Match | None:
        start, doubtful = pieces[first].start, None
        for form, number in reversed(found):
            last = first + form.count(" ") - 1
            end = pieces[last].end
            whole = last + 1 == len(pieces) or pieces[last + 1].start > end
            end += _closes(text, start, end)
            if whole and all(joins(text, *pair) for pair in pairwise(pieces[first : last + 1])):
                fitting = tuple(name for name in self.table.names(number) if fits(name.text, text[start:end]))
                if any(not name.ambiguous for name in fitting):
                    return Match(start, end, first, last, fitting)
                if fitting and doubtful is None:
                    doubtful = Match(start, end, first, last, fitting)
        return doubtful

    def ancestors(self, concept_id: str) -> Iterator[str]:
        """Yield the ids of all concepts above one, each once, nearest first."""
        seen, queue = {concept_id}, [concept_id]
        while queue:
            concept = self.concepts.get(queue.pop(0))
            for parent in concept.parents if concept else ():
                if parent not in seen:
                    seen.add(parent)
                    queue.append(parent)
                    yield parent


def _sticks_to_previous(pieces: Sequence[Unit], first: int) -> bool:
    """A name cannot begin inside a word ("L2" in "IL2"); behind a plus it can (CD4+CD25+)."""
    before = pieces[first - 1] if first else None
    return before is not None and before.end == pieces[first].start and before.norm != "+"


def _closes(text: str, start: int, end: int) -> bool:
    """Tell whether the next character closes a bracket that the name opened: "PGE(2)"."""
    return text[end : end + 1] == ")" and text.count("(", start, end) > text.count(")", start, end)


def names_of(concept: Concept, reviewed: bool = True) -> Iterator[Name]:
    """Yield the names of a concept: its own, its synonyms, its ambiguous ones."""
    yield Name(concept.id, concept.name, True, False, reviewed)
    for synonym in concept.synonyms:
        yield Name(concept.id, synonym, False, False, reviewed)
    for name in concept.ambiguous:
        yield Name(concept.id, name, False, True, reviewed)


def make_lexicon(concepts: Iterable[Concept]) -> Lexicon:
    """Return the lexicon of concepts that all are reviewed; of two with one id the first counts."""
    known: dict[str, Concept] = {}
    for concept in concepts:
        known.setdefault(concept.id, concept)
    return Lexicon(known, name_table(name for concept in known.values() for name in names_of(concept)))
