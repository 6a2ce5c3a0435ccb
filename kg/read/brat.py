"""brat's standoff files, in a folder or a .zip -> gold Extractions.

`x.txt` holds the text, `x.a1` (as in the BioNLP shared tasks) or else `x.ann` what is marked in it:

    T1<TAB>Cell 0 7<TAB>T cells                 a mention; `0 3;8 12` has a hole, and is taken to cover it
    N1<TAB>Reference T1 CL:0000084<TAB>T cell   an id of one

Events, beside it in `x.a2` or with the mentions in `x.ann`, give relations (`kg.read.events`). Lines of other kinds
(relations, notes) are set aside. A document is called by its file's name. An archive is
read where it lies: nothing is unpacked to disk, so the names in it can lead nowhere.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Protocol

from kg.core.errors import InputError, RecordError
from kg.core.text import Extraction, Span
from kg.read.events import relations
from kg.read.gold import ZIP, GoldMention, gold_mention, make_extraction, within_zip
from kg.read.verbatim import metadata_named, verbatim

LARGEST_FILE = 16 * 1024 * 1024  # bytes of one file, unpacked; articles have a hundred thousand
MOST_FILES = 200_000
_MARKED = (".a1", ".ann")  # where there are both, .ann repeats .a1
_EVENTS = ".a2"
_MENTION = re.compile(r"(T\S*)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
_ID = re.compile(r"N\S*\t\S+ (T\S*) (\S+)(?:\t.*)?")
_DAMAGED = (UnicodeDecodeError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


class Files(Protocol):
    """Files that lie together."""

    def names(self) -> list[str]:
        """Return their names, with folders, in order."""

    def read(self, name: str) -> bytes:
        """Return the bytes of one, at most one more than LARGEST_FILE."""


def recognises(head: str) -> bool:
    """Return whether a file that begins so is a .zip; a folder counts as one."""
    return head.startswith(ZIP)


def gold(path: Path) -> Iterator[Extraction | RecordError]:
    """Yield the documents of a folder, a .zip, or a folder in one (`corpus.zip!devel/`), by name.

    Raises:
        InputError: it cannot be read, or holds no text with what is marked in it.
    """
    with _opened(path) as files:
        names = dict.fromkeys(files.names())
        texts, found = [name for name in names if name.endswith(".txt")], False
        for number, name in enumerate(texts, 1):
            beside = next((name[:-4] + end for end in _MARKED if name[:-4] + end in names), "")
            if not beside:
                yield RecordError(path, number, f"{name} has no {' or '.join(_MARKED)} beside it")
                continue
            found = True
            try:
                marked = _decoded(files, beside)
                events = _decoded(files, name[:-4] + _EVENTS) if name[:-4] + _EVENTS in names else marked
                yield _extraction(_decoded(files, name), marked, events, name, path, number)
            except ValueError as error:
                yield RecordError(path, number, f"{name}: {error}")
    if not found:
        raise InputError(path, f"holds no .txt with its {' or '.join(_MARKED)}")


def _decoded(files: Files, name: str) -> str:
    content = files.read(name)
    if len(content) > LARGEST_FILE:
        raise ValueError(f"{name} has more than {LARGEST_FILE:,} bytes")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise ValueError(f"{name} is no UTF-8 text ({error.reason} at byte {error.start})") from error


def _extraction(text: str, marked: str, events: str, name: str, path: Path, number: int) -> Extraction | RecordError:
    metadata = metadata_named(PurePosixPath(name).stem, path, number)
    numbered = dict(_mentions(text, marked.split("\n")))
    place = {one: index for index, one in enumerate(numbered)}
    said = list(relations(events.split("\n"), place))
    return make_extraction(verbatim(text, metadata), numbered.values(), said, path=path, number=number)


def _mentions(text: str, lines: Sequence[str]) -> Iterator[tuple[str, GoldMention]]:
    """Yield the marked mentions with their numbers ("T1").

    Raises:
        ValueError: a line that begins as a mention's and is none.
    """
    ids: defaultdict[str, list[str]] = defaultdict(list)
    for line in lines:
        if found := _ID.fullmatch(line.rstrip("\r")):
            ids[found[1]].append(found[2])
    for line in lines:
        if not line.startswith("T"):
            continue
        mention = _MENTION.fullmatch(line.rstrip("\r"))
        if mention is None:
            raise ValueError(f"no mention: {line[:60]!r}")
        number, label, places, stated = mention.groups()
        spans = [Span(*map(int, place.split())) for place in places.split(";")]
        one = gold_mention(text, spans, stated, label, ",".join(ids[number]))
        there = text[one.start : one.end]
        # brat writes a line's end within a mention as a space
        whole = there != stated.replace(" ", "\n")
        yield number, one if whole else GoldMention(one.start, one.end, there, label, one.ids)


@contextmanager
def _opened(path: Path) -> Iterator[Files]:
    if path.is_dir():
        yield _Folder(path)
        return
    archive, inner = within_zip(path) or (path, "")
    try:
        with zipfile.ZipFile(archive) as opened:
            yield _Archive(opened, inner)
    except _DAMAGED as error:
        raise InputError(path, f"the archive is damaged, or of a kind that cannot be read ({error})") from error
    except OSError as error:
        raise InputError(path, error.strerror or str(error)) from error


class _Folder:
    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> list[str]:
        return _visible(self.root, (file.relative_to(self.root).as_posix() for file in self.root.rglob("*.*")))

    def read(self, name: str) -> bytes:
        with (self.root / name).open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)


class _Archive:
    def __init__(self, archive: zipfile.ZipFile, inner: str) -> None:
        self.archive, self.inner = archive, inner

    def names(self) -> list[str]:
        names = (name.removeprefix(self.inner) for name in self.archive.namelist() if name.startswith(self.inner))
        return _visible(Path(self.archive.filename or ""), (name for name in names if not name.endswith("/")))

    def read(self, name: str) -> bytes:
        with self.archive.open(f"{self.inner}{name}") as stream:  # what it says of its size need not be true
            return stream.read(LARGEST_FILE + 1)


def _visible(path: Path, names: Iterator[str]) -> list[str]:
    """Return names in order, without hidden files."""
    visible = [name for name in names if not any(part.startswith((".", "__")) for part in name.split("/"))]
    if len(visible) > MOST_FILES:
        raise InputError(path, f"holds more than {MOST_FILES:,} files")
    return sorted(visible)
