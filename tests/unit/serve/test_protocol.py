from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from fastapi import Request

from kg.serve.problem import Problem
from kg.serve.protocol import LONGEST, Asked, read_request

FORM = "application/x-www-form-urlencoded"


def read(method: str, query: str = "", body: Sequence[bytes] = (), kind: str = "") -> Asked:
    messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in body]
    messages.append({"type": "http.request", "body": b"", "more_body": False})
    left = iter(messages)

    async def receive() -> dict[str, Any]:
        return next(left)

    headers = [(b"host", b"h"), (b"content-type", kind.encode())] if kind else [(b"host", b"h")]
    scope = {"type": "http", "method": method, "path": "/sparql", "headers": headers, "query_string": query.encode()}
    return asyncio.run(read_request(Request(scope, receive)))


def test_get() -> None:
    asked = read("GET", "query=ASK%20%7B%7D&default-graph-uri=urn:a&default-graph-uri=urn:b&named-graph-uri=urn:c")
    assert (asked.sparql, asked.graphs, asked.named) == ("ASK {}", ("urn:a", "urn:b"), ("urn:c",))
    assert read("GET").sparql is read("HEAD").sparql is None
    assert read("GET", "query=").sparql == ""


def test_form_and_direct() -> None:
    form = read(
        "POST", "default-graph-uri=urn:a", [b"query=ASK+%7B", b"%7D&%24x=IL-2&format=csv"], f"{FORM}; charset=x"
    )
    assert form == Asked("ASK {}", ("urn:a",), (), {"x": "IL-2"}, "csv", "")
    direct = read("POST", "named-graph-uri=urn:c", ["ASK { ?a ?b 'é' }".encode()], "application/sparql-query")
    assert (direct.sparql, direct.named) == ("ASK { ?a ?b 'é' }", ("urn:c",))


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (("PUT",), 405),
        (("GET", "query=ASK+{}&using-graph-uri=urn:a"), 403),
        (("GET", "query=ASK+{}&using-named-graph-uri=urn:a"), 403),
        (("GE",), 405),
        (("POST",), 415),
        (("POST", "", [b"x"], "text/plain"), 415),
        (("POST", "", [b""], FORM), 400),
        (("POST", "query=ASK{}", [b"ASK {}"], "application/sparql-query"), 400),
        (("GET", "query=a&query=b"), 400),
        (("GET", "query=%ff"), 400),
        (("GET", "&".join(["a=b"] * 1001)), 400),
        (("POST", "", [b"\xff"], "application/sparql-query"), 400),
        (("POST", "", [b"x"], "application/sparql-update"), 403),
        (("POST", "", [b"update=x"], FORM), 403),
        (("POST", "", [b"#" * (LONGEST + 1)], "application/sparql-query"), 413),
        (("POST", "", [b"#" * LONGEST] * 5, "application/sparql-query"), 413),
        (("POST", "", [b"#" * LONGEST] * 40, "application/sparql-query"), 413),
        (("GET", "query=" + "é" * (LONGEST // 2 + 1)), 413),
    ],
)  # fmt: skip
def test_what_is_refused(sent: tuple[Any, ...], status: int) -> None:
    with pytest.raises(Problem) as refused:
        read(*sent)
    assert refused.value.status == status
