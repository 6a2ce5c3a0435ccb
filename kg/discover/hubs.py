"""a graph -> its hubs: the concepts that most leads to or through."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from kg.core.errors import UnknownName
from kg.core.folder import rows
from kg.discover.network import along, beside
from kg.discover.steps import Row, prepare

if TYPE_CHECKING:
    import duckdb

MEASURES = ("neighbours", "papers", "pagerank", "betweenness")
# Shortest paths are counted from so many concepts (Brandes & Pich, Int J Bifurcat Chaos 2007, 17:2303)
PIVOTS = 200
_SEED = 1

_HUBS = """
WITH touching AS (
  SELECT subject AS id, id AS step, true AS acts FROM discover.steps
  UNION ALL SELECT object, id, false FROM discover.steps
)
SELECT c.id, c.name, c.category, c.grounded, d.degree AS neighbours, t.assertions, t.acts, t.acted, t.papers
FROM (
  SELECT t.id, count(DISTINCT t.step) AS assertions, count(DISTINCT t.step) FILTER (acts) AS acts,
         count(DISTINCT t.step) FILTER (NOT acts) AS acted, count(DISTINCT v.document_id) AS papers
  FROM touching t JOIN evidence v ON v.assertion_id = t.step AND v.verdict <> 'wrong' GROUP BY t.id
) t JOIN concepts c USING (id) JOIN discover.degrees d USING (id)
WHERE len($categories) = 0 OR list_contains($categories, c.category)
ORDER BY c.id
"""


def hubs(
    connection: duckdb.DuckDBPyConnection,
    *,
    by: str = "neighbours",
    categories: Collection[str] = (),
    limit: int | None = 20,
) -> list[Row]:
    """Return the concepts that stand highest by one measure, highest first.

    Args:
        connection: as `GraphFolder.connect` gives it.
        by: "neighbours" (concepts one step away), "papers" (that its assertions are from), "pagerank" (along the
            direction of steps, weighed by belief: what much acts on; Brin & Page 1998) or "betweenness" (how much leads
            through it without regard to direction, counted from PIVOTS concepts; Brandes 2001).
        categories: only concepts of these; the measures are those in the whole.
        limit: how many at most.

    Returns:
        Rows of id, name, category, grounded, `neighbours`, `assertions`, of which it `acts` in and is `acted` on,
        `papers`, and the measure where it is another.

    Raises:
        UnknownName: there is no such measure.
    """
    if by not in MEASURES:
        raise UnknownName("measure", by, MEASURES)
    prepare(connection)
    found = list(rows(connection.execute(_HUBS, {"categories": list(categories)})))
    if by in ("pagerank", "betweenness"):
        values = _pagerank(connection) if by == "pagerank" else _betweenness(connection)
        found = [{**row, by: round(values.get(row["id"], 0.0), 6)} for row in found]
    return sorted(found, key=lambda row: (-row[by], -row["neighbours"], row["id"]))[:limit]


def _pagerank(connection: duckdb.DuckDBPyConnection) -> dict[str, float]:
    import networkx as nx

    values: dict[str, float] = nx.pagerank(along(connection), weight="belief")
    return values


def _betweenness(connection: duckdb.DuckDBPyConnection) -> dict[str, float]:
    import networkx as nx

    graph = beside(connection)
    values: dict[str, float] = nx.betweenness_centrality(graph, k=min(PIVOTS, len(graph)), seed=_SEED)
    return values
