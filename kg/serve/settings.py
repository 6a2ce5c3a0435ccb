"""What one server is told when it starts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from kg.core.errors import OptionError

HOST, PORT = "127.0.0.1", 8000
TIMEOUT = 30.0
MAX_ROWS = 100_000
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the graph lies, what one query may take, and who may ask.

    Attributes:
        folder: a graph folder.
        timeout: seconds.
        max_rows: rows or triples of one answer.
        workers: processes, and so the queries that are answered at a time.
        origins: of the pages elsewhere that may ask in somebody's browser; `*` is any.

    Raises:
        OptionError: one of them cannot be.
    """

    folder: Path
    timeout: float = TIMEOUT
    max_rows: int = MAX_ROWS
    workers: int = WORKERS
    origins: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not math.isfinite(self.timeout):
            raise OptionError(f"a query may take no {self.timeout} seconds")
        for origin in self.origins:
            scheme, _, host = origin.partition("://")
            if origin != "*" and (scheme not in {"http", "https"} or not host or set(host) & set("/?# ")):
                raise OptionError(f"{origin!r} is no origin; one looks like https://example.org, and * is any")
