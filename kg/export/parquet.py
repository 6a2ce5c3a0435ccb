"""a graph folder -> a folder of Parquet: its tables, and `edges.parquet` with names, papers and sentences."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from kg.core.folder import GraphFolder
from kg.core.tables import GRAPH_SCHEMAS
from kg.export.places import new_folder


def write(folder: GraphFolder, path: Path) -> Mapping[str, int]:
    """Copy the tables and the manifest, and write the view `edges`."""
    counts = {}
    with folder.connect() as connection, new_folder(path) as place:
        for name in GRAPH_SCHEMAS:
            shutil.copyfile(folder.table(name), place / f"{name}.parquet")
        shutil.copyfile(folder.manifest_path, place / "manifest.json")
        quoted = str(place / "edges.parquet").replace("'", "''")
        connection.execute(f"COPY (SELECT * FROM edges ORDER BY id) TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)")
        for name in (*GRAPH_SCHEMAS, "edges"):
            found = connection.execute(f"SELECT count(*) FROM {name}").fetchone()
            counts[name] = found[0] if found else 0
    return counts
