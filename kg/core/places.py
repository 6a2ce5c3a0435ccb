"""a path -> a place to write: a file or a folder that appears there whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from kg.core.errors import OptionError
from kg.core.tables import atomic

# In every folder we export; a folder without it is somebody's work and is not replaced
MARKER = ".immunokg-export"


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Give a temporary path whose file takes the place of `path` when all went well.

    Raises:
        OptionError: `path` is a folder, a device or a pipe, or its folder cannot be written to.
    """
    if path.is_dir():
        raise OptionError(f"{path} is a folder; this format writes one file")
    try:
        with atomic(path) as temporary:
            yield temporary
    except (PermissionError, NotADirectoryError, FileExistsError) as error:
        raise OptionError(f"{path} cannot be written: {error.strerror}") from error


@contextmanager
def new_text(path: Path) -> Iterator[TextIO]:
    """As `new_file`, opened for UTF-8 text with bare line feeds."""
    with new_file(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as stream:
        yield stream


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """Give a temporary folder that takes the place of `path`, or of an earlier export there.

    Raises:
        OptionError: something else stands at `path`, or its folder cannot be written to.
    """
    if path.exists() and not (path.is_dir() and ((path / MARKER).exists() or not any(path.iterdir()))):
        raise OptionError(f"{path} is there and is no earlier export, in whose place this could go; name a new folder")
    beside, old = (path.with_name(f".{path.name}.{os.getpid()}.{end}") for end in ("tmp", "old"))
    try:
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        yield beside
        (beside / MARKER).touch()
        if path.exists():
            path.rename(old)
        try:
            beside.rename(path)
        except OSError:
            if old.exists():  # what stood there stays
                old.rename(path)
            raise
    except (PermissionError, NotADirectoryError, FileExistsError) as error:
        raise OptionError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
