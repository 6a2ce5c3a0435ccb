"""inputs -> Documents: each file's reader chosen by its content, and the one stream that everyone reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType, ModuleType

from kg.core.errors import InputError, UnknownFormat
from kg.core.opening import read_head
from kg.core.text import Document
from kg.read import READERS
from kg.read.inputs import Source, expand

# What people have and nobody reads here, by how it begins
_NO_TEXT: Mapping[bytes, str] = MappingProxyType(
    {
        b"%PDF": "is a PDF, of which nothing is read: save its text (pdftotext), or fetch the paper (kg fetch)",
        b"PK\x03\x04": "is an archive or an office document, of which nothing is read: unpack it, or save its text",
        b"\xd0\xcf\x11\xe0": "is an office document, of which nothing is read: save its text",
    }
)


def choose(path: Path, name: str | None = None) -> tuple[str, ModuleType]:
    """Return the first reader that recognises a file, as (its name, its module).

    Args:
        path: the file.
        name: what to call the file in errors, if not by its path.

    Raises:
        UnknownFormat: none recognises it.
        InputError: it is empty, a PDF or an office document, or cannot be opened.
    """
    head = read_head(path)
    if not head.strip():
        raise InputError(name or path, "the file is empty")
    for reader in READERS:
        module: ModuleType = READERS[reader]
        if module.recognises(head):
            return reader, module
    with path.open("rb") as file:
        begins = file.read(4)
    if reason := next((told for signature, told in _NO_TEXT.items() if begins.startswith(signature)), ""):
        raise InputError(name or path, reason)
    raise UnknownFormat(name or path)


def _renamed(error: InputError, name: str) -> InputError:
    """Return the error with the file's name as given: a reader knows only the path it was handed."""
    return type(error)(name, *error.args[1:])


def _numbered(document: Document, name: str, position: int) -> Document:
    """Return the document with its place; a reader that counts lines has set the record itself."""
    record = document.metadata.record or position
    return replace(document, metadata=replace(document.metadata, source=name, record=record))


def read_source(source: Source, reader: str | None = None) -> Iterator[Document | InputError]:
    """Yield the documents of one file, each with its place; what cannot be read is yielded as an error."""
    try:
        module = READERS[reader] if reader else choose(source.path)[1]
        for position, item in enumerate(module.read(source.path), 1):
            if isinstance(item, InputError):
                yield _renamed(item, source.name)
            else:
                yield _numbered(item, source.name, position)
    except InputError as error:
        yield _renamed(error, source.name)


def read_documents(inputs: Iterable[str], reader: str | None = None) -> Iterator[Document | InputError]:
    """Yield the documents of files, folders, glob patterns and `-`, one at a time, each with its place.

    What cannot be read is yielded as an error and the rest goes on: a RecordError for one record, an
    InputError for a file, an UnknownFormat for a file that is in no format known here.

    Args:
        inputs: see `kg.read.inputs`.
        reader: the name of the reader to use for every file; chosen by content if None.

    Raises:
        InputError: an input that does not exist or holds no files.
        UnknownName: no reader is called so.
    """
    if reader:
        READERS[reader]  # a wrong name is answered before anything is read
    for source in expand(inputs):
        yield from read_source(source, reader)
