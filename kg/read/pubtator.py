"""PubTator text -> Document; with its annotation and relation lines, -> a gold Extraction.

    PMID|t|title
    PMID|a|abstract
    PMID<TAB>start<TAB>end<TAB>text<TAB>type<TAB>id
    PMID<TAB>type<TAB>id1<TAB>id2

Text is kept to the letter: offsets run over title + one character + abstract.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.core.errors import RecordError
from kg.core.opening import LARGEST_RECORD, open_text
from kg.core.text import Document, Extraction, Metadata, lay_out, make_document
from kg.read.cleaning import is_unicode
from kg.read.columns import pmid_in
from kg.read.gold import GoldMention, GoldRelation, make_extraction

_TEXT_LINE = re.compile(r"([^|\t]+)\|([ta])\|(.*)", re.DOTALL)
_LONGEST_PLACE = 9  # digits of an offset
_HEAD = re.compile(r"\s*[^\s|<>]+\|[ta]\|")


@dataclass(slots=True)
class _Block:
    """The lines of one document, parsed."""

    source_id: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    rows: list[list[str]] = field(default_factory=list)


def recognises(head: str) -> bool:
    """Return whether a file that begins so is PubTator."""
    return _HEAD.match(head.removeprefix("\ufeff")) is not None


def read(path: Path) -> Iterator[Document | RecordError]:
    """Yield a file's documents in order, their annotations set aside."""
    for number, block in _blocks(path):
        yield block if isinstance(block, RecordError) else _document(block, path, number)


def gold(path: Path) -> Iterator[Extraction | RecordError]:
    """Yield a file's documents with the mentions and relations that its lines state."""
    for number, block in _blocks(path):
        if isinstance(block, RecordError):
            yield block
        else:
            yield _extraction(block, path, number)


def _blocks(path: Path) -> Iterator[tuple[int, _Block | RecordError]]:
    for number, lines in enumerate(_groups(path), 1):
        try:
            yield number, _parse(lines)
        except ValueError as error:
            yield number, RecordError(path, number, str(error))


def _groups(path: Path) -> Iterator[list[str]]:
    """Yield the lines of each document: up to a blank line, or the next document's title."""
    lines: list[str] = []
    held = 0
    # newline: a bare carriage return is a character of the text; as a line's end it would shift offsets
    with open_text(path, errors="surrogateescape", newline="\n") as stream:
        for raw in stream:
            line = raw.rstrip("\r\n").removeprefix("\ufeff")
            found = _TEXT_LINE.match(line)
            if lines and (not line.strip() or (found and found[2] == "t" and _has_title(lines))):
                yield lines
                lines, held = [], 0
            if line.strip() and held <= LARGEST_RECORD:  # once over it, the record is refused as a whole
                lines.append(line)
                held += len(line)
    if lines:
        yield lines


def _has_title(lines: list[str]) -> bool:
    return any((found := _TEXT_LINE.match(line)) and found[2] == "t" for line in lines)


def _parse(lines: list[str]) -> _Block:
    """Sort the lines of one document.

    Raises:
        ValueError: a line that is none of PubTator's, or that is another document's.
    """
    block = _Block()
    if sum(map(len, lines)) > LARGEST_RECORD:
        raise ValueError(f"has more than {LARGEST_RECORD:,} characters")
    if not is_unicode("".join(lines)):
        raise ValueError(f"{lines[0].partition('|')[0]} holds bytes that are no UTF-8")
    for line in lines:
        found = _TEXT_LINE.match(line)
        row = line.split("\t")
        if not found and len(row) < 4:
            raise ValueError(f"no PubTator line: {line[:60]!r}")
        source_id = found[1].strip() if found else row[0].strip()
        block.source_id = block.source_id or source_id
        if source_id != block.source_id:
            raise ValueError(f"lines of {source_id} stand among those of {block.source_id}")
        if not found:
            block.rows.append(row)
        elif block.texts.setdefault(found[2], found[3]) != found[3]:
            raise ValueError(f"{source_id} has two |{found[2]}| lines")
    if "t" not in block.texts:
        raise ValueError(f"{block.source_id} has no title line")
    return block


def _document(block: _Block, path: Path, number: int) -> Document | RecordError:
    title, abstract = block.texts["t"], block.texts.get("a", "")
    if not title.strip() and not abstract.strip():
        return RecordError(path, number, f"{block.source_id} has neither title nor abstract")
    metadata = Metadata(pmid=pmid_in(block.source_id), source_id=block.source_id, source=str(path), record=number)
    return make_document(title, lay_out(title, [("abstract", "", abstract)]), metadata)


def _extraction(block: _Block, path: Path, number: int) -> Extraction | RecordError:
    document = _document(block, path, number)
    if isinstance(document, RecordError):
        return document
    mentions, relations = [], []
    for row in block.rows:
        if max(map(len, row[1:3])) > _LONGEST_PLACE and row[1].isdecimal() and row[2].isdecimal():
            return RecordError(
                path, number, f"{block.source_id}: no text has {row[1][:20]} or {row[2][:20]} characters"
            )
        if not (row[1].isdecimal() and row[2].isdecimal()):
            relations.append(GoldRelation(row[1], row[2], row[3], novelty=row[4] if len(row) > 4 else ""))
        elif len(row) > 4:
            ids = row[5] if len(row) > 5 else ""
            mentions.append(GoldMention(int(row[1]), int(row[2]), row[3], row[4], ids))
        else:
            return RecordError(path, number, f"{block.source_id}: annotation without a type: {row}")
    return make_extraction(document, mentions, relations, path=path, number=number)
