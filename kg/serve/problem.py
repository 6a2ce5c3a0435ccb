"""Why a request gets no answer: a status and a plain reason."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import PlainTextResponse


class Problem(Exception):
    """A request that cannot be answered: `status` of HTTP, a `reason` in plain text, further `headers`."""

    def __init__(self, status: int, reason: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, reason, headers)
        self.status = status
        self.reason = reason
        self.headers = dict(headers or {})

    def response(self) -> PlainTextResponse:
        """Return the problem as plain text, one line of it or some."""
        return PlainTextResponse(f"{self.reason}\n", self.status, self.headers)
