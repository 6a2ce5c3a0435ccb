"""What whole builds of real abstracts cost as they grow.

    python -m tests.benchmarks.scale [COUNT...] [--workers 1 2] [--memory 512MB] [--out FILE.json]

Without COUNT: 1,000, 5,000 and 20,000 abstracts of the shared ones, mixed in the order of a hash of their ids so that
each set is like the others. Each build is a `kg build` of its own; the table holds wall seconds, documents a second,
CPU milliseconds per document (all processes), the most memory that the parent and any one worker held, and how many
times faster two workers are than one. `--memory` is that of `kg build`: what assembling may take.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.killing import ROOT, children

ABSTRACTS = ROOT.parent / "shared" / "inputs" / "abstracts"
COUNTS = (1000, 5000, 20000)


def write_inputs(path: Path, count: int) -> int:
    """Write so many abstracts to a file of JSON Lines; return how many there were."""
    from kg.core.text import Document
    from kg.read.sniff import read_documents

    def lot(line: str) -> bytes:
        return hashlib.sha256(line.encode()).digest()

    lines = set()
    for found in read_documents(map(str, sorted(ABSTRACTS.glob("*.jsonl.*")))):
        if isinstance(found, Document):
            abstract = "\n\n".join(section.text for section in found.sections)
            lines.add(json.dumps({"pmid": found.metadata.pmid, "title": found.title, "abstract": abstract}))
    chosen = sorted(lines, key=lot)[:count]
    path.write_text("".join(f"{line}\n" for line in chosen), encoding="utf-8")
    return len(chosen)


def _peak(process: int) -> int:
    """Return the most memory that a process has held, in MiB; 0 where the system does not tell."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) // 1024
    return 0


def measured(inputs: Path, out: Path, workers: int, memory: str) -> dict[str, Any]:
    """Return what one build took."""
    command = [sys.executable, "-m", "kg.cli", "build", str(inputs), "--out", str(out), "--workers", str(workers)]
    command += ["--memory", memory] if memory else []
    before, began = os.times(), time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([*command, "--json"], stdout=subprocess.PIPE, text=True, env=environment)
    peaks = {"parent": 0, "worker": 0}

    def watch() -> None:
        while process.poll() is None:
            peaks["parent"] = max(peaks["parent"], _peak(process.pid))
            peaks["worker"] = max([peaks["worker"], *map(_peak, children(process))])
            time.sleep(0.2)

    watcher = threading.Thread(target=watch)
    watcher.start()
    printed = process.communicate()[0]
    seconds, after = time.perf_counter() - began, os.times()
    watcher.join()
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    read = json.loads(printed)["read"]
    return {"documents": read, "workers": workers, "seconds": seconds, "busy": busy, **peaks}


def main() -> None:
    """Print a row for each build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", type=int, nargs="*", default=COUNTS)
    parser.add_argument("--workers", type=int, nargs="+", default=(1, 2))
    parser.add_argument("--memory", default="")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    rows = []
    print(f"{'documents':>10}{'workers':>9}{'seconds':>9}{'a second':>10}{'CPU ms each':>13}{'parent MiB':>12}", end="")
    print(f"{'worker MiB':>12}{'times one':>11}")
    with tempfile.TemporaryDirectory() as scratch:
        for count in given.counts:
            inputs = Path(scratch) / f"{count}.jsonl"
            write_inputs(inputs, count)
            alone = 0.0
            for workers in given.workers:
                row = measured(inputs, Path(scratch) / f"{count}-{workers}", workers, given.memory)
                rows.append(row)
                alone = alone or row["seconds"]
                speed, each = row["documents"] / row["seconds"], row["busy"] / row["documents"] * 1000
                print(f"{row['documents']:>10,}{workers:>9}{row['seconds']:>9.1f}{speed:>10.1f}{each:>13.1f}", end="")
                print(f"{row['parent']:>12,}{row['worker']:>12,}{alone / row['seconds']:>11.2f}", flush=True)
    if given.out:
        given.out.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
