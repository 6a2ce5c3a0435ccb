"""JSON Lines, or a .json file that is one array of records or one record -> Documents, columns by name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TextIO

from kg.core.errors import RecordError
from kg.core.opening import open_text
from kg.core.text import Document
from kg.read.columns import TEXT_COLUMNS, BadRow, column_key, row_to_document

_KEY = re.compile(r'"([^"\\]{1,40})"\s*:')
_LOOKS_SO = re.compile(r'\s*(?:\[\s*)?\{\s*"')
_GAP = re.compile(r"[\s,]*")
_WHOLE = re.compile(r"\s*(?:\[|\{\s*$)")


def recognises(head: str) -> bool:
    """Say whether a file that begins so holds JSON records with a title or text."""
    if not _LOOKS_SO.match(head):
        return False
    return any(column_key(key) in TEXT_COLUMNS for key in _KEY.findall(head))


def read(path: Path) -> Iterator[Document | RecordError]:
    """Yield one document per record; its number is the line's, or the position in the array.

    Raises:
        InputError: the file cannot be opened or decompressed.
    """
    with open_text(path, errors="surrogateescape") as lines:
        first = lines.readline()
        while first and not first.strip():
            first = lines.readline()
        lines.seek(0)
        yield from _read_whole(path, lines) if _WHOLE.match(first) else _read_lines(path, lines)


def _record(path: Path, number: int, row: object) -> Document | RecordError:
    if not isinstance(row, dict):
        return RecordError(path, number, "is no JSON object")
    try:
        return row_to_document(row, number)
    except BadRow as error:
        return RecordError(path, number, str(error))


def _read_lines(path: Path, lines: TextIO) -> Iterator[Document | RecordError]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield RecordError(path, number, f"is not valid JSON ({error})")
        else:
            yield _record(path, number, row)


def _read_whole(path: Path, lines: TextIO) -> Iterator[Document | RecordError]:
    """Read an array, or records that span lines: the text is held whole, the records are made one by one."""
    decoder, text = json.JSONDecoder(), lines.read()
    array = text.lstrip().startswith("[")
    at = text.index("[") + 1 if array else 0
    for number in count(1):
        at = _skip_gap(text, at)
        if at == len(text) or (array and text[at] == "]"):
            break
        try:
            row, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield RecordError(path, number, f"is not valid JSON, so what follows it is not read ({error})")
            return
        yield _record(path, number, row)
    if array and at == len(text):
        yield RecordError(path, number, "is missing: the array is cut short")


def _skip_gap(text: str, at: int) -> int:
    gap = _GAP.match(text, at)
    return gap.end() if gap else at
