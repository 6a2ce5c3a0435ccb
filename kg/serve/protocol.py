"""An HTTP request -> what it asks, by the SPARQL 1.1 Protocol."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request

from kg.serve.problem import Problem

LONGEST = 1 << 20  # bytes of a query
# Bytes of a body that are read before it is refused: who sends a little too much shall hear why
_DRAINED = 16 * LONGEST
_SENDING = 30.0  # seconds in which a body has to come
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_OF_UPDATES = frozenset(["update", "using-graph-uri", "using-named-graph-uri"])
_READ_ONLY = "this graph is read-only: no update is taken"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks.

    Attributes:
        sparql: the query; None where a GET has none.
        graphs: `default-graph-uri`, in their order.
        named: `named-graph-uri`.
        values: of the query's parameters, as `$name=value` gives them.
        form: a format by name, "" where Accept alone counts.
        accept: the Accept header.
    """

    sparql: str | None
    graphs: tuple[str, ...]
    named: tuple[str, ...]
    values: Mapping[str, str]
    form: str
    accept: str


async def read_request(request: Request) -> Asked:
    """Read a query from a request: GET, POST of a form, POST of the query itself.

    Raises:
        Problem: 405 for another method, 415 for another body, 413 for too much of it, 408 for one that does not come,
            403 for an update, 400 for no query, several, or bytes that are no UTF-8.
    """
    if request.method not in METHODS:
        allowed = ", ".join(METHODS)
        raise Problem(405, f"{request.method} is none of the protocol's methods: {allowed}", {"Allow": allowed})
    pairs = _pairs(request.url.query)
    sparql = None
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == _UPDATE:
            raise Problem(403, _READ_ONLY)
        if kind not in {_FORM, _QUERY}:
            told = f"is {kind}" if kind else "says not what it is"
            raise Problem(415, f"the body {told}; send {_QUERY} or {_FORM}", {"Accept-Post": f"{_QUERY}, {_FORM}"})
        body = await _body(request)
        if kind == _QUERY:
            sparql = _text(body)
        else:
            pairs += _pairs(_text(body))
    return _asked(request, pairs, sparql)


def _asked(request: Request, pairs: Sequence[tuple[str, str]], sparql: str | None) -> Asked:
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    if _OF_UPDATES & given.keys():
        raise Problem(403, _READ_ONLY)
    queries = given.get("query", []) + ([sparql] if sparql is not None else [])
    if len(queries) > 1:
        raise Problem(400, f"{len(queries)} queries were sent; send one")
    if request.method == "POST" and not queries:
        raise Problem(400, "no query was sent: the form has no field `query`")
    if queries and len(queries[0].encode()) > LONGEST:
        raise Problem(413, _too_long())
    return Asked(
        queries[0] if queries else None,
        tuple(given.get("default-graph-uri", ())),
        tuple(given.get("named-graph-uri", ())),
        {name[1:]: values[-1] for name, values in given.items() if name.startswith("$")},
        next(iter(given.get("format", given.get("output", [])))) if {"format", "output"} & given.keys() else "",
        request.headers.get("accept", ""),
    )


def _too_long() -> str:
    return f"the query is longer than {LONGEST:,} bytes"


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError:
        raise Problem(400, "the parameters are no UTF-8") from None
    except ValueError:
        raise Problem(400, "there are more than 1,000 parameters") from None


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Problem(400, f"the body is no UTF-8: byte {error.start + 1} of it") from None


async def _body(request: Request) -> bytes:
    body, length = bytearray(), 0
    most = 4 * LONGEST  # a form writes many characters in three bytes
    try:
        async with asyncio.timeout(_SENDING):
            async for piece in request.stream():
                length += len(piece)
                if length <= most:
                    body += piece
                if length > _DRAINED:
                    break
    except TimeoutError:
        raise Problem(408, f"the body did not come within {_SENDING:g} seconds", {"Connection": "close"}) from None
    if length > most:
        raise Problem(413, _too_long())
    return bytes(body)
