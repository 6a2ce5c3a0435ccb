"""JSON Lines, or a .json file that is one array of records or one record -> Documents, columns by name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from math import inf
from pathlib import Path
from typing import TextIO

from kg.core.errors import RecordError
from kg.core.opening import LONGEST_LINE, open_text, read_head
from kg.core.text import Document
from kg.read.columns import TEXT_COLUMNS, BadRow, column_key, row_to_document
from kg.read.json_values import NESTED, Problem, first_chunk, reason, values

_KEY = re.compile(r'"([^"\\]{1,40})"\s*:')
_LOOKS_SO = re.compile(r'\s*(?:\[\s*)?\{\s*"')
_WHOLE = re.compile(r"\[|\{\s*$")


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
    first = read_head(path).lstrip().partition("\n")[0]
    whole = _WHOLE.match(first) is not None
    with open_text(path, errors="surrogateescape", longest_line=inf if whole else LONGEST_LINE) as stream:
        yield from _read_values(path, stream, first.startswith("[")) if whole else _read_lines(path, stream)


def _record(path: Path, number: int, row: object) -> Document | RecordError:
    if not isinstance(row, dict):
        return RecordError(path, number, "is no JSON object")
    try:
        return row_to_document(row, number)
    except BadRow as error:
        return RecordError(path, number, str(error))
    except RecursionError:
        return RecordError(path, number, NESTED)


def _read_lines(path: Path, lines: TextIO) -> Iterator[Document | RecordError]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield RecordError(path, number, reason(error))
        else:
            yield _record(path, number, row)


def _read_values(path: Path, stream: TextIO, in_list: bool) -> Iterator[Document | RecordError]:
    """Read an array, or records that span lines, one by one; nothing of an array is read behind what is no JSON."""
    text = first_chunk(stream)
    begin = text.find("[") + 1 if in_list else 0
    for number, row in enumerate(values(stream, text, begin, in_list=in_list), 1):
        if not isinstance(row, Problem):
            yield _record(path, number, row)
        elif in_list and isinstance(row, json.JSONDecodeError) and row.pos >= len(row.doc.rstrip()):
            yield RecordError(path, number, "is missing: the array is cut short")
        else:
            yield RecordError(path, number, reason(row) + (", so what follows it is not read" if in_list else ""))
