"""CSV and TSV -> Documents, one per row; columns by name, the delimiter told by the header."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from kg.core.errors import InputError, RecordError
from kg.core.opening import open_text
from kg.core.text import Document
from kg.read.columns import KNOWN_COLUMNS, TEXT_COLUMNS, BadRow, column_key, row_to_document

_DELIMITERS = (",", "\t", ";", "|")
_FIELD_LIMIT = 2**31 - 1  # the csv module's own is 131,072 characters; a C long holds no more on Windows


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


def _rows(path: Path, lines: TextIO, delimiter: str) -> Iterator[Document | RecordError]:
    csv.field_size_limit(_FIELD_LIMIT)
    # strict: a quote that never closes is an error, not a long field
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    header: list[str] = []
    while True:
        number = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield RecordError(path, number, f"is not valid CSV ({error})")
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
