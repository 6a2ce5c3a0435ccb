"""Refuses requests that no client has a reason to send, and says of every answer how a browser may use it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.problem import Problem
from kg.serve.protocol import LONGEST

ADDRESS, HEADERS, NUMBER = 8 << 10, 32 << 10, 100  # bytes of an address and of all headers; headers
_SPARQL = "/sparql"  # here a query may stand in the address, and OPTIONS and HEAD are its own
_ABSENT = "/api/absent"  # and here so much of one that is looked through for names
LOOKED_UP = 4000  # characters
_ESCAPED = 12  # bytes of an address that one character may take
_ALWAYS: Mapping[str, str] = MappingProxyType(
    {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
)


class Guard:
    """ASGI middleware: 400, 414 and 431 for what is no plain request; headers that every answer has."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
            await send(message)

        problem = _problem(scope)
        if problem:
            return await problem.response()(scope, receive, told)
        if scope["method"] == "HEAD" and scope["path"] != _SPARQL:
            scope = {**scope, "method": "GET"}  # FastAPI answers GET alone; the server leaves the body out
        return await self._app(scope, receive, told)


def _problem(scope: Scope) -> Problem | None:
    """Return what is wrong with a request, if anything."""
    headers: Sequence[tuple[bytes, bytes]] = scope["headers"]
    names = Headers(scope=scope)
    if "content-length" in names and "transfer-encoding" in names:
        # One that stands before this server may end the request at the other of the two (request smuggling)
        return _closing(400, "Content-Length and Transfer-Encoding say twice where the body ends")
    if names.get("content-encoding", "identity").lower() != "identity":
        return _closing(415, "a body is taken as it is; send it without Content-Encoding")
    if len(headers) > NUMBER or sum(len(name) + len(value) for name, value in headers) > HEADERS:
        return _closing(431, f"at most {NUMBER} headers of {HEADERS:,} bytes together are read")
    address = len(scope.get("raw_path") or b"") + len(scope["query_string"])
    if scope["path"] == _SPARQL and address > 3 * LONGEST + ADDRESS:
        return _closing(414, "the address is longer than any query may be; send it by POST")
    most = ADDRESS + _ESCAPED * LOOKED_UP if scope["path"] == _ABSENT else ADDRESS
    if scope["path"] != _SPARQL and address > most:
        return _closing(414, f"the address is longer than {most:,} bytes")
    return None


def _closing(status: int, reason: str) -> Problem:
    return Problem(status, reason, {"Connection": "close"})
