"""an Answer -> bytes written as they are found, in any of SPARQL's and RDF's formats, up to a number of rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from types import MappingProxyType
from typing import Any, Protocol

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Triple, serialize

from kg.core.errors import TooManyRows, UnknownName
from kg.store.answer import used_prefixes
from kg.store.query import Answer, translated

RESULTS: Mapping[str, QueryResultsFormat] = MappingProxyType(
    {
        "json": QueryResultsFormat.JSON,
        "xml": QueryResultsFormat.XML,
        "csv": QueryResultsFormat.CSV,
        "tsv": QueryResultsFormat.TSV,
    }
)
GRAPHS: Mapping[str, RdfFormat] = MappingProxyType(
    {
        "turtle": RdfFormat.TURTLE,
        "ntriples": RdfFormat.N_TRIPLES,
        "rdfxml": RdfFormat.RDF_XML,
        "jsonld": RdfFormat.JSON_LD,
    }
)
# Triples that are looked through for the prefixes to declare; what stands behind them writes other IRIs in full
_LOOKED_THROUGH = 2000
# What begins a row in the bytes of a format. In JSON a quotation mark within a string has a backslash before it, so
# that "},{" with a name behind it begins a row, and only rows without any value can be mistaken.
_ROW = MappingProxyType(
    {
        "json": re.compile(rb"\},\{(?=\}|\"[^\s,}\]:])"),
        "xml": re.compile(rb"<result>"),
        "csv": re.compile(rb"\n"),
        "tsv": re.compile(rb"\n"),
    }
)
_LONGEST = 8  # bytes of what _ROW finds
# The line of names is no row, and JSON has nothing before its first row
_BEFORE = MappingProxyType({"json": -1, "xml": 0, "csv": 1, "tsv": 1})


# What XML 1.0 has no way to write; Oxigraph writes it as it is
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_INSTEAD = "\N{REPLACEMENT CHARACTER}".encode()


class Sink(Protocol):
    """What bytes are written to."""

    def write(self, data: bytes, /) -> object:
        """Take some bytes."""


class _Counted:
    """Passes bytes on and counts the rows in them.

    pyoxigraph writes solutions many times faster than Python could, but tells nobody how many there were.
    """

    def __init__(self, into: Sink, form: str, most: int) -> None:
        self._into = into
        self._row = _ROW[form]
        self._quoted = form == "csv"
        self._inside = False  # of a quoted cell
        self._tail = b""
        self._most = most
        self._left = most + _BEFORE[form]

    def write(self, data: bytes) -> int:
        seen = self._unquoted(data) if self._quoted else self._tail + data
        self._left -= sum(1 for _ in self._row.finditer(seen))
        if self._left < 0:
            raise TooManyRows(self._most)
        self._tail = b"" if self._quoted else self._overlap(seen)
        self._into.write(data)
        return len(data)

    def _unquoted(self, data: bytes) -> bytes:
        pieces = data.split(b'"')
        seen = b" ".join(pieces[self._inside :: 2])
        self._inside ^= len(pieces) % 2 == 0
        return seen

    def _overlap(self, seen: bytes) -> bytes:
        """Return the end of what was seen that may be the beginning of a row, without any row already counted."""
        end = max((match.end() for match in self._row.finditer(seen[-_LONGEST:])), default=0)
        return seen[-_LONGEST:][end:]

    def flush(self) -> None:
        pass


class _Xml:
    """Passes bytes on, with another character in the place of those that XML cannot hold."""

    def __init__(self, into: Sink) -> None:
        self._into = into
        self._held = b""

    def write(self, data: bytes) -> int:
        whole = self._held + data
        # A character of three bytes may go on in the next piece
        cut = next((-size for size in (2, 1) if whole.endswith(_INSTEAD[:size])), len(whole))
        self._held = whole[cut:]
        self._into.write(_NOT_XML.sub(_INSTEAD, whole[:cut]))
        return len(data)

    def flush(self) -> None:
        pass


def write(answer: Answer, form: str, into: Sink, most: int | None = None) -> None:
    """Write an answer while it is found; nothing but the piece at hand is in memory.

    Args:
        answer: not yet read.
        form: one of RESULTS for solutions and truth, one of GRAPHS for triples.
        into: gets pieces of some kilobytes.
        most: rows or triples; None for any number.

    Raises:
        UnknownName: no such format for such an answer.
        TooManyRows: there are more than `most`; some of them may have been written.
        QueryError: the query fails while it is answered.
    """
    known: Mapping[str, Any] = GRAPHS if isinstance(answer.result, QueryTriples) else RESULTS
    if form not in known:
        raise UnknownName("answer format", form, tuple(known))
    into = _Xml(into) if form in {"xml", "rdfxml"} else into
    with translated():
        if isinstance(answer.result, QueryTriples):
            _write_triples(answer.result, answer.base, form, into, most)
        else:
            _write_results(answer, form, into, most)


def _write_results(answer: Answer, form: str, into: Sink, most: int | None) -> None:
    assert not isinstance(answer.result, QueryTriples)
    sink: Any = into if most is None or not answer.variables else _Counted(into, form, most)
    answer.result.serialize(sink, RESULTS[form])


def _write_triples(triples: Iterable[Triple], base: str, form: str, into: Any, most: int | None) -> None:
    source = iter(triples)
    first = list(islice(source, _LOOKED_THROUGH))
    rest = chain(first, source)
    serialize(rest if most is None else _limited(rest, most), into, GRAPHS[form], prefixes=used_prefixes(first, base))


def _limited(triples: Iterable[Triple], most: int) -> Iterator[Triple]:
    for count, triple in enumerate(triples, 1):
        if count > most:
            raise TooManyRows(most)
        yield triple
