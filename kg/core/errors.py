"""Every error a user can meet, as one tree.

    KGError
    ├── InputError            a file to read                      (path, reason)
    │   ├── RecordError       one record of it; the run goes on   (path, record, reason)
    │   └── UnknownFormat     no reader recognises it             (path)
    ├── DataError             an ontology or pipeline file        (path, line, reason)
    ├── UnknownName           a name in no table                  (kind, name, known)
    ├── UnknownConcept        nothing at hand is called so        (name, suggestions, where)
    ├── UnknownDocument       no paper of a graph has such an id  (name)
    ├── UnknownEvidence       an id that fits none, or several    (name, fitting)
    ├── GraphFolderError      a folder that is no usable graph    (path, reason)
    ├── QueryError            a SPARQL query that cannot run      (reason)
    │   ├── QueryRefused      one that may not: it is no reading  (reason)
    │   └── TooManyRows       one that gives more than allowed    (most)
    ├── DownloadError         a file that cannot be fetched       (url, reason)
    ├── ChecksumMismatch      bytes that are not those stated     (what, stated, found, advice)
    ├── WorkerError           processes that end before they work (how)
    ├── ClusterError          a cluster that cannot be worked with (reason)
    ├── MissingDependency     a package that is not installed     (package, purpose, remedy)
    └── OptionError           options that do not fit together    (reason)

Exceptions hold facts by position and write their sentence in `__str__`, so they survive pickling between
processes.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

_LONGEST_REASON = 500  # characters; it may quote what a file holds


def printable(text: str) -> str:
    """Return text in which nothing steers a terminal or cannot be written: controls, lone surrogates as escapes."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def _quoting(reason: str) -> str:
    told = printable(reason[: _LONGEST_REASON + 1])
    return told if len(told) <= _LONGEST_REASON else f"{told[:_LONGEST_REASON]}…"


class KGError(Exception):
    """Something the user can mend; the command line shows it as one line and exits 1."""


class InputError(KGError):
    """A file that cannot be read."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = _quoting(reason)

    def __str__(self) -> str:
        return f"{printable(str(self.path))}: {self.reason}"


class RecordError(InputError):
    """One record of a file that cannot be read. Readers *yield* it and go on with the next record."""

    def __init__(self, path: Path | str, record: int, reason: str) -> None:
        Exception.__init__(self, path, record, reason)
        self.path = path
        self.record = record  # counted from 1
        self.reason = _quoting(reason)

    def __str__(self) -> str:
        return f"{printable(str(self.path))}, record {self.record}: {self.reason}"


class UnknownFormat(InputError):
    """No reader recognises the file's content."""

    REASON = "no reader recognises the content"

    def __init__(self, path: Path | str) -> None:
        Exception.__init__(self, path)
        self.path = path
        self.reason = self.REASON

    def __str__(self) -> str:
        return f"{printable(str(self.path))}: {self.REASON}; name one with --reader (see `kg list`)"


class DataError(KGError):
    """A file of an ontology or a pipeline that is not what it should be."""

    def __init__(self, path: Path | str, line: int, reason: str) -> None:
        super().__init__(path, line, reason)
        self.path = path
        self.line = line  # counted from 1; 0 where no line can be named
        self.reason = reason

    def __str__(self) -> str:
        path = printable(str(self.path))
        reason = "\n".join(map(printable, self.reason.split("\n")))  # it may tell several problems, a line each
        return f"{path}, line {self.line}: {reason}" if self.line else f"{path}: {reason}"


def _suggest(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""


class UnknownName(KGError):
    """A reader, format, pipeline … that is in no table."""

    def __init__(self, kind: str, name: str, known: Sequence[str]) -> None:
        super().__init__(kind, name, tuple(known))
        self.kind = kind
        self.name = name
        self.known = tuple(known)

    def __str__(self) -> str:
        hint = _suggest(self.name, self.known) or f"; known: {', '.join(self.known)}"
        return f"no {self.kind} is called {self.name!r}{hint}"


class UnknownConcept(KGError):
    """A name or CURIE that no concept of a graph, or of the ontologies searched, carries."""

    def __init__(self, name: str, suggestions: Sequence[str] = (), where: str = "this graph") -> None:
        super().__init__(name, tuple(suggestions), where)
        self.name = name
        self.suggestions = tuple(suggestions)
        self.where = where

    def __str__(self) -> str:
        hint = f"; did you mean {', '.join(map(repr, self.suggestions))}?" if self.suggestions else ""
        return f"no concept of {self.where} is called {self.name!r}{hint}"


class UnknownDocument(KGError):
    """An id that no paper of a graph has."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def __str__(self) -> str:
        return f"no paper of this graph has the id {self.name!r} (PMID:…, DOI:…, or the bare PMID or DOI)"


class UnknownEvidence(KGError):
    """An id, or the beginning of one, that names no assertion and no evidence of a graph, or several of them."""

    def __init__(self, name: str, fitting: Sequence[str] = ()) -> None:
        super().__init__(name, tuple(fitting))
        self.name = name
        self.fitting = tuple(fitting)  # the ids that begin so

    def __str__(self) -> str:
        if self.fitting:
            more = " …" if len(self.fitting) > 4 else ""
            return f"{len(self.fitting)} ids begin with {self.name!r}: {', '.join(self.fitting[:4])}{more}"
        return f"no assertion or evidence of this graph has the id {self.name!r}; `kg show` prints them"


class GraphFolderError(KGError):
    """A folder that holds no graph, or none this version can read."""

    def __init__(self, path: Path | str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{printable(str(self.path))}: {self.reason}"


class QueryError(KGError):
    """A SPARQL query that does not parse or cannot be answered."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"query: {self.reason}"


class QueryRefused(QueryError):
    """A SPARQL query that would change data or ask another server."""


class TooManyRows(QueryError):
    """A SPARQL query that gives more rows, or triples, than its asker may have."""

    def __init__(self, most: int) -> None:
        Exception.__init__(self, most)
        self.most = most
        self.reason = f"it gives more than {most:,} rows, the most that are answered here; LIMIT and OFFSET take a part"


class DownloadError(KGError):
    """A file that cannot be fetched from where it should lie."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, reason)
        self.url = url
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}"


class ChecksumMismatch(KGError):
    """A file whose bytes are not those that its checksum states: nothing of it is kept."""

    def __init__(self, what: Path | str, stated: str, found: str, advice: str = "") -> None:
        super().__init__(what, stated, found, advice)
        self.what = what  # URL or path
        self.stated = stated  # SHA-256, hexadecimal
        self.found = found
        self.advice = advice

    def __str__(self) -> str:
        advice = f" ({self.advice})" if self.advice else ""
        return f"{self.what}: its sha256 is {self.found}, not {self.stated} as stated: refused{advice}"


class WorkerError(KGError):
    """Worker processes that end, one after the other, before they are ready."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how

    def __str__(self) -> str:
        return f"worker processes do not come to work: the last one {self.how}; --workers 1 starts none"


class ClusterError(KGError):
    """A Ray cluster, or the storage that its nodes share, that cannot be worked with."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class MissingDependency(KGError):
    """A package that an optional ability needs and that is not installed."""

    def __init__(self, package: str, purpose: str, remedy: str = "") -> None:
        super().__init__(package, purpose, remedy)
        self.package = package
        self.purpose = purpose
        self.remedy = remedy  # "" where pip finds it by its name

    def __str__(self) -> str:
        remedy = self.remedy or f"pip install {self.package}"
        return f"{self.purpose} needs {self.package}, which is not installed: {remedy}"


class OptionError(KGError):
    """Command line options that do not fit together."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason
