"""Every hostile file of `tests/hostile_files.py` through every reader, each in a process with little memory and time.

python -m tests.benchmarks.hostile           the kinds that are small
python -m tests.benchmarks.hostile --all     with bombs, and files of 100 MB; --large those alone
python -m tests.benchmarks.hostile KIND …    these
python -m tests.benchmarks.hostile --of=read    with the readers whose names begin so

Prints a line per kind: how many readers, what came of it, the longest time and the most memory; and what should not be:
an exception that is none of ours, a process that had to be ended.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.core.errors import KGError
from tests import small_files
from tests.fuzz import targets
from tests.hostile_files import ANY, LARGE

MOST_MEMORY = 2 << 30  # bytes that a child may take beyond what its parent holds
MOST_SECONDS = 60  # of processor time
READERS = {
    **{f"read {name}": seed for name, seed in small_files.DOCUMENTS.items()},
    **{f"gold {name}": seed for name, seed in small_files.GOLD.items()},
    **{f"ontology {name}": seed for name, seed in small_files.ONTOLOGIES.items()},
    "overrides ": small_files.OVERRIDES,
    "curations ": small_files.CURATIONS,
}


def items(reader: str, path: Path) -> Iterator[object]:
    """Yield what a reader finds in a file."""
    room, _, name = reader.partition(" ")
    if room == "read":
        from kg.read.sniff import read_documents

        yield from targets.checked_documents(read_documents([str(path)], name))
    elif room == "gold":
        from kg.read.gold import GOLD_READERS

        yield from targets.checked_extractions(GOLD_READERS[name].gold(path))
    elif room == "ontology":
        from kg.index.sniff import read_ontology

        yield from targets.checked_concepts(read_ontology(path, name))
    else:
        getattr(targets, room)(path.read_bytes())


def outcome(reader: str, path: Path) -> dict[str, Any]:
    """Read a file in this process; return what came of it."""
    found: Counter[str] = Counter()
    first = ""
    started = time.process_time()
    try:
        for item in items(reader, path):
            found["errors" if isinstance(item, KGError) else "read"] += 1
            first = first or (str(item) if isinstance(item, KGError) else "")
    except KGError as error:
        found["errors"] += 1
        first = str(error)
    except BaseException as error:  # noqa: BLE001 (whatever it is, it is what is looked for)
        found["RAISED"] += 1
        first = f"{type(error).__name__}: {error}"
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return {**found, "first": first[:200], "seconds": time.process_time() - started, "peak": int(peak.split()[1])}


def in_child(reader: str, path: Path) -> dict[str, Any]:
    """Read a file in a child with limits; return what came of it."""
    receive, send = os.pipe()
    child = os.fork()
    if not child:
        os.close(receive)
        held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + MOST_MEMORY, held + MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        os.write(send, json.dumps(outcome(reader, path)).encode("ascii", "replace"))
        os._exit(0)
    os.close(send)
    with os.fdopen(receive, "rb") as told:
        answer = told.read()
    _, status = os.waitpid(child, 0)
    if not answer:
        return {"ENDED": 1, "first": f"signal {os.WTERMSIG(status)}", "seconds": MOST_SECONDS, "peak": 0}
    return dict(json.loads(answer))


def main(arguments: list[str]) -> int:
    """Print the table; return how much should not be."""
    kinds = {**ANY, **LARGE} if "--all" in arguments or set(arguments) & set(LARGE) else ANY
    kinds = LARGE if "--large" in arguments else kinds
    named = [one for one in arguments if not one.startswith("--")]
    begin = next((one.removeprefix("--of=") for one in arguments if one.startswith("--of=")), "")
    readers = {name: seed for name, seed in READERS.items() if name.startswith(begin)}
    wrong = count = 0
    for room in ("read", "gold", "ontology", "overrides", "curations"):  # load all before anything is forked
        reader = next(name for name in READERS if name.startswith(room))
        with targets.as_file(READERS[reader]) as path:
            outcome(reader, path)
    base = outcome("overrides ", Path("/dev/null"))["peak"]
    print(f"{'kind':<38}{'readers':>8}{'read':>6}{'error':>6}{'both':>6}{'none':>6}{'seconds':>9}{'MiB':>6}")
    for kind, write in kinds.items():
        if named and kind not in named:
            continue
        tally, slowest, most = Counter[str](), (0.0, ""), (0, "")
        for reader, seed in readers.items():
            with tempfile.TemporaryDirectory(prefix="kg-hostile-") as folder:
                path = Path(folder) / "file"
                write(path, seed)
                found = in_child(reader, path)
            count += 1
            got = [name for name in ("read", "errors", "RAISED", "ENDED") if found.get(name)]
            tally["+".join(got)] += 1
            slowest = max(slowest, (found["seconds"], reader))
            most = max(most, (found["peak"] - base, reader))
            if "RAISED" in got or "ENDED" in got:
                wrong += 1
                print(f"  {reader}: {kind}: {'+'.join(got)} {found['first']}", flush=True)
        print(
            f"{kind:<38}{len(readers):>8}{tally['read']:>6}{tally['errors']:>6}{tally['read+errors']:>6}{tally['']:>6}"
            f"{slowest[0]:>9.1f}{most[0] // 1024:>6}  {slowest[1]}; {most[1]}",
            flush=True,
        )
    print(f"{count} files read, {wrong} as should not be; at most {MOST_SECONDS} s and {MOST_MEMORY >> 20} MiB each")
    return wrong


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
