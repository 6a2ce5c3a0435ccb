"""a file -> its checksums, as it lies there and decompressed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kg.core.errors import ChecksumMismatch
from kg.core.opening import open_binary

CHUNK = 1 << 20  # bytes read at once
_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")  # gzip, bzip2, xz


@dataclass(frozen=True, slots=True)
class Digests:
    """SHA-256 of a file and of what it decompresses to (the same where it is not compressed); its size in bytes."""

    raw: str
    content: str
    size: int

    def match(self, stated: str) -> bool:
        """Tell whether a stated checksum is that of the file, compressed or not."""
        return stated.lower() in (self.raw, self.content)


def _sha256(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as it lies there, hexadecimal."""
    with path.open("rb") as stream:
        return _sha256(stream)


def digests(path: Path) -> Digests:
    """Return a file's checksums; a compressed file is read to its end.

    Raises:
        InputError: the compressed data are damaged or cut short.
    """
    raw = sha256(path)
    with path.open("rb") as stream:
        compressed = stream.read(8).startswith(_COMPRESSED)
    content = raw
    if compressed:
        with open_binary(path) as stream:
            content = _sha256(stream)
    return Digests(raw, content, path.stat().st_size)


def check(found: Digests, stated: str, what: Path | str, advice: str = "") -> None:
    """Refuse a file whose checksum is another than stated; "" states none.

    Raises:
        ChecksumMismatch: neither the file nor what it decompresses to has that checksum.
    """
    if stated and not found.match(stated):
        raise ChecksumMismatch(what, stated.lower(), found.raw, advice)
