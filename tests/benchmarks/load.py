"""`kg serve` under load: requests a second, how long they take, and the memory of its processes.

    python -m tests.benchmarks.load DIR [--seconds 2] [--clients 1 8 32 64] [--requests 10000]

DIR is a graph folder. Each client has one connection and asks again as soon as it has its answer; all run in this one
process, so that they and the server share the machine. Then the memory before and after many requests of all kinds,
and how long one client waits while 200 connections send half a request.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from tests.served import Served, serving

NAME = quote("SELECT ?name { HGNC:6001 rdfs:label ?name }")
PATHS = (
    "/",
    "/concept/HGNC_6001.html",
    "/api/concepts/HGNC:6001",
    "/api/assertions?about=HGNC:6001&limit=20",
    f"/sparql?query={NAME}",
)


class Client:
    """One connection."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> Client:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()

    async def get(self, path: str) -> int:
        """Ask; return the status once the whole answer is here."""
        self._writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        assert length, head
        await self._reader.readexactly(int(length[1]))
        return int(head.split(b" ", 2)[1])


async def load(port: int, path: str, clients: int, seconds: float) -> tuple[list[float], int]:
    """Return how long each request took, in seconds, and how many were not answered with 200."""
    took: list[float] = []
    until, wrong = time.perf_counter() + seconds, 0

    async def one() -> None:
        nonlocal wrong
        async with Client(port) as client:
            while (began := time.perf_counter()) < until:
                wrong += await client.get(path) != 200
                took.append(time.perf_counter() - began)

    await asyncio.gather(*(one() for _ in range(clients)))
    return sorted(took), wrong


async def many(port: int, number: int) -> None:
    """Ask so often, by eight clients, in turn for all paths but the one that is slow."""
    paths = [path for path in PATHS if "about" not in path]

    async def one() -> None:
        async with Client(port) as client:
            for count in range(number // 8):
                await client.get(paths[count % len(paths)])

    await asyncio.gather(*(one() for _ in range(8)))


async def beside_half_requests(port: int, number: int = 200) -> float:
    """Return how long a request takes while others never finish theirs."""
    half = []
    for _ in range(number):
        half.append(await asyncio.open_connection("127.0.0.1", port))
        half[-1][1].write(b"GET / HTTP/1.1\r\nHost: local")
    async with Client(port) as client:
        await client.get(PATHS[-1])
        began = time.perf_counter()
        await client.get(PATHS[-1])
        took = time.perf_counter() - began
    for _, writer in half:
        writer.close()
    return took


def memory(served: Served) -> str:
    """Return the memory of the server and of its workers, in MiB."""
    found = []
    for pid in (served.process.pid, *sorted(served.workers())):
        kilobytes = re.search(r"VmRSS:\s*(\d+)", Path(f"/proc/{pid}/status").read_text())
        found.append(f"{int(kilobytes[1]) // 1024}" if kilobytes else "?")
    return " + ".join(found)


def main() -> None:
    """Print one row for each path and number of clients."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32, 64])
    parser.add_argument("--requests", type=int, default=10_000)
    asked = parser.parse_args()
    with serving(asked.folder) as one:
        port = int(one.address.rstrip("/").rpartition(":")[2])
        print(f"{'path':<46}{'clients':>8}{'a second':>10}{'50 %':>9}{'99 %':>9}{'not 200':>9}")
        for path in PATHS:
            asyncio.run(load(port, path, 1, 0.1))
            for clients in asked.clients:
                began = time.perf_counter()
                took, wrong = asyncio.run(load(port, path, clients, asked.seconds))
                rate = len(took) / (time.perf_counter() - began)
                middle, most = (1000 * took[int(part * (len(took) - 1))] for part in (0.5, 0.99))
                print(f"{path[:44]:<46}{clients:>8}{rate:>10.0f}{middle:>6.0f} ms{most:>6.0f} ms{wrong:>9}", flush=True)
        print(f"beside 200 half requests: {1000 * asyncio.run(beside_half_requests(port)):.0f} ms")
        for _ in range(3):
            print(f"memory: {memory(one)} MiB", flush=True)
            asyncio.run(many(port, asked.requests // 2))
        print(f"memory: {memory(one)} MiB")


if __name__ == "__main__":
    main()
