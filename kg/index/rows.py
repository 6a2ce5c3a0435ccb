"""delimited text -> its rows with their lines; a row that is broken is named and left out."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from kg.core.errors import RecordError
from kg.core.opening import open_text
from kg.index.draft import is_text, problem

Row = tuple[int, list[str]]  # line number from 1, fields
DELIMITERS = ("\t", ",", ";", "|")

_FIELD_LIMIT = 2**31 - 1  # the csv module's own is 131,072 characters; a C long holds no more on Windows
# A quote that is open for longer was never meant to be one
_MOST_LINES = 100
_LONGEST = 1 << 16  # characters
_OPEN = "unexpected end of data"  # what the csv module says of a quote that does not close


def lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line number, line without its end); bytes that are no UTF-8 come as lone surrogates.

    Raises:
        InputError: the file cannot be opened or decompressed.
    """
    with open_text(path, errors="surrogateescape") as stream:
        for number, line in enumerate(stream, 1):
            yield number, line.rstrip("\n")


def unquoted(text: str) -> str:
    """Return a field of tab-separated text without the quotes around it."""
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace('""', '"')
    return text


def fields(line: str, delimiter: str) -> list[str]:
    """Return the fields of one line.

    Raises:
        ValueError: a quote is not closed, or text stands behind it.
    """
    if delimiter == "\t":
        return [unquoted(text.strip(" ")) for text in line.split("\t")]
    csv.field_size_limit(_FIELD_LIMIT)
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise ValueError(str(error)) from error


def rows(path: Path, delimiter: str) -> Iterator[Row | RecordError]:
    """Yield a file's rows; blank lines and those that begin with `#` are passed over.

    Tabs part fields wherever they stand. With other delimiters a quoted field may go over lines; where its quote does
    not close, the line is reported and reading goes on with the next.

    Raises:
        InputError: the file cannot be opened or decompressed.
    """
    source = _Lines(lines(path))
    for record, (number, line) in enumerate(source.of_rows(), 1):
        if not is_text(line):
            yield problem(path, record, number, "holds bytes that are not UTF-8 text")
            continue
        try:
            yield number, source.whole(line, delimiter)
        except ValueError as error:
            yield problem(path, record, number, f"is no row ({error})")


class _Lines:
    """Numbered lines, of which some may be put back."""

    def __init__(self, source: Iterator[tuple[int, str]]) -> None:
        self.source = source
        self.waiting: deque[tuple[int, str]] = deque()

    def next(self) -> tuple[int, str] | None:
        return self.waiting.popleft() if self.waiting else next(self.source, None)

    def of_rows(self) -> Iterator[tuple[int, str]]:
        while taken := self.next():
            if taken[1].strip() and not taken[1].startswith("#"):
                yield taken

    def whole(self, first: str, delimiter: str) -> list[str]:
        """Return the fields of the row that begins with a line, taking the lines its quotes hold.

        Raises:
            ValueError: it is no row; the lines behind it are put back.
        """
        taken: list[tuple[int, str]] = []
        text, first_error = first, None
        while True:
            try:
                return fields(text, delimiter)
            except ValueError as error:
                first_error = first_error or error
                following = self.next() if _OPEN in str(error) else None
                if following is not None:
                    taken.append(following)
                    text = f"{text}\n{following[1]}"
                if following is None or len(taken) > _MOST_LINES or len(text) > _LONGEST:
                    self.waiting.extendleft(reversed(taken))
                    raise first_error from error


def delimiter_of(line: str) -> str:
    """Return the delimiter that a line of a table most likely has: the first that parts it."""
    return next((delimiter for delimiter in DELIMITERS if delimiter in line), "\t")
