"""Concepts, the normal form of their names, and the Lexicon that finds names in text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple


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


_GREEK = MappingProxyType(
    {
        "α": "alpha",
        "β": "beta",
        "ß": "beta",
        "γ": "gamma",
        "δ": "delta",
        "ε": "epsilon",
        "ζ": "zeta",
        "η": "eta",
        "θ": "theta",
        "κ": "kappa",
        "λ": "lambda",
        "μ": "mu",
        "µ": "mu",
        "σ": "sigma",
        "τ": "tau",
        "ω": "omega",
    }
)
_SIGNS = MappingProxyType({"⁺": "+", "＋": "+"})
# A run of Latin letters, of digits, a Greek letter, or a plus that sticks to what is before it.
# "TNFalpha", "IFNgamma", "NFkappaB": a Greek letter spelled out behind capitals is a unit of its own.
_UNIT = re.compile(
    r"[A-Z]+(?=(?:alpha|beta|gamma|delta|kappa)(?![a-z]))|(?<=[A-Z])(?:alpha|beta|gamma|delta|kappa)(?![a-z])"
    r"|(?<![^\W\d_])(?:alpha|beta|gamma|delta|kappa)(?=[A-Z](?![a-z]))"
    r"|[^\W\d_α-ω]+|\d+|[α-ωµß]|(?<=[\w)])\(?[+⁺＋]\)?",
)
_BRITISH = (
    (re.compile("tumour"), "tumor"),
    (re.compile("oedema"), "edema"),
    (re.compile("^haem"), "hem"),
    (re.compile("aemi"), "emi"),
    (re.compile("leuco"), "leuko"),
    (re.compile("coeliac"), "celiac"),
    (re.compile("oesoph"), "esoph"),
    (re.compile("isation"), "ization"),
    (re.compile("^signall"), "signal"),
)
# What may stand between two units of a name
_GAP = re.compile(r"[\s'’/()\[\]‐‑-]{0,3}|\s*[\[(][^\[\]()]{1,14}[\])]\s*")
SHORT_ACRONYM = 5  # letters; up to here an all-capital name is matched case-exactly


class Unit(NamedTuple):
    """A normalised piece of a name and where it stands in the text."""

    norm: str
    start: int
    end: int


def _normal_word(surface: str) -> str:
    word = surface.casefold()
    for pattern, american in _BRITISH:
        word = pattern.sub(american, word)
    if word.endswith("uses"):
        return word[:-2]
    plural = surface[-1] == "s" or (surface.isupper() and len(surface) > 4)  # CELLS, but neither cGAS nor AIDS
    if plural and len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 5 else word[:-1]
    return word


def units(text: str) -> list[Unit]:
    """Cut text into the units that names are compared by.

    Case is folded, Greek letters are spelled out, letters part from digits, hyphens, spaces and brackets
    vanish, a plural s is dropped, British spelling becomes American: "TNF-α", "TNFα" and "TNF alpha" are
    all (tnf, alpha); "CD4+ T cells" and "CD4(+) T-cell" are (cd, 4, +, t, cell).
    """
    found = []
    for match in _UNIT.finditer(text):
        piece = match[0]
        if piece in _GREEK:
            norm = _GREEK[piece]
        elif piece.strip("()") in {"+", "⁺", "＋"}:
            norm = "+"
        else:
            norm = _normal_word(piece)
        found.append(Unit(norm, match.start(), match.end()))
    return found


def normal_form(name: str) -> str:
    """Return the normal form of a name: its units, joined by spaces."""
    return " ".join(unit.norm for unit in units(name))


def local_id(category: str, name: str) -> str:
    """Return the id of an ungrounded concept: ours, never in an ontology's namespace."""
    digest = hashlib.sha256(normal_form(name).encode()).hexdigest()[:12]
    return f"text:{category}/{digest}"


class Name(NamedTuple):
    """A name of a concept as the lexicon holds it."""

    concept_id: str
    text: str
    preferred: bool
    ambiguous: bool


def _case_exact(name: str) -> bool:
    return name.isalpha() and name.isupper() and len(name) <= SHORT_ACRONYM


def _fits(name: str, surface: str) -> bool:
    """Tell whether a name may be written so.

    Short all-capital names ("SLE", "ANA") must stand as they are, but for a plural s; a letter with a number
    ("A20", "p53") must stand together, or "A 20-year-old" would name a gene.
    """
    if _case_exact(name):
        letters = "".join(char for char in surface if char.isalpha())
        return letters in (name, f"{name}s")
    if "CL" in name and "Cl" in surface:
        return False  # CCl4 is carbon tetrachloride, not CCL4
    together = len(name) > 1 and name[0].isalpha() and name[1].isdigit()
    return not (together and any(char.isspace() for char in surface))


class Match(NamedTuple):
    """A stretch of text that one or more names fit; `first` and `last` index the units it covers."""

    start: int
    end: int
    first: int
    last: int
    names: tuple[Name, ...]


class _Node:
    """A place in the trie: the names that end here, and where each next unit goes."""

    __slots__ = ("names", "next")

    def __init__(self) -> None:
        self.names: list[Name] = []
        self.next: dict[str, _Node] = {}


class Lexicon:
    """Concepts by id, and their names in a trie over units."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts: dict[str, Concept] = {}
        self._root = _Node()
        for concept in concepts:
            self.concepts[concept.id] = concept
            for name, preferred, ambiguous in _names(concept):
                self._add(Name(concept.id, name, preferred, ambiguous))

    def _add(self, name: Name) -> None:
        place = self._root
        for unit in units(name.text):
            place = place.next.setdefault(unit.norm, _Node())
        if place is not self._root:
            place.names.append(name)

    def __len__(self) -> int:
        return len(self.concepts)

    def lookup(self, name: str) -> tuple[Name, ...]:
        """Return the names whose normal form and case fit a whole string, ambiguous ones too."""
        place: _Node | None = self._root
        for unit in units(name):
            place = place.next.get(unit.norm) if place else None
        return tuple(found for found in place.names if _fits(found.text, name)) if place else ()

    def matches(self, text: str, pieces: Sequence[Unit]) -> Iterator[Match]:
        """Yield the longest match at each unit that begins one; matches may overlap."""
        for first in range(len(pieces)):
            best = self._longest(text, pieces, first)
            if best is not None:
                yield best

    def _longest(self, text: str, pieces: Sequence[Unit], first: int) -> Match | None:
        place = self._root.next.get(pieces[first].norm)
        if place is None or _sticks_to_previous(pieces, first):
            return None
        best: Match | None = None
        start = pieces[first].start
        for last in range(first, len(pieces)):
            end = pieces[last].end
            if place.names and (last + 1 == len(pieces) or pieces[last + 1].start > end):
                fitting = tuple(name for name in place.names if _fits(name.text, text[start:end]))
                if fitting:
                    best = Match(start, end, first, last, fitting)
            following = place.next.get(pieces[last + 1].norm) if last + 1 < len(pieces) else None
            if following is None or not _GAP.fullmatch(text, end, pieces[last + 1].start):
                break
            place = following
        return best

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


def _names(concept: Concept) -> Iterator[tuple[str, bool, bool]]:
    yield concept.name, True, False
    for synonym in concept.synonyms:
        yield synonym, False, False
    for name in concept.ambiguous:
        yield name, False, True


def merge(lexicons: Iterable[Mapping[str, Concept]]) -> dict[str, Concept]:
    """Return one table of concepts; where an id stands in several, the first table's wins."""
    merged: dict[str, Concept] = {}
    for concepts in lexicons:
        merged = {**concepts, **merged}
    return merged
