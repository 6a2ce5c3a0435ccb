"""files of ontologies -> concepts: each file's reader chosen by its content."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from kg.core.errors import InputError, UnknownFormat
from kg.core.lexicon import Concept
from kg.core.opening import read_head
from kg.core.sources import MANIFEST
from kg.index import READERS
from kg.index.others import what_is


def choose(path: Path) -> tuple[str, ModuleType]:
    """Return the first ontology reader that recognises a file, as (its name, its module).

    Raises:
        InputError: it is empty or cannot be opened, or it is something else, which the error names.
        UnknownFormat: none recognises it.
    """
    head = read_head(path)
    if not head.strip():
        raise InputError(path, "the file is empty")
    for reader in READERS:
        module: ModuleType = READERS[reader]
        if module.recognises(head):
            return reader, module
    described = what_is(path, head)
    raise InputError(path, described) if described else UnknownFormat(path)


def files_of(place: Path) -> list[Path]:
    """Return a file, or all files of a folder and the folders in it, sorted.

    Hidden ones, and what an installation notes of itself, are passed over.

    Raises:
        InputError: there is no such file or folder, or nothing in it.
    """
    if place.is_dir():
        found = [file for file in sorted(place.rglob("*")) if file.is_file() and not _is_hidden(file, place)]
        if not found:
            raise InputError(place, "the folder holds no files")
        return found
    if not place.exists():
        raise InputError(place, "no such file or folder")
    return [place]


def _is_hidden(file: Path, place: Path) -> bool:
    return file.name == MANIFEST or any(part.startswith(".") for part in file.relative_to(place).parts)


def read_ontology(place: Path, reader: str | None = None) -> Iterator[Concept | InputError]:
    """Yield the concepts of a file, or of all files of a folder, one at a time.

    What several files say of one concept comes as several concepts of one id; one of them may have no name, or no
    category. What cannot be read is yielded as an error and the rest goes on: a RecordError for one record, an
    InputError for a file.

    Args:
        place: a file, plain or compressed, or a folder of such.
        reader: the name of the reader to use for every file; chosen by content if None.

    Raises:
        InputError: there is no such file or folder, or nothing in it.
        UnknownName: no reader is called so.
    """
    if reader:
        READERS[reader]  # a wrong name is answered before anything is read
    for path in files_of(place):
        try:
            module = READERS[reader] if reader else choose(path)[1]
            yield from module.read(path)
        except InputError as error:
            yield error
