"""A graph -> what searching and comparing need, as classic scripts: a page opened from a folder may not fetch.

Each script calls one function of the page with plain data; the data is JSON in which nothing can end the script.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from kg.core.links import document_title
from kg.explore.shelf import Row, Shelf, end
from kg.explore.slugs import article_page, assertion_page, concept_page, slug

_PAPERS = 50_000  # titles that a page can search; beyond that it takes a server
_LINES = 400  # assertions of one concept that are compared, the strongest

_NAMES = """
SELECT id, name, category, grounded, document_count, synonyms FROM concepts
WHERE mention_count > 0 OR id IN (SELECT subject FROM assertions UNION SELECT object FROM assertions)
ORDER BY document_count DESC, id
"""
_TITLES = "SELECT id, title, source, record, year FROM documents ORDER BY year DESC NULLS LAST, id LIMIT $shown"


def concepts(shelf: Shelf) -> list[list[Any]]:
    """Return every concept to be found: id, page, name, category, grounded (1, 0), papers, synonyms."""
    return [
        [row["id"], concept_page(row["id"]), row["name"], row["category"], int(row["grounded"]), row["document_count"],
         row["synonyms"]]
        for row in shelf.ask(_NAMES)
    ]  # fmt: skip


def papers(shelf: Shelf) -> list[list[Any]]:
    """Return the papers to be found: page, title, year or None."""
    found = shelf.ask(_TITLES, shown=_PAPERS)
    return [[article_page(row["id"]), document_title(row), row["year"]] for row in found]


def path_of(concept_id: str) -> str:
    """Return the path of the script that holds what is said of a concept."""
    return f"data/{slug(concept_id)}.js"


def ids(shelf: Shelf) -> list[str]:
    """Return the concepts that something is said of."""
    query = "SELECT subject AS id FROM assertions UNION SELECT object FROM assertions ORDER BY id"
    return [row["id"] for row in shelf.ask(query)]


def contexts(shelf: Shelf, wanted: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what is said of concepts, by id, for a page that compares them."""
    lines = shelf.lines_of(wanted)
    for concept in shelf.by_id("concepts", wanted):
        yield (
            concept["id"],
            {
                "id": concept["id"],
                "name": concept["name"],
                "category": concept["category"],
                "grounded": concept["grounded"],
                "page": concept_page(concept["id"]),
                "papers": concept["document_count"],
                "lines": [_compared(concept["id"], line) for line in lines.get(concept["id"], [])[:_LINES]],
            },
        )


def _compared(concept_id: str, line: Row) -> dict[str, Any]:
    acts = line["subject"] == concept_id
    other = end(line, "object" if acts else "subject")
    return {
        "acts": acts or line["symmetric"],
        "predicate": line["predicate"],
        "verb": line["verb"],
        "aspect": line["said_of"],
        "direction": line["direction"],
        "negated": line["negated"],
        "asserted": line["asserted"],
        "reasons": line["reasons"],
        "via": line["via"],
        "belief": line["belief"],
        "papers": line["document_count"],
        "page": assertion_page(line["id"]),
        "other": {**other, "page": concept_page(other["id"])},
    }
