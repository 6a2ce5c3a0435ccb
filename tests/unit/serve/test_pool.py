from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from kg.core.errors import GraphFolderError
from kg.serve.frames import Job
from kg.serve.pool import Busy, Failed, Pool, Worker
from kg.store.build import ensure_store
from tests.fixtures_graph import write_graph
from tests.served import HEAVY


def with_pool(folder: Path, size: int, work: Callable[[Pool], Awaitable[None]]) -> None:
    async def main() -> None:
        pool = Pool(folder, size)
        await pool.start()
        try:
            await work(pool)
        finally:
            await pool.close()

    asyncio.run(main())


async def answer(worker: Worker, sparql: str, most: int = 10) -> bytes:
    return b"".join([piece async for piece in worker.answer(Job(sparql, "csv", most))])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    graph = write_graph(tmp_path / "g")
    ensure_store(graph)
    return graph.root


def test_a_worker_answers_again_and_again(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        used = set()
        for sparql, told in (("ASK {}", b"true"), ("SELECT ?x { VALUES ?x { 1 } }", b"x\r\n1\r\n")):
            async with pool.worker(20) as worker:
                used.add(worker)
                assert await answer(worker, sparql) == told
                for wrong, kind in (("SELECT", "query"), ("CLEAR ALL", "refused"), ("SELECT * { ?a ?b ?c }", "rows")):
                    with pytest.raises(Failed) as failed:
                        await answer(worker, wrong)
                    assert failed.value.kind == kind
        assert len(used) == 1

    with_pool(folder, 1, work)


def test_who_is_let_go_in_the_middle_is_replaced(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        async with pool.worker(20) as first:
            pass

        async def ask() -> None:
            async with pool.worker(20) as worker:
                assert worker is first
                await answer(worker, HEAVY)

        with pytest.raises(TimeoutError):
            await asyncio.wait_for(ask(), 0.3)
        await asyncio.wait_for(first.ended(), 5)
        async with pool.worker(20) as second:
            assert second is not first
            assert await answer(second, "ASK {}") == b"true"
            with pytest.raises(Busy):
                await pool.worker(0.1).__aenter__()

    with_pool(folder, 1, work)


def test_who_dies_says_so(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        async with pool.worker(20) as worker:
            asyncio.get_running_loop().call_later(0.2, worker.end)
            with pytest.raises(Failed) as failed:
                await answer(worker, HEAVY)
            assert failed.value.kind == "died"

    with_pool(folder, 1, work)


def test_who_died_while_idle_is_noticed_by_nobody(folder: Path) -> None:
    async def work(pool: Pool) -> None:
        async with pool.worker(20) as first:
            pass
        os.kill(first._process.pid, signal.SIGKILL)
        await first.ended()
        async with pool.worker(20) as second:
            assert await answer(second, "ASK {}") == b"true"

    with_pool(folder, 1, work)


def test_no_more_than_some_wait(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.serve.pool._WAITING", 1)

    async def work(pool: Pool) -> None:
        async with pool.worker(20):
            waiting = asyncio.create_task(pool.worker(20).__aenter__())
            await asyncio.sleep(0)
            with pytest.raises(Busy, match="1 queries wait"):
                await pool.worker(20).__aenter__()
            waiting.cancel()

    with_pool(folder, 1, work)


def test_a_pool_that_is_closed_is_so_at_once(folder: Path) -> None:
    async def main() -> None:
        pool = Pool(folder, 2)
        await pool.start()

        async def ask() -> bytes:
            async with pool.worker(20) as worker:
                return await answer(worker, HEAVY)

        asking = asyncio.create_task(ask())
        await asyncio.sleep(0.3)
        await asyncio.wait_for(pool.close(), 2)
        with pytest.raises(Failed):
            await asking

    asyncio.run(main())


def test_no_store_no_worker(tmp_path: Path) -> None:
    with pytest.raises(GraphFolderError, match="no process"):
        asyncio.run(Pool(tmp_path, 1).start())
