"""The command line as tests call it: in this process, its exit code and what it printed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Done:
    code: int
    out: str
    err: str


Kg = Callable[..., Done]


def told(done: Done) -> object:
    """Return the JSON that is all there is on standard output, in one line."""
    assert done.code == 0, done.err
    assert done.out.endswith("\n")
    assert done.out.count("\n") == 1
    return json.loads(done.out)
