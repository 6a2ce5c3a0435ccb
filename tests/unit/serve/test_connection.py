"""Clients that are too slow; what else a connection does is uvicorn's, and tested with a server that runs."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import uvicorn

from kg.serve import connection
from kg.serve.connection import Connection

MUCH = b"x" * (32 << 20)  # more than the system takes for a client that reads nothing


async def app(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(MUCH))]})
    await send({"type": "http.response.body", "body": MUCH})


async def talk(sent: bytes, *, slowly: bool = False, reading: bool = True, wait: float = 5) -> int:
    """Send bytes; return how many came back until the server closed."""
    config = uvicorn.Config(app, port=0, http=Connection, ws="none", lifespan="off", log_level="error")
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    got = 0
    try:
        for at in range(len(sent)) if slowly else ():
            writer.write(sent[at : at + 1])
            await asyncio.sleep(0.02)
        writer.write(b"" if slowly else sent)
        if not reading:
            await asyncio.sleep(wait)
        async with asyncio.timeout(20):
            while piece := await reader.read(1 << 20):
                got += len(piece)
    except ConnectionError:
        pass
    finally:
        writer.close()
        server.should_exit = True
        await running
    return got


GET = b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "ASKING", 0.5)
    monkeypatch.setattr(connection, "TAKING", 0.3)


def test_who_asks_and_takes_is_answered() -> None:
    assert asyncio.run(talk(GET)) > len(MUCH)


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: h\r\n"])
def test_who_asks_nothing_whole_is_hung_up_on(sent: bytes) -> None:
    assert asyncio.run(asyncio.wait_for(talk(sent), 4)) == 0


def test_who_sends_a_request_letter_by_letter_is_hung_up_on() -> None:
    assert asyncio.run(talk(GET, slowly=True)) == 0  # a second and more


def test_who_takes_nothing_is_hung_up_on() -> None:
    assert asyncio.run(talk(GET, reading=False, wait=1.5)) < len(MUCH)
