"""a text kept to the letter, and what it is called -> Document: offsets into one are offsets into the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kg.core.text import Document, Metadata, Section, make_document

_NAME = re.compile(r"(PMID|PMC)[-_:]?([1-9]\d{0,8})", re.IGNORECASE)


def metadata_named(name: str, path: Path, number: int) -> Metadata:
    """Return the metadata of a document that a corpus calls `name`.

    `PMID-123`, `PMID:123` and `PMC-123` tell the paper. Bare digits do not: they may be a PMID, MEDLINE's old UID or
    a running number. They stay the source's own id.
    """
    found = _NAME.fullmatch(name)
    prefix, digits = (found[1].upper(), found[2]) if found else ("", "")
    return Metadata(
        pmid=digits if prefix == "PMID" else "",
        pmcid=f"PMC{digits}" if prefix == "PMC" else "",
        source_id=name,
        source=str(path),
        record=number,
    )


def verbatim(text: str, metadata: Metadata) -> Document:
    """Return the document of a text: its first line is the title, if more follows; each other line is a section."""
    first, _, rest = text.partition("\n")
    title = first if rest.strip() else ""
    return make_document(title, tuple(_sections(text, len(title))), metadata)


def _sections(text: str, start: int) -> Iterator[Section]:
    at = start
    for line in text[start:].split("\n"):
        if line:
            yield Section("abstract", "", at, line)
        at += len(line) + 1
