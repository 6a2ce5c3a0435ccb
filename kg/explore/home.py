"""A graph -> what the first page of its site says: how much there is, what is best supported, what is disputed."""

from __future__ import annotations

from typing import Any

from kg.core.vocabulary import categories
from kg.explore.figures import timeline
from kg.explore.shelf import Row, Shelf, grouped

TEMPLATE = "home.html"
_SHOWN = 12
_CONCEPTS = 8  # of a category, those that most papers name

_COUNTS = "SELECT category, count(*) AS concepts FROM concepts WHERE mention_count > 0 GROUP BY ALL"
# What is in assertions is what the graph's page draws; a graph holds what stands above these in ontologies as well
_CONCEPTS_IN = """
SELECT (SELECT count(*) FROM (SELECT subject FROM assertions UNION SELECT object FROM assertions)) AS said,
       (SELECT count(*) FROM concepts WHERE mention_count > 0) AS named
"""
# What a curator took away from what the first line counts
_JUDGED = """
SELECT (SELECT count(*) FROM assertions WHERE rejected) AS assertions,
       (SELECT count(*) FROM evidence WHERE verdict = 'wrong') AS evidence
"""
_YEARS = "SELECT year, count(*) AS papers FROM documents WHERE year IS NOT NULL GROUP BY ALL ORDER BY year"
_NAMED_MOST = """
SELECT id, name, category, grounded, document_count FROM concepts
WHERE mention_count > 0
QUALIFY row_number() OVER (PARTITION BY category ORDER BY grounded DESC, document_count DESC, id) <= $shown
ORDER BY category, grounded DESC, document_count DESC, id
"""
_TOLD_OF_MOST = """
SELECT id, name, category, grounded, document_count FROM concepts
WHERE grounded AND id IN (SELECT subject FROM assertions UNION SELECT object FROM assertions)
QUALIFY row_number() OVER (PARTITION BY category ORDER BY document_count DESC, id) <= 2
ORDER BY category, document_count DESC, id
"""


def context(shelf: Shelf) -> dict[str, Any]:
    """Return what the first page says."""
    counts = {row["category"]: row["concepts"] for row in shelf.ask(_COUNTS)}
    named = grouped(shelf.ask(_NAMED_MOST, shown=_CONCEPTS), "category")
    strongest = shelf.strongest("asserted", _SHOWN)
    disputed = _once(shelf.strongest("len(opposed_by) > 0", 2 * _SHOWN))[:_SHOWN]
    years = {"years": shelf.ask(_YEARS)}
    return {
        "concepts": shelf.ask(_CONCEPTS_IN)[0],
        "categories": [
            {"name": one.name, "label": one.label, "count": counts[one.name], "concepts": named.get(one.name, [])}
            for one in categories().values()
            if counts.get(one.name)
        ],
        "strongest": strongest,
        "disputed": disputed,
        "papers_by_year": timeline(years),
        "span": _every_year(years["years"]),
        "judged": shelf.ask(_JUDGED)[0],
        "retracted": shelf.ask("SELECT count(*) AS papers FROM documents WHERE retracted")[0]["papers"],
    }


def pairs(shelf: Shelf) -> list[tuple[Row, Row]]:
    """Return pairs of concepts worth comparing: of each category the two that most papers name."""
    named = grouped(shelf.ask(_TOLD_OF_MOST), "category")
    found_pairs = [(found[0], found[1]) for name in categories() if len(found := named.get(name, [])) > 1]
    return found_pairs[: _SHOWN // 3]


def _every_year(found: list[Row]) -> list[int]:
    """Return every year from the first to the last."""
    return list(range(found[0]["year"], found[-1]["year"] + 1)) if found else []


def _once(lines: list[Row]) -> list[Row]:
    """Return lines without those that contradict one before."""
    kept: list[Row] = []
    told: set[str] = set()
    for line in lines:
        if line["id"] not in told:
            kept.append(line)
            told.update(line["opposed_by"])
    return kept
