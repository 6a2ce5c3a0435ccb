"""Ontologies that can be installed (`ontologies/sources.toml`), and those that are (`source.json` with the files)."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from kg.core.errors import DataError
from kg.core.paths import data_folder, installed_folder

MANIFEST = "source.json"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of an ontology as its maintainers publish it.

    Attributes:
        sha256: hexadecimal, of the file or of what it decompresses to; "" where not known.
        size: bytes; 0 where not known.
    """

    url: str
    sha256: str = ""
    size: int = 0

    @property
    def name(self) -> str:
        """The file's own name: the last part of its url."""
        return PurePosixPath(urlsplit(self.url).path).name


@dataclass(frozen=True, slots=True)
class Source:
    """An ontology that `kg ontology install` knows by name.

    Attributes:
        prefix: of its concepts' ids; `categories`: what they are.
        checksum: how the files' checksums are known: "copy", "stated" or "" (see `ontologies/sources.toml`).
    """

    name: str
    title: str
    version: str
    licence: str
    prefix: str
    categories: tuple[str, ...]
    checksum: str
    files: tuple[SourceFile, ...]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of an installed ontology.

    Attributes:
        origin: the url it came from, or a local file's name without its folders.
        sha256, size: of the file as it lies there; size in bytes.
        pinned: its checksum was known beforehand, not just taken down.
    """

    name: str
    origin: str
    sha256: str
    size: int
    pinned: bool


@dataclass(frozen=True, slots=True)
class Installed:
    """An installed ontology: what its `source.json` says.

    Attributes:
        version: "" where a user's own file states none.
        fetched: the day, YYYY-MM-DD.
        concepts, names: how many were read when it was installed; `skipped`: records that could not be.
    """

    folder: Path
    name: str
    title: str
    version: str
    licence: str
    prefix: str
    categories: tuple[str, ...]
    fetched: str
    files: tuple[StoredFile, ...]
    concepts: int
    names: int
    skipped: int

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files that hold its concepts."""
        return tuple(self.folder / file.name for file in self.files)


def _source(name: str, row: Mapping[str, Any]) -> Source:
    return Source(
        name=name,
        title=row["title"],
        version=row["version"],
        licence=row["licence"],
        prefix=row["prefix"],
        categories=tuple(row["categories"]),
        checksum=row["checksum"],
        files=tuple(SourceFile(one["url"], one.get("sha256", ""), one.get("bytes", 0)) for one in row["files"]),
    )


@cache
def sources() -> Mapping[str, Source]:
    """Return the ontologies that can be installed by name, in the file's order."""
    path = data_folder("ontologies") / "sources.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8"))["install"]
    return MappingProxyType({name: _source(name, row) for name, row in tables.items()})


def read_installed(name: str) -> Installed | None:
    """Return the installed ontology called `name`, None where there is none.

    Raises:
        DataError: its `source.json` is not what an installation writes.
    """
    path = installed_folder() / name / MANIFEST
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        files = tuple(StoredFile(**file) for file in row.pop("files"))
        return Installed(folder=path.parent, categories=tuple(row.pop("categories")), files=files, **row)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise DataError(path, 0, f"no manifest of an installed ontology; install {name} again with --force") from error


def installed() -> dict[str, Installed]:
    """Return the installed ontologies by name, sorted.

    Raises:
        DataError: as `read_installed`.
    """
    names = sorted(path.parent.name for path in installed_folder().glob(f"*/{MANIFEST}"))
    found = {name: read_installed(name) for name in names if not name.startswith(".")}
    return {name: one for name, one in found.items() if one is not None}
