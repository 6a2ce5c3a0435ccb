"""A whole graph -> the map of it in a site: an index of everything, and files of details."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from kg.explore.atlas import Atlas, make_atlas
from kg.explore.index import ASSERTIONS_AT_ONCE, CONCEPTS_AT_ONCE, index
from kg.explore.payload import assertion_details, concept_details
from kg.explore.select import CONTEXTS, EVIDENCE_SHOWN, STRONGEST
from kg.explore.shelf import Row, Shelf

_MOST = 60_000  # assertions that a page can hold; beyond that the strongest
_DRAWN = f"SELECT * FROM lines ORDER BY {STRONGEST} LIMIT {_MOST}"
_PAPERS = """
SELECT id, title, source, record, journal, year, pmid, pmcid, doi, retracted
FROM documents SEMI JOIN (SELECT unnest($ids::VARCHAR[]) AS id) USING (id)
"""
_FILES_AT_ONCE = 20  # made from one answer of the tables


class Chart:
    """The map of a graph; it is drawn once, which for a graph of 10,000 concepts takes most of a minute.

    Args:
        shelf: the graph's rows.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        assertions = [{**line, "years": [one["year"] for one in line["years"]]} for line in shelf.ask(_DRAWN)]
        ends = dict.fromkeys(one[role] for one in assertions for role in ("subject", "object"))
        self.atlas: Atlas = make_atlas(shelf.by_id("concepts", list(ends)), assertions)

    def index(self, title: str) -> dict[str, Any]:
        """Return what the page has to know of everything at once."""
        totals = {f"{name}InAll": number for name, number in asdict(self._shelf.totals).items()}
        connected = self._shelf.ask(
            "SELECT count(*) AS n FROM (SELECT subject FROM lines UNION SELECT object FROM lines)"
        )
        counts = {**totals, "conceptsInAll": connected[0]["n"]}
        return index(self.atlas, {"title": title, "focus": "", "site": True, "counts": counts})

    def files(self) -> list[str]:
        """Return the names of the files of details."""
        concepts = range(0, len(self.atlas.concepts), CONCEPTS_AT_ONCE)
        assertions = range(0, len(self.atlas.assertions), ASSERTIONS_AT_ONCE)
        return [f"c{number}" for number in range(len(concepts))] + [f"a{number}" for number in range(len(assertions))]

    def details(self, names: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield what files of details say, by name; an unknown name has none."""
        known = set(self.files())
        wanted = [name for name in names if name in known]
        for first in range(0, len(wanted), _FILES_AT_ONCE):
            yield from self._some(wanted[first : first + _FILES_AT_ONCE])

    def _some(self, names: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
        assertions = {name: self._part(name, "a", self.atlas.assertions, ASSERTIONS_AT_ONCE) for name in names}
        evidence = self._shelf.passages([one["id"] for part in assertions.values() for one in part], EVIDENCE_SHOWN)
        found = [row for rows in evidence.values() for row in rows]
        papers = self._shelf.ask(_PAPERS, ids=sorted({row["document_id"] for row in found}))
        documents = {row["id"]: row for row in papers}
        contexts = self._shelf.names(one for row in found for column in CONTEXTS for one in row[column] or ())
        called = {one: row["name"] for one, row in contexts.items()}
        for name in names:
            if concepts := self._part(name, "c", self.atlas.concepts, CONCEPTS_AT_ONCE):
                told = concept_details(concepts, in_site=True)
            else:
                told = assertion_details(assertions[name], evidence, documents, called, in_site=True)
            yield name, {"file": name, **told}

    @staticmethod
    def _part(name: str, kind: str, rows: Sequence[Row], at_once: int) -> Sequence[Row]:
        """Return the rows that a file of details is about; none where it is of another kind."""
        if name[0] != kind:
            return ()
        first = int(name[1:]) * at_once
        return rows[first : first + at_once]


def path_of(name: str) -> str:
    """Return the path of a file of details."""
    return f"graph/{name}.js"
