"""an Answer -> text: a table for people, the SPARQL 1.1 result formats for programs, Turtle for triples."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import zip_longest
from urllib.parse import unquote

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    serialize,
)

from kg.core.errors import UnknownName
from kg.core.prefixes import compress, prefixes
from kg.core.rdf import Node
from kg.store.query import Answer, translated

FORMATS = ("table", "json", "csv", "tsv")
_GAP = "  "
# To fit a terminal, columns of prose are squeezed first, down to so many characters; then any column
_PROSE, _NARROWEST = 24, 12


def render(answer: Answer, style: str = "table", width: int | None = None) -> str:
    """Return an answer as text: triples always as Turtle, all else in one of FORMATS.

    Args:
        answer: read to its end.
        style: one of FORMATS.
        width: of the terminal, in characters; None where there is none, and nothing is wrapped.

    Raises:
        UnknownName: no such format.
        QueryError: the query fails while it is answered.
    """
    if style not in FORMATS:
        raise UnknownName("answer format", style, FORMATS)
    with translated():
        if isinstance(answer.result, QueryTriples):
            return _turtle(answer.result, answer.base)
        if style != "table":
            written = answer.result.serialize(format=getattr(QueryResultsFormat, style.upper()))
            return (written or b"").decode()
        if isinstance(answer.result, QueryBoolean):
            return "yes\n" if answer.result else "no\n"
        return "".join(f"{line}\n" for line in _table(answer, width))


def _turtle(result: QueryTriples, base: str) -> str:
    into = BytesIO()
    triples = sorted(set(result), key=str)
    serialize(triples, into, RdfFormat.TURTLE, prefixes=used_prefixes(triples, base))
    return into.getvalue().decode()


def used_prefixes(triples: Sequence[object], base: str) -> dict[str, str]:
    """Return the prefixes, with their namespaces, that some IRI of these triples begins with."""
    text = "".join(map(str, triples))
    return {prefix: namespace for prefix, namespace in prefixes(base).items() if f"<{namespace}" in text}


def _shown(term: Node | None, base: str) -> str:
    """Return a term as people read it, on one line, without what would steer a terminal."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        curie = compress(term.value, base)
        return unquote(curie) if curie else f"<{term.value}>"
    text = term.value if isinstance(term, Literal) else str(term)
    return "".join(char if char.isprintable() else " " for char in text)


def _table(answer: Answer, width: int | None) -> Iterator[str]:
    header = answer.variables
    cells = [tuple(_shown(row[name], answer.base) for name in header) for row in answer.rows()]
    columns = list(zip(header, *cells, strict=True))
    widths = [max(map(len, column)) for column in columns]
    if width:
        room = width - len(_GAP) * (len(widths) - 1)
        prose = [number for number, column in enumerate(columns) if any(" " in cell for cell in column)]
        _squeeze(widths, prose, room, _PROSE)
        _squeeze(widths, range(len(widths)), room, _NARROWEST)
    yield from _lines(header, widths)
    yield _GAP.join("─" * wide for wide in widths)
    for row in cells:
        yield from _lines(row, widths)


def _squeeze(widths: list[int], some: Sequence[int], room: int, least: int) -> None:
    """Narrow the widest of some columns, character by character, until all fit or it is at its least."""
    while sum(widths) > room and some:
        widest = max(some, key=widths.__getitem__)
        if widths[widest] <= least:
            return
        widths[widest] -= 1


def _lines(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    wrapped = [textwrap.wrap(cell, wide) or [""] for cell, wide in zip(row, widths, strict=True)]
    for pieces in zip_longest(*wrapped, fillvalue=""):
        yield _GAP.join(piece.ljust(wide) for piece, wide in zip(pieces, widths, strict=True)).rstrip()
