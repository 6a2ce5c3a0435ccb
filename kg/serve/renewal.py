"""A graph folder -> the application of the graph that is in it now, opened anew whenever the folder holds another one.

What one answer says comes from one graph. While a new one is opened nothing but the answers under way is given: the
tables that those of before were read from are no longer there.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from types import MappingProxyType

from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from kg.core.errors import KGError, printable
from kg.core.folder import GraphFolder
from kg.serve.preparing import prepare
from kg.serve.problem import Problem
from kg.store.build import is_fresh

_LOG = logging.getLogger(__name__)
_EVERY = 1.0  # seconds between looks at the folder
_AGAIN = 5.0  # seconds until the same graph is tried again, where it could not be opened
_LATER = MappingProxyType({"Retry-After": "5"})
_OPENING = Problem(503, "the graph was built anew, and is being opened; try again in a moment", _LATER)
_GONE = Problem(503, "there is no graph now that can be read; whoever runs this server is told why", _LATER)

Stamp = tuple[int, int, int]


class _Opened:
    """An application while its graph is the one: how many requests it is answering, and what closes it."""

    def __init__(self, app: FastAPI, stamp: Stamp, built: bytes) -> None:
        self.app = app
        self.stamp = stamp
        self.built = built
        self.stack = AsyncExitStack()
        self._answering = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._answering += 1
        self._idle.clear()
        try:
            await self.app(scope, receive, send)
        finally:
            self._answering -= 1
            if not self._answering:
                self._idle.set()

    async def close(self) -> None:
        try:
            await self._idle.wait()
        finally:
            await self.stack.aclose()


class Renewed:
    """ASGI application that passes requests to the one that `make` makes, a new one for every new graph.

    Args:
        folder: a graph folder.
        make: opens the graph that is there.
    """

    def __init__(self, folder: Path, make: Callable[[], FastAPI]) -> None:
        self._folder = GraphFolder(folder)
        self._make = make
        self._now: _Opened | None = None
        self._tried: tuple[Stamp | None, float] = (None, 0.0)  # the last graph that was opened or not, and when
        self._problem = _OPENING
        self._tasks: set[asyncio.Task[None]] = set()
        self._opening: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the graph.

        Raises:
            GraphFolderError: there is none, or its workers cannot be started.
        """
        await self._open()
        self._run(self._watch())

    async def close(self) -> None:
        """Close the graph; what is being answered ends."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._now:
            await self._now.stack.aclose()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request from the graph that is there, or with 503."""
        self._look()
        opened = self._now
        if opened is None:
            return await self._problem.response()(scope, receive, send)
        told = False

        async def checked(message: Message) -> None:
            nonlocal told
            if message["type"] == "http.response.start" and scope["path"] != "/sparql" and self._changed(opened):
                told = True  # it may have been read from two graphs; a worker has its store open, and goes on
                await _OPENING.response()(scope, receive, send)
            if not told:
                await send(message)

        try:
            await opened.answer(scope, receive, checked)
        except Exception:  # whatever it is, tables that went while they were read explain it
            if not told:
                raise
        return None

    def _stamp(self) -> Stamp | None:
        """Return what tells one manifest from the next without reading it; None where there is none."""
        try:
            found = self._folder.manifest_path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _changed(self, opened: _Opened) -> bool:
        return self._stamp() != opened.stamp

    def _look(self) -> None:
        """See whether another graph is there, let go of the one of before, and have the new one opened."""
        stamp = self._stamp()
        if self._now and stamp != self._now.stamp:
            if stamp and self._built() == self._now.built:
                self._now.stamp = stamp  # built again from the same, to the same
                return
            self._run(self._now.close())
            self._now, self._problem = None, _OPENING
        before, when = self._tried
        due = stamp != before or time.monotonic() - when > _AGAIN
        if self._now is None and due and (self._opening is None or self._opening.done()):
            self._opening = self._run(self._reopen())

    def _built(self) -> bytes:
        try:
            return self._folder.manifest_path.read_bytes()
        except OSError:
            return b""

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_EVERY)
            self._look()

    async def _reopen(self) -> None:
        try:
            await self._open()
        except Exception as error:  # noqa: BLE001  (whatever keeps a graph from being opened is told, and tried again)
            if self._problem is not _GONE:
                _LOG.error("%s", printable(str(error) if isinstance(error, KGError) else repr(error)))
            self._problem = _GONE
        finally:
            self._tried = self._tried[0], time.monotonic()

    async def _open(self) -> None:
        """Open the graph that is there; where it is replaced meanwhile, the next look opens that one."""
        stamp = self._stamp()
        self._tried = stamp, time.monotonic()
        self._folder.manifest()
        built = self._built()
        if not is_fresh(self._folder):
            await prepare(self._folder.root)
        app = await asyncio.to_thread(self._make)
        opened = _Opened(app, stamp or (0, 0, 0), built)
        await opened.stack.enter_async_context(app.router.lifespan_context(app))
        self._now = opened

    def _run(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
