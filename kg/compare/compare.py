"""two graph folders -> a Diff. What differs is found by DuckDB, out of core; only that is taken into memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import duckdb

from kg.compare import questions
from kg.compare.changes import Row, Sides, statement_of
from kg.compare.diff import (
    CONCEPT_KINDS,
    DOCUMENT_KINDS,
    KINDS,
    TOLERANCE,
    AssertionChange,
    ConceptChange,
    Diff,
    DocumentChange,
    Named,
    Side,
)
from kg.compare.settings import settings_of, tables_of
from kg.compare.sides import beside
from kg.core.folder import GraphFolder, rows
from kg.core.links import document_links
from kg.core.tables import GRAPH_SCHEMAS


def compare(old: GraphFolder, new: GraphFolder, tolerance: float = TOLERANCE) -> Diff:
    """Return what differs between two graphs, or between the parts of them that the folders show.

    Args:
        tolerance: belief that differs by no more than this is the same.

    Raises:
        GraphFolderError: one of them is no usable graph.
    """
    with beside(old, new) as connection:
        asked = _Asked(connection)
        assertions = _assertions(asked, tolerance)
        was, now = (GraphFolder(folder.root).manifest() for folder in (old, new))
        return Diff(
            old=Side(str(old.root), asked.counts("old")),
            new=Side(str(new.root), asked.counts("new")),
            tolerance=tolerance,
            selection=tuple(sorted(new.chosen.told().items())),
            settings=settings_of(was, now),
            tables=tables_of(was, now),
            documents=tuple(_documents(asked, assertions)),
            concepts=tuple(_concepts(asked)),
            assertions=assertions,
        )


class _Asked:
    """A connection that sees both graphs, with its queries' rows as dicts."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def rows(self, query: str, **values: Any) -> Iterator[Row]:
        return rows(self.connection.execute(query, values or None))

    def counts(self, side: str) -> tuple[tuple[str, int], ...]:
        counted = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {side}.{name}" for name in GRAPH_SCHEMAS)
        return tuple(sorted(self.connection.execute(counted).fetchall()))


def _assertions(asked: _Asked, tolerance: float) -> tuple[AssertionChange, ...]:
    for step in questions.STEPS:
        asked.connection.execute(step)
    asked.connection.execute(questions.CHANGED, {"tolerance": tolerance})
    old, new = (
        {row["id"]: statement_of(row) for row in asked.rows(questions.STATEMENTS.format(side=side))}
        for side in ("old", "new")
    )
    moved: dict[str, list[Row]] = defaultdict(list)
    for row in asked.rows(questions.MOVED):
        moved[row["assertion_id"]].append(row)
    changed = [row["id"] for row in asked.rows("SELECT id FROM changed")]
    found = Sides(old, new, moved, tolerance).changes(changed)
    return tuple(sorted(found, key=lambda change: (KINDS.index(change.group), -change.belief, _ids(change))))


def _ids(change: AssertionChange | ConceptChange) -> list[str]:
    return [one.id for one in (change.new, change.old) if one]


def _documents(asked: _Asked, assertions: Iterable[AssertionChange]) -> list[DocumentChange]:
    """Return the documents that differ, and those that caused a change."""
    did: dict[str, set[str]] = defaultdict(set)
    touched: Counter[str] = Counter()
    for change in assertions:
        touched.update({cause.document for cause in change.causes})
        for cause in change.causes:
            did[cause.document].add(cause.how)
    found = [
        DocumentChange(
            kinds=tuple(kind for kind in DOCUMENT_KINDS if row.get(kind) or kind in did[row["paper"]]),
            id=row["paper"],
            was=row["old"] if row["renamed"] else "",
            title=row["title"],
            journal=row["journal"] or "",
            year=row["year"],
            links=tuple(document_links(row)),
            assertions=touched[row["paper"]],
        )
        for row in asked.rows(questions.DOCUMENTS, named=sorted(did))
    ]
    return sorted(found, key=lambda change: (DOCUMENT_KINDS.index(change.kinds[0]), -change.assertions, change.id))


def _concepts(asked: _Asked) -> list[ConceptChange]:
    documents = {row["id"]: tuple(row["documents"]) for row in asked.rows(questions.NAMED_IN)}
    found = []
    for row in asked.rows(questions.CONCEPTS):
        old, new = _named(row, "old"), _named(row, "new")
        kind = "renamed" if old and new else "gained" if new else "lost"
        named = old if kind == "lost" else new
        mentions = row["mentions"] or 0
        found.append(ConceptChange(kind, old, new, mentions, documents.get(named.id, ()) if named else ()))
    for row in asked.rows(questions.REGROUNDED):
        old, new = _named(row, "old"), _named(row, "new")
        found.append(ConceptChange("regrounded", old, new, row["mentions"], tuple(row["documents"])))
    return sorted(found, key=lambda change: (CONCEPT_KINDS.index(change.kind), -change.mentions, _ids(change)))


def _named(row: Row, side: str) -> Named | None:
    if row[f"{side}_id"] is None:
        return None
    return Named(row[f"{side}_id"], row[f"{side}_name"], row[f"{side}_category"])
