"""A graph's rows with what belongs to each of them, in order, while they are found: nothing is gathered in lists first.

A query that gathers papers or sentences in lists holds them all at once; here two queries that are ordered alike are
read side by side instead, and DuckDB sorts on disk what does not fit into memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import duckdb

from kg.core.folder import BEST_FIRST, rows

Row = dict[str, Any]

CONCEPTS = "SELECT * FROM concepts ORDER BY id"
_STATEMENTS = """
SELECT DISTINCT subject AS id, predicate, object FROM assertions WHERE asserted ORDER BY ALL
"""
ASSERTIONS = "SELECT * FROM assertions ORDER BY id"
_PAPERS = "SELECT DISTINCT assertion_id AS id, document_id FROM evidence ORDER BY ALL"
_NAMED = """
SELECT a.*, s.name AS subject_name, s.category AS subject_category, o.name AS object_name, o.category AS object_category
FROM assertions a JOIN concepts s ON s.id = a.subject JOIN concepts o ON o.id = a.object ORDER BY a.id
"""
# As the view `edges` has them: a sentence that a curator found wrong is none, unless all are
_PASSAGES = f"""
SELECT assertion_id AS id, document_id, text, evidence_id
FROM (SELECT v.*, v.id AS evidence_id FROM evidence v JOIN assertions b ON b.id = v.assertion_id
      WHERE b.rejected OR v.verdict <> 'wrong')
ORDER BY assertion_id, {BEST_FIRST}
"""


def ordered(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[Row]:
    """Yield a query's rows while other queries of the connection are being read."""
    cursor = connection.cursor()
    try:
        yield from rows(cursor.execute(query))
    finally:
        cursor.close()


def with_theirs(
    connection: duckdb.DuckDBPyConnection, query: str, theirs: str
) -> Iterator[tuple[Row, list[Mapping[str, Any]]]]:
    """Yield each row of a query with the rows of another that have its `id`; both are ordered by it."""
    groups = groupby(ordered(connection, theirs), lambda row: row["id"])
    at, group = next(groups, ("", iter(())))
    for row in ordered(connection, query):
        while at and at < row["id"]:
            at, group = next(groups, ("", iter(())))
        yield row, list(group) if at == row["id"] else []


def concepts(connection: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """Yield the concepts, each with the `statements` (predicate, object) that are plainly asserted of it."""
    for row, statements in with_theirs(connection, CONCEPTS, _STATEMENTS):
        yield row | {"statements": statements}


def assertions(connection: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """Yield the assertions, each with its `publications`."""
    for row, papers in with_theirs(connection, ASSERTIONS, _PAPERS):
        yield row | {"publications": [paper["document_id"] for paper in papers]}


def edges(connection: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """Yield the rows of the view `edges`, by id."""
    for row, passages in with_theirs(connection, _NAMED, _PASSAGES):
        if passages:
            yield row | {
                "publications": sorted({passage["document_id"] for passage in passages}),
                "texts": [passage["text"] for passage in passages],
                "best": passages[0]["evidence_id"],
            }
