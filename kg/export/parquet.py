"""a graph folder -> a folder of Parquet: its tables, and `edges.parquet` with names, papers and sentences."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from kg.core.folder import GraphFolder, rows
from kg.core.places import new_folder
from kg.core.streams import edges
from kg.core.tables import GRAPH_SCHEMAS, sha256_of, write_json, write_rows

if TYPE_CHECKING:
    import duckdb

_TEXTS = pa.list_(pa.string())
_NAMES = ("subject_name", "subject_category", "object_name", "object_category")
EDGES = pa.schema(
    [
        *GRAPH_SCHEMAS["assertions"],
        *((name, pa.string()) for name in _NAMES),
        ("publications", _TEXTS),
        ("texts", _TEXTS),
        ("best", pa.string()),
    ]
)


def write(folder: GraphFolder, path: Path) -> Mapping[str, int]:
    """Copy the tables and the manifest, and write the view `edges`; of a part of a graph, write that part's."""
    counts = {}
    with folder.connect() as connection, new_folder(path) as place:
        if folder.chosen:
            _write_part(folder, connection, place)
        else:
            for name in GRAPH_SCHEMAS:
                shutil.copyfile(folder.table(name), place / f"{name}.parquet")
            shutil.copyfile(folder.manifest_path, place / "manifest.json")
        for name in GRAPH_SCHEMAS:
            found = connection.execute(f"SELECT count(*) FROM {name}").fetchone()
            counts[name] = found[0] if found else 0
        counts["edges"] = write_rows(place / "edges.parquet", EDGES, edges(connection))
    return counts


def _write_part(folder: GraphFolder, connection: duckdb.DuckDBPyConnection, place: Path) -> None:
    for name, schema in GRAPH_SCHEMAS.items():
        # Joins keep no order, and the same part has the same bytes
        found = connection.execute(f"SELECT * FROM {name} ORDER BY ALL")
        write_rows(place / f"{name}.parquet", schema, rows(found))
    hashes = {name: sha256_of(place / f"{name}.parquet") for name in GRAPH_SCHEMAS}
    write_json(place / "manifest.json", {**folder.manifest(), "hashes": hashes})
