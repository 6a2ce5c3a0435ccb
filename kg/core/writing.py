"""One writer at a time: the lock on a graph folder, and what a writer that was killed left there."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from kg.core.errors import GraphFolderError
from kg.core.folder import GraphFolder
from kg.core.paths import mend

LOCK = ".lock"  # stays when it is free: a file that comes and goes could be locked twice
WRITER = ".writer"  # the number of the process that holds the lock
_TEMPORARY = re.compile(r"\..+\.\d+\.tmp")  # as kg.core.tables.atomic names them


@contextmanager
def writing(root: Path) -> Iterator[GraphFolder]:
    """Hold a graph folder for writing, from the first moment to the last; the folder is made where there is none.

    What a killed writer left is cleared away first: temporary files and folders; finished shards stay. The system
    frees the lock of a process that is gone, however it went. Within one thread it may be taken again.

    Raises:
        GraphFolderError: another process is writing there; something else stands there (see `GraphFolder.claim`); or
            the system refuses to write, because the disk is full, say. Then temporary files are gone too.
    """
    folder = GraphFolder(root)
    began = not root.exists()
    folder.claim()
    lock = FileLock(root / LOCK, timeout=0, is_singleton=True)
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise GraphFolderError(root, f"is being written by {_holder(root)}; wait until it is done") from None
    except OSError as error:
        raise GraphFolderError(root, f"cannot be written: {error.strerror or error}") from error
    try:
        with _told(root):
            if lock.lock_counter == 1:
                clear(folder)
                (root / WRITER).write_text(f"{os.getpid()}\n", encoding="utf-8")
            yield folder
    finally:
        try:
            if lock.lock_counter == 1:
                clear(folder)
                (root / WRITER).unlink(missing_ok=True)
                if began:
                    _forget(root)  # while nobody else can hold it
        finally:
            lock.release()


def _holder(root: Path) -> str:
    try:
        return f"process {int((root / WRITER).read_text(encoding='utf-8'))}"
    except (OSError, ValueError):  # it has only just begun, or is ending
        return "another process"


@contextmanager
def _told(root: Path) -> Iterator[None]:
    """Say in one line that the system refuses to write."""
    kept = "what is finished is kept, and the same command goes on from there"
    try:
        yield
    except OSError as error:
        if error.filename and not Path(os.fsdecode(error.filename)).absolute().is_relative_to(root.absolute()):
            raise  # it is about something else: a file that is read, say
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise GraphFolderError(error.filename or root, f"cannot be written: {reason}; {kept}") from error
    except duckdb.IOException as error:
        raise GraphFolderError(root, f"cannot be written: {str(error).splitlines()[0]}; {kept}") from error


def clear(folder: GraphFolder) -> None:
    """Delete what a writer that was killed left half done; for whoever holds the lock."""
    mend(folder.graph)
    old = folder.graph.with_name(f".{folder.graph.name}.old")
    for left in (old, *folder.root.glob(".assemble-*"), *folder.extractions.glob(".staged-*")):
        shutil.rmtree(left, ignore_errors=True)
    for place in (folder.root, folder.extractions, folder.graph):
        for path in place.glob(".*.tmp"):  # folders of this kind are of who builds a store, and need no lock
            if _TEMPORARY.fullmatch(path.name) and path.is_file():
                path.unlink(missing_ok=True)
    with suppress(OSError):  # it holds something, or is not there
        folder.extractions.rmdir()


def _forget(root: Path) -> None:
    """Remove a folder that was made for nothing."""
    if {path.name for path in root.iterdir()} <= {LOCK}:
        shutil.rmtree(root, ignore_errors=True)
