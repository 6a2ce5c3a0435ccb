"""A graph whose every text tries to become markup, script, or to turn the line round."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow.parquet as pq

from kg.core.folder import GraphFolder
from kg.core.tables import GRAPH_SCHEMAS
from tests.fixtures_graph import ALDESLEUKIN, RA, write_graph, write_tables

IMAGE = "<img src=x onerror=\"window.hacked='image'\">"
SCRIPT = "</script><script>window.hacked='script'</script><!--"
TURNED = "\N{RIGHT-TO-LEFT OVERRIDE}שלום\N{RIGHT-TO-LEFT MARK} 'quoted' & \"both\" \N{LINE SEPARATOR} end"


# Ids of a reader's or an ontology's making are no less hostile: old id -> what stands in its place everywhere
RENAMED = MappingProxyType(
    {
        ALDESLEUKIN: 'DRUGBANK:"><img src=x onerror="window.hacked=\'id\'">/../../%2e%2e',
        RA: "MONDO:javascript:window.hacked='scheme'//#?",
        "sha1:00ff": "sha1:'\"></a><script>window.hacked='paper'</script>",
    }
)


def _renamed(value: Any) -> Any:
    if isinstance(value, list):
        return [_renamed(one) for one in value]
    return RENAMED.get(value, value) if isinstance(value, str) else value


def write_hostile_graph(root: Path) -> GraphFolder:
    return made_hostile(write_graph(root))


def made_hostile(folder: GraphFolder) -> GraphFolder:
    """Write a graph anew with such texts in it."""
    tables: dict[str, list[dict[str, Any]]] = {
        name: [
            {column: _renamed(value) for column, value in row.items()}
            for row in pq.read_table(folder.table(name)).to_pylist()
        ]
        for name in GRAPH_SCHEMAS
    }
    for concept in tables["concepts"]:
        concept["name"] = f"{concept['name']} {IMAGE}"
        concept["synonyms"] = [*(concept["synonyms"] or []), IMAGE, SCRIPT, TURNED]
    for document in tables["documents"]:
        document["title"] = f"{IMAGE}{SCRIPT}{TURNED}"
        document["journal"] = f"{SCRIPT}{TURNED}"
        document["authors"] = [IMAGE, SCRIPT, TURNED]
        document["keywords"] = [IMAGE, SCRIPT, TURNED]
        document["volume"] = document["issue"] = document["pages"] = IMAGE
        for section in document["sections"]:
            section["label"] = f"{IMAGE}{TURNED}"
        document["doi"] = '10.1000/"><script>window.hacked=1</script>'
    for evidence in tables["evidence"]:
        evidence["text"] += f" {IMAGE} {SCRIPT} {TURNED}"
        evidence["label"] = f"{SCRIPT}{TURNED}"
        evidence["context_dose"] = IMAGE
        evidence["verdict"], evidence["error"] = "right", ""
        evidence["note"], evidence["curator"] = f"{IMAGE}{SCRIPT}{TURNED}", IMAGE
    write_tables(folder, tables)
    return folder
