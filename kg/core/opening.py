"""a path -> its characters, decompressed and decoded, within limits; every failure becomes an InputError."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

from kg.core.errors import InputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD_BYTES = 64 * 1024
_BUFFER = 128 * 1024

LONGEST_LINE = 1 << 26  # bytes of a line, where lines are records
LARGEST_RECORD = 1 << 26  # characters of a record that goes over lines
LARGEST_WHOLE = 1 << 24  # bytes of a file that is one document; no pipeline takes as much
# What is compressed more than this is no text but a bomb; ontologies, the plainest, come to a twentieth
MOST_EXPANDED, ALWAYS_EXPANDED = 200, 1 << 26  # times the file's size; bytes that any file may come to

_GZIP, _BZ2, _XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class _Guarded(io.RawIOBase):
    """A stream that stops with an InputError where it gives more bytes, or a longer line, than it may."""

    def __init__(self, stream: BinaryIO, path: Path, most: float, longest_line: float, line_ends: bytes) -> None:
        self._stream, self._path = stream, path
        self._most, self._longest, self._ends = most, longest_line, [bytes([end]) for end in line_ends]
        self._start()

    def _start(self) -> None:
        self._given, self._lines, self._since = 0, 1, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._start()  # readers go back to the beginning, and nowhere else
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def close(self) -> None:
        self._stream.close()
        super().close()

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        data = self._stream.read(len(view))
        view[: len(data)] = data
        self._given += len(data)
        if self._given > self._most:
            raise InputError(self._path, f"comes to more than {self._most:,} bytes, {MOST_EXPANDED} times its size")
        if self._longest < inf:
            self._watch(data)
        return len(data)

    def _watch(self, data: bytes) -> None:
        self._lines += data.count(b"\n")
        last = max(map(data.rfind, self._ends))
        self._since = self._since + len(data) if last < 0 else len(data) - last - 1
        if self._since > self._longest:
            raise InputError(self._path, f"line {self._lines} has more than {self._longest:,} bytes")


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


def _guarded(path: Path, longest_line: float, line_ends: bytes) -> BinaryIO:
    # what is not compressed has no more bytes than it has
    most = max(ALWAYS_EXPANDED, path.stat().st_size * MOST_EXPANDED)
    stream = _Guarded(_decompressed(path), path, most, longest_line, line_ends)
    return cast(BinaryIO, io.BufferedReader(stream, _BUFFER))


@contextmanager
def open_binary(path: Path, *, longest_line: float = inf, line_ends: bytes = b"\n") -> Iterator[BinaryIO]:
    """Open a file decompressed (.gz, .xz and .bz2, told by content).

    Raises:
        InputError: here or while its bytes are read inside the `with`: no such file, not readable, truncated
            or corrupt, far more than a text of its size can come to, or a line too long.
    """
    try:
        with _guarded(path, longest_line, line_ends) as stream:
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
def open_text(
    path: Path, *, errors: str = "strict", newline: str | None = None, longest_line: float = LONGEST_LINE
) -> Iterator[TextIO]:
    """Open a file decompressed and decoded: UTF-8, or UTF-16 where its byte order mark says so.

    Args:
        errors: what to do about bytes that are no UTF-8: "strict" makes an InputError; "surrogateescape" lets
            a reader report the one record that holds them; "replace" is for plain text and pages.
        newline: as for `open`; universal newlines unless told.
        longest_line: in bytes; `inf` where a reader does not hold lines.

    Raises:
        InputError: as `open_binary`, and for bytes that do not decode.
    """
    line_ends = b"\n" if newline == "\n" else b"\n\r"
    with open_binary(path, longest_line=longest_line, line_ends=line_ends) as stream:
        encoding = _encoding(stream)
        # surrogateescape is known to UTF-8 only: UTF-16 has no lone bytes to escape
        lenient = "replace" if encoding == "utf-16" and errors == "surrogateescape" else errors
        try:
            with io.TextIOWrapper(stream, encoding=encoding, errors=lenient, newline=newline) as lines:
                yield lines
        except UnicodeDecodeError as error:
            raise InputError(path, f"not UTF-8 text ({error.reason} at byte {error.start})") from error


def read_whole(path: Path) -> bytes:
    """Return all bytes of a file that is one document, decompressed.

    Raises:
        InputError: as `open_binary`, and where there are more than LARGEST_WHOLE.
    """
    with open_binary(path) as stream:
        content = stream.read(LARGEST_WHOLE + 1)
    if len(content) > LARGEST_WHOLE:
        raise InputError(path, f"is one document of more than {LARGEST_WHOLE:,} bytes")
    return content


def read_table(path: Path) -> bytes:
    """Return all bytes of a table that a person writes, as they lie there.

    Raises:
        InputError: it cannot be read, or has more than LARGEST_WHOLE bytes.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_WHOLE + 1)
    except OSError as error:
        raise InputError(path, error.strerror or str(error)) from error
    if len(content) > LARGEST_WHOLE:
        raise InputError(path, f"has more than {LARGEST_WHOLE:,} bytes")
    return content


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
