"""a graph, two concepts -> the best paths from one to the other, each hop with its sentence."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from kg.core.errors import OptionError
from kg.core.vocabulary import predicates
from kg.discover.network import along
from kg.discover.steps import Row, hops, named

if TYPE_CHECKING:
    import duckdb
    import networkx as nx


def paths(
    connection: duckdb.DuckDBPyConnection,
    start: str,
    end: str,
    *,
    limit: int = 5,
    either_way: bool = False,
    hub_penalty: float = 0.0,
) -> list[Row]:
    """Return the best simple paths between two concepts, best first (Yen's algorithm, Management Science 1971, 17:712).

    A hop costs -ln(belief), so that the cheapest path is the one most likely to hold if its hops are independent. Of
    several assertions between two concepts the one believed most is gone along.

    Args:
        connection: as `GraphFolder.connect` gives it.
        start, end: ids of concepts.
        limit: how many at most.
        either_way: steps may be gone against their direction.
        hub_penalty: what a concept on the way costs for each e-fold of its number of neighbours; with 0.1 a hub of 150
            neighbours costs as much as a hop believed 0.6.

    Returns:
        For each path `concepts` (id, name, category), `hops` (assertions with their sentence, `backwards` where gone
        against their direction), `cost`, `belief` (the hops' product), `sign` (the hops' product; 0 where one has
        none), `backwards`, whether any hop is, and `reads`: "along" where the first would act on the last by the sign,
        "together" where a hop is backwards or holds both ways, so that the sign says only how the two go together.

    Raises:
        OptionError: both concepts are the same.
    """
    if start == end:
        raise OptionError("a path leads from one concept to another; both are the same here")
    graph = along(connection, either_way=either_way)
    if start not in graph or end not in graph:
        return []
    _price(graph, hub_penalty, end)
    found = list(islice(_shortest(graph, start, end), max(limit, 0)))
    steps = hops(connection, (graph.edges[pair]["id"] for path in found for pair in pairwise(path)))
    concepts = named(connection, (concept for path in found for concept in path))
    return [_told(graph, path, steps, concepts) for path in found]


def _price(graph: nx.DiGraph[str], hub_penalty: float, end: str) -> None:
    beside = {concept: len({*graph.pred[concept], *graph.succ[concept]}) for concept in graph}
    for _, other, edge in graph.edges(data=True):
        toll = hub_penalty * math.log(beside[other]) if other != end else 0.0
        edge["cost"] = -math.log(edge["belief"]) + toll


def _shortest(graph: nx.DiGraph[str], start: str, end: str) -> Iterator[Sequence[str]]:
    import networkx as nx

    try:
        yield from nx.shortest_simple_paths(graph, start, end, weight="cost")
    except nx.NetworkXNoPath:
        return


def _told(graph: nx.DiGraph[str], path: Sequence[str], steps: dict[str, Row], concepts: dict[str, Row]) -> Row:
    edges = [graph.edges[pair] for pair in pairwise(path)]
    gone = [
        {**steps[edge["id"]], "backwards": _backwards(steps[edge["id"]], one)}
        for edge, one in zip(edges, path, strict=False)
    ]
    backwards = any(hop["backwards"] for hop in gone)
    mutual = any(predicates()[hop["predicate"]].symmetric for hop in gone)
    return {
        "concepts": [concepts[concept] for concept in path],
        "hops": gone,
        "cost": round(sum(edge["cost"] for edge in edges), 6),
        "belief": round(math.prod(edge["belief"] for edge in edges), 6),
        "sign": math.prod(edge["sign"] for edge in edges),
        "backwards": backwards,
        "reads": "together" if backwards or mutual else "along",
    }


def _backwards(hop: Row, start: str) -> bool:
    return bool(hop["subject"] != start and not predicates()[hop["predicate"]].symmetric)
