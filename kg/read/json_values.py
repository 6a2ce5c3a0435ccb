"""a stream of JSON -> its values, one at a time, within limits; for what cannot be read, the error that tells why."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from kg.core.errors import RecordError
from kg.core.opening import LARGEST_RECORD, open_text

NESTED = "is nested too deeply"
_CHUNK = 1 << 20  # characters
_BETWEEN = re.compile(r"[\s,]*")
_NEXT_LINE = re.compile(r"\n(?=\{)")
_DECODER = json.JSONDecoder()

Problem = ValueError | RecursionError
# What rows raise that are not what they should be, while they are read or looked at
ILL_FORMED = (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError)


def first_chunk(stream: IO[str]) -> str:
    """Return the beginning of a stream."""
    return stream.read(_CHUNK).removeprefix("\ufeff")


def values(stream: IO[str], text: str, at: int, *, in_list: bool) -> Iterator[Any | Problem]:
    """Yield each JSON value, or the error where there is none.

    Args:
        text: what has been read of the stream; `at` is where the first value begins in it.
        in_list: the values are a list's, which ends at its bracket, and an error is the last that is yielded; else
            reading goes on at the next line that begins with an object.
    """
    size = _CHUNK
    while True:
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at
        if in_list and text[at : at + 1] == "]":
            return
        try:
            value, at = _DECODER.raw_decode(text, at)
            yield value
            size = _CHUNK
            continue
        except (ValueError, RecursionError) as error:
            problem = error
        next_line = None if in_list else _NEXT_LINE.search(text, at)
        held = len(text) - at
        if held > LARGEST_RECORD:
            problem = ValueError(f"more than {LARGEST_RECORD:,} characters")
        elif not next_line and isinstance(problem, json.JSONDecodeError) and (more := stream.read(size)):
            # A value longer than a chunk: twice as much each time, so that the whole is read in linear time
            text, at, size = text[at:] + more, 0, size * 2
            continue
        if held or in_list:
            yield problem
        if not next_line:
            return
        at = next_line.end()


def reason(problem: Problem) -> str:
    """Say in words why a value cannot be read."""
    return NESTED if isinstance(problem, RecursionError) else f"is not valid JSON ({problem})"


def json_lines(
    path: Path, fits: Callable[[Any], bool], unfit: str, broken: str
) -> Iterator[tuple[int, dict[str, Any] | RecordError]]:
    """Yield (number, row) of each line of a file that holds a row of JSON in each, or the error in its place.

    Args:
        fits: tells whether a row is what it should be; it may raise any of ILL_FORMED.
        unfit: what is told of a row that does not fit; `broken`: before the error of one that cannot be read.
    """
    with open_text(path, errors="surrogateescape", newline="\n") as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                try:
                    row = json.loads(line.removeprefix("\ufeff"))
                    yield number, row if fits(row) else RecordError(path, number, unfit)
                except ILL_FORMED as error:
                    yield number, RecordError(path, number, f"{broken}: {error!r}")
