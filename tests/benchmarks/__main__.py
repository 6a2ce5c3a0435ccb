"""Time and memory of whole builds, each in a process of its own."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "inputs"
DEFAULT = (
    SHARED / "formats" / "genia_2000_efetch.xml.xz",
    SHARED / "abstracts" / "immunology_subset.jsonl.gz",
    SHARED / "abstracts" / "pubmed_abstracts_part1of5.jsonl.xz",
)


def measured(arguments: list[str]) -> tuple[float, int, dict[str, object]]:
    """Return (seconds, peak MiB, the JSON it printed) of one `kg` command."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "kg.cli", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    output, _ = process.communicate()
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return seconds, peak, json.loads(output) if output.startswith("{") else {}


def main(inputs: list[str]) -> None:
    """Print one row per input and number of workers. The peak is the largest process so far."""
    print(f"{'input':<40}{'workers':>8}{'documents':>11}{'seconds':>9}{'per second':>12}{'peak MiB':>10}")
    for name in inputs or [str(path) for path in DEFAULT if path.exists()]:
        for workers in (1, 2):
            with tempfile.TemporaryDirectory() as folder:
                line = ["build", name, "--out", folder, "--workers", str(workers), "--json"]
                seconds, peak, told = measured(line)
            read = int(str(told.get("read", 0)))
            print(f"{Path(name).name:<40}{workers:>8}{read:>11,}{seconds:>9.1f}{read / seconds:>12.1f}{peak:>10}")


if __name__ == "__main__":
    main(sys.argv[1:])
