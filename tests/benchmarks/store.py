"""Our store beside Oxigraph's own server and rdflib alone: loading, the shipped queries, memory, in one run.

    python -m tests.benchmarks.store DIR [--repeats 5] [--limit 600] [--without rdflib]

DIR is a graph folder; the figures in docs/performance.md are of one with more than a million quads. Each engine runs in
processes of its own and gets the same graph: ours the folder itself (its tables become quads while the store is loaded)
and then `kg serve`; Oxigraph's server (the `oxigraph` package) and rdflib the N-Quads that `kg export` wrote, whose
writing is told apart. Queries are answered over the union of all graphs, asked over HTTP in turn (rdflib in its
process), all answers read as CSV; they must agree. The least of the repeats counts. What takes
longer than the limit is said to.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from kg.core.paths import shipped_queries
from kg.core.prefixes import expand
from tests.benchmarks.lexicon import peak

ROOT = Path(__file__).resolve().parents[2]
CONCEPT = "MONDO:0007179"  # autoimmune disease, for the queries that ask about a concept


def queries() -> dict[str, str]:
    """Return the shipped queries by name, their parameter filled in."""
    texts = {name: path.read_text(encoding="utf-8") for name, path in shipped_queries().items()}
    return {name: text.replace("$concept", f"<{expand(CONCEPT)}>") for name, text in sorted(texts.items())}


def answer(text: str) -> list[tuple[str, ...]]:
    """Return the rows of a CSV answer, sorted: queries that order by a few columns leave the rest open."""
    return sorted(map(tuple, csv.reader(io.StringIO(text))))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def resident(process: int) -> int:
    """Return the most that a process and its children have held, in MiB."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            told = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:  # it has ended
            continue
        if int(told["Pid"]) == process or int(told["PPid"]) == process:
            total += int(told.get("VmHWM", "0 kB").split()[0])
    return total // 1024


def timed(command: list[str], environment: dict[str, str] | None = None) -> tuple[float, int]:
    """Run a command to its end; return seconds and the MiB it held at most."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, **(environment or {})})
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return time.perf_counter() - started, usage.ru_maxrss // 1024


@contextmanager
def server(command: list[str], port: int, environment: dict[str, str] | None = None) -> Iterator[int]:
    """Start a server, wait until it answers, give its process id, stop it."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **(environment or {})}
    )
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def ask_both(urls: dict[str, str], repeats: int, limit: float) -> dict[str, dict[str, Any]]:
    """Return seconds and rows by query and engine; the engines take turns."""
    told: dict[str, dict[str, Any]] = {}
    headers = {"Accept": "text/csv", "Content-Type": "application/sparql-query"}
    with httpx.Client(timeout=limit) as client:
        for name, text in queries().items():
            found: dict[str, list[float]] = {engine: [] for engine in urls}
            rows: dict[str, Any] = {}
            for _ in range(repeats):
                for engine, url in urls.items():
                    started = time.perf_counter()
                    response = client.post(url, content=text.encode(), headers=headers)
                    found[engine].append(time.perf_counter() - started)
                    assert response.status_code == 200, (engine, name, response.text)
                    rows[engine] = answer(response.text)
            told[name] = {engine: (min(seconds), rows[engine]) for engine, seconds in found.items()}
    return told


def rdflib_alone(quads: Path, repeats: int) -> None:
    """Print, line by line as they are known, what rdflib takes to load and to answer."""
    import rdflib

    started = time.perf_counter()
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(quads, format="nquads")
    print(json.dumps({"load": time.perf_counter() - started, "peak": peak()}), flush=True)
    for name, text in queries().items():
        seconds = []
        for _ in range(min(repeats, 2)):
            began = time.perf_counter()
            told = dataset.query(text).serialize(format="csv")
            seconds.append(time.perf_counter() - began)
        rows = answer((told or b"").decode())
        print(json.dumps({"query": name, "seconds": min(seconds), "rows": rows, "peak": peak()}), flush=True)


def run_rdflib(quads: Path, repeats: int, limit: float) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "tests.benchmarks.store", "--rdflib", str(quads), "--repeats", str(repeats)]
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, stdout=output, env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT)
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        output.seek(0)
        return [json.loads(line) for line in output.read().splitlines()]


def compare(folder: Path, repeats: int, limit: float, without: list[str]) -> None:
    """Load and ask each engine in turn, and print the table."""
    ours = {"PYTHONPATH": str(ROOT)}
    oxigraph = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert oxigraph, "pip install oxigraph"
    with tempfile.TemporaryDirectory() as scratch:
        copy, quads, location = Path(scratch) / "graph", Path(scratch) / "graph.nq", Path(scratch) / "oxigraph"
        shutil.copytree(folder / "graph", copy / "graph")
        shutil.copytree(folder / "extractions", copy / "extractions")
        kg = [sys.executable, "-m", "kg.cli"]
        written, _ = timed([*kg, "export", str(copy), "--format", "nquads", "--out", str(quads)], ours)
        with quads.open("rb") as lines:
            print(f"{sum(1 for _ in lines):,} quads, written as N-Quads in {written:.1f} s")
        loads = {
            "kg": timed([*kg, "query", str(copy), "ASK {}"], ours),
            "oxigraph": timed([oxigraph, "load", "--location", str(location), "--file", str(quads)]),
        }
        ports = free_port(), free_port()
        serve = [*kg, "serve", str(copy), "--port", str(ports[0])]
        read_only = [oxigraph, "serve-read-only", "--location", str(location), "--union-default-graph"]
        with (
            server(serve, ports[0], ours) as first,
            server([*read_only, "--bind", f"127.0.0.1:{ports[1]}"], ports[1]) as second,
        ):
            urls = {"kg": f"http://127.0.0.1:{ports[0]}/sparql", "oxigraph": f"http://127.0.0.1:{ports[1]}/query"}
            told = ask_both(urls, repeats, limit)
            held = {"kg": resident(first), "oxigraph": resident(second)}
        alone = [] if "rdflib" in without else run_rdflib(quads, repeats, limit)
        report(loads, held, told, alone, limit)


def report(
    loads: dict[str, tuple[float, int]],
    held: dict[str, int],
    told: dict[str, dict[str, Any]],
    alone: list[dict[str, Any]],
    limit: float,
) -> None:
    """Print a line for loading, one for memory, one for each query; ratios are ours to Oxigraph's."""
    third = {row.get("query", "load"): row for row in alone}
    print(f"{'':<32}{'kg':>10}{'oxigraph':>10}{'ratio':>8}{'rdflib':>12}")

    def line(label: str, ours: float, theirs: float, other: str, digits: int = 3) -> None:
        print(f"{label:<32}{ours:>10.{digits}f}{theirs:>10.{digits}f}{ours / theirs:>8.2f}{other:>12}")

    def known(name: str, key: str, digits: int = 3) -> str:
        return f"{third[name][key]:.{digits}f}" if name in third else f"> {limit:.0f} s" if alone else "-"

    line("load, seconds", loads["kg"][0], loads["oxigraph"][0], known("load", "load", 1), 1)
    line("load, most MiB held", loads["kg"][1], loads["oxigraph"][1], known("load", "peak", 0), 0)
    line("serving, most MiB held", held["kg"], held["oxigraph"], str(alone[-1]["peak"]) if alone else "-", 0)
    for name, engines in told.items():
        (ours, rows), (theirs, expected) = engines["kg"], engines["oxigraph"]
        assert rows == expected, name
        if name in third:
            agrees = [tuple(row) for row in third[name]["rows"]] == expected
            assert agrees, f"rdflib answers {name} otherwise"
        line(f"{name} ({len(rows) - 1:,} rows)", ours, theirs, known(name, "seconds"))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--limit", type=float, default=600, help="seconds for rdflib, and for any one query")
    parser.add_argument("--without", action="append", default=[], choices=["rdflib"])
    parser.add_argument("--rdflib", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.rdflib:
        rdflib_alone(given.rdflib, given.repeats)
    elif given.folder:
        compare(given.folder, given.repeats, given.limit, given.without)
    else:
        parser.error("name a graph folder")


if __name__ == "__main__":
    main()
