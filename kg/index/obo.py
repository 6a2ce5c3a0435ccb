"""OBO format (1.0 to 1.4) -> concepts; relations ([Typedef]) come without a category.

A line that cannot be read is reported and left out; a stanza without a usable id is. Scopes: EXACT is a synonym,
RELATED (also where none is stated, as OBO 1.2 has it) an ambiguous name, BROAD and NARROW are no names. Where
cross-references carry `MONDO:` qualifiers, only those with `MONDO:equivalentTo` count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.core.errors import RecordError
from kg.core.lexicon import Concept
from kg.index import ids
from kg.index.draft import RELATED, SCOPES, Draft, is_text, is_true, problem
from kg.index.rows import lines

_HEAD = re.compile(r"^\ufeff?[ \t]*format-version\s*:|^\[(?:Term|Typedef|Instance)\][ \t]*$", re.MULTILINE)
_STANZA = re.compile(r"\[([A-Za-z]+)\]\s*(?:!.*)?")
_CLAUSE = re.compile(r"([\w-]+):\s*(.*)")  # Cellosaurus writes no space behind `name:`
_QUOTED = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"\s*([^\[{]*)')
_ESCAPED = re.compile(r"\\(.)")
_MODIFIERS = re.compile(r"""(?<!\s)\s*+\{\s*+[\w:./#-]++\s*+=\s*+(?:"[^"]*")?[^{}]*+\}\s*+(?:!.*)?$""")
_UNQUALIFIED = re.compile(r"(?<!\s)\s++(?:\{|!\s)")
_OLD_SCOPES = ("exact", "related", "broad", "narrow")
_SAME_BY = frozenset({"skos:exactMatch", "exactMatch", "http://www.w3.org/2004/02/skos/core#exactMatch"})


class _BadClause(ValueError):
    """A line that is none of OBO's; its message says why."""


@dataclass(slots=True)
class _Stanza:
    """A stanza while it is read. kind: "" is the file's header."""

    kind: str = ""
    line: int = 0
    record: int = 0
    draft: Draft = field(default_factory=Draft)


@dataclass(slots=True)
class _Header:
    """What a file's header states for all stanzas."""

    namespace: str = ""
    scopes: dict[str, str] = field(default_factory=dict)  # synonym type -> the scope it has where none is stated


def recognises(head: str) -> bool:
    """Return whether a file that begins so is OBO."""
    return _HEAD.search(head) is not None


def read(path: Path) -> Iterator[Concept | RecordError]:
    """Yield a file's classes and relations in order.

    Raises:
        InputError: the file cannot be opened or decompressed.
    """
    header = _Header()
    stanza = _Stanza()
    for number, line in lines(path):
        line = line.strip().removeprefix("\ufeff")
        if not line or line.startswith("!"):
            continue
        if line.startswith("["):
            yield from _finished(path, stanza)
            kind = _STANZA.fullmatch(line)
            stanza = _Stanza(kind[1] if kind else "?", number, stanza.record + 1)
            if not kind:
                yield problem(path, stanza.record, number, f"{line[:40]!r} opens no stanza; it is left out")
        elif stanza.kind in {"", "Term", "Typedef"}:
            try:
                _take(stanza, header, line)
            except _BadClause as error:
                yield problem(path, max(stanza.record, 1), number, str(error))
    yield from _finished(path, stanza)


def _finished(path: Path, stanza: _Stanza) -> Iterator[Concept | RecordError]:
    draft = stanza.draft
    if stanza.kind == "Typedef":
        draft.category = ""
        # relations often have a short name as id and the public one as cross-reference
        public = filter(ids.curie, [draft.id, *draft.xrefs])
        draft.id = next(public, "")
    elif stanza.kind != "Term":
        return
    elif not ids.curie(draft.id):
        reason = f"the id {draft.id[:40]!r} is no CURIE" if draft.id else "a stanza without an id"
        yield problem(path, stanza.record, stanza.line, reason)
    yield from draft.concepts()


def _plain(text: str) -> str:
    """Return a value without trailing qualifiers, its escapes read."""
    return _ESCAPED.sub(lambda found: {"n": "\n", "t": "\t", "W": " "}.get(found[1], found[1]), text).strip()


def _first(value: str) -> str:
    """Return the identifier that a value begins with."""
    return _plain(value.split(maxsplit=1)[0]) if value.strip() else ""


def _take(stanza: _Stanza, header: _Header, line: str) -> None:
    """Let one line speak.

    Raises:
        _BadClause: it is no `tag: value`, or its value cannot be read.
    """
    if not is_text(line):
        raise _BadClause("holds bytes that are not UTF-8 text")
    found = _CLAUSE.fullmatch(line)
    if not found:
        raise _BadClause(f"{line[:40]!r} is no 'tag: value'")
    tag, value = found[1], found[2].strip()
    draft = stanza.draft
    if not stanza.kind:
        _take_header(header, tag, value)
        draft.namespace = header.namespace
    elif tag == "id":
        _take_id(stanza, header, value)
    elif tag == "name":
        draft.name = _plain(_MODIFIERS.sub("", value))
    elif tag == "namespace":
        draft.namespace = _first(value)
    elif tag == "is_a":
        draft.parents.append(_first(value))
    elif tag in {"xref", "equivalent_to", "property_value"}:
        _take_reference(draft, tag, value)
    elif tag in {"is_obsolete", "is_anonymous"}:
        draft.obsolete = draft.obsolete or is_true(_first(value))
    elif tag == "synonym" or tag.removesuffix("_synonym") in _OLD_SCOPES:
        _take_synonym(draft, header, value, tag.removesuffix("_synonym").upper())


def _take_header(header: _Header, tag: str, value: str) -> None:
    if tag == "default-namespace":
        header.namespace = _first(value)
    elif tag == "synonymtypedef":
        words = value.split()
        if words and words[-1] in SCOPES:
            header.scopes[words[0]] = words[-1]


def _take_id(stanza: _Stanza, header: _Header, value: str) -> None:
    draft = stanza.draft
    if draft.id:
        raise _BadClause(f"a second id in the stanza of {draft.id}")
    draft.id = _first(value)
    draft.namespace = draft.namespace or header.namespace


def _take_synonym(draft: Draft, header: _Header, value: str, scope: str) -> None:
    quoted = _QUOTED.match(value)
    if not quoted:
        raise _BadClause("the synonym's quotes do not close")
    words = quoted[2].split()
    if words and words[0] in SCOPES:
        scope, words = words[0], words[1:]
    kind = words[0] if words else ""
    if scope not in SCOPES:
        scope = header.scopes.get(kind, RELATED)
    draft.synonym(_plain(quoted[1]), scope, kind)


def _take_reference(draft: Draft, tag: str, value: str) -> None:
    target = _first(value)
    if tag == "equivalent_to":
        draft.same.append(target)
    elif tag == "property_value":
        words = _UNQUALIFIED.split(value, maxsplit=1)[0].split()
        if len(words) > 1 and words[0] in _SAME_BY:
            draft.same.append(_plain(words[1].strip('"')))
    elif '"MONDO:equivalentTo"' in value:
        draft.same.append(target)
    elif '"MONDO:' not in value:
        draft.xrefs.append(target)
