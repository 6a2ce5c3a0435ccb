"""What one server is told when it starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HOST, PORT = "127.0.0.1", 8000
TIMEOUT = 30.0
MAX_ROWS = 100_000
WORKERS = 2


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the graph lies, and what one query may take.

    Attributes:
        folder: a graph folder.
        timeout: seconds.
        max_rows: rows or triples of one answer.
        workers: processes, and so the queries that are answered at a time.
    """

    folder: Path
    timeout: float = TIMEOUT
    max_rows: int = MAX_ROWS
    workers: int = WORKERS
