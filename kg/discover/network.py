"""a graph's steps -> a networkx graph with one edge a pair of concepts, the strongest, of bounded size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.core.folder import rows
from kg.discover.steps import prepare

if TYPE_CHECKING:
    import duckdb
    import networkx as nx

# The pairs of concepts believed most that are taken: networkx needs some 0.6 KB for each, so 0.3 GB at most
PAIRS = 500_000

_ALONG = """
SELECT * FROM (
  SELECT subject AS one, object AS other, id, belief, sign FROM discover.steps
  UNION ALL SELECT object, subject, id, belief, sign FROM discover.steps WHERE mutual OR $either_way
)
QUALIFY row_number() OVER (PARTITION BY one, other ORDER BY belief DESC, id) = 1
ORDER BY belief DESC, one, other LIMIT $pairs
"""
_BESIDE = """
SELECT one, other, belief FROM discover.beside WHERE one < other ORDER BY belief DESC, one, other LIMIT $pairs
"""


def along(connection: duckdb.DuckDBPyConnection, *, either_way: bool = False, pairs: int = PAIRS) -> nx.DiGraph[str]:
    """Return the steps with their direction: an edge has the `id` of the assertion, `belief` and `sign`.

    Args:
        connection: as `GraphFolder.connect` gives it.
        either_way: every step can be gone against its direction too; otherwise only those with a symmetric predicate.
        pairs: how many at most, the most believed first.
    """
    import networkx as nx

    prepare(connection)
    graph: nx.DiGraph[str] = nx.DiGraph()
    for row in rows(connection.execute(_ALONG, {"either_way": either_way, "pairs": pairs})):
        graph.add_edge(row["one"], row["other"], id=row["id"], belief=row["belief"], sign=row["sign"])
    return graph


def beside(connection: duckdb.DuckDBPyConnection, *, pairs: int = PAIRS) -> nx.Graph[str]:
    """Return what is beside what, without direction: an edge has the `belief` of the strongest step."""
    import networkx as nx

    prepare(connection)
    graph: nx.Graph[str] = nx.Graph()
    for row in rows(connection.execute(_BESIDE, {"pairs": pairs})):
        graph.add_edge(row["one"], row["other"], belief=row["belief"])
    return graph
