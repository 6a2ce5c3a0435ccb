"""a graph, a concept -> the concepts next to it, each with what is said between the two."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.core.errors import OptionError, UnknownName
from kg.core.folder import rows
from kg.discover.steps import Row, hops, named, prepare

if TYPE_CHECKING:
    import duckdb

_WAYS: Mapping[str, str] = MappingProxyType(
    {
        "either": "$concept IN (subject, object)",
        "out": "subject = $concept OR mutual AND object = $concept",
        "in": "object = $concept OR mutual AND subject = $concept",
    }
)
WAYS = tuple(_WAYS)
_NEXT = """
SELECT other, first(id ORDER BY belief DESC, id) AS id, max(belief) AS belief, count(*) AS assertions,
       len(list_distinct(flatten(list(papers)))) AS papers
FROM (
  SELECT s.*, if(subject = $concept, object, subject) AS other,
         (SELECT list(DISTINCT document_id) FROM evidence v WHERE v.assertion_id = s.id AND v.verdict <> 'wrong') papers
  FROM discover.steps s WHERE {way}
) GROUP BY other ORDER BY belief DESC, papers DESC, other LIMIT $limit
"""


def neighbours(
    connection: duckdb.DuckDBPyConnection, concept: str, *, way: str = "either", limit: int | None = None
) -> list[Row]:
    """Return the concepts one step away, those believed most first.

    Args:
        connection: as `GraphFolder.connect` gives it.
        concept: its id.
        way: "out" for what it acts on, "in" for what acts on it, "either"; symmetric predicates go both ways.
        limit: how many at most.

    Returns:
        For each `concept` (id, name, category) the step believed most: all of an assertion's row with its best sentence
        (`sentence`, `document_id`, `year` …), `outgoing` and `sign`; and of all that is asserted between the two
        `assertions` and `papers`, how many.

    Raises:
        UnknownName: there is no such way.
        OptionError: the limit is negative.
    """
    if way not in WAYS:
        raise UnknownName("way", way, WAYS)
    prepare(connection)
    query = _NEXT.format(way=_WAYS[way])
    if limit is not None and limit < 0:
        raise OptionError(f"at most {limit} neighbours cannot be given")
    found = list(rows(connection.execute(query, {"concept": concept, "limit": limit})))
    concepts, steps = named(connection, (row["other"] for row in found)), hops(connection, (row["id"] for row in found))
    return [
        {
            **steps[row["id"]],
            "concept": concepts[row["other"]],
            "outgoing": steps[row["id"]]["subject"] == concept,
            "assertions": row["assertions"],
            "papers": row["papers"],
        }
        for row in found
    ]
