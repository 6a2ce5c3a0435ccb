"""Assertion ids -> what their pages say: the sentences for and against, and when they were written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from kg.core.page import pieces
from kg.explore.figures import timeline
from kg.explore.select import CONTEXTS
from kg.explore.shelf import Row, Shelf

TEMPLATE = "assertion.html"
_ALSO = """
SELECT a.id AS of_id, list(b.id ORDER BY b.belief DESC, b.id) AS others FROM lines a JOIN lines b
ON a.id <> b.id AND ((a.subject = b.subject AND a.object = b.object) OR (a.subject = b.object AND a.object = b.subject))
WHERE list_contains($ids, a.id) AND NOT list_contains(a.opposed_by, b.id) GROUP BY a.id
"""


def ids(shelf: Shelf) -> list[str]:
    """Return the ids of all assertions."""
    return [row["id"] for row in shelf.ask("SELECT id FROM assertions ORDER BY id")]


def contexts(shelf: Shelf, wanted: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what the pages of assertions say, by id."""
    lines = shelf.lines(wanted)
    others = {row["of_id"]: row["others"] for row in shelf.ask(_ALSO, ids=list(wanted))}
    near = shelf.lines(
        list({*chain.from_iterable(line["opposed_by"] for line in lines.values()), *chain(*others.values())})
    )
    passages = told_passages(shelf, [*lines, *(one for line in lines.values() for one in line["opposed_by"])])
    documents = _documents(shelf, passages)
    for assertion_id, line in lines.items():
        own = passages.get(assertion_id, [])
        against = [{"line": near[one], "passages": passages.get(one, [])} for one in line["opposed_by"] if one in near]
        yield (
            assertion_id,
            {
                "line": line,
                "passages": own,
                "hidden": line["evidence_count"] - len(own),
                "against": against,
                "documents": documents,
                "also": [near[one] for one in others.get(assertion_id, ())],
                "papers_by_year": timeline(line, [near[one] for one in line["opposed_by"] if one in near]),
            },
        )


def told_passages(shelf: Shelf, assertion_ids: Sequence[str]) -> dict[str, list[Row]]:
    """Return the best passages of each assertion as pages show them: cut into pieces, contexts named."""
    found = shelf.passages(assertion_ids)
    names = shelf.names(
        one
        for passages in found.values()
        for passage in passages
        for column in CONTEXTS
        for one in passage[column] or ()
    )
    return {
        assertion_id: [told_passage(passage, names) for passage in passages] for assertion_id, passages in found.items()
    }


def told_passage(passage: Row, names: Mapping[str, Row]) -> Row:
    """Return a passage with its `pieces` (text, role) and `chips`, what it was seen under in words."""
    contexts = [names[one]["name"] if one in names else one for column in CONTEXTS for one in passage[column] or ()]
    dose = [passage["context_dose"]] if passage["context_dose"] else []
    return {**passage, "pieces": pieces(passage), "chips": [*contexts, *dose]}


def _documents(shelf: Shelf, passages: Mapping[str, Sequence[Row]]) -> dict[str, Row]:
    wanted = sorted({passage["document_id"] for found in passages.values() for passage in found})
    query = "SELECT id, title, source, record, journal, year, retracted FROM documents WHERE list_contains($ids, id)"
    return {row["id"]: row for row in shelf.ask(query, ids=wanted)}
