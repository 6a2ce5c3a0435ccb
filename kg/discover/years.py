"""a graph -> what changed by year: what was first said when, and which concepts rise."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from kg.core.folder import rows
from kg.discover.steps import Row

if TYPE_CHECKING:
    import duckdb

RECENT = 3  # years
RISING = 15  # concepts named
_FEWEST = 3  # papers of late; less is no rise

# `dated` has an assertion's evidence in papers that say their year
_DATED = """
dated AS (
  SELECT v.assertion_id, v.document_id, d.year, a.subject, a.object, a.asserted
  FROM evidence v JOIN documents d ON d.id = v.document_id AND d.year IS NOT NULL
  JOIN assertions a ON a.id = v.assertion_id
  WHERE v.verdict <> 'wrong' AND ($assertion IS NULL OR a.id = $assertion)
), told AS (
  SELECT subject AS concept, document_id, year FROM dated UNION SELECT object, document_id, year FROM dated
)
"""
_BY_YEAR = f"""
WITH {_DATED},
said AS (
  SELECT year, count(DISTINCT document_id) AS papers, count(*) AS sentences, count(DISTINCT assertion_id) AS assertions
  FROM dated GROUP BY year
), first AS (
  SELECT year, count(*) AS gained, count(*) FILTER (asserted) AS gained_asserted
  FROM (SELECT min(year) AS year, any_value(asserted) AS asserted FROM dated GROUP BY assertion_id) GROUP BY year
), met AS (
  SELECT year, count(*) AS concepts_gained FROM (SELECT min(year) AS year FROM told GROUP BY concept) GROUP BY year
)
SELECT year, papers, sentences, assertions, coalesce(gained, 0) AS gained,
       coalesce(gained_asserted, 0) AS gained_asserted, coalesce(concepts_gained, 0) AS concepts_gained
FROM said LEFT JOIN first USING (year) LEFT JOIN met USING (year) ORDER BY year
"""
_RISING = f"""
WITH {_DATED}
SELECT c.id, c.name, c.category, count(DISTINCT document_id) FILTER (year < $since) AS before,
       count(DISTINCT document_id) FILTER (year >= $since) AS recent, min(year) AS first_year
FROM told JOIN concepts c ON c.id = told.concept GROUP BY c.id, c.name, c.category ORDER BY c.id
"""
_PAPERS = f"""
WITH {_DATED}
SELECT count(DISTINCT document_id) FILTER (year < $since) AS before,
       count(DISTINCT document_id) FILTER (year >= $since) AS recent FROM dated
"""
_GAINED = f"""
WITH {_DATED}
SELECT a.id, a.subject, s.name AS subject_name, a.predicate, a.direction, a.aspect, a.negated, a.speculated,
       a.rejected, a.asserted, a.object, o.name AS object_name, n.first_year, n.papers
FROM (
  SELECT assertion_id AS id, min(year) AS first_year, count(DISTINCT document_id) AS papers
  FROM dated GROUP BY assertion_id HAVING min(year) >= $since
) n JOIN assertions a USING (id) JOIN concepts s ON s.id = a.subject JOIN concepts o ON o.id = a.object
ORDER BY n.papers DESC, a.belief DESC, a.id LIMIT $limit
"""
_UNDATED = """
SELECT count(DISTINCT d.id) FROM documents d JOIN evidence v ON v.document_id = d.id
WHERE d.year IS NULL AND v.verdict <> 'wrong' AND ($assertion IS NULL OR v.assertion_id = $assertion)
"""


def by_year(
    connection: duckdb.DuckDBPyConnection,
    *,
    assertion: str | None = None,
    recent: int = RECENT,
    limit: int = RISING,
) -> dict[str, Any]:
    """Return what papers say by their year; what is denied or speculated counts as said.

    All is grouped in DuckDB; of a graph of any size a row for each year and each concept is read.

    Args:
        connection: as `GraphFolder.connect` gives it.
        assertion: the id of the one that is meant; all if None.
        recent: how many years, to the last one there is, are of late.
        limit: how many concepts rise and assertions are gained at most.

    Returns:
        `years`: rows of year, `papers`, `sentences` and `assertions` with evidence from it, `gained` (assertions
        whose first evidence is from it; `gained_asserted` of them are asserted) and `concepts_gained`. `undated`:
        papers with evidence and no year. `since`: the first of the recent years, or None. `rising`: concepts with
        `before` and `recent` papers, and `rise`, by how many standard deviations recent ones are more than the share
        before would give (Poisson). `gained`: the recent years' new assertions with most papers, each with its ends'
        names, `first_year` and `papers`, asserted or not.
    """
    given = {"assertion": assertion}
    (undated,) = connection.execute(_UNDATED, given).fetchone() or (0,)
    years = list(rows(connection.execute(_BY_YEAR, given)))
    if not years:
        return {"years": [], "undated": undated, "since": None, "rising": [], "gained": []}
    late: dict[str, Any] = {**given, "since": years[-1]["year"] - recent + 1}
    gained = list(rows(connection.execute(_GAINED, {**late, "limit": limit})))
    rising = _rising(connection, late)[:limit]
    return {"years": years, "undated": undated, "since": late["since"], "rising": rising, "gained": gained}


def _rising(connection: duckdb.DuckDBPyConnection, late: dict[str, Any]) -> list[Row]:
    (papers,) = rows(connection.execute(_PAPERS, late))
    found = []
    for row in rows(connection.execute(_RISING, late)):
        # half a paper more, so that what is new has a finite rise
        expected = papers["recent"] * (row["before"] + 0.5) / (papers["before"] + 1)
        rise = round((row["recent"] - expected) / math.sqrt(expected), 2) if expected else 0.0
        if row["recent"] >= _FEWEST and rise > 0:
            found.append({**row, "rise": rise})
    return sorted(found, key=lambda row: (-row["rise"], row["id"]))
