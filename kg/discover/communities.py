"""a graph -> its communities: concepts among which more is said than between them and the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING

from kg.discover.network import beside
from kg.discover.steps import Row, named

if TYPE_CHECKING:
    import duckdb
    import networkx as nx

SMALLEST = 3  # concepts; a pair is no community
_SEED = 1


def communities(
    connection: duckdb.DuckDBPyConnection, *, resolution: float = 1.0, limit: int | None = None
) -> list[Row]:
    """Return the communities of at least three concepts, the largest first.

    Found by the Louvain method (Blondel et al., J Stat Mech 2008, P10008) over what is beside what, weighed by belief;
    the same graph gives the same communities.

    Args:
        connection: as `GraphFolder.connect` gives it.
        resolution: above 1 for more and smaller ones.
        limit: how many at most.

    Returns:
        For each its `name` (its three strongest concepts), `size`, `concepts` (id, name, category and `strength`, the
        sum of beliefs towards others inside; strongest first), `categories` (how many of each), and `inside` and
        `outside`, how many pairs of neighbours lie in it and how many lead out of it.
    """
    import networkx as nx

    graph = beside(connection)
    # Sets of numbers are walked through in the same order in every process, those of names are not
    order = sorted(graph)
    numbered = nx.relabel_nodes(graph, {concept: place for place, concept in enumerate(order)})
    parts = nx.community.louvain_communities(numbered, weight="belief", resolution=resolution, seed=_SEED)
    found = [sorted(order[place] for place in part) for part in parts if len(part) >= SMALLEST]
    found = sorted(found, key=lambda part: (-len(part), part))[:limit]
    concepts = named(connection, (concept for part in found for concept in part))
    return [_told(graph, part, concepts) for part in found]


def _told(graph: nx.Graph[str], part: Collection[str], concepts: dict[str, Row]) -> Row:
    members = set(part)
    strength = {one: sum(edge["belief"] for other, edge in graph[one].items() if other in members) for one in part}
    ranked = sorted(part, key=lambda one: (-strength[one], one))
    ends = [other in members for one in part for other in graph[one]]
    counted = Counter(concepts[one]["category"] for one in part)
    return {
        "name": ", ".join(concepts[one]["name"] for one in ranked[:3]),
        "size": len(members),
        "concepts": [{**concepts[one], "strength": round(strength[one], 4)} for one in ranked],
        "categories": dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))),
        "inside": sum(ends) // 2,
        "outside": len(ends) - sum(ends),
    }
