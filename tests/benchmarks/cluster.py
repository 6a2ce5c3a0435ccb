"""The engine `ray` with one node and with three, all on this machine, beside the local engine: equal output, overhead.

    python -m tests.benchmarks.cluster [--abstracts 4000] [--nodes 1 3]

The same real abstracts are annotated (`kg annotate`, so that assembly, which is the same, does not blur it) by the
local engine with one worker and with as many as the cluster has processors, then by Ray clusters of nodes with one
processor each beside a head that has none. Seconds include starting Python and connecting; starting the cluster itself
is told apart. Three nodes on two cores share them: what counts there is the overhead, not the speed. The shards must be
equal.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.core.folder import GraphFolder
from tests.benchmarks.scale import write_inputs

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 100 * 2**20  # bytes of a node's object store


@contextmanager
def cluster(nodes: int) -> Iterator[tuple[str, float]]:
    """Start a cluster; give its address and the seconds that it took."""
    from ray.cluster_utils import Cluster

    began = time.perf_counter()
    head = {"num_cpus": 0, "object_store_memory": MEMORY, "include_dashboard": False}
    made = Cluster(initialize_head=True, head_node_args=head)
    try:
        for _ in range(nodes):
            made.add_node(num_cpus=1, object_store_memory=MEMORY)
        yield made.address, time.perf_counter() - began
    finally:
        made.shutdown()


def annotated(inputs: Path, out: Path, *how: str) -> tuple[float, list[bytes]]:
    """Annotate; return seconds and the shards."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "kg.cli", "annotate", str(inputs), "--out", str(out), *how]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - began, [path.read_bytes() for path in GraphFolder(out).shards()]


def main() -> None:
    """Print a row for each engine and size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--abstracts", type=int, default=4000)
    parser.add_argument("--nodes", type=int, nargs="+", default=(1, 3))
    given = parser.parse_args()
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "PYTHONPATH": str(ROOT)}
    local: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        write_inputs(place / "abstracts.jsonl", given.abstracts)
        wanted: list[bytes] = []
        for workers in sorted({1, *given.nodes}):
            local[workers], shards = annotated(
                place / "abstracts.jsonl", place / f"local{workers}", "--workers", str(workers)
            )
            wanted = wanted or shards
            assert shards == wanted
        print(f"{given.abstracts:,} abstracts, {len(wanted)} shards")
        print(f"{'nodes':>6}{'started s':>11}{'ray s':>8}{'local s':>9}{'overhead':>10}  same bytes")
        for nodes in given.nodes:
            with cluster(nodes) as (address, started):
                how = ("--engine", "ray", "--address", address)
                seconds, shards = annotated(place / "abstracts.jsonl", place / f"ray{nodes}", *how)
            assert shards == wanted
            beside = f"{local[nodes]:>9.1f}{seconds / local[nodes] - 1:>10.0%}"
            print(f"{nodes:>6}{started:>11.1f}{seconds:>8.1f}{beside}  {shards == wanted}", flush=True)


if __name__ == "__main__":
    main()
