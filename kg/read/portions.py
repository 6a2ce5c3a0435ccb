"""inputs -> portions: files that are read together, and what they hold, so that what has been read is known again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.core.errors import InputError
from kg.core.tables import sha256_of
from kg.core.text import Document
from kg.read.inputs import Source
from kg.read.sniff import read_source

SMALL = 64 * 1024  # bytes; what is larger stands alone
TOGETHER = 32  # small files in a portion, on average
MOST = 256  # small files in a portion


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a portion: its name as reported, where it lies, and what it held when it was looked at.

    Attributes:
        size: in bytes.
        place: tells where it lies from other places, without naming it: the same name may mean another file elsewhere.
        changed: when the file was changed last (nanoseconds); 0 where it is known from a manifest only.
    """

    name: str
    path: Path
    sha256: str
    size: int
    place: str
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Portion:
    """Files that are read, and read again, together: a big one alone, or some small ones."""

    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(part.size for part in self.parts)

    @property
    def identity(self) -> list[list[str]]:
        """What its shards' keys follow from: names and contents."""
        return [[part.name, part.sha256] for part in self.parts]

    @property
    def readable(self) -> bool:
        """Whether all its files could be looked at; what could not may be another time."""
        return all(part.sha256 for part in self.parts)

    def documents(self, reader: str | None) -> Iterator[Document | InputError]:
        """Yield the documents, each with its place, and what could not be read as errors.

        Raises:
            InputError: a file is not, or is no longer, what it was when it was looked at.
        """
        for part in self.parts:
            before = part if part.changed else _looked_at(Source(part.name, part.path))
            if part.sha256 and before.sha256 != part.sha256:
                raise InputError(part.name, "has to be read again, and is gone or no longer what it was")
            yield from read_source(Source(part.name, part.path), reader)
            if _stamp(part.path) != (before.size, before.changed):
                raise InputError(part.name, "was changed while it was read; build again")


def portions(sources: Iterable[Source]) -> Iterator[Portion]:
    """Cut sources into portions, one at a time.

    Borders follow from the files themselves: the argument that named them, their size, a hash of their name. So a
    file that comes or goes changes no portion but its own.
    """
    together: list[Part] = []
    group = 0
    for source in sources:
        part = _looked_at(source)
        alone = (
            part.size > SMALL or str(source.path) != source.name
        )  # the copy of a stream goes when the next is asked for
        if together and (alone or source.group != group or _begins(part.name) or len(together) == MOST):
            yield Portion(tuple(together))
            together = []
        group = source.group
        if alone:
            yield Portion((part,))
        else:
            together.append(part)
    if together:
        yield Portion(tuple(together))


def _begins(name: str) -> bool:
    """Tell whether a portion begins with a file of this name."""
    return int.from_bytes(hashlib.sha256(name.encode(errors="surrogateescape")).digest()[:4], "big") % TOGETHER == 0


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:  # it is gone
        return 0, 0
    return status.st_size, status.st_mtime_ns


def _looked_at(source: Source) -> Part:
    size, changed = _stamp(source.path)  # before its bytes: what is written meanwhile is noticed
    try:
        content = sha256_of(source.path)
    except OSError:  # its reader will say why
        content = ""
    return Part(source.name, source.path, content, size, place_of(source.name, source.path), changed)


def place_of(name: str, path: Path) -> str:
    """Return the place of a file, see `Part`; what is known by another name than its path lies at its name."""
    where = str(path.resolve()) if str(path) == name else name
    return hashlib.sha256(where.encode(errors="surrogateescape")).hexdigest()[:16]


def from_manifest(files: Sequence[Sequence[object]], places: Sequence[str], where: dict[str, Path]) -> Portion:
    """Return a portion as a manifest states it.

    Args:
        files: name, SHA-256 and size of each.
        places: of each, too.
        where: places of those that do not lie where their name says.
    """
    parts = []
    for (name, content, size), place in zip(files, places, strict=True):
        path = where.get(str(name), Path(str(name)))
        parts.append(Part(str(name), path, str(content), int(str(size)), place))
    return Portion(tuple(parts))
