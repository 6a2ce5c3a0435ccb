"""One client's connection, and how long it is waited for: who sends or takes nothing keeps no place."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

ASKING = 10.0  # seconds in which the head of a request has to come
TAKING = 30.0  # seconds in which a client has to take something of what is sent to it


class Connection(H11Protocol):
    """uvicorn's connection, which itself waits for ever for a request that has begun, and for who reads nothing."""

    _asking: asyncio.TimerHandle | None = None
    _taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take bytes; wait on where they are no whole head."""
        super().data_received(data)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        for timer in (self._asking, self._taking):
            if timer:
                timer.cancel()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Watch whether the client takes what is sent to it."""
        self.flow.pause_writing()
        self._taking = self.loop.call_later(TAKING, self._look, self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """Stop watching."""
        self.flow.resume_writing()
        if self._taking:
            self._taking.cancel()
            self._taking = None

    def _wait(self) -> None:
        idle = self.cycle is None or self.cycle.response_complete
        if idle and not self._asking:
            self._asking = self.loop.call_later(ASKING, self.transport.abort)
        elif not idle and self._asking:
            self._asking.cancel()
            self._asking = None

    def _look(self, before: int) -> None:
        left = self.transport.get_write_buffer_size()
        if left >= before:
            self.transport.abort()
        else:
            self._taking = self.loop.call_later(TAKING, self._look, left)
