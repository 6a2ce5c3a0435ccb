"""Oxigraph's own server (the package `oxigraph`), started on a free port with the union of all graphs as default."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest


class OxigraphServer:
    """A running server."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"

    def ask(self, sparql: str, accept: str = "text/csv") -> str:
        """Return the answer to a query, sent as a form."""
        body = urlencode({"query": sparql}).encode()
        with urlopen(Request(f"{self.address}/query", body, {"Accept": accept}), timeout=120) as answer:
            return str(answer.read().decode())

    def is_up(self) -> bool:
        try:
            self.ask("ASK {}", "application/sparql-results+json")
        except (URLError, ConnectionError):
            return False
        return True


def binary() -> str:
    """Return the path of Oxigraph's program; skip where there is none."""
    beside = Path(sys.executable).with_name("oxigraph")
    found = str(beside) if beside.is_file() else shutil.which("oxigraph")
    if not found:
        pytest.skip("Oxigraph's server is not installed: pip install oxigraph")
    return found


@contextmanager
def serving_oxigraph(data: Path, location: Path) -> Iterator[OxigraphServer]:
    """Load a file and serve it, read-only."""
    program = binary()
    subprocess.run([program, "load", "--location", location, "--file", data], check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [program, "serve-read-only", "--location", str(location), "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen([*command, "--union-default-graph"], stderr=subprocess.DEVNULL)
    try:
        server = OxigraphServer(port)
        for _ in range(300):
            if server.is_up():
                break
            assert process.poll() is None, "the server has stopped"
            time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)
