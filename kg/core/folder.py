"""The folder of a built graph: where its files lie, its manifest, and its tables as DuckDB views."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kg.core.errors import GraphFolderError, KGError
from kg.core.manifests import EXTRACTED, GRAPH, read_manifest
from kg.core.memory import share
from kg.core.paths import graphs_near, mend
from kg.core.prefixes import BASE
from kg.core.select import EVERYTHING, Filter, narrowing
from kg.core.shards import is_shard, standing
from kg.core.tables import EXTRACTION, GRAPH_SCHEMAS

FORMAT_VERSION = 2
_AGAIN = "`kg assemble DIR` writes it again"
ANEW = "remove it, and `kg build` makes it again"
SPILLED = ".spilled-"  # a process's number follows: what of its queries does not fit into memory
# How evidence is ordered wherever people see it: what a curator found right first, what one found wrong last
BEST_FIRST = "verdict = 'wrong', verdict <> 'right', speculated, score DESC, via <> 'direct', document_id, start, id"

# What people mean by an edge: an assertion with its ends' names, its papers and its best sentence first. A sentence
# that a curator found wrong is none of its sentences, unless all are.
_EDGES = f"""
CREATE VIEW edges AS
SELECT a.*,
       s.name AS subject_name, s.category AS subject_category,
       o.name AS object_name, o.category AS object_category,
       e.publications, e.texts, e.best
FROM assertions a
JOIN concepts s ON s.id = a.subject
JOIN concepts o ON o.id = a.object
JOIN (
  SELECT assertion_id,
         list_sort(list(DISTINCT document_id)) AS publications,
         list(text ORDER BY {BEST_FIRST}) AS texts,
         first(id ORDER BY {BEST_FIRST}) AS best
  FROM (SELECT v.* FROM evidence v JOIN assertions b ON b.id = v.assertion_id WHERE b.rejected OR v.verdict <> 'wrong')
  GROUP BY assertion_id
) e ON e.assertion_id = a.id
"""


def draw_no_progress(connection: duckdb.DuckDBPyConnection) -> None:
    """Have DuckDB draw no bar of progress between the lines of a program."""
    # In a notebook without ipywidgets it can draw none, and refuses to be told
    with suppress(duckdb.InvalidInputException):
        connection.execute("SET enable_progress_bar = false")


class GraphFolder:
    """The files of a built graph: `extractions/`, `graph/`, `store/`, `site/`, and `curations.tsv` where there are any.

    Args:
        root: the folder that `kg build --out` named.
        chosen: the part of the graph that the tables show.
    """

    def __init__(self, root: Path, chosen: Filter = EVERYTHING) -> None:
        self.root = root
        self.chosen = chosen
        self.extractions = root / "extractions"
        self.graph = root / "graph"
        self.store = root / "store"
        self.site = root / "site"
        self.curations = root / "curations.tsv"
        self.manifest_path = self.graph / "manifest.json"
        self.extracted_path = self.extractions / "manifest.json"

    def claim(self) -> None:
        """Do nothing where a graph stands or can be made.

        Raises:
            GraphFolderError: something else stands here, which a graph must not replace or lie among.
        """
        if self.root.is_file():
            raise GraphFolderError(self.root, "is a file, not a graph folder")
        mend(self.graph)
        for part in (self.extractions, self.graph):
            if part.is_dir() and any(map(_is_foreign, part.iterdir())) and not (part / "manifest.json").exists():
                raise GraphFolderError(part, "is no part of a graph; name another folder")
        ours = {part.name for part in (self.extractions, self.graph, self.store, self.site, self.curations)}
        there = {one.name for one in self.root.glob("[!.]*")}
        if there - ours and not there & {self.extractions.name, self.graph.name}:
            raise GraphFolderError(self.root, "holds other things and no graph; name a new folder")

    def table(self, name: str) -> Path:
        """Return the Parquet file of one of GRAPH_SCHEMAS' tables."""
        return self.graph / f"{name}.parquet"

    def shards(self) -> list[Path]:
        """Return the extraction shards that the extractions' manifest lists, in input order.

        Raises:
            GraphFolderError: the manifest is damaged.
        """
        listed = self.extracted().get("portions")
        if listed is None:  # in an older version their names gave the order
            return sorted(self.extractions.glob("part-*.parquet"))
        names = [str(shard["file"]) for portion in listed for shard in portion["shards"]]
        if strange := next((name for name in names if Path(name).name != name), ""):
            raise GraphFolderError(self.extracted_path, f"lists {strange!r}, which is no shard; build it again")
        return [self.extractions / name for name in names]

    def extracted(self) -> dict[str, Any]:
        """Return the manifest of the extractions: inputs, recipe, portions with their shards; empty if there is none.

        Raises:
            GraphFolderError: it is damaged.
        """
        try:
            return read_manifest(self.extracted_path, EXTRACTED)
        except (FileNotFoundError, NotADirectoryError):
            return {}

    @property
    def base(self) -> str:
        """The base IRI of the graph's own names, as `kg build --base` chose it; the usual one where no graph is yet."""
        try:
            return str(self._whole_manifest().get("base", BASE))
        except GraphFolderError:
            return BASE

    def manifest(self) -> dict[str, Any]:
        """Return the manifest of the graph; where a part of it is chosen, `counts` are that part's.

        `selection` then says which part it is.

        Raises:
            GraphFolderError: there is no graph here, or one of another format version; or a table is missing.
        """
        manifest = self._whole_manifest()
        if self.chosen:
            with self.connect() as connection:
                counted = [connection.execute(f"SELECT count(*) FROM {name}").fetchone() for name in GRAPH_SCHEMAS]
            counts = dict(zip(GRAPH_SCHEMAS, (count[0] for count in counted if count), strict=True))
            manifest |= {"counts": counts, "selection": self.chosen.told()}
        return manifest

    def _whole_manifest(self) -> dict[str, Any]:
        """Return the manifest as it is written.

        Raises:
            GraphFolderError: there is no graph here, one of another format version, or its manifest is damaged.
        """
        mend(self.graph)
        try:
            manifest = read_manifest(self.manifest_path, GRAPH)
        except FileNotFoundError:
            if self.extractions.is_dir() and any(standing(self.extractions)):
                begun = "holds no graph yet; the `kg build` that makes it is at work, or goes on when it is given again"
                raise GraphFolderError(self.root, begun) from None
            raise self.missing("graph", "kg build INPUT --out DIR") from None
        except NotADirectoryError:
            raise GraphFolderError(self.root, "is a file, not a graph folder") from None
        if manifest.get("format") != FORMAT_VERSION:
            reason = f"has format {manifest.get('format')}, this version reads {FORMAT_VERSION}; build it again"
            raise GraphFolderError(self.root, reason)
        return manifest

    def missing(self, what: str, command: str, it: str = "one") -> GraphFolderError:
        """Return the error that there is no such folder, or that it holds none of something which a command makes.

        It names the graphs that may be meant, where some are near.
        """
        there = self.root.is_dir()
        near = graphs_near(self.root)
        advice = (
            f"did you mean {' or '.join(map(str, near))}?" if near else f"`{command}` makes {it if there else 'one'}"
        )
        said = f"holds no {what}" if there else "there is no such folder"
        return GraphFolderError(self.root, f"{said}; {advice}")

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Return a DuckDB connection with one view per table and the view `edges`; nothing is copied.

        It takes no more memory than `kg.core.memory.share` lends, and spills into the folder where it may write there.

        Raises:
            GraphFolderError: as `manifest`, or a table is missing.
        """
        connection = duckdb.connect()
        connection.execute("SET preserve_insertion_order = true")
        draw_no_progress(connection)
        connection.execute(f"SET memory_limit = '{share() // 1_000_000}MB'")
        place = self.root if os.access(self.root, os.W_OK) else Path(tempfile.gettempdir())
        spilled = str(place / f"{SPILLED}{os.getpid()}").replace("'", "''")
        connection.execute(f"SET temp_directory = '{spilled}'")
        self.show(connection, "main")
        return connection

    def show(self, connection: duckdb.DuckDBPyConnection, schema: str) -> None:
        """Make in a schema of a connection one view per table and the view `edges`, so that several graphs fit there.

        Raises:
            GraphFolderError: as `connect`.
        """
        self._whole_manifest()
        whole = f"{schema}_whole" if self.chosen else schema
        for name in (schema, whole):
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {name}")
        for name in GRAPH_SCHEMAS:
            self._view(connection, name, f"{whole}.{name}")
        connection.execute(f"SET schema = '{schema}'")  # where names without a schema are made, and meant
        if self.chosen:
            for statement, values in narrowing(self.chosen, whole):
                connection.execute(statement, values or None)
        connection.execute(_EDGES)
        connection.execute("SET schema = 'main'")

    def _view(self, connection: duckdb.DuckDBPyConnection, name: str, view: str) -> None:
        if not self.table(name).is_file():
            raise GraphFolderError(self.table(name), f"is missing; {_AGAIN}")
        self._refuse_others(name)
        quoted = str(self.table(name)).replace("'", "''")
        connection.execute(f"CREATE VIEW {view} AS SELECT * FROM read_parquet('{quoted}')")

    def _refuse_others(self, name: str) -> None:
        """Raise a GraphFolderError where a table cannot be read, or has not the columns that it should."""
        try:
            found = pq.read_schema(self.table(name))
        except (OSError, pa.ArrowException) as error:
            refused = error.strerror if isinstance(error, PermissionError) else ""
            raise GraphFolderError(self.table(name), refused or f"cannot be read; {_AGAIN}") from error
        for column in GRAPH_SCHEMAS[name]:
            if column.name not in found.names or found.field(column.name).type != column.type:
                raise GraphFolderError(self.table(name), f"has no {column.name} as it should have; {_AGAIN}")

    @contextmanager
    def read(self) -> Iterator[None]:
        """Say of whatever fails meanwhile which table or shard is damaged: one that is can make anything fail.

        Raises:
            GraphFolderError: in place of an exception that is none of ours.
        """
        try:
            yield
        except KGError:
            raise
        except Exception as error:  # whatever it is; where nothing is damaged, it is our bug and goes on
            tables = ((self.table(name), _AGAIN) for name in GRAPH_SCHEMAS)
            for path, advice in chain(tables, ((shard, ANEW) for shard in self.shards())):
                if why := damage(path) or ("" if path.parent == self.graph else _others(path)):
                    raise GraphFolderError(path, f"is damaged ({why}); {advice}") from error
            raise


def damage(path: Path) -> str:
    """Read a Parquet file to its end; return why that cannot be done, "" where it can."""
    try:
        for _ in pq.ParquetFile(path).iter_batches():
            pass
    except (OSError, pa.ArrowException) as error:
        return str(error).splitlines()[0]
    return ""


def _others(shard: Path) -> str:
    return "" if pq.read_schema(shard).equals(EXTRACTION) else "its columns are not those of extractions"


def _is_foreign(path: Path) -> bool:
    """Tell of a file beside no manifest whether it is none that a killed build leaves."""
    return not is_shard(path) and not path.name.startswith(".")


def rows(cursor: duckdb.DuckDBPyConnection, batch: int = 2000) -> Iterator[dict[str, Any]]:
    """Yield a query's rows as dicts by column name, fetched in batches."""
    names = [column[0] for column in cursor.description or ()]
    while chunk := cursor.fetchmany(batch):
        for values in chunk:
            yield dict(zip(names, values, strict=True))
