"""a graph folder -> its quads in Oxigraph on disk, built again only where the graph has changed."""

from __future__ import annotations

import hashlib
import os
import shutil
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Store

from kg.core.errors import GraphFolderError
from kg.core.folder import GraphFolder
from kg.core.rdf import quads

if TYPE_CHECKING:
    import rdflib

# Raised whenever the same graph folder gives other quads than before
LAYOUT = 1
# Quads loaded at a time: what Oxigraph's bulk loader holds in memory grows with it, to over a gigabyte
_BATCH = 100_000
_DATABASE = "oxigraph"
_MARKER = "built-from"


def fingerprint(folder: GraphFolder) -> str:
    """Return what a store was built from: the hash of the manifest and LAYOUT."""
    folder.manifest()
    built_from = f"{LAYOUT}\n".encode() + folder.manifest_path.read_bytes()
    return hashlib.sha256(built_from).hexdigest()


def is_fresh(folder: GraphFolder) -> bool:
    """Tell whether the store on disk holds this graph."""
    try:
        return (folder.store / _MARKER).read_bytes() == fingerprint(folder).encode()
    except OSError:
        return False


def build_store(folder: GraphFolder) -> None:
    """Load a graph's quads into a new store and put it in the old one's place.

    Raises:
        GraphFolderError: there is no graph, or the store cannot be written.
    """
    beside = folder.root / f".store.{os.getpid()}.tmp"
    shutil.rmtree(beside, ignore_errors=True)
    mark = fingerprint(folder)
    try:
        beside.mkdir()
        store = Store(beside / _DATABASE)
        with folder.read():
            stream = quads(folder)
            while batch := list(islice(stream, _BATCH)):
                store.bulk_extend(batch)
        store.optimize()
        store.flush()
        del store  # closes the database; only then may others open it
        (beside / _MARKER).write_text(mark, encoding="ascii")
        _take_place(beside, folder.store)
    except OSError as error:
        raise GraphFolderError(folder.store, f"cannot be written: {error}") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _take_place(new: Path, place: Path) -> None:
    old = new.with_suffix(".old")
    shutil.rmtree(old, ignore_errors=True)
    # Processes that have the old store open keep its files until they close them
    if place.is_dir():
        place.rename(old)
    else:
        place.unlink(missing_ok=True)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def ensure_store(folder: GraphFolder) -> Store:
    """Return the graph's store, read-only, built or rebuilt where it is missing or stale.

    A part of a graph has its store in memory.

    Raises:
        GraphFolderError: there is no graph, or the store cannot be written or opened.
    """
    if folder.chosen:
        part = Store()
        with folder.read():
            part.bulk_extend(quads(folder))
        return part
    if not is_fresh(folder):
        build_store(folder)
    return open_store(folder)


def open_store(folder: GraphFolder) -> Store:
    """Return the store that is there, read-only; any number of processes may have it open.

    Raises:
        GraphFolderError: it cannot be opened.
    """
    try:
        return Store.read_only(str(folder.store / _DATABASE))
    except (OSError, RuntimeError) as error:  # RuntimeError: the database is damaged
        raise GraphFolderError(folder.store, f"cannot be opened: {error}; remove it, it is made again") from error


def as_rdflib(folder: GraphFolder) -> rdflib.Dataset:
    """Return the graph as an rdflib Dataset over the store, with the union of all graphs as its default."""
    import oxrdflib
    import rdflib

    from kg.core.prefixes import prefixes

    store = oxrdflib.OxigraphStore(store=ensure_store(folder))
    dataset = rdflib.Dataset(store=store, default_union=True)
    for prefix, namespace in prefixes(folder.base).items():
        dataset.bind(prefix, namespace)
    return dataset
