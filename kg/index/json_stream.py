"""a JSON text -> the objects of its arrays of a given name, one at a time; a broken one is named and left out.

Parsers at hand either hold the whole file or stop at the first mistake; this reads on with the next object.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple, TextIO

_CHUNK = 1 << 16  # characters; a parser's complaint costs time by how far it has read in them
_NEAR_END = 16  # characters; a parser's complaint so near the buffer's end may only mean that more must be read
_SPACE = re.compile(r"[\s,]*")


class Found(NamedTuple):
    """An object of an array and the line it begins on; or None, and why it could not be read."""

    line: int
    value: Any
    reason: str = ""


class _Text:
    """A window on a stream of characters."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.held = ""
        self.at = 0
        self.line = 1  # of `at`
        self.ended = False

    def more(self) -> bool:
        """Read on; False at the end of the stream."""
        chunk = "" if self.ended else self.stream.read(max(_CHUNK, len(self.held) - self.at))
        self.ended = not chunk
        self.held, self.at = self.held[self.at :] + chunk, 0
        return bool(chunk)

    def go(self, to: int) -> None:
        self.line += self.held.count("\n", self.at, to)
        self.at = to

    def search(self, pattern: re.Pattern[str], longest: int) -> re.Match[str] | None:
        """Return the next match, None where there is none up to the end; matches have up to `longest` characters."""
        while True:
            found = pattern.search(self.held, self.at)
            if found:
                return found
            self.go(max(self.at, len(self.held) - longest))
            if not self.more():
                return None

    def peek(self) -> str:
        """Return the next character that is neither white space nor a comma, "" at the end."""
        while True:
            self.go(_SPACE.match(self.held, self.at).end())  # type: ignore[union-attr] # matches anything
            if self.at < len(self.held):
                return self.held[self.at]
            if not self.more():
                return ""


def objects(stream: TextIO, arrays: tuple[str, ...], keys: tuple[str, ...]) -> Iterator[Found]:
    """Yield the objects of every array that one of the names stands before, in order.

    Args:
        arrays: names of arrays of objects ("nodes").
        keys: names of an object's first member; behind a broken object reading goes on where one begins so.
    """
    text = _Text(stream)
    opening = re.compile(rf'"(?:{"|".join(arrays)})"\s*:\s*\[')
    restart = re.compile(rf'\{{\s*"(?:{"|".join(keys)})"\s*:')
    while found := text.search(opening, 64):
        text.go(found.end())
        while text.peek() not in {"]", ""}:
            one = _object(text)
            yield one
            if one.reason:
                text.go(text.at + 1)
                after = text.search(restart, 64)
                text.go(after.start() if after else len(text.held))


def _object(text: _Text) -> Found:
    """Return the value that begins here, and step behind it; a broken one is not stepped over."""
    decoder = json.JSONDecoder()
    while True:
        try:
            value, end = decoder.raw_decode(text.held, text.at)
        except json.JSONDecodeError as error:
            cut_short = error.msg.startswith("Unterminated") or error.pos >= len(text.held) - _NEAR_END
            if cut_short and text.more():
                continue
            line = text.line + text.held.count("\n", text.at, error.pos)
            return Found(line, None, f"is no JSON ({error.msg})")
        except RecursionError:
            return Found(text.line, None, "is nested too deeply")
        found = Found(text.line, value)
        text.go(end)
        return found
