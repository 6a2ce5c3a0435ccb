"""a graph folder -> a networkx MultiDiGraph, and that as GraphML, GEXF or Cytoscape JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.core.folder import GraphFolder, rows
from kg.core.page import xml_safe
from kg.core.places import new_file
from kg.core.streams import edges
from kg.core.vocabulary import predicates
from kg.export.flat import SEPARATOR
from kg.export.kgx import NODES

if TYPE_CHECKING:
    import networkx as nx

_NODE_ATTRIBUTES = ("name", "category", "grounded", "synonyms", "xrefs", "mention_count", "document_count")
_EDGE_ATTRIBUTES = (
    "predicate", "aspect", "direction", "negated", "speculated", "rejected", "asserted", "belief", "document_count",
    "evidence_count", "publications", "opposed_by",
)  # fmt: skip
# The day of writing, which networkx puts into GEXF, would make each day's bytes differ
_TODAY = re.compile(rb' lastmodifieddate="[\d-]*"')


def network(folder: GraphFolder) -> nx.MultiDiGraph[str]:
    """Return the graph with concept ids as nodes and assertion ids as edge keys.

    Nodes are the concepts in some assertion; edges are exactly the assertions, negated, speculated and rejected
    ones too (`asserted` is false for them). `label` is the name, or the verb people read; `sentence` the best one.
    """
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    with folder.connect() as connection:
        for row in rows(connection.execute(NODES)):
            graph.add_node(row["id"], label=row["name"], **{name: row[name] for name in _NODE_ATTRIBUTES})
        for row in edges(connection):
            verb = predicates()[row["predicate"]].verb(row["direction"])
            attributes = {name: row[name] for name in _EDGE_ATTRIBUTES}
            sentence = row["texts"][0]
            graph.add_edge(row["subject"], row["object"], key=row["id"], label=verb, sentence=sentence, **attributes)
    return graph


def _value(value: Any) -> Any:
    if isinstance(value, list | tuple):
        value = SEPARATOR.join(str(item).replace(SEPARATOR, "¦") for item in value)
    return xml_safe(value) if isinstance(value, str) else value


def flat(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Return a copy whose attributes every writer takes: lists joined, None gone, text fit for XML."""
    import networkx as nx

    copy: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name, attributes in graph.nodes(data=True):
        copy.add_node(name, **_flat(attributes))
    for subject, target, key, attributes in graph.edges(keys=True, data=True):
        copy.add_edge(subject, target, key=key, **_flat(attributes))
    return copy


def _flat(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in attributes.items() if value is not None}


def _write(folder: GraphFolder, path: Path, write: Callable[[nx.MultiDiGraph[str], Path], object]) -> Mapping[str, int]:
    graph = flat(network(folder))
    with new_file(path) as temporary:
        write(graph, temporary)
    return {"nodes": graph.number_of_nodes(), "edges": graph.number_of_edges()}


def write_graphml(folder: GraphFolder, path: Path) -> Mapping[str, int]:
    """Write GraphML; edge ids are assertion ids."""
    import networkx as nx

    return _write(folder, path, lambda graph, place: nx.write_graphml(graph, place, named_key_ids=True))


def write_gexf(folder: GraphFolder, path: Path) -> Mapping[str, int]:
    """Write GEXF 1.2; edge ids are assertion ids."""
    import networkx as nx

    def dump(graph: nx.MultiDiGraph[str], place: Path) -> None:
        for _, _, key, attributes in graph.edges(keys=True, data=True):
            attributes["id"] = key
        buffer = BytesIO()
        nx.write_gexf(graph, buffer, version="1.2draft")
        place.write_bytes(_TODAY.sub(b"", buffer.getvalue(), count=1))

    return _write(folder, path, dump)


def write_cytoscape(folder: GraphFolder, path: Path) -> Mapping[str, int]:
    """Write Cytoscape.js JSON, which Cytoscape reads too."""
    import networkx as nx

    def dump(graph: nx.MultiDiGraph[str], place: Path) -> None:
        data = nx.cytoscape_data(graph)
        for element in data["elements"]["edges"]:
            element["data"]["id"] = element["data"]["key"]
        place.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    return _write(folder, path, dump)
