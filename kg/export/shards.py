"""a graph folder -> a folder of gzipped N-Quads files of bounded size, for stores on more than one machine."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from itertools import chain, islice
from pathlib import Path

from pyoxigraph import RdfFormat, serialize

from kg.core.folder import GraphFolder
from kg.core.places import new_folder
from kg.core.rdf import quads
from kg.export.rdf import Counted

SHARD = 1_000_000  # quads in a file: some 10 MB


def write(folder: GraphFolder, path: Path) -> Mapping[str, int]:
    """Write `part-00000.nq.gz` and so on, each complete in itself; the same graph gives the same bytes."""
    counts, stream = {"quads": 0, "files": 0}, quads(folder)
    with new_folder(path) as place:
        while first := next(stream, None):
            # Neither name nor time stands in the file
            with (
                (place / f"part-{counts['files']:05d}.nq.gz").open("wb") as file,
                gzip.GzipFile("", "wb", mtime=0, fileobj=file) as zipped,
            ):
                passed = Counted(chain([first], islice(stream, SHARD - 1)))
                serialize(iter(passed), zipped, RdfFormat.N_QUADS)  # type: ignore[arg-type]
            counts["quads"] += passed.count
            counts["files"] += 1
    return counts
