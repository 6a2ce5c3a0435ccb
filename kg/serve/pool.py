"""Worker processes that answer queries: a job -> the pieces of its answer, or why there is none."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from kg.core.errors import GraphFolderError
from kg.serve.frames import DATA, DONE, HEADER, READY, Job

_LOG = logging.getLogger(__name__)
_BUFFER = 1 << 18  # bytes of an answer that wait for the client; a worker that is further ahead waits too
_PATIENCE = 60.0  # seconds that a worker may take to open the store
_PAUSE = 1.0  # seconds until another try, where no worker can be started
_WAITING = 100  # queries that wait for a worker; who comes then is told at once to come back


class Failed(Exception):
    """A worker's reason for giving no answer, or no more of it: `kind` is "query", "refused", "rows" or "died"."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(kind, reason)
        self.kind = kind
        self.reason = reason


class Busy(Exception):
    """No worker was idle for as long as one may wait, or too many wait already."""


class Worker:
    """One process, with the store open."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.idle = False

    @classmethod
    async def start(cls, folder: Path) -> Worker:
        """Start a process and wait until it can answer.

        Raises:
            GraphFolderError: it cannot.
        """
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "kg.serve.worker", str(folder)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_BUFFER,
            start_new_session=True,  # Ctrl-C is for the server, which ends its workers itself
        )
        worker = cls(process)
        try:
            kind, _ = await asyncio.wait_for(worker._frame(), _PATIENCE)
            worker.idle = kind == READY
        except (Failed, TimeoutError):
            raise GraphFolderError(folder, "no process that answers queries can be started") from None
        finally:
            if not worker.idle:
                worker.end()
        return worker

    async def _frame(self) -> tuple[bytes, bytes]:
        assert self._process.stdout
        try:
            kind, length = HEADER.unpack(await self._process.stdout.readexactly(HEADER.size))
            return kind, await self._process.stdout.readexactly(length)
        except asyncio.IncompleteReadError:
            raise Failed("died", "the process that answered it ended; it may have needed too much memory") from None

    async def answer(self, job: Job) -> AsyncIterator[bytes]:
        """Yield the pieces of an answer.

        Raises:
            Failed: there is none, or no more of it.
        """
        assert self._process.stdin
        self.idle = False
        with suppress(ConnectionError):  # reading says so as well
            self._process.stdin.write(job.line())
            await self._process.stdin.drain()
        while True:
            kind, payload = await self._frame()
            if kind == DATA:
                yield payload
                continue
            self.idle = True
            if kind != DONE:
                raise Failed(**json.loads(payload))
            return

    @property
    def alive(self) -> bool:
        """Whether the process still runs, as far as is known."""
        return self._process.returncode is None

    def end(self) -> None:
        """Stop the process, whatever it is doing, and forget what it still had to say."""
        self.idle = False
        with suppress(ProcessLookupError):
            self._process.kill()
        # asyncio has no public way to the pipes of a process whose output nobody reads to its end. To close all of the
        # transport would ask whether the process has ended before its watcher does, which then misses it
        for number in (0, 1):
            if pipe := self._process._transport.get_pipe_transport(number):  # type: ignore[attr-defined]
                pipe.close()

    async def ended(self) -> None:
        """Wait until the process is gone."""
        await self._process.wait()


class Pool:
    """A number of workers. One that is let go in the middle of an answer is ended, and another takes its place.

    Args:
        folder: a graph folder whose store is built.
        size: processes.
    """

    def __init__(self, folder: Path, size: int) -> None:
        self._folder = folder
        self.size = size
        self._idle: asyncio.Queue[Worker] = asyncio.Queue()
        self._workers: set[Worker] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._closed = False

    async def start(self) -> None:
        """Start the workers.

        Raises:
            GraphFolderError: they cannot be started.
        """
        try:
            await asyncio.gather(*(self._add() for _ in range(self.size)))
        except GraphFolderError:
            await self.close()
            raise

    async def _add(self) -> None:
        worker = await Worker.start(self._folder)
        self._workers.add(worker)
        self._idle.put_nowait(worker)

    async def _replace(self) -> None:
        while True:
            try:
                return await self._add()
            except GraphFolderError as error:
                _LOG.error("%s", error)
                await asyncio.sleep(_PAUSE)

    @asynccontextmanager
    async def worker(self, patience: float) -> AsyncIterator[Worker]:
        """Lend a worker.

        Args:
            patience: seconds to wait for one that is idle.

        Raises:
            Busy: there was none.
        """
        worker = await self._next(patience)
        try:
            yield worker
        finally:
            if worker.idle:
                self._idle.put_nowait(worker)
            else:
                self._let_go(worker)

    async def _next(self, patience: float) -> Worker:
        if self._waiting >= _WAITING:
            raise Busy(f"{self._waiting} queries wait for one of {self.size} workers; try again later")
        self._waiting += 1
        try:
            async with asyncio.timeout(patience):
                while not (worker := await self._idle.get()).alive:
                    self._let_go(worker)  # ended from outside while it had nothing to do
                return worker
        except TimeoutError:
            raise Busy(f"all {self.size} workers were busy for {patience:g} seconds; try again") from None
        finally:
            self._waiting -= 1

    def _let_go(self, worker: Worker) -> None:
        """End a worker, and have another take its place."""
        if self._closed:
            return
        worker.end()
        self._workers.discard(worker)
        task = asyncio.create_task(self._replace())
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def close(self) -> None:
        """End all workers, whatever they are doing."""
        self._closed = True
        for task in tuple(self._starting):
            task.cancel()
        for worker in self._workers:
            worker.end()
        await asyncio.gather(*self._starting, *(one.ended() for one in self._workers), return_exceptions=True)
        self._workers.clear()
