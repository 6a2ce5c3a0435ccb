"""what stands on the command line -> files: a file, a folder, a glob pattern, or `-`, in a stable order."""

from __future__ import annotations

import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from kg.core.errors import InputError, printable

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, and the name it is reported by: as given, what is unprintable in it escaped; `-` is the input.

    Attributes:
        group: which of the inputs it came by, from 1, if that is a folder or pattern; 0 for a file named itself.
    """

    name: str
    path: Path
    group: int = 0


def _refuse(error: OSError) -> None:
    raise InputError(error.filename, error.strerror or str(error)) from error


def _folder_files(folder: Path) -> list[Path]:
    files: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [file for name in names if not name.startswith(".") and (file := Path(place, name)).is_file()]
    if not files:
        raise InputError(folder, "the folder holds no files")
    return sorted(files)


def _named_files(text: str) -> list[Path]:
    path = Path(text)
    try:
        if path.is_dir():
            return _folder_files(path)
        if path.exists():
            return [path]
    except OSError as error:
        raise InputError(text, error.strerror or str(error)) from error
    if not glob.has_magic(text):
        raise InputError(text, "no such file or folder")
    matches = map(Path, sorted(glob.glob(text, recursive=True)))  # noqa: PTH207 (Path.glob refuses absolute ones)
    files = [file for match in matches for file in (_folder_files(match) if match.is_dir() else [match])]
    if not files:
        raise InputError(text, "the pattern matches no files")
    return files


@contextmanager
def _spooled(stream: IO[bytes]) -> Iterator[Path]:
    """Copy a stream that can be read only once to a file that can be read twice; delete it afterwards."""
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        path = Path(folder) / "stdin"
        with path.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
        yield path


def _opened(path: Path, group: int) -> Iterator[Source]:
    name = printable(str(path))
    if path.is_file():
        yield Source(name, path, group)
        return
    if not path.is_fifo():  # a pipe with a name, or the shell's <(command)
        raise InputError(path, "is a device or a socket, not a file" if path.exists() else "no such file or folder")
    with path.open("rb") as pipe, _spooled(pipe) as copy:
        yield Source(name, copy)


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:  # a link that leads back to itself
        raise InputError(path, "no such file or folder") from error


def listed(inputs: Iterable[str]) -> dict[str, list[Path]]:
    """Return the files that each input stands for; none for standard input.

    Raises:
        InputError: an input that does not exist or holds nothing.
    """
    return {name: [] if name == STDIN else _named_files(name) for name in inputs}


def expand(inputs: Iterable[str]) -> Iterator[Source]:
    """Yield the files that the inputs stand for, in the order given; sorted within a folder or pattern.

    A folder is taken with all its subfolders, without hidden files. A file met twice is yielded once.

    Raises:
        InputError: before the first file: an input that does not exist or holds nothing.
    """
    seen: set[Path] = set()
    for group, (name, files) in enumerate(listed(inputs).items(), 1):
        if name == STDIN:
            with _spooled(sys.stdin.buffer) as copy:
                yield Source(STDIN, copy)
        for file in files:
            whole = _resolved(file)
            if whole not in seen:
                seen.add(whole)
                yield from _opened(file, 0 if Path(name) == file else group)
