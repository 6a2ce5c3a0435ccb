"""Builds that are killed: papers made by template, real processes, and what must be the same in the end."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_WHO = ("IL-2", "IL-6", "TNF", "IL-10", "IL-17A", "Rapamycin", "Methotrexate", "CTLA-4", "PD-1", "Abatacept", "IL-23")
_DOES = ("expands", "suppresses", "increases", "activates", "inhibits")
_WHOM = ("regulatory T cells", "Th17 cells", "B cells", "macrophages", "dendritic cells", "NK cells", "monocytes")
_WHERE = ("lupus", "rheumatoid arthritis", "psoriasis", "asthma")


def write_papers(folder: Path, count: int) -> Path:
    """Write so many papers of a few sentences, a file each; return the folder."""
    folder.mkdir(parents=True)
    sentences = itertools.cycle(
        f"{who} {does} {whom} in patients with {where}."
        for who, does, whom, where in itertools.product(_WHO, _DOES, _WHOM, _WHERE)
    )
    for number in range(count):
        said = " ".join(itertools.islice(sentences, 5))
        (folder / f"{number:05}.txt").write_text(f"Of study {number}\n\n{said}\n", encoding="utf-8")
    return folder


def start(inputs: Path, out: Path, workers: int) -> subprocess.Popen[str]:
    """Start a build as a user does, who names the inputs from where they lie: borders of portions follow from names."""
    command = [sys.executable, "-m", "kg.cli", "build", inputs.name, "--out", str(out), "--workers", str(workers)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment, cwd=inputs.parent)


def build(inputs: Path, out: Path, workers: int = 1) -> str:
    """Build to the end; return what it printed."""
    process = start(inputs, out, workers)
    printed, problems = process.communicate()
    assert process.returncode == 0, problems
    return printed


def kill_when(process: subprocess.Popen[str], reached: Callable[[], bool], sig: int = signal.SIGKILL) -> None:
    """Send a build a signal at a moment, which has to come before the build ends."""
    while not reached():
        assert process.poll() is None, f"the build was over before the kill: {process.communicate()}"
        time.sleep(0.002)
    process.send_signal(sig)
    process.communicate()


def children(process: subprocess.Popen[str]) -> list[int]:
    """Return the ids of a process's worker processes; none where the system does not tell."""
    found: list[int] = []
    with suppress(OSError):
        for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
            command = Path(f"/proc/{child}/cmdline").read_bytes()
            if b"spawn_main" in command:
                found.append(int(child))
    return found


def shards(out: Path) -> int:
    """Return how many shards stand."""
    return sum(1 for _ in (out / "extractions").glob("[!.]*.parquet"))


def contents(out: Path) -> dict[str, bytes]:
    """Return all files of a graph folder."""
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
