"""Documents <-> files in a storage that several machines reach: how they get to where they are annotated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

from kg.core.errors import ClusterError
from kg.core.shards import BATCH
from kg.core.tables import EXTRACTION, atomic, extraction_row, read_extractions, write_rows
from kg.core.text import Document, Extraction

_SECRET = re.compile(r"(?<=://).*@", re.DOTALL)  # keys stand before the place in a URL


class Storage:
    """A folder that all nodes reach: a path, or a URL of any file system that pyarrow knows (file, s3, gs, hdfs …).

    Args:
        place: the URL; or an absolute path.
        name: of a folder in it that is meant, in place of itself.

    Raises:
        ClusterError: there is no such file system; keys in the URL are not told.
    """

    def __init__(self, place: str, name: str = "") -> None:
        from pyarrow import ArrowException
        from pyarrow.fs import FileSystem

        self.place, self.name = place, name
        try:
            self.files, root = FileSystem.from_uri(place)
        except (ArrowException, OSError, ValueError) as error:
            shown = _SECRET.sub("…@", place)
            raise ClusterError(f"{shown}: {str(error).replace(place, shown).splitlines()[0]}") from None
        # behind the path, for a URL may go on behind it with options
        self.root = f"{root.rstrip('/')}/{name}" if name else root

    def put(self, path: Path, name: str) -> None:
        """Write a local file there."""
        self.files.create_dir(self.root, recursive=True)
        with path.open("rb") as source, self.files.open_output_stream(f"{self.root}/{name}") as sink:
            while chunk := source.read(1 << 20):
                sink.write(chunk)

    def get(self, name: str, path: Path) -> None:
        """Fetch a file from there; it stands whole at `path`, or not at all."""
        there = f"{self.root}/{name}"
        with atomic(path) as temporary, self.files.open_input_stream(there) as source, temporary.open("wb") as sink:
            while chunk := source.read(1 << 20):
                sink.write(chunk)

    def drop(self, *names: str) -> None:
        """Delete files, those that are there."""
        for name in names:
            with suppress(OSError):
                self.files.delete_file(f"{self.root}/{name}")

    def clear(self) -> None:
        """Delete the folder."""
        with suppress(OSError):
            self.files.delete_dir(self.root)


def stage(documents: Iterable[Sequence[Document]], path: Path) -> None:
    """Write documents as a file of extractions without mentions, a row group for each batch."""
    write_rows(path, EXTRACTION, (extraction_row(Extraction(one)) for batch in documents for one in batch), BATCH)


def staged(path: Path) -> Iterator[list[Document]]:
    """Yield the documents of such a file, in the same batches."""
    source = (one.document for one in read_extractions(path))
    while batch := list(islice(source, BATCH)):
        yield batch
