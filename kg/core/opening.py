"""a path -> its characters, decompressed and decoded; every failure becomes an InputError."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from kg.core.errors import InputError

HEAD_BYTES = 64 * 1024

_GZIP, _BZ2, _XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _decompressed(path: Path) -> BinaryIO:
    with path.open("rb") as raw:
        magic = raw.read(6)
    if magic.startswith(_GZIP):
        return cast(BinaryIO, gzip.open(path))
    if magic.startswith(_XZ):
        return cast(BinaryIO, lzma.open(path))
    if magic.startswith(_BZ2):
        return cast(BinaryIO, bz2.open(path))
    return path.open("rb")


@contextmanager
def open_binary(path: Path) -> Iterator[BinaryIO]:
    """Open a file decompressed (.gz, .xz and .bz2, told by content).

    Raises:
        InputError: here or while its bytes are read inside the `with`: no such file, not readable, truncated
            or corrupt.
    """
    try:
        with _decompressed(path) as stream:
            yield stream
    except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile) as error:
        raise InputError(path, f"the compressed data are damaged or cut short ({error})") from error
    except OSError as error:
        raise InputError(path, error.strerror or str(error)) from error


def _encoding(stream: BinaryIO) -> str:
    mark = stream.read(2)
    stream.seek(0)
    return "utf-16" if mark in _UTF16 else "utf-8-sig"


@contextmanager
def open_text(path: Path, *, errors: str = "strict", newline: str | None = None) -> Iterator[TextIO]:
    """Open a file decompressed and decoded: UTF-8, or UTF-16 where its byte order mark says so.

    Args:
        errors: what to do about bytes that are no UTF-8: "strict" makes an InputError; "surrogateescape" lets
            a reader report the one record that holds them; "replace" is for plain text and pages.
        newline: as for `open`; universal newlines unless told.

    Raises:
        InputError: as `open_binary`, and for bytes that do not decode.
    """
    with open_binary(path) as stream:
        encoding = _encoding(stream)
        # surrogateescape is known to UTF-8 only: UTF-16 has no lone bytes to escape
        lenient = "replace" if encoding == "utf-16" and errors == "surrogateescape" else errors
        try:
            with io.TextIOWrapper(stream, encoding=encoding, errors=lenient, newline=newline) as lines:
                yield lines
        except UnicodeDecodeError as error:
            raise InputError(path, f"not UTF-8 text ({error.reason} at byte {error.start})") from error


def decode(content: bytes) -> str:
    """Decode bytes that stand for text as well as can be: UTF-16 by its mark, else UTF-8 with replacement."""
    encoding = "utf-16" if content[:2] in _UTF16 else "utf-8-sig"
    # not final: a character that the end of the buffer cuts in two is left out, not reported
    return codecs.getincrementaldecoder(encoding)("replace").decode(content, final=False)


def read_head(path: Path) -> str:
    """Return the first 64 KiB, decompressed and decoded as far as they go.

    Raises:
        InputError: the file cannot be opened or decompressed.
    """
    with open_binary(path) as stream:
        return decode(stream.read(HEAD_BYTES)).replace("\r\n", "\n").replace("\r", "\n")
