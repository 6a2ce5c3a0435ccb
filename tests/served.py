"""`kg serve` as people run it: a process of its own, on a port that is free."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parents[1]
# No query of this kind ends before whoever asked has gone grey
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@dataclass(frozen=True)
class Served:
    """A running server: its address (ending in a slash), its process, and all that it said when it was ready."""

    address: str
    process: subprocess.Popen[str]
    said: str

    @property
    def sparql(self) -> str:
        return f"{self.address}sparql"

    def ask(self, query: str, accept: str = "", **more: str) -> httpx.Response:
        """Send a query by GET."""
        headers = {"Accept": accept} if accept else {}
        return httpx.get(self.sparql, params={"query": query, **more}, headers=headers, timeout=60)

    def workers(self) -> list[int]:
        """Return the process ids of its workers (Linux)."""
        pids = []
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                parent = re.search(r"^PPid:\s*(\d+)", status.read_text(), re.MULTILINE)
            except OSError:
                continue
            if parent and int(parent[1]) == self.process.pid:
                pids.append(int(status.parent.name))
        return pids


def seconds_of_work(pid: int) -> float:
    """Return the processor time that a process has taken; none where it has ended meanwhile."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # a library asked the system something as it was loaded, in a process of its own
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def alive(pid: int) -> bool:
    """Tell whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(true: object, patience: float = 10.0) -> bool:
    """Wait until a function says so; return whether it did."""
    assert callable(true)
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return bool(true())


def start(folder: Path, *options: object) -> subprocess.Popen[str]:
    """Start `kg serve`."""
    command = [sys.executable, "-m", "kg.cli", "serve", str(folder), *map(str, options)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


@contextmanager
def serving(folder: Path, *options: object) -> Iterator[Served]:
    """Serve a graph folder on a free port, and stop it in the end."""
    process = start(folder, "--port", 0, *options)
    assert process.stdout
    assert process.stderr
    try:
        said = ""
        while "stops it" not in said:
            line = process.stdout.readline()
            assert line, process.stderr.read()
            said += line
        address = re.search(r"http://\S+?/(?=\s)", said)
        assert address
        yield Served(address[0], process, said)
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()
