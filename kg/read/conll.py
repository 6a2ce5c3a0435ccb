"""CoNLL columns (IOB, IOB2, IOBES, BILUO) -> gold Extractions.

One token per line, its label in the last column, a blank line between sentences. A line `-DOCSTART-` or
`###MEDLINE:id` begins a document; a file without either has a document for each sentence. Columns stand between tabs,
or else between spaces. The text is made anew: one space between tokens, one line for each sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path

from kg.core.errors import RecordError
from kg.core.opening import LARGEST_RECORD, open_text
from kg.core.text import Extraction
from kg.read.cleaning import is_unicode
from kg.read.gold import GoldMention, make_extraction
from kg.read.verbatim import metadata_named, verbatim

_LABEL = re.compile(r"O|[BIELSU]-\S+")
_MARK = re.compile(r"-DOCSTART-(?:\s.*)?|###\s*+(?:MEDLINE:\s*+)?(\S++)\s*", re.IGNORECASE)
_LOOK_AT = 50  # lines of a file's beginning
_BEGINS, _ENDS = frozenset("BSU"), frozenset("ELSU")

Row = tuple[str, str]  # token, label
Sentence = list[Row]


def recognises(head: str) -> bool:
    """Return whether a file that begins so has a token and a label on each line."""
    lines = head.removeprefix("\ufeff").split("\n")[: _LOOK_AT + 1]
    whole = [line for line in lines[:-1] if line.strip() and not _MARK.fullmatch(line)]
    return bool(whole) and all(_is_row(_columns(line)) for line in whole)


def _columns(line: str) -> list[str]:
    return line.rstrip("\r\n").split("\t") if "\t" in line else line.split()


def _is_row(columns: Sequence[str]) -> bool:
    return len(columns) > 1 and bool(columns[0].strip()) and _LABEL.fullmatch(columns[-1].strip()) is not None


def gold(path: Path) -> Iterator[Extraction | RecordError]:
    """Yield a file's documents with the mentions that their labels mark.

    Raises:
        InputError: the file cannot be opened or decompressed.
    """
    for number, (name, lines) in enumerate(_documents(path), 1):
        try:
            yield _extraction(name or str(number), list(_sentences(lines)), path, number)
        except ValueError as error:
            yield RecordError(path, number, str(error))


def _documents(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each document's name, "" where it has none, and lines."""
    marked = any(_MARK.fullmatch(line.rstrip("\n")) for line in _lines(path))
    name, lines, held = "", list[str](), 0
    for line in _lines(path):
        mark = _MARK.fullmatch(line)
        if (mark or (not marked and not line.strip())) and held:
            yield name, lines
            name, lines, held = "", [], 0
        if mark:
            name = mark[1] or ""
        elif held <= LARGEST_RECORD:  # once over it, the document is refused as a whole
            lines.append(line)
            held += len(line) if line.strip() else 0
    if held:
        yield name, lines


def _lines(path: Path) -> Iterator[str]:
    with open_text(path, errors="surrogateescape") as stream:
        for line in stream:
            yield line.rstrip("\n").removeprefix("\ufeff")


def _sentences(lines: Sequence[str]) -> Iterator[Sentence]:
    """Yield the rows of each sentence.

    Raises:
        ValueError: a line without a token and a label, or too much for one document.
    """
    if sum(map(len, lines)) > LARGEST_RECORD:
        raise ValueError(f"has more than {LARGEST_RECORD:,} characters")
    source = iter(lines)
    for first in source:
        block = [first, *takewhile(str.strip, source)] if first.strip() else []
        rows = []
        for line in block:
            columns = _columns(line)
            if not _is_row(columns) or not is_unicode(line):
                raise ValueError(f"no token with a label: {line[:60]!r}")
            rows.append((columns[0].strip(), columns[-1].strip()))
        if rows:
            yield rows


def _extraction(name: str, sentences: list[Sentence], path: Path, number: int) -> Extraction | RecordError:
    text = "\n".join(" ".join(token for token, _ in sentence) for sentence in sentences)
    mentions, at = [], 0
    for sentence in sentences:
        starts = [at]
        for token, _ in sentence:
            starts.append(starts[-1] + len(token) + 1)
        for first, last, label in chunks([label for _, label in sentence]):
            start, end = starts[first], starts[last + 1] - 1
            mentions.append(GoldMention(start, end, text[start:end], label, ""))
        at = starts[-1]
    return make_extraction(verbatim(text, metadata_named(name, path, number)), mentions, (), path=path, number=number)


def chunks(labels: Iterable[str]) -> list[tuple[int, int, str]]:
    """Return (first token, last token, type) of each chunk, as the `conlleval` script reads labels.

    A chunk begins at B, S or U, and at another label whose type or whose predecessor's end it does not go on from
    (so `I-X` behind `O` begins one).
    """
    found: list[tuple[int, int, str]] = []
    open_type, ended = "", True
    for place, label in enumerate(labels):
        position, _, kind = label.partition("-")
        if position == "O":
            open_type, ended = "", True
            continue
        if ended or position in _BEGINS or kind != open_type:
            found.append((place, place, kind))
        else:
            found[-1] = (found[-1][0], place, kind)
        open_type, ended = kind, position in _ENDS
    return found
