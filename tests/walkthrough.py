"""A page's walk-throughs as steps: files to write, lines to add, commands to run with what they print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class NewFile:
    path: str
    text: str

    def apply(self, root: Path) -> None:
        assert not (root / self.path).exists(), f"{self.path} is there already"
        (root / self.path).write_text(self.text, encoding="utf-8")


@dataclass(frozen=True, slots=True)
class NewLines:
    """Lines marked "+" among lines (or a line's beginning) that stand in the file once."""

    path: str
    before: str
    after: str
    added: int

    def apply(self, root: Path) -> None:
        text = (root / self.path).read_text(encoding="utf-8")
        assert text.count(self.before) == 1, f"{self.path} holds {text.count(self.before)} times:\n{self.before}"
        (root / self.path).write_text(text.replace(self.before, self.after), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Command:
    line: str
    prints: tuple[str, ...]


Step = NewFile | NewLines | Command


def steps(page: str) -> Iterator[Step]:
    """Yield the steps of a page, in order; other blocks are no steps."""
    for language, title, body in _FENCE.findall(page):
        if title:
            yield NewFile(title, body)
        elif language == "diff":
            yield _lines(body)
        elif language == "console":
            for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                line, *prints = part.splitlines()
                yield Command(line, tuple(prints))


def _lines(body: str) -> NewLines:
    head, *lines = body.splitlines()
    kept = [line[1:] for line in lines if not line.startswith("+")]
    added = [line for line in lines if line.startswith("+")]
    return NewLines(head.removeprefix("--- "), "\n".join(kept), "\n".join(line[1:] for line in lines), len(added))
