"""Turtle and N-Triples -> concepts: SKOS thesauri, and OWL where it is so written.

The text is cut into statements, and each is given to a parser by itself: a broken one is named by its line, and the
rest is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.core.errors import RecordError
from kg.core.lexicon import Concept
from kg.index.draft import Draft, is_text, problem
from kg.index.properties import KINDS, ROLES, TELLING, TYPE, apply
from kg.index.rows import lines

_HEAD = re.compile(
    r"\ufeff?(?:\s|#[^\n]*\n)*(?:@?(?:prefix|base)\s++[^\n]*<|<[^<>\s]+>\s+<[^<>\s]+>\s+[<\"_])", re.IGNORECASE
)
_DECLARED = re.compile(r"@?(?:prefix\s+([\w.-]*):|base)\s*<([^<>\s]*)>", re.IGNORECASE)
_DIRECTIVE = re.compile(r"\s*@?(?:prefix|base)\b", re.IGNORECASE)
# A text that does not close is taken to the end, so that it is looked through once
_SHORT = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|(?P<open>))|\'[^\'\\]*+(?:\\.[^\'\\]*+)*+(?:\'|(?P<unclosed>))|<[^<>\s]*>'
_PIECE = re.compile(rf'"""|\'\'\'|{_SHORT}|#.*')
# What closes a long quote: not behind a backslash that itself is not escaped
_CLOSING = MappingProxyType({quote: re.compile(rf"(?<!\\)(?:\\\\)*{quote}") for quote in ('"""', "'''")})
_MOST_LINES = 1000  # of a statement
_LONGEST = 1 << 22  # characters of a statement; the parser takes no more than 16 MiB


@dataclass(slots=True)
class _Text:
    """What has been read that later statements build on."""

    directives: dict[str, str] = field(default_factory=dict)
    header: str = ""  # all of them
    namespaces: dict[str, str] = field(default_factory=dict)  # namespace to prefix
    draft: Draft = field(default_factory=Draft)
    is_concept: bool = False

    def declare(self, statement: str) -> None:
        """Take the prefixes and the base that a statement declares."""
        for found in _DECLARED.finditer(statement):
            name, namespace = found[1] or "", found[2]
            is_base = found[1] is None
            self.directives["@base" if is_base else name] = (
                f"@{'base' if is_base else f'prefix {name}:'} <{namespace}> .\n"
            )
            if name:
                self.namespaces = {**self.namespaces, namespace: name}
        self.header = "".join(self.directives.values())


def recognises(head: str) -> bool:
    """Return whether a file that begins so is Turtle or N-Triples."""
    return _HEAD.match(head) is not None


def read(path: Path) -> Iterator[Concept | RecordError]:
    """Yield a file's SKOS concepts, classes and relations in order; one whose statements stand apart comes in pieces.

    Raises:
        InputError: the file cannot be opened or decompressed.
    """
    text = _Text()
    for record, (number, statement) in enumerate(_statements(path), 1):
        if not is_text(statement) or len(statement) > _LONGEST:
            reason = "is too long" if is_text(statement) else "holds bytes that are not UTF-8 text"
            yield problem(path, record, number, reason)
            continue
        try:
            triples = _parsed(text, statement)
        except (SyntaxError, ValueError) as error:
            yield problem(path, record, number, f"is no Turtle ({str(error.args[0]).partition(': ')[2] or error})")
            continue
        for triple in triples:
            if isinstance(triple.subject, NamedNode):
                yield from _take(text, triple.subject.value, triple)
    yield from _finished(text)


def _statements(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line number, statement); a line may end several, which then come as one."""
    held: list[str] = []
    first, quote = 0, ""
    for number, line in lines(path):
        line = line.removeprefix("\ufeff") if number == 1 else line
        if not held and (not line.strip() or line.lstrip().startswith("#")):
            continue
        first = first if held else number
        held.append(line)
        bare, quote = _bare(line, quote)
        ended = not quote and (bare.rstrip().endswith(".") or (len(held) == 1 and _is_sparql_directive(line)))
        if ended or len(held) > _MOST_LINES:
            yield first, "\n".join(held)
            held, quote = [], ""
    if held:
        yield first, "\n".join(held)


def _is_sparql_directive(line: str) -> bool:
    return bool(_DIRECTIVE.match(line)) and not line.lstrip().startswith("@")


def _bare(line: str, quote: str) -> tuple[str, str]:
    """Return a line without its texts, IRIs and comment, and the long quote that is open behind it.

    Args:
        quote: the long quote that is open before it, else "".
    """
    kept: list[str] = []
    at = 0
    while True:
        if quote:
            closing = _CLOSING[quote].search(line, at)
            if not closing:
                return "".join(kept), quote
            at, quote = closing.end(), ""
        found = _PIECE.search(line, at)
        if not found:
            return "".join((*kept, line[at:])), ""
        if found.lastgroup:
            return "".join((*kept, line[at:])), ""
        kept.append(line[at : found.start()])
        at = found.end()
        quote = found[0] if found[0] in {'"""', "'''"} else ""


def _parsed(text: _Text, statement: str) -> list[Triple]:
    """Return a statement's triples; a directive has none.

    Raises:
        SyntaxError, ValueError: it cannot be parsed.
    """
    triples = [found.triple for found in parse((text.header + statement).encode(), RdfFormat.TURTLE)]
    if _DIRECTIVE.match(statement):
        text.declare(statement)
    return triples


def _take(text: _Text, subject: str, triple: Triple) -> Iterator[Concept]:
    """Let a triple speak; yield the concept before, if this is of another."""
    said = triple.predicate.value
    if subject != text.draft.id:
        yield from _finished(text)
        text.draft, text.is_concept = Draft(subject, namespaces=text.namespaces), False
    value = triple.object
    if not isinstance(value, NamedNode | Literal):
        return
    if said == TYPE and value.value in KINDS:
        text.is_concept = True
        text.draft.category = KINDS[value.value]
    text.is_concept = text.is_concept or said in TELLING
    if role := ROLES.get(said):
        apply(text.draft, role, value.value, (value.language or "") if isinstance(value, Literal) else "")


def _finished(text: _Text) -> Iterator[Concept]:
    if text.is_concept:
        yield from text.draft.concepts()
