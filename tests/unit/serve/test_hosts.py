from __future__ import annotations

import asyncio
from typing import Any

import pytest

from kg.serve.hosts import OwnHostOnly, is_loopback


@pytest.mark.parametrize(
    ("host", "own"),
    [("localhost", True), ("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("0.0.0.0", False),
     ("192.0.2.1", False), ("localhost.example.org", False), ("", False)],
)  # fmt: skip
def test_what_is_this_machine(host: str, own: bool) -> None:
    assert is_loopback(host) is own


@pytest.mark.parametrize(
    ("header", "status"),
    [("localhost:8000", 200), ("[::1]:8000", 200), ("127.0.0.1", 200), ("a.org", 421), ("[::1", 421), ("", 421)],
)
def test_the_host_header_must_name_it(header: str, status: int) -> None:
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"host", header.encode())]}
    asyncio.run(OwnHostOnly(app)(scope, receive, send))
    assert sent[0]["status"] == status
