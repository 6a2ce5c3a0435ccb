"""What a middleware does with a request, without a server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


async def within(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the method, as the application within the middleware."""
    await PlainTextResponse(scope["method"])(scope, receive, send)


def request(headers: Mapping[str, str], *, method: str = "GET", path: str = "/", query: str = "") -> Scope:
    """Return a request."""
    told = [(name.encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "headers": told,
            "query_string": query.encode()}  # fmt: skip


def answered(middleware: Callable[[ASGIApp], ASGIApp], scope: Scope) -> tuple[int, dict[str, str], str]:
    """Return status, headers and body of the answer to a request."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return await asyncio.Event().wait()

    async def ask() -> None:
        await middleware(within)(scope, receive, send)

    asyncio.run(ask())
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(one.get("body", b"") for one in sent[1:]).decode()
