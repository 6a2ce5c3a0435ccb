"""A graph folder -> a running server, until someone stops it."""

from __future__ import annotations

import asyncio
import errno
import logging
import signal
import socket
import time
from collections.abc import Callable

import uvicorn

from kg.core.errors import OptionError
from kg.core.folder import GraphFolder
from kg.serve.app import make_app
from kg.serve.connection import Connection
from kg.serve.hosts import is_loopback
from kg.serve.pool import Pool
from kg.serve.protocol import LONGEST
from kg.serve.renewal import Renewed
from kg.serve.settings import Settings
from kg.store.build import ensure_store

STOPPING = 3.0  # seconds that answers under way may still take when the server is stopped
_ENDING = 1  # seconds until what is then still there is given up
_CLIENTS = 500  # connections at a time; the usual limit of open files is 1,024
# What uvicorn says of requests and answers: nothing is logged, and an answer without an end is one that we cut off
_UNSAID = ("without completing response", "Invalid HTTP request", "Unsupported upgrade", "concurrency limit")


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, graph: Renewed, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._graph = graph
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await self._graph.start()
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in tuple(self.server_state.connections):
            connection.shutdown()  # those that are answered, once they are
        until = time.monotonic() + STOPPING
        while self.server_state.tasks and time.monotonic() < until and not self.force_exit:
            await asyncio.sleep(0.05)
        # Queries end before all else: nobody waits for one that nobody will get an answer to
        await self._graph.close()
        await super().shutdown(sockets)


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that is bound to a place.

    Raises:
        OptionError: it is taken, not allowed, or no place of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, kind, protocol)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise OptionError(f"port {port} of {host} is in use; --port takes another one (0: any)") from error
        raise OptionError(f"{host}, port {port}: {error.strerror or error}") from error
    return bound


def serve(settings: Settings, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve a graph until SIGINT or SIGTERM; answers under way then have STOPPING seconds, a second SIGINT ends them.

    Args:
        settings: the graph and the limits of a query.
        host: name or address to be asked at.
        port: 0 for any.
        ready: called with the address when requests are answered.

    Raises:
        GraphFolderError: there is no graph, or its store cannot be used.
        OptionError: the place is taken.
    """
    bound = _listen(host, port)
    with bound:
        ensure_store(GraphFolder(settings.folder))
        named = f"[{host}]" if ":" in host else host
        address = f"http://{named}:{bound.getsockname()[1]}/"
        loopback = is_loopback(host)
        graph = Renewed(
            settings.folder,
            lambda: make_app(settings, Pool(settings.folder, settings.workers), own_host_only=loopback),
        )
        config = uvicorn.Config(
            graph,
            http=Connection,
            ws="none",
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            h11_max_incomplete_event_size=4 * LONGEST,  # a query may stand in the address
            limit_concurrency=_CLIENTS,
            timeout_graceful_shutdown=_ENDING,
        )
        logging.getLogger("uvicorn.error").addFilter(lambda one: not any(part in one.getMessage() for part in _UNSAID))
        _run(_Server(config, graph, lambda: ready(address)), bound)


def _run(server: uvicorn.Server, bound: socket.socket) -> None:
    """Run a server; uvicorn raises the signal that stopped it once more, and that is no failure."""
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        server.run(sockets=[bound])
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)
