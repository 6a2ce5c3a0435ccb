"""what a file says of one concept, piece by piece -> the Concept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from kg.core.errors import RecordError
from kg.core.lexicon import Concept
from kg.core.vocabulary import category_of
from kg.index import ids

EXACT, RELATED, BROAD, NARROW = SCOPES = ("EXACT", "RELATED", "BROAD", "NARROW")

# What Cellosaurus lists as cross-references is also the species and the disease of who gave the cells
_NOT_THE_SAME = MappingProxyType({"CVCL": frozenset({"NCBITaxon", "NCIT", "Orphanet"})})
_OBSOLETE = re.compile(r"obsolete[ _]", re.IGNORECASE)
# Kinds of synonyms that are there to be avoided
_NO_NAMES = re.compile(r"\b(?:DEPRECATED|EXCLUDE)\b|#(?:DEPRECATED|EXCLUDE)\b", re.IGNORECASE)
_UNSURE = re.compile(r"\bDUBIOUS\b|OMO[:_]0003001$", re.IGNORECASE)  # OMO's type of ambiguous synonyms
_TRUE = frozenset({"true", "1", "yes", "y", "t", "obsolete", "deprecated"})
_NONE: Mapping[str, str] = MappingProxyType({})
_CONTROL = MappingProxyType(dict.fromkeys((*range(32), 127), " "))


def is_text(raw: str) -> bool:
    """Tell whether what was read is text: bytes that are no UTF-8 come as lone surrogates."""
    return raw.isascii() or not any("\ud800" <= char <= "\udfff" for char in raw)


def tidy(raw: str) -> str:
    """Return a name with white space collapsed and control characters out."""
    return " ".join(raw.translate(_CONTROL).split())


def is_true(raw: str) -> bool:
    """Tell whether a field of a file says yes."""
    return raw.strip().casefold() in _TRUE


def problem(path: Path, record: int, line: int, reason: str) -> RecordError:
    """Return the error that names a record and its line, both counted from 1."""
    return RecordError(path, record, f"line {line}: {' '.join(reason.split())}")


@dataclass(slots=True)
class Draft:
    """A concept while its file is read.

    Attributes:
        id: as the file spells it; `concept` makes a CURIE of it.
        category: None where the id's prefix tells it.
        namespace: OBO's, by which GO parts processes from functions and components.
        xrefs: what the file relates it to; `same` what it calls the same thing, and where it calls anything so,
            only that counts.
        namespaces: what the file declares, namespace to prefix.
    """

    id: str = ""
    name: str = ""
    category: str | None = None
    namespace: str = ""
    obsolete: bool = False
    exact: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)
    xrefs: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    namespaces: Mapping[str, str] = field(default_factory=lambda: _NONE)

    def synonym(self, text: str, scope: str = EXACT, kind: str = "") -> None:
        """Take a synonym by its scope: broader and narrower names are names of something else."""
        if scope in {BROAD, NARROW} or _NO_NAMES.search(kind):
            return
        (self.exact if scope == EXACT and not _UNSURE.search(kind) else self.related).append(text)

    def concept(self) -> Concept | None:
        """Return the concept; None where it is obsolete, has no id, or nothing is said of it.

        A concept whose IRI no prefix fits keeps the IRI as id; a relation (category "") does not.
        """
        identifier = ids.curie(self.id, self.namespaces)
        if not identifier and "://" in self.id and self.category != "":
            identifier = self.id
        name = tidy(self.name)
        if not identifier or self.obsolete or _OBSOLETE.match(name):
            return None
        synonyms = _distinct(map(tidy, self.exact), {name})
        loose = _NOT_THE_SAME.get(identifier.partition(":")[0], frozenset())
        xrefs = (ids.reference(one, self.namespaces) for one in self.same or self.xrefs)
        found = Concept(
            id=identifier,
            name=name,
            category=self._category(identifier),
            synonyms=synonyms,
            parents=_distinct((ids.curie(one, self.namespaces) for one in self.parents), {identifier}),
            xrefs=_distinct((one for one in xrefs if one.partition(":")[0] not in loose), {identifier}),
            ambiguous=_distinct(map(tidy, self.related), {name, *synonyms}),
        )
        said = found.name or found.synonyms or found.ambiguous or found.parents or found.xrefs
        return found if said else None

    def concepts(self) -> Iterator[Concept]:
        """Yield the concept if there is one."""
        found = self.concept()
        if found:
            yield found

    def _category(self, identifier: str) -> str:
        if self.category is not None:
            return self.category
        if identifier.startswith("GO:") and self.namespace != "biological_process":
            return ""
        return category_of(identifier)


def _distinct(values: Iterable[str], besides: set[str]) -> tuple[str, ...]:
    return tuple(value for value in dict.fromkeys(values) if value and value not in besides)
