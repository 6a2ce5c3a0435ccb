"""Builds killed at random moments, and what they end with.

    python -m tests.benchmarks.kills [--papers 300] [--kills 20] [--workers 2] [--seed 7]

Papers made by template are built once without interruption. Then builds of the same papers are killed (SIGKILL) at
moments drawn anew each time from the time that a whole one takes; every second kill hits a worker process, after which
the build has to go on by itself. Each is then built to its end, and must hold the same bytes.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.killing import build, children, contents, shards, start, write_papers


def kill_one(process: subprocess.Popen[str], moment: float, chance: random.Random, *, worker: bool) -> tuple[bool, str]:
    """Kill a build, or one of its workers, so many seconds after its start; return whether it was at work, and whom."""
    time.sleep(moment)
    running = process.poll() is None
    found = children(process) if worker and running else []
    with suppress(ProcessLookupError):
        if found:
            os.kill(chance.choice(found), signal.SIGKILL)
        else:
            process.kill()
    process.communicate()
    return running, "a worker" if found else "the build"


def main() -> None:
    """Print a row for each kill."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in (("papers", 300), ("kills", 20), ("workers", 2), ("seed", 7)):
        parser.add_argument(f"--{name}", type=int, default=value)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as scratch:
        inputs, whole = write_papers(Path(scratch) / "in", given.papers), Path(scratch) / "whole"
        began = time.perf_counter()
        build(inputs, whole, given.workers)
        took = time.perf_counter() - began
        wanted = contents(whole)
        print(f"{given.papers:,} papers, {shards(whole)} shards, {took:.1f} s uninterrupted")
        print(f"{'second':>8}  {'killed':<12}{'exit':>5}{'shards then':>13}  {'at work':<9}same bytes")
        same = mid_run = 0
        for number in range(given.kills):
            out = Path(scratch) / str(number)
            moment = chance.uniform(0.05, 0.95) * took
            process = start(inputs, out, given.workers)
            running, whom = kill_one(process, moment, chance, worker=number % 2 == 1)
            standing = shards(out)
            build(inputs, out, given.workers)
            equal = contents(out) == wanted
            print(f"{moment:>8.1f}  {whom:<12}{process.returncode:>5}{standing:>13}  {running!s:<9}{equal}", flush=True)
            same, mid_run = same + equal, mid_run + running
        print(f"{same} of {given.kills} ended with the same bytes; {mid_run} kills came while the build was at work")
        assert same == given.kills


if __name__ == "__main__":
    main()
