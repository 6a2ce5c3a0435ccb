"""a graph's tables -> what one can go along: steps, each an asserted assertion, with sign, and what is beside what.

Nothing denied, only speculated about or rejected is a step. The tables are made once per connection, in the schema
`discover`, by DuckDB; what is read of them into memory is said where it is read.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING, Any

from kg.core.folder import BEST_FIRST, rows
from kg.core.vocabulary import DECREASED, DIRECTIONS, INCREASED, predicates

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]

# `paper` is the only one that a step, or all between two concepts, is from; NULL where there are several. `beside` has
# each pair of concepts both ways. `sign` is that of all that is said between the two, weighed by belief; `acts` of what
# `one` does to `other`, `acted` of what is done to it; 0 where none is stated or both are alike.
# What holds both ways says of neither that it acts.
_TABLES = (
    "CREATE SCHEMA discover",
    "CREATE TABLE discover.signs (predicate VARCHAR, direction VARCHAR, sign INTEGER, mutual BOOLEAN)",
    """CREATE TABLE discover.steps AS
    SELECT a.id, a.subject, a.object, a.belief, s.sign, s.mutual, p.paper
    FROM assertions a JOIN discover.signs s USING (predicate, direction)
    JOIN (
      SELECT assertion_id, if(min(document_id) = max(document_id), min(document_id), NULL) AS paper
      FROM evidence WHERE verdict <> 'wrong' GROUP BY assertion_id
    ) p ON p.assertion_id = a.id
    WHERE a.asserted AND a.belief > 0 AND a.subject <> a.object""",
    """CREATE TABLE discover.beside AS
    SELECT one, other, max(belief) AS belief,
           if(min(paper) = max(paper) AND count(paper) = count(*), min(paper), NULL) AS paper,
           sign(round(sum(sign * belief), 6))::INTEGER AS sign,
           coalesce(sign(round(sum(sign * belief) FILTER (forward AND NOT mutual), 6)), 0)::INTEGER AS acts,
           coalesce(sign(round(sum(sign * belief) FILTER (NOT forward AND NOT mutual), 6)), 0)::INTEGER AS acted
    FROM (
      SELECT subject AS one, object AS other, belief, sign, mutual, paper, true AS forward FROM discover.steps
      UNION ALL SELECT object, subject, belief, sign, mutual, paper, false FROM discover.steps
    ) GROUP BY one, other""",
    "CREATE TABLE discover.degrees AS SELECT one AS id, count(*) AS degree FROM discover.beside GROUP BY one",
)
_KINDS = """
CREATE TABLE discover.kinds AS
WITH RECURSIVE above(id, top) AS (
  SELECT id, id FROM concepts UNION SELECT a.id, unnest(c.parents) FROM above a JOIN concepts c ON c.id = a.top
) SELECT top AS id, count(*) AS kinds FROM above GROUP BY top
"""
_making = Lock()  # cursors of one graph, each in a thread of its own, share its tables
_HOPS = f"""
SELECT a.*, s.name AS subject_name, s.category AS subject_category, o.name AS object_name,
       o.category AS object_category, v.id AS evidence_id, v.text AS sentence, v.section, v.start, v."end", v.via,
       v.context_dose, v.verdict, v.error, v.note, v.curator, v.document_id, d.title, d.year, d.retracted,
       d.source, d.record
FROM assertions a
JOIN concepts s ON s.id = a.subject
JOIN concepts o ON o.id = a.object
JOIN (
  SELECT * FROM evidence WHERE assertion_id IN (SELECT unnest($ids::VARCHAR[]))
  QUALIFY row_number() OVER (PARTITION BY assertion_id ORDER BY {BEST_FIRST}) = 1
) v ON v.assertion_id = a.id
JOIN documents d ON d.id = v.document_id
"""
_BETWEEN = """
SELECT id, subject, object FROM discover.steps
WHERE subject IN (SELECT unnest($ones::VARCHAR[])) AND object IN (SELECT unnest($others::VARCHAR[]))
   OR object IN (SELECT unnest($ones::VARCHAR[])) AND subject IN (SELECT unnest($others::VARCHAR[]))
ORDER BY belief, id DESC
"""


def sign(predicate: str, direction: str) -> int:
    """Return what more of the subject means for the object: 1 more of it, -1 less, 0 where that is not stated.

    Where a predicate takes a direction ("affects") it is the direction's, otherwise the predicate's own: what causes a
    disease or goes with it is positive, what treats or prevents it negative, as BioRED has its relation types.
    """
    known = predicates()[predicate]
    if known.qualified:
        return {INCREASED: 1, DECREASED: -1}.get(direction, 0)
    return {"Positive_Correlation": 1, "Negative_Correlation": -1}.get(known.biored, 0)


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of the schema `discover`, unless the connection has them, or one that it is a cursor of."""
    with _making:
        if not _there(connection, "degrees"):
            for statement in _TABLES[:2]:
                connection.execute(statement)
            connection.executemany("INSERT INTO discover.signs VALUES (?, ?, ?, ?)", _signs())
            for statement in _TABLES[2:]:
                connection.execute(statement)


def prepare_kinds(connection: duckdb.DuckDBPyConnection) -> None:
    """Do as `prepare`, and count for each concept how many are it or a kind of it (`discover.kinds`)."""
    prepare(connection)
    with _making:
        if not _there(connection, "kinds"):
            connection.execute(_KINDS)


def _there(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    asked = "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'discover' AND table_name = $1"
    return connection.execute(asked, [table]).fetchone() is not None


def _signs() -> list[tuple[str, str, int, bool]]:
    return [
        (name, direction, sign(name, direction), predicate.symmetric)
        for name, predicate in predicates().items()
        for direction in DIRECTIONS
    ]


def hops(connection: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> dict[str, Row]:
    """Return assertions by id, each with the names of its ends, its sign, its best sentence and that one's paper.

    What is denied has the sign 0.
    """
    found = rows(connection.execute(_HOPS, {"ids": sorted(set(ids))}))
    return {
        row["id"]: {**row, "sign": 0 if row["negated"] else sign(row["predicate"], row["direction"])} for row in found
    }


def strongest(
    connection: duckdb.DuckDBPyConnection, ones: Iterable[str], others: Iterable[str]
) -> dict[frozenset[str], str]:
    """Return the id of the step believed most between each two concepts, either way, by the pair."""
    values = {"ones": sorted(set(ones)), "others": sorted(set(others))}
    return {frozenset((row["subject"], row["object"])): row["id"] for row in rows(connection.execute(_BETWEEN, values))}


def named(connection: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> dict[str, Row]:
    """Return id, name and category of concepts, by id."""
    asked = "SELECT id, name, category FROM concepts WHERE id IN (SELECT unnest($ids::VARCHAR[])) ORDER BY id"
    return {row["id"]: row for row in rows(connection.execute(asked, {"ids": sorted(set(ids))}))}
