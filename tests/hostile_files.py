"""Files made to do harm, or as careless programs write them: by kind, for readers of any format.

Each kind is a function that writes one file from a small valid one of the reader's format. `LARGE` names those that
take seconds or hundreds of megabytes.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import random
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

Write = Callable[[Path, bytes], None]
MIB = 1 << 20
STRANGE = "\u202eevil\u202c \u200bzero\u200d e\u0301\u0327 \U0001f9ec\U0010ffff \ufdd0 \x1b[31mred\x07 =1+1 \x9b2J"


def _changed(change: Callable[[bytes], bytes]) -> Write:
    def write(path: Path, seed: bytes) -> None:
        path.write_bytes(change(seed))

    return write


def _with_text(text: bytes) -> Write:
    """Put other text where the small files say IL-2, or T cell."""
    return _changed(lambda seed: seed.replace(b"IL-2", text).replace(b"T cell", text))


def _inserted(inside: bytes) -> Write:
    return _changed(lambda seed: seed[: len(seed) // 2] + inside + seed[len(seed) // 2 :])


def _streamed(path: Path, start: bytes, block: bytes, count: int) -> None:
    with path.open("wb") as stream:
        stream.write(start)
        for _ in range(count):
            stream.write(block)


def _bomb(compress: Callable[[bytes], bytes], char: bytes) -> Write:
    """Compress 1 GiB of one character: streams that follow one another are read as one."""
    return _changed(lambda seed: compress(seed) + compress(char * 64 * MIB) * 16)


def _in_root(inside: bytes) -> Callable[[bytes], bytes]:
    """Put something behind the start tag of an XML file's root."""

    def change(seed: bytes) -> bytes:
        at = seed.find(b">", seed.rfind(b"?>") + 3 if b"<!DOCTYPE" not in seed else seed.find(b">\n<") + 2) + 1
        return seed[:at] + inside + seed[at:]

    return change


def _doctype(entities: bytes, use: bytes) -> Callable[[bytes], bytes]:
    """Declare entities and use one in every text, and in an attribute."""

    def change(seed: bytes) -> bytes:
        body = seed.split(b"?>", 1)[-1]
        body = body.split(b"]>", 1)[-1] if b"]>" in body[:300] else body
        body = body.split(b'.dtd">', 1)[-1]
        body = body.replace(b"IL-2", use).replace(b"T cell", use).replace(b"&obo;", b"").replace(b"T Cell", use)
        return b"<!DOCTYPE x [" + entities + b"]>" + body.lstrip().replace(b">", b' kg="' + use + b'">', 1)

    return change


_LAUGHS = b'<!ENTITY a0 "lol">' + b"".join(
    b'<!ENTITY a%d "%s">' % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 12)
)
_LONG_ENTITY = b'<!ENTITY a "' + b"x" * 100_000 + b'">'


def _random(path: Path, seed: bytes) -> None:
    path.write_bytes(random.Random(1).randbytes(MIB // 16))


ANY: Mapping[str, Write] = MappingProxyType(
    {
        "empty": _changed(lambda seed: b""),
        "white space": _changed(lambda seed: b" \n\t\r\n" * 20_000),
        "NULs": _changed(lambda seed: b"\0" * MIB),
        "random bytes": _random,
        "a byte order mark": _changed(lambda seed: b"\xef\xbb\xbf" + seed),
        "UTF-16 with its mark": _changed(lambda seed: seed.decode("utf-8", "replace").encode("utf-16")),
        "UTF-16 without": _changed(lambda seed: seed.decode("utf-8", "replace").encode("utf-16-le")),
        "Latin-1": _with_text(b"caf\xe9 IL-2"),
        "half a character": _inserted(b"\xf0\x9f"),
        "surrogates as UTF-8": _with_text(b"\xed\xa0\xbd\xed\xb6\x80"),
        "an escaped half character": _with_text(b"\\ud800 &#xD800; \\uDC00"),
        "NUL within": _inserted(b"\0"),
        "mixed line ends": _changed(lambda seed: seed.replace(b"\n", b"\r\n", 2).replace(b"\n", b"\r", 3)),
        "carriage returns": _changed(lambda seed: seed.replace(b"\n", b"\r")),
        "strange characters": _with_text(STRANGE.encode()),
        "cut in half": _changed(lambda seed: seed[: len(seed) // 2]),
        "cut at the last byte": _changed(lambda seed: seed.rstrip()[:-1]),
        "twice": _changed(lambda seed: seed + seed),
        "its second half first": _changed(lambda seed: seed[len(seed) // 2 :] + seed[: len(seed) // 2]),
        "quotes that do not close": _inserted(b'"'),
        "markup that does not close": _inserted(b"<!-- <![CDATA[ <?x "),
        "digits without end": _with_text(b"9" * 5000),
        "all its numbers huge": _changed(lambda seed: seed.replace(b"0", b"0" + b"9" * 30)),
        "all its numbers negative": _changed(lambda seed: seed.replace(b"4", b"-4")),
        "not a number": _changed(lambda seed: seed.replace(b"2020", b"NaN").replace(b"35", b"Infinity")),
        "brackets 100,000 deep": _inserted(b"[" * 100_000),
        "objects 100,000 deep": _inserted(b'{"a":' * 100_000),
        "lists 600 deep": _inserted(b"[" * 600 + b"]" * 600),
        "elements 100,000 deep": _inserted(b"<a>" * 100_000),
        "100,000 spaces in a name": _with_text(b"a" + b" " * 100_000 + b"b"),
        "100,000 letters in a name": _with_text(b"a" * 100_000),
        "100,000 brackets in a name": _with_text(b"(" * 50_000 + b"{a=" * 16_000),
        "100,000 escaped quotes in a name": _with_text(b'\\"' * 50_000),
        "100,000 comments": _inserted(b"<!--a-->" * 12_500),
        "100,000 comments opened": _inserted(b"<!--" * 25_000),
        "100,000 blank lines": _inserted(b"\n" * 100_000),
        "damaged gzip": _changed(lambda seed: gzip.compress(seed * 20, mtime=0)[:-20]),
        "a gzip header alone": _changed(lambda seed: b"\x1f\x8b\x08\x00"),
        "a zip": _changed(lambda seed: b"PK\x03\x04" + seed),
        "entities in entities": _changed(_doctype(_LAUGHS, b"&a11;")),
        "one long entity 10,000 times": _changed(_doctype(_LONG_ENTITY, b"&a;" * 10_000)),
        "an entity that is a file": _changed(_doctype(b'<!ENTITY a SYSTEM "file:///etc/passwd">', b"&a;")),
        "an entity in the network": _changed(_doctype(b'<!ENTITY a SYSTEM "http://127.0.0.1:9/x">', b"&a;")),
        "a parameter entity": _changed(_doctype(b'<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;', b"&b;")),
    }
)
LARGE: Mapping[str, Write] = MappingProxyType(
    {
        "100 MB on one line": lambda path, seed: _streamed(path, seed[:40], b"a" * MIB, 100),
        "100 MB on one line of quotes": lambda path, seed: _streamed(path, seed[:40], b'"a,' * 349_525, 100),
        "a name of 10 MB": _changed(lambda seed: seed.replace(b"IL-2", b"a b " * 2_621_440, 1)),
        "an abstract of 1,000,000 characters": _changed(
            lambda seed: seed.replace(b"IL-2", b"IL-2 acts on cells. " * 50_000, 1)
        ),
        "100,000 times itself": lambda path, seed: _streamed(path, b"", seed, max(1, 20_000_000 // len(seed))),
        "60 MB of elements": lambda path, seed: _streamed(
            path, _in_root(b"\0")(seed).partition(b"\0")[0], b"<a/>" * 262_144, 60
        ),
        "gzip of 1 GiB of line ends": _bomb(gzip.compress, b"\n"),
        "bzip2 of 1 GiB of NULs": _bomb(bz2.compress, b"\0"),
        "xz of 1 GiB of spaces": _bomb(lzma.compress, b" "),
    }
)


def zip_bomb(path: Path, name: str, size: int = 1024 * MIB) -> None:
    """Write a .zip with one file of many spaces."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as inner,
    ):
        for _ in range(size // MIB):
            inner.write(b" " * MIB)
