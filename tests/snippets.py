"""Code blocks of a Markdown page -> what they do, in order, in one folder.

Blocks marked sh and python are run. Where `<!-- not run: REASON -->` stands above one it is not; a test lists those.
Where `<!-- prints -->` stands above a block, each of its lines stands in what the block before it printed (`…` for any
words). A server that a page starts runs until the page ends, at a port of its own.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.door import Kg
from tests.served import serving

ROOT = Path(__file__).resolve().parents[1]
_BLOCK = re.compile(
    r"(?:^<!-- (?P<note>.*?) -->\n)?^```(?P<kind>[\w{}-]*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE
)
_INSTALLS = re.compile(r"\b(?:pip|conda|apt-get|npm|docker)\b")
_HEREDOC = re.compile(r"<<'(\w+)'")
_ADDRESS = "http://127.0.0.1:8000/"  # what pages call a server that runs as nobody has told it otherwise


@dataclass(frozen=True, slots=True)
class Block:
    kind: str
    text: str
    note: str = ""

    @property
    def runs(self) -> bool:
        return self.kind in ("sh", "python") and not self.note.startswith("not run")


def blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page, in order."""
    found = _BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [Block(one["kind"], one["text"], one["note"] or "") for one in found]


def statements(text: str) -> Iterator[str]:
    """Yield the commands of a shell block: a line each, and what a backslash, quote or here-document adds."""
    lines = iter(text.splitlines())
    for line in lines:
        command = line
        while command.endswith("\\") or not _words(command):
            command += "\n" + next(lines)
        if end := _HEREDOC.search(command):
            for more in lines:
                command += "\n" + more
                if more == end[1]:
                    break
        if command.strip() and not command.lstrip().startswith("#"):
            yield command


def _words(command: str) -> list[str]:
    """Return the words and operators of a command, or nothing while a quote is open; a blank line has an empty one."""
    reading = shlex.shlex(command, posix=True, punctuation_chars=True)
    reading.whitespace_split = True
    try:
        return list(reading) or [""]
    except ValueError:
        return []


def plain(command: str) -> list[list[str]]:
    """Return the words of each `kg …` that a command holds; nothing where it needs a shell."""
    calls: list[list[str]] = [[]]
    for word in _words(command):
        if word == "&&":
            calls.append([])
        elif set(word) <= set("();<>|&"):
            return []
        else:
            calls[-1].append(word)
    return calls if all(call and call[0] == "kg" for call in calls) else []


@dataclass
class Runner:
    """Runs the blocks of one page.

    Args:
        kg: the command line, in this process.
        folder: where it runs; it is the current folder already.
        running: what ends with the page.
    """

    kg: Kg
    folder: Path
    running: contextlib.ExitStack
    address: str = _ADDRESS
    names: dict[str, object] = field(default_factory=lambda: {"__name__": "page"})
    printed: str = ""

    def run(self, block: Block) -> None:
        """Run a block, or hold what the one before it printed against it."""
        text = block.text.replace(_ADDRESS, self.address)
        if block.note == "prints":
            self.compare(text)
        elif block.runs:
            self.printed = self._python(text) if block.kind == "python" else "".join(map(self._shell, statements(text)))

    def compare(self, text: str) -> None:
        have = " ".join(self.printed.split())
        for line in filter(str.strip, text.splitlines()):
            wanted = ".*?".join(re.escape(" ".join(part.split())) for part in line.split("…"))
            assert re.search(wanted, have), f"not printed: {line}\n--- but:\n{self.printed}"

    def _python(self, text: str) -> str:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(text, "page", "exec"), self.names)
        return out.getvalue()

    def _shell(self, command: str) -> str:
        calls = plain(command)
        if calls and calls[0][1] == "serve":
            folder, *options = calls[0][2:]
            served = self.running.enter_context(serving(Path(folder), *options))
            self.address = served.address
            return served.said
        if not calls:
            return self._bash(command)
        return "".join(self._call(words[1:]) for words in calls)

    def _call(self, words: list[str]) -> str:
        done = self.kg(*words)
        assert done.code == 0, f"kg {shlex.join(words)}\n{done.err}"
        return done.out + done.err

    def _bash(self, command: str) -> str:
        assert not _INSTALLS.search(command), f"mark the block as not run: {command}"
        shim = self.folder / ".bin" / "kg"
        shim.parent.mkdir(exist_ok=True)
        shim.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m kg.cli "$@"\n', encoding="utf-8")
        shim.chmod(0o755)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            capture_output=True,
            text=True,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "PATH": os.pathsep.join([str(shim.parent), str(Path(sys.executable).parent), os.environ["PATH"]]),
            },
        )
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        return done.stdout + done.stderr
