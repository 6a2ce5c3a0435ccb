"""A graph folder -> its rows by id, many at a time, as the pages of a site need them.

Pages are made a batch at a time for a folder of files and one by one for a server: every question takes a list of ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from threading import Condition
from typing import Any

from kg.core.errors import GraphFolderError
from kg.core.folder import BEST_FIRST, GraphFolder, rows
from kg.core.vocabulary import predicates, reasons
from kg.explore.select import STRONGEST, VIA

Row = dict[str, Any]

PASSAGES_SHOWN = 25  # of an assertion, the best; its page says of how many

# An assertion as lists show it: names and categories of its ends, its papers by year, what it was read from
_LINES = f"""
CREATE TABLE lines AS
SELECT a.* EXCLUDE (judged_right),
       s.name AS subject_name, s.category AS subject_category, s.grounded AS subject_grounded,
       o.name AS object_name, o.category AS object_category, o.grounded AS object_grounded,
       coalesce(y.years, []) AS years, y.first_year, y.last_year, coalesce(w.via, '') AS via
FROM assertions a
JOIN concepts s ON s.id = a.subject
JOIN concepts o ON o.id = a.object
LEFT JOIN (
  SELECT assertion_id, list({{'year': year, 'papers': papers}} ORDER BY year) AS years,
         min(year) AS first_year, max(year) AS last_year
  FROM (SELECT assertion_id, d.year, count(DISTINCT d.id) AS papers
        FROM evidence v JOIN documents d ON d.id = v.document_id WHERE d.year IS NOT NULL GROUP BY ALL)
  GROUP BY assertion_id
) y ON y.assertion_id = a.id
LEFT JOIN ({VIA}) w ON w.assertion_id = a.id
"""
# Which concepts a paper names, how often, and in how many papers each stands
_SPOKEN = """
CREATE TABLE spoken AS
SELECT m.document_id, m.concept_id, c.grounded, c.document_count AS papers,
       count(*) AS mentions, min(m.start) AS first_at
FROM mentions m JOIN concepts c ON c.id = m.concept_id GROUP BY ALL
"""
_PASSAGES = f"""
SELECT *, count(*) OVER (PARTITION BY assertion_id) AS of_all FROM evidence
SEMI JOIN (SELECT unnest($ids::VARCHAR[]) AS assertion_id) USING (assertion_id)
QUALIFY row_number() OVER (PARTITION BY assertion_id ORDER BY {BEST_FIRST}) <= $shown
ORDER BY assertion_id, {BEST_FIRST}
"""
_BY_ID = """
SELECT * EXCLUDE (place) FROM {table}
JOIN (SELECT unnest($ids::VARCHAR[]) AS id, generate_subscripts($ids, 1) AS place) USING (id) ORDER BY place
"""


@dataclass(frozen=True, slots=True)
class Totals:
    """How much a graph holds."""

    documents: int
    concepts: int
    assertions: int
    evidence: int


class Shelf:
    """A graph's rows at hand.

    Args:
        folder: a built graph, or a part of one.

    Raises:
        GraphFolderError: there is no usable graph.
    """

    def __init__(self, folder: GraphFolder) -> None:
        self.folder = folder
        self.connection = folder.connect()
        self._idle, self._asking, self._closing = Condition(), 0, False
        self.connection.execute(_LINES)
        self.connection.execute(_SPOKEN)
        counts = folder.manifest()["counts"]
        self.totals = Totals(*(counts[field.name] for field in fields(Totals)))

    def close(self) -> None:
        """Close the tables, once what threads are asking of them is answered; what they ask afterwards fails."""
        with self._idle:
            self._closing = True
            self._idle.wait_for(lambda: not self._asking)  # a connection that is busy refuses to close
            self.connection.close()

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, query: str, **values: object) -> list[Row]:
        """Return the rows of a query over the graph's views and the tables `lines` and `spoken`.

        Raises:
            GraphFolderError: the tables have been closed.
        """
        with self._idle:
            if self._closing:
                raise GraphFolderError(self.folder.root, "has been closed")
            cursor = self.connection.cursor()
            self._asking += 1
        try:
            return list(rows(cursor.execute(query, values or None)))
        finally:
            with self._idle:
                self._asking -= 1
                self._idle.notify_all()

    def by_id(self, table: str, ids: Sequence[str]) -> list[Row]:
        """Return the rows of a table with these ids, in their order; an id that is not there has none."""
        return self.ask(_BY_ID.format(table=table), ids=list(ids))

    def lines_of(self, concept_ids: Sequence[str]) -> dict[str, list[Row]]:
        """Return the assertions that each concept takes part in, strongest first."""
        found = self.ask(
            f"""SELECT * FROM lines WHERE list_contains($ids, subject) OR list_contains($ids, object)
            ORDER BY {STRONGEST}""",
            ids=list(concept_ids),
        )
        wanted, by_concept = set(concept_ids), defaultdict(list)
        for line in map(lined, found):
            for end in {line["subject"], line["object"]} & wanted:
                by_concept[end].append(line)
        return by_concept

    def lines(self, assertion_ids: Sequence[str]) -> dict[str, Row]:
        """Return assertions as lists show them, by id."""
        return {row["id"]: lined(row) for row in self.by_id("lines", assertion_ids)}

    def strongest(self, condition: str, limit: int, **values: object) -> list[Row]:
        """Return the strongest assertions that fit an SQL condition."""
        query = f"SELECT * FROM lines WHERE {condition} ORDER BY {STRONGEST} LIMIT {limit:d}"
        return [lined(row) for row in self.ask(query, **values)]

    def passages(self, assertion_ids: Sequence[str], shown: int = PASSAGES_SHOWN) -> dict[str, list[Row]]:
        """Return the best passages of each assertion, best first; `of_all` says how many there are."""
        return grouped(self.ask(_PASSAGES, ids=list(assertion_ids), shown=shown), "assertion_id")

    def names(self, concept_ids: Iterable[str]) -> dict[str, Row]:
        """Return id, name, category and grounded of concepts, by id."""
        wanted = sorted(set(concept_ids))
        found = self.ask("SELECT id, name, category, grounded FROM concepts WHERE list_contains($ids, id)", ids=wanted)
        return {row["id"]: row for row in found}


def lined(row: Row) -> Row:
    """Add to an assertion the words that people read: `verb`, `said_of` (the aspect), `disputed`.

    And `reasons`, why it is not asserted.
    """
    predicate = predicates()[row["predicate"]]
    return {
        **row,
        "verb": predicate.verb(row["direction"]),
        "said_of": (row["aspect"] or "").replace("_", " "),
        "symmetric": predicate.symmetric,
        "disputed": bool(row["opposed_by"]),
        "reasons": reasons(row),
    }


def grouped(found: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """Return rows by the value of one column, each group in the order given."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        groups[row[key]].append(row)
    return groups


def end(line: Mapping[str, Any], role: str) -> Row:
    """Return the concept at one end of an assertion, as a list shows it."""
    return {
        "id": line[role],
        "name": line[f"{role}_name"],
        "category": line[f"{role}_category"],
        "grounded": line[f"{role}_grounded"],
    }
