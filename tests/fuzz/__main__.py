"""Fuzz targets with atheris, each in a process of its own, and tell how many inputs were tried and what failed.

python -m tests.fuzz                      every target for 30 seconds
python -m tests.fuzz read-csv query       these
python -m tests.fuzz --seconds 300 --to build/fuzz    where inputs found, and those that fail, are kept
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import pkgutil
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
LONGEST = 4096  # bytes of an input
ROOMS = ("kg.core", "kg.read", "kg.index")
SLOWEST = 10  # seconds for one
MOST_MEMORY = 3072  # MiB


def fuzz(target: str, arguments: Sequence[str]) -> None:
    """Fuzz one target in this process, which libFuzzer ends."""
    import atheris

    with atheris.instrument_imports(include=["kg"]):
        for room in ROOMS:
            for module in pkgutil.iter_modules(importlib.import_module(room).__path__):
                importlib.import_module(f"{room}.{module.name}")
        from kg.store import query  # noqa: F401 (so that it is instrumented)
    from tests.fuzz.targets import TARGETS

    call = TARGETS[target].call
    atheris.Setup([sys.argv[0], *arguments], lambda content: call(content))
    atheris.Fuzz()


def run(target: str, seconds: int, to: Path) -> bool:
    """Fuzz one target in a child; print one line; tell whether nothing failed."""
    from tests.fuzz.targets import TARGETS

    seeds, found = to / "seeds" / target, to / "found" / target
    for folder in (seeds, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(TARGETS[target].seeds):
        (seeds / f"seed-{number}").write_bytes(seed)
    places = [found, seeds, *([CORPUS / target] if (CORPUS / target).is_dir() else [])]
    options = [f"-max_total_time={seconds}", f"-timeout={SLOWEST}", f"-rss_limit_mb={MOST_MEMORY}"]
    options += [f"-max_len={LONGEST}", f"-artifact_prefix={to}/{target}-", "-len_control=0", "-print_final_stats=1"]
    command = [sys.executable, "-m", "tests.fuzz", "--child", target, *options, *map(str, places)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    (to / f"{target}.log").write_text(done.stdout, encoding="utf-8")
    count = re.search(r"number_of_executed_units: (\d+)", done.stdout)
    covered = re.findall(r"cov: (\d+)", done.stdout)
    failed = re.search(r"(?m)^ === (?:Uncaught.*\n(.*)|.*)|^==\d+== ?ERROR: (.*)", done.stdout)
    told = f"FAILED: {failed[1] or failed[2] or failed[0]}" if done.returncode and failed else ""
    told = told or ("FAILED, see its log" if done.returncode else "ok")
    print(f"{target:<22}{int(count[1]) if count else 0:>10,}{covered[-1] if covered else '':>8}  {told}", flush=True)
    return not done.returncode


def main() -> int:
    """Fuzz; return 1 where anything failed."""
    if sys.argv[1:2] == ["--child"]:
        fuzz(sys.argv[2], sys.argv[3:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=int, default=30, help="for each target")
    parser.add_argument("--to", type=Path, help="where inputs and logs are kept; a temporary folder unless told")
    options = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed: pip install atheris (Python 3.11 to 3.13, Linux and macOS)")
        return 0
    from tests.fuzz.targets import TARGETS

    unknown = [name for name in options.targets if name not in TARGETS]
    if unknown:
        parser.error(f"no target is called {unknown[0]}; they are {', '.join(TARGETS)}")
    with tempfile.TemporaryDirectory() as folder:
        to = options.to or Path(folder)
        print(f"{'target':<22}{'inputs':>10}{'cov':>8}  result")
        came_well = [run(name, options.seconds, to) for name in options.targets or TARGETS]
        return int(not all(came_well))


if __name__ == "__main__":
    sys.exit(main())
