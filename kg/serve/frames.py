"""What the server and its workers say to each other: a job is a line of JSON, an answer comes in frames.

A frame is one letter, the length of its payload in four bytes, and the payload.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import IO

READY, DATA, DONE, FAILED = b"r", b"d", b"e", b"f"
HEADER = struct.Struct(">cI")


@dataclass(frozen=True, slots=True)
class Job:
    """A query for a worker.

    Attributes:
        form: a format of `kg.store.stream` that fits the query's form.
        most: rows or triples that it may give.
        graphs: IRIs of the graphs that make the default graph; with `named` none, the union of all.
        values: for the query's parameters, each written as SPARQL writes it.
    """

    sparql: str
    form: str
    most: int
    graphs: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)

    def line(self) -> bytes:
        """Return the job as one line."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def read(cls, line: bytes) -> Job:
        """Return the job that a line holds."""
        told = json.loads(line)
        return cls(**{**told, "graphs": tuple(told["graphs"]), "named": tuple(told["named"])})


def send(stream: IO[bytes], kind: bytes, payload: bytes = b"") -> None:
    """Write one frame."""
    stream.write(HEADER.pack(kind, len(payload)) + payload)
    stream.flush()
