"""OWL functional syntax -> concepts: classes and relations with their names, parents and cross-references.

Axioms stand one a line, as the OWL API writes them; a quoted text may go over lines. An axiom that does not close
before the next one begins is reported and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from kg.core.errors import RecordError
from kg.core.lexicon import Concept
from kg.index.draft import Draft, is_text, problem
from kg.index.properties import OWL, RDF, RDFS, ROLES, apply
from kg.index.rows import lines

_HEAD = re.compile(r"\ufeff?(?:\s|#[^\n]*\n)*(?:Prefix|Ontology)\s*\(")
_PREFIX = re.compile(r"Prefix\s*\(\s*([\w.-]*):\s*=\s*<([^>]*)>\s*\)")
_KEYWORD = re.compile(r"(?:[A-Z][a-z]+){1,5}\(|\)\s*$")
# A text that does not close is taken to the end, so that it is looked through once
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+("?)|<[^<>\s]*>', re.DOTALL)
_TOKEN = re.compile(
    r'"([^"\\]*(?:\\.[^"\\]*)*)"(?:@([\w-]+)|\^\^(?:<[^<>\s]*>|[^\s()"<>]+))?|<([^<>\s]*)>|([()])|([^\s()"<>]+)',
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MOST_LINES = 200  # of an axiom
_TELLING = ("AnnotationAssertion(", "SubClassOf(", "EquivalentClasses(", "Declaration(")


class _BadAxiom(ValueError):
    """An axiom that cannot be read; its message says why."""


class _Value(NamedTuple):
    """An argument of an axiom: an IRI, or a text with its language."""

    text: str
    is_iri: bool
    language: str = ""


@dataclass(slots=True)
class _Ontology:
    """What has been read that later axioms build on."""

    prefixes: dict[str, str] = field(
        default_factory=lambda: {"owl": OWL, "rdf": RDF, "rdfs": RDFS, "xsd": "http://www.w3.org/2001/XMLSchema#"}
    )
    relations: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)  # annotation properties, individuals, datatypes: no concepts
    draft: Draft = field(default_factory=Draft)


def recognises(head: str) -> bool:
    """Return whether a file that begins so is OWL in functional syntax."""
    return _HEAD.match(head) is not None


def read(path: Path) -> Iterator[Concept | RecordError]:
    """Yield a file's classes and relations in order; one whose axioms stand apart comes in pieces.

    Raises:
        InputError: the file cannot be opened or decompressed.
    """
    ontology = _Ontology()
    deprecated = _deprecated(path)
    for record, (number, axiom) in enumerate(_axioms(path), 1):
        try:
            if not is_text(axiom):
                raise _BadAxiom("holds bytes that are not UTF-8 text")
            if axiom.startswith("Prefix"):
                _declare_prefix(ontology, axiom)
            elif axiom.startswith(_TELLING):
                for draft in _take(ontology, axiom):
                    yield from _finished(draft, deprecated)
        except _BadAxiom as error:
            yield problem(path, record, number, str(error))
    yield from _finished(ontology.draft, deprecated)


def _finished(draft: Draft, deprecated: frozenset[str]) -> Iterator[Concept]:
    if draft.id not in deprecated:
        yield from draft.concepts()


def _deprecated(path: Path) -> frozenset[str]:
    """Return the IRIs of what the file calls deprecated, wherever it does."""
    ontology = _Ontology()
    found = set()
    for _, line in lines(path):
        line = line.strip()
        try:
            if line.startswith("Prefix"):
                _declare_prefix(ontology, line)
            elif "deprecated" in line and line.startswith("AnnotationAssertion("):
                head, subject, value = _arguments(ontology, line)[:3]
                if head.text == f"{OWL}deprecated" and value.text == "true":
                    found.add(subject.text)
        except ValueError:
            pass  # reported where the axioms are read
    return frozenset(found)


def _axioms(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line number, axiom); one that the next axiom cuts short comes as it is."""
    first, held = 0, ""
    for number, line in lines(path):
        stripped = line.strip().removeprefix("\ufeff")
        if held and (_KEYWORD.match(stripped) or number - first > _MOST_LINES):
            yield first, held
            held = ""
        if not held:
            if not stripped or stripped.startswith(("#", "Ontology", ")")):
                continue
            first, held = number, stripped
        else:
            held = f"{held}\n{stripped}"
        if _is_whole(held):
            yield first, held
            held = ""
    if held:
        yield first, held


def _is_whole(axiom: str) -> bool:
    bare = _STRING.sub(lambda found: '"' if found[1] == "" else "", axiom)
    return '"' not in bare and bare.count("(") <= bare.count(")")


def _declare_prefix(ontology: _Ontology, axiom: str) -> None:
    found = _PREFIX.match(axiom)
    if not found:
        raise _BadAxiom(f"{axiom[:40]!r} declares no prefix")
    ontology.prefixes[found[1]] = found[2]


def _arguments(ontology: _Ontology, axiom: str) -> list[_Value]:
    """Return the arguments of an axiom that are names or texts; annotations and class expressions are passed over."""
    found: list[_Value] = []
    depth = end = 0
    closed = False
    for token in _TOKEN.finditer(axiom):
        text, language, iri, bracket, name = token.groups()
        if closed or axiom[end : token.start()].strip():
            break
        end = token.end()
        if bracket:
            depth += 1 if bracket == "(" else -1
            closed = depth <= 0
        elif depth == 1 and axiom[end : end + 1] != "(":
            found.append(_value(ontology, text, language, iri, name))
    if not closed or depth or axiom[end:].strip():
        raise _BadAxiom(f"{axiom[:40]!r} does not close, or holds what does not belong there")
    return found


def _value(ontology: _Ontology, text: str | None, language: str | None, iri: str | None, name: str | None) -> _Value:
    if text is not None:
        return _Value(_ESCAPED.sub(r"\1", text), False, language or "")
    if iri is not None:
        return _Value(iri, True)
    prefix, colon, local = (name or "").partition(":")
    if not colon or prefix not in ontology.prefixes:
        raise _BadAxiom(f"the prefix of {name!r} is not declared")
    return _Value(ontology.prefixes[prefix] + local, True)


def _take(ontology: _Ontology, axiom: str) -> Iterator[Draft]:
    """Let an axiom speak; yield the draft of the concept before, if this is of another."""
    values = _arguments(ontology, axiom)
    if axiom.startswith("Declaration("):
        # the one thing declared stands inside brackets of its own
        inner = axiom.partition("(")[2].rpartition(")")[0].strip()
        declared = _arguments(ontology, inner)
        if len(declared) == 1 and inner.startswith("ObjectProperty"):
            ontology.relations.add(declared[0].text)
        elif len(declared) == 1 and not inner.startswith("Class"):
            ontology.others.add(declared[0].text)
        return
    if axiom.startswith("AnnotationAssertion("):
        role = ROLES.get(values[0].text) if len(values) == 3 else None
        stated = values[1:]
    else:
        role = ROLES[f"{RDFS}subClassOf" if axiom.startswith("SubClassOf(") else f"{OWL}equivalentClass"]
        stated = values
    if role is None or len(stated) != 2 or not stated[0].is_iri or stated[0].text in ontology.others:
        return
    if stated[0].text != ontology.draft.id:
        yield ontology.draft
        category = "" if stated[0].text in ontology.relations else None
        ontology.draft = Draft(stated[0].text, category=category)
    apply(ontology.draft, role, stated[1].text, stated[1].language)
