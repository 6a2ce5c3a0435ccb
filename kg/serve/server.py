"""A graph folder -> a running server, until someone stops it."""

from __future__ import annotations

import errno
import logging
import signal
import socket
from collections.abc import Callable

import uvicorn

from kg.core.errors import GraphFolderError, OptionError
from kg.core.folder import GraphFolder
from kg.serve.app import make_app
from kg.serve.hosts import is_loopback
from kg.serve.pool import Pool
from kg.serve.protocol import LONGEST
from kg.serve.settings import Settings
from kg.store.build import ensure_store

_STOPPING = 1  # seconds that requests may still take when the server is stopped


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, pool: Pool, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._pool = pool
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Queries end first: nobody waits for one that nobody will get an answer to
        await self._pool.close()
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
    """Serve a graph until SIGINT or SIGTERM.

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
        pool = Pool(settings.folder, settings.workers)
        config = uvicorn.Config(
            make_app(settings, pool, own_host_only=is_loopback(host)),
            http="h11",
            ws="none",
            lifespan="on",
            log_level="warning",
            access_log=False,
            server_header=False,
            h11_max_incomplete_event_size=4 * LONGEST,  # a query may stand in the address
            timeout_graceful_shutdown=_STOPPING,
        )
        # An answer without an end is one that we cut off, and say so ourselves
        logging.getLogger("uvicorn.error").addFilter(lambda one: "without completing response" not in one.getMessage())
        server = _Server(config, pool, lambda: ready(address))
        _run(server, bound)
        if not server.started:
            raise GraphFolderError(settings.folder, "cannot be served")


def _run(server: uvicorn.Server, bound: socket.socket) -> None:
    """Run a server; uvicorn raises the signal that stopped it once more, and that is no failure."""
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        server.run(sockets=[bound])
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)
