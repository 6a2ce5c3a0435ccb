"""plain text -> one Document per file: a title where one can be told, and its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kg.core.errors import RecordError
from kg.core.opening import decode, read_whole
from kg.core.text import Document, Metadata, lay_out, make_document
from kg.read.cleaning import collapse, is_heading, labelled_parts, leading_label

_TITLE_LENGTH = 300
_UNDECODED = "\N{REPLACEMENT CHARACTER}"
_OTHER_FORMAT = re.compile(r"\s*(?:<[?!a-zA-Z]|\{\s*\"|\[\s*\{|%PDF-|\{\\rtf)")
_BLANK = re.compile(r"\n\s*\n")
_NEW_SENTENCE = re.compile(r"[.!?][\"'”’)\]]?\s+[A-Z0-9(\[]")
_NO_LABEL = frozenset({"abstract", "summary"})  # they name the whole, not a part of it


def recognises(head: str) -> bool:
    """Say whether a file that begins so is text: no NUL, hardly a byte that does not decode, no markup."""
    return "\0" not in head and head.count(_UNDECODED) * 10 <= len(head) and not _OTHER_FORMAT.match(head)


def read(path: Path) -> Iterator[Document | RecordError]:
    """Yield the file's one document, or a RecordError if it holds nothing but space.

    Raises:
        InputError: the file cannot be opened or decompressed, or is too large for one document.
    """
    yield parse(decode(read_whole(path))) or RecordError(path, 1, "holds no text")


def parse(content: str) -> Document | None:
    """Return the document that a plain text is, its title apart where one can be told; None of nothing but space."""
    title, paragraphs = _title_and_paragraphs(content.replace("\r\n", "\n").replace("\r", "\n"))
    if not title and not paragraphs:
        return None
    return make_document(title, lay_out(title, _labelled(paragraphs)), Metadata())


def _title_and_paragraphs(content: str) -> tuple[str, list[str]]:
    blocks = [block.strip().split("\n") for block in _BLANK.split(content)]
    paragraphs = [text for block in blocks if (text := collapse(" ".join(block)))]
    if not paragraphs:
        return "", []
    first = next(block for block in blocks if collapse(" ".join(block)))
    head, rest = collapse(first[0]), collapse(" ".join(first[1:]))
    if not rest:
        return (head, paragraphs[1:]) if len(paragraphs) > 1 and _may_be_title(head) else ("", paragraphs)
    if _may_be_title(head) and _is_prose_under(head, first[1]):
        return head, [rest, *paragraphs[1:]]
    return "", paragraphs


def _may_be_title(line: str) -> bool:
    several_sentences = line.endswith(".") and _NEW_SENTENCE.search(line)
    return len(line) <= _TITLE_LENGTH and not several_sentences and not is_heading(line)


def _is_prose_under(head: str, line: str) -> bool:
    """Tell a title with its text right below from the first lines of a paragraph that was wrapped.

    Wrapped lines are about equally long; unwrapped text under a title is a whole paragraph on one line.
    """
    return len(line) > 2 * len(head) and _NEW_SENTENCE.search(line) is not None and line[0].isupper()


def _labelled(paragraphs: list[str]) -> Iterator[tuple[str, str, str]]:
    heading = ""
    for paragraph in paragraphs:
        if is_heading(paragraph):
            heading = paragraph.rstrip(":")
            continue
        lead, rest = leading_label(paragraph)
        for label, text in labelled_parts(rest):
            named = label or lead or heading
            yield "abstract", "" if named.lower() in _NO_LABEL else named, text
        heading = ""
    if heading:
        yield "abstract", "", heading  # a heading with nothing under it is text after all
