"""CSV and TSV -> Documents, one per row; columns by name, the delimiter told by the header."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from kg.core.errors import InputError, RecordError
from kg.core.opening import open_text
from kg.core.text import Document
from kg.read.columns import KNOWN_COLUMNS, TEXT_COLUMNS, BadRow, column_key, row_to_document

_DELIMITERS = (",", "\t", ";", "|")
_FIELD_LIMIT = 1 << 24  # characters; the csv module's own is 131,072
_MOST_LINES = 10_000  # of a row
_MOST_OPEN = 100  # quotes that do not close, behind which reading goes on with the next line


def _fields(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _known(header: Sequence[str]) -> int:
    return sum(column_key(name) in KNOWN_COLUMNS for name in header)


def _has_text(header: Sequence[str]) -> bool:
    return any(column_key(name) in TEXT_COLUMNS for name in header)


def _delimiter(header: str) -> str:
    """Return the delimiter under which most columns of a header line are known by name."""

    def merit(delimiter: str) -> tuple[int, int]:
        header_fields = _fields(header, delimiter)
        return _known(header_fields), len(header_fields)

    return max(_DELIMITERS, key=merit)


def recognises(head: str) -> bool:
    """Say whether a file that begins so has a header line with a title or text column, and another one."""
    lines = [line for line in head.splitlines()[:50] if line.strip()]
    if not lines:
        return False
    delimiter = _delimiter(lines[0])
    header = _fields(lines[0], delimiter)
    if not _has_text(header) or len(header) < 2:
        return False
    return _known(header) > 1 or (len(lines) > 1 and len(_fields(lines[1], delimiter)) == len(header))


def read(path: Path) -> Iterator[Document | RecordError]:
    """Yield one document per row; its record number is the line its row begins on.

    Raises:
        InputError: the file cannot be opened, or its header names neither a title nor a text column.
    """
    with open_text(path, errors="surrogateescape", newline="") as lines:
        first = lines.readline()
        while first and not first.strip():
            first = lines.readline()
        lines.seek(0)
        yield from _rows(path, lines, _delimiter(first))


class _Lines:
    """The lines of a file; those that a row has taken can be given back, but for its first."""

    def __init__(self, source: Iterator[str]) -> None:
        self._source = source
        self._waiting: deque[str] = deque()
        self._taken: list[str] = []
        self.number = 0  # of the last line given

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self._taken) > _MOST_LINES:
            raise csv.Error(f"a quote does not close within {_MOST_LINES:,} lines")
        line = self._waiting.popleft() if self._waiting else next(self._source)
        self._taken.append(line)
        self.number += 1
        return line

    def begin(self) -> int:
        """Begin a row; return the number of its first line."""
        self._taken = []
        return self.number + 1

    def give_back(self) -> None:
        """Give back the lines of this row behind its first."""
        self._waiting.extendleft(reversed(self._taken[1:]))
        self.number -= len(self._taken[1:])


def _rows(path: Path, stream: TextIO, delimiter: str) -> Iterator[Document | RecordError]:
    csv.field_size_limit(_FIELD_LIMIT)
    lines = _Lines(stream)
    # strict: a quote that never closes is an error, not a long field
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    header: list[str] = []
    patience = _MOST_OPEN
    while True:
        number = lines.begin()
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield RecordError(path, number, f"is not valid CSV ({error})")
            if patience:  # the rows below are not to be lost with this one; nor read again without end
                lines.give_back()
                patience -= 1
            continue
        if not row:
            continue
        if header:
            yield _record(path, number, header, row)
        elif _has_text(row):
            header = row
        else:
            break
    if not header:
        raise InputError(path, "the header names neither a title nor a text column")


def _record(path: Path, number: int, header: list[str], row: list[str]) -> Document | RecordError:
    if len(row) != len(header):
        return RecordError(path, number, f"{len(row)} fields where the header has {len(header)}")
    try:
        return row_to_document(dict(zip(header, row, strict=True)), number)
    except BadRow as error:
        return RecordError(path, number, str(error))
