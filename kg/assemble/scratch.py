"""a folder of shards, bytes of memory -> DuckDB over them, spilling beside the graph; its results as Arrow batches."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kg.core.errors import GraphFolderError, KGError
from kg.core.folder import ANEW, SPILLED, GraphFolder, damage, draw_no_progress
from kg.core.memory import share

PREFIX = ".assemble-"
# Bytes that the process takes beside what DuckDB counts as its own: Python, the ontologies' concepts, a row group on
# its way into a file, results in hand
ROOM = 450_000_000
_LEAST = 150_000_000  # bytes, for DuckDB
_THREAD = 250_000_000  # bytes that DuckDB needs for a thread which sorts


@contextmanager
def scratch(folder: GraphFolder) -> Iterator[Path]:
    """Give a folder within the graph's, so on its disk, that goes whatever happens; what killed runs left goes too.

    Raises:
        GraphFolderError: the disk is full, memory does not suffice, or a shard is damaged.
    """
    for prefix in (PREFIX, SPILLED):
        for left in folder.root.glob(f"{prefix}*"):
            if not _runs(left.name.removeprefix(prefix)):
                shutil.rmtree(left, ignore_errors=True)
    place = folder.root / f"{PREFIX}{os.getpid()}"
    try:
        place.mkdir()
        yield place
    except KGError:
        raise
    except Exception as error:  # rows that are damaged can make anything fail; where none are, it is our bug
        if told := _mendable(error):
            raise GraphFolderError(folder.root, told) from error
        for shard in folder.shards():
            if why := damage(shard):
                raise GraphFolderError(shard, f"is damaged ({why}); {ANEW}") from error
        raise
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _runs(process: str) -> bool:
    """Tell whether a process of this machine is at work; what has no number for its name is not."""
    if not process.isdecimal() or int(process) == os.getpid():
        return False
    if sys.platform == "win32":  # asking so would end it there
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        return True
    return True


def _mendable(error: Exception) -> str:
    """Say what the user can do about an error; "" where it is another matter."""
    text = str(error)
    full = getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT)
    if full or "No space left" in text or "max_temp_directory_size" in text:
        return "the disk is full: the graph is as it was, and assembly needs several times the size of its shards"
    if isinstance(error, duckdb.OutOfMemoryException):
        return f"assembly needs more memory, --memory gives it: {text.splitlines()[0]}"
    return ""


def refuse_short(folder: GraphFolder) -> None:
    """Raise a GraphFolderError where a shard holds other than the rows that the extractions' manifest says it has."""
    for portion in folder.extracted().get("portions", ()):
        for shard in portion["shards"]:
            path, stated = folder.extractions / shard["file"], shard.get("rows")
            try:
                rows = pq.read_metadata(path).num_rows
            except (OSError, pa.ArrowException) as error:
                reason = f"cannot be read ({str(error).splitlines()[0]}); {ANEW}"
                raise GraphFolderError(path, reason if path.exists() else "is missing; `kg build` makes it") from error
            if stated not in (None, rows):
                raise GraphFolderError(path, f"has {rows:,} rows, stated are {stated}; {ANEW}")


def connect(shards: Sequence[Path], place: Path, memory: int | None = None) -> duckdb.DuckDBPyConnection:
    """Return DuckDB with the view `shards`: the rows of all shards, each with its `position`, in their order.

    Args:
        place: a folder for what does not fit into memory.
        memory: bytes for the whole process; the usual share of the machine if None.

    Raises:
        GraphFolderError: a shard cannot be read.
    """
    limit = max(_LEAST, (memory or share()) - ROOM)
    connection = duckdb.connect()  # its tables spill as well; a database file would wait for the disk at each statement
    threads = max(1, min(os.cpu_count() or 1, limit // _THREAD))
    for name, value in (
        ("memory_limit", f"'{limit // 1_000_000}MB'"),
        ("threads", threads),
        ("temp_directory", quoted(place / "spilled")),
        ("preserve_insertion_order", "false"),  # whatever has an order states it
    ):
        connection.execute(f"SET {name} = {value}")
    draw_no_progress(connection)
    files = ", ".join(map(quoted, shards))
    try:
        connection.execute(
            "CREATE VIEW shards AS SELECT file_index::BIGINT * 4294967296 + file_row_number AS position, * "
            f"FROM read_parquet([{files}])"
        )
        connection.execute("SELECT metadata.revised FROM shards LIMIT 0")
    except duckdb.BinderException as error:
        reason = "was made by an older version; `kg build` makes it again"
        raise GraphFolderError(shards[0].parent, reason) from error
    except duckdb.Error as error:
        raise GraphFolderError(shards[0].parent, f"cannot be read: {str(error).splitlines()[0]}") from error
    return connection


def quoted(path: Path) -> str:
    """Return a path as SQL writes it."""
    return "'{}'".format(str(path).replace("'", "''"))


def batches(connection: duckdb.DuckDBPyConnection, query: str, rows: int) -> Iterator[pa.RecordBatch]:
    """Yield what a query finds in its order, while it is found; about `rows` rows at a time."""
    relation = connection.sql(query)
    read = getattr(relation, "to_arrow_reader", None) or relation.fetch_arrow_reader  # its name before DuckDB 1.5
    yield from read(rows)
