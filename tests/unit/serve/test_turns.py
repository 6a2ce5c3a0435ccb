from __future__ import annotations

import asyncio
from typing import Any

from kg.serve.turns import AT_A_TIME, Turns
from tests.unit.serve.middleware import request


def test_a_few_at_a_time_and_nobody_for_who_has_gone() -> None:
    working, most, worked = 0, 0, 0
    go_on = asyncio.Event()

    async def work(scope: Any, receive: Any, send: Any) -> None:
        nonlocal working, most, worked
        assert (await receive())["body"] == b""
        working, worked = working + 1, worked + 1
        most = max(most, working)
        await go_on.wait()
        working -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def main() -> None:
        turns, statuses, leave = Turns(work, 0.2), [], asyncio.Event()

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                statuses.append((message["status"], dict(message["headers"]).get(b"retry-after")))

        async def ask(path: str = "/", gone: bool = False) -> None:
            async def receive() -> Any:
                await leave.wait() if not gone else None
                return {"type": "http.disconnect"}

            await turns(request({}, path=path), receive, send)

        asking = [asyncio.create_task(ask()) for _ in range(AT_A_TIME)]
        await asyncio.sleep(0)
        await asyncio.gather(*(ask(gone=True) for _ in range(10)))
        assert statuses == []
        await ask()  # waits in vain
        assert statuses == [(503, b"10")]
        go_on.set()
        await asyncio.gather(*asking)
        assert (most, worked) == (AT_A_TIME, AT_A_TIME)
        await asyncio.gather(*(ask() for _ in range(3 * AT_A_TIME)))
        assert [status for status, _ in statuses].count(200) == 4 * AT_A_TIME

    asyncio.run(main())
