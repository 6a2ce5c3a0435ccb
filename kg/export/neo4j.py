"""a graph folder -> CSV for `neo4j-admin database import`: `nodes.csv` and `relationships.csv`."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.core.folder import GraphFolder
from kg.core.places import new_folder
from kg.core.streams import edges, ordered
from kg.core.vocabulary import categories, predicates
from kg.export.flat import joined, one_line
from kg.export.kgx import NODES

_ARRAY = ";"  # neo4j-admin's array delimiter
NODE_HEADER = (
    "id:ID",
    "name",
    "category",
    "grounded:boolean",
    "synonyms:string[]",
    "xrefs:string[]",
    ":LABEL",
)
EDGE_HEADER = (
    ":START_ID", ":END_ID", ":TYPE", "id", "aspect", "direction", "negated:boolean", "speculated:boolean",
    "rejected:boolean", "asserted:boolean", "belief:double", "documents:long", "publications:string[]", "sentence",
)  # fmt: skip


def _array(values: Iterable[str]) -> str:
    return joined(values, _ARRAY, ",")


def _bool(value: bool) -> str:
    return str(value).lower()


def _node(row: Mapping[str, Any]) -> Sequence[object]:
    category = categories().get(row["category"])
    return (
        row["id"],
        one_line(row["name"]),
        row["category"],
        _bool(row["grounded"]),
        _array(row["synonyms"]),
        _array(row["xrefs"]),
        f"Concept{_ARRAY}{category.biolink if category else 'NamedThing'}",
    )


def _edge(row: Mapping[str, Any]) -> Sequence[object]:
    return (
        row["subject"],
        row["object"],
        predicates()[row["predicate"]].biolink,
        row["id"],
        row["aspect"],
        row["direction"],
        _bool(row["negated"]),
        _bool(row["speculated"]),
        _bool(row["rejected"]),
        _bool(row["asserted"]),
        row["belief"],
        row["document_count"],
        _array(row["publications"]),
        one_line(row["texts"][0]),
    )


def write(folder: GraphFolder, path: Path) -> Mapping[str, int]:
    """Write `nodes.csv` and `relationships.csv`, headers in neo4j-admin's notation."""
    counts = {}
    with folder.connect() as connection, new_folder(path) as place:
        for name, header, found, record in (
            ("nodes", NODE_HEADER, ordered(connection, NODES), _node),
            ("relationships", EDGE_HEADER, edges(connection), _edge),
        ):
            counts[name] = 0
            with (place / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
                writer = csv.writer(stream, lineterminator="\n")
                writer.writerow(header)
                for row in found:
                    writer.writerow(record(row))
                    counts[name] += 1
    return counts
