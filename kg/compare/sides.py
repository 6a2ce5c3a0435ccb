"""two graph folders -> one DuckDB connection that sees both: schemas `old` and `new`, and what both can name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import duckdb

from kg.core.folder import GraphFolder, draw_no_progress

MEMORY = "1GB"  # that DuckDB may take; the rest it keeps in scratch files


@contextmanager
def beside(old: GraphFolder, new: GraphFolder) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection with the views of one folder in the schema `old`, of the other in `new`.

    The views `concepts` and `documents` are those of both, so that names can be looked up in either.

    Raises:
        GraphFolderError: one of them is no usable graph.
    """
    with TemporaryDirectory(prefix="kg-diff-") as scratch, duckdb.connect() as connection:
        quoted = scratch.replace("'", "''")
        connection.execute(f"SET memory_limit = '{MEMORY}'; SET temp_directory = '{quoted}'")
        connection.execute("SET preserve_insertion_order = false")
        draw_no_progress(connection)
        old.show(connection, "old")
        new.show(connection, "new")
        for name in ("concepts", "documents"):
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM old.{name} UNION ALL SELECT * FROM new.{name}")
        with old.read(), new.read():
            yield connection
