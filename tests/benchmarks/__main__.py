"""The tables of docs/performance.md on scale, one after the other.

    python -m tests.benchmarks [NAME...]

Without NAME all of them; they take three quarters of an hour on two slow cores. Each can be run alone, with options:
`python -m tests.benchmarks.scale --help`. The other modules here print tables of their own.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLES = {
    "scale": [],
    "assembly": ["--evidence", "20100000", "--memory", "3GB"],
    "peers": [],
    "kills": [],
    "cluster": [],
}


def main() -> None:
    """Print the tables; go on where one fails, and fail in the end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[*TABLES, []], metavar="NAME")
    failed = []
    for name in parser.parse_args().names or TABLES:
        print(f"\n{name} ({time.strftime('%H:%M')})\n", flush=True)
        command = [sys.executable, "-m", f"tests.benchmarks.{name}", *TABLES[name]]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(name)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
