"""Lets a few requests be worked at a time; the others wait for their turn, and go if their client does.

What reads tables runs in threads that share one interpreter with the server's own: a hundred at a time would each take
a hundred times as long, those whose clients have gone as well, and nothing else would be answered.
"""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.problem import Problem

AT_A_TIME = 4


async def gone(receive: Receive) -> None:
    """Wait until the client has gone; what it still sends is left unread."""
    while (await receive())["type"] != "http.disconnect":
        pass


class Turns:
    """ASGI middleware for all but `/sparql`, which has workers: 503 for who waited too long.

    Args:
        app: takes no body.
        patience: seconds to wait for a turn.
    """

    def __init__(self, app: ASGIApp, patience: float) -> None:
        self._app = app
        self._patience = patience
        self._free = asyncio.Semaphore(AT_A_TIME)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on when it has its turn."""
        if scope["type"] != "http" or scope["path"] == "/sparql":
            return await self._app(scope, receive, send)
        leaving, turn = asyncio.create_task(gone(receive)), asyncio.create_task(self._free.acquire())
        try:
            await asyncio.wait((leaving, turn), timeout=self._patience, return_when=asyncio.FIRST_COMPLETED)
            if turn.done() and not leaving.done():
                return await self._app(scope, _without_body(leaving), send)
            if not leaving.done():
                reason = f"too much is asked at a time: no turn within {self._patience:g} seconds; try again later"
                await Problem(503, reason, {"Retry-After": "10"}).response()(scope, receive, send)
        finally:
            if not turn.cancel() and not turn.cancelled():
                self._free.release()
            leaving.cancel()
        return None


def _without_body(leaving: asyncio.Task[None]) -> Receive:
    told = False

    async def receive() -> Message:
        nonlocal told
        if not told:
            told = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await asyncio.shield(leaving)
        return {"type": "http.disconnect"}

    return receive
