"""A process that answers queries, one at a time: jobs on standard input -> frames on standard output.

A process, and not a thread, because nothing but its end stops a query that Oxigraph is at.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO

from kg.core.errors import QueryError, QueryRefused, TooManyRows
from kg.core.folder import GraphFolder
from kg.core.rdf import Node
from kg.serve.frames import DATA, DONE, FAILED, READY, Job, send
from kg.store.build import open_store
from kg.store.query import Answer, ask, read_value
from kg.store.stream import write

_PIECE = 1 << 16  # bytes of an answer that go in one frame
# Bytes of memory that one query may have; sorting all pairs of all triples would take the whole machine's
MEMORY = 2 << 30


class _Frames:
    """Gathers what is written to it, and sends it on in frames."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        self._held += data
        if len(self._held) >= _PIECE:
            self.send()
        return len(data)

    def send(self) -> None:
        if self._held:
            send(self._out, DATA, bytes(self._held))
            self._held.clear()

    def flush(self) -> None:
        pass


def answer(
    asking: Callable[..., Answer], job: Job, out: IO[bytes], reading: Callable[[str], Node | None] = read_value
) -> None:
    """Write one job's answer, or why there is none, as frames.

    Args:
        asking: `kg.store.query.ask` with its store.
        job: what is asked.
        out: gets the frames.
        reading: `kg.store.query.read_value` with its base.
    """
    frames = _Frames(out)
    try:
        bind = {name: node for name, text in job.values.items() if (node := reading(text))}
        found = asking(job.sparql, bind=bind, graphs=job.graphs, named=job.named)
        write(found, job.form, frames, job.most)
    except QueryError as error:
        kind = "refused" if isinstance(error, QueryRefused) else "rows" if isinstance(error, TooManyRows) else "query"
        send(out, FAILED, json.dumps({"kind": kind, "reason": error.reason}).encode())
    else:
        frames.send()
        send(out, DONE)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _jobs() -> queue.SimpleQueue[bytes]:
    """Read jobs aside; where the server is gone, this process goes too, whatever it is doing."""
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def read() -> None:
        for line in sys.stdin.buffer:
            jobs.put(line)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return jobs


def main(root: str) -> None:
    """Answer jobs until standard input ends."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what any library prints must not come between the frames
    folder = GraphFolder(Path(root))
    asking = partial(ask, open_store(folder), base=folder.base)
    reading = partial(read_value, base=folder.base)
    _limit_memory()
    jobs = _jobs()
    send(out, READY)
    while True:
        answer(asking, Job.read(jobs.get()), out, reading)


if __name__ == "__main__":
    main(sys.argv[1])
