"""The README's first code block: its two lines, for the test that runs them and for `.ci/run`.

python -m tests.readme_commands build|test     prints one of them
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parents[1] / "README.md"


def first_block() -> tuple[str, str]:
    """Return (build line, test line)."""
    block = re.search(r"```(?:sh|bash|console)\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert block, "the README has no shell block"
    lines = [line for line in block[1].splitlines() if line.strip() and not line.startswith("#")]
    assert len(lines) == 2, f"the README's first block holds {len(lines)} lines"
    return lines[0], lines[1]


if __name__ == "__main__":
    sys.stdout.write(first_block()[sys.argv[1] == "test"] + "\n")
