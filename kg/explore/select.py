"""A graph folder -> what one page shows of it: a Selection of concepts, assertions and their evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

import duckdb

from kg.core.errors import UnknownConcept
from kg.core.folder import BEST_FIRST, GraphFolder, rows
from kg.core.vocabulary import therapeutics

Row = dict[str, Any]

EVIDENCE_SHOWN = 12  # per assertion, the best; the card says of how many
_EDGES_PER_CONCEPT = 8  # more on one screen is a grey ball
_RANKED_PER_CONCEPT = 50  # how deep the ranking is read: bounds memory on a graph of millions of edges
STRONGEST = "asserted DESC, belief DESC, evidence_count DESC, id"  # the order of assertions on every page
CONTEXTS = ("context_disease", "context_species", "context_tissue")
# What all that is asserted of an assertion was read from: "loss", "blockade" or "loss or blockade" of its subject; ""
# where some is said of the subject itself. Of what nothing asserts, all evidence counts
VIA = """
SELECT assertion_id, CASE WHEN list_contains(ways, 'direct') THEN ''
  ELSE array_to_string(list_reverse_sort(ways), ' or ') END AS via
FROM (
  SELECT assertion_id, coalesce(
    list(DISTINCT via) FILTER (verdict <> 'wrong' AND NOT speculated), list(DISTINCT via)) AS ways
  FROM evidence GROUP BY assertion_id
)
"""
# An assertion with the years of its papers
_WITH_YEARS = f"""
SELECT a.*, coalesce(y.years, []) AS years, coalesce(w.via, '') AS via FROM assertions a LEFT JOIN (
  SELECT assertion_id, list_sort(list(DISTINCT d.year)) AS years
  FROM evidence v JOIN documents d ON d.id = v.document_id WHERE d.year IS NOT NULL GROUP BY assertion_id
) y ON y.assertion_id = a.id LEFT JOIN ({VIA}) w ON w.assertion_id = a.id
"""


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows of one page.

    Attributes:
        focus: id of the concept in the middle, or "".
        concepts: the nodes, strongest first (the focus before all).
        assertions: the edges among them, strongest first, with those that they contradict.
        evidence: for the edges, at most EVIDENCE_SHOWN each, best first.
        documents: those the evidence comes from.
        names: of the concepts that are nodes or that evidence was seen under, by id.
        concepts_in_all, assertions_in_all, documents_in_all: what the whole graph holds.
    """

    focus: str
    concepts: list[Row]
    assertions: list[Row]
    evidence: list[Row]
    documents: list[Row]
    names: dict[str, str]
    concepts_in_all: int
    assertions_in_all: int
    documents_in_all: int


def strongest_part(pairs: Sequence[tuple[str, str]], limit: int) -> list[str]:
    """Return up to `limit` concepts, grown from the strongest edge along the strongest edge at hand.

    A part that is used up is followed by the next strongest part.

    Args:
        pairs: the ends of the edges, strongest first.
        limit: how many concepts.
    """
    touching: dict[str, list[int]] = defaultdict(list)
    for rank, pair in enumerate(pairs):
        for concept in pair:
            touching[concept].append(rank)
    chosen: dict[str, None] = {}
    for seed, (subject, _) in enumerate(pairs):
        frontier = [] if subject in chosen else [seed]
        while frontier and len(chosen) < limit:
            for concept in pairs[heappop(frontier)]:
                if concept not in chosen and len(chosen) < limit:
                    chosen[concept] = None
                    for rank in touching[concept]:
                        heappush(frontier, rank)
    return list(chosen)


def _neighbourhood(focus: str, pairs: Iterable[tuple[str, str]], limit: int) -> list[str]:
    chosen = {focus: None}
    for pair in pairs:
        if len(chosen) < limit:
            chosen.update(dict.fromkeys(pair))
    return list(chosen)


def _table(connection: duckdb.DuckDBPyConnection, query: str, *values: object) -> list[Row]:
    return list(rows(connection.execute(query, values)))


def _choose(connection: duckdb.DuckDBPyConnection, focus: str | None, limit: int) -> list[str]:
    """Return the ids of the concepts to draw, strongest first; with a gene its product as given to patients."""
    centres = [focus, therapeutics().get(focus, focus)] if focus else []
    where = "WHERE list_contains($centres, subject) OR list_contains($centres, object)" if focus else ""
    ranked = connection.execute(
        f"SELECT subject, object FROM assertions {where} ORDER BY {STRONGEST} LIMIT $depth",
        {"depth": limit * _RANKED_PER_CONCEPT, **({"centres": centres} if focus else {})},
    ).fetchall()
    return _neighbourhood(focus, ranked, limit) if focus else strongest_part(ranked, limit)


def _concepts(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> list[Row]:
    found = _table(connection, "SELECT * FROM concepts WHERE id IN (SELECT unnest($1::VARCHAR[]))", list(ids))
    order = {concept_id: place for place, concept_id in enumerate(ids)}
    return sorted(found, key=lambda concept: order[concept["id"]])


def _assertions(connection: duckdb.DuckDBPyConnection, ids: Sequence[str]) -> list[Row]:
    """Return the strongest assertions among concepts, and all that contradict one of these."""
    strongest = f"""SELECT * FROM assertions WHERE subject IN (SELECT unnest($1::VARCHAR[]))
        AND object IN (SELECT unnest($1::VARCHAR[])) ORDER BY {STRONGEST} LIMIT $2"""
    return _table(
        connection,
        f"""WITH strongest AS ({strongest}) {_WITH_YEARS}
        WHERE a.id IN (SELECT id FROM strongest UNION SELECT unnest(opposed_by) FROM strongest) ORDER BY {STRONGEST}""",
        ids,
        max(len(ids), 1) * _EDGES_PER_CONCEPT,
    )


def _evidence(connection: duckdb.DuckDBPyConnection, assertion_ids: list[str]) -> list[Row]:
    return _table(
        connection,
        f"""SELECT * FROM evidence WHERE assertion_id IN (SELECT unnest($1::VARCHAR[]))
        QUALIFY row_number() OVER (PARTITION BY assertion_id ORDER BY {BEST_FIRST}) <= $2
        ORDER BY assertion_id, {BEST_FIRST}""",
        assertion_ids,
        EVIDENCE_SHOWN,
    )


def _totals(connection: duckdb.DuckDBPyConnection) -> tuple[int, int, int]:
    counts = connection.execute(
        """SELECT (SELECT count(*) FROM (SELECT subject FROM assertions UNION SELECT object FROM assertions)),
        (SELECT count(*) FROM assertions), (SELECT count(*) FROM documents)"""
    ).fetchone()
    assert counts is not None  # an aggregate always has a row
    return counts[0], counts[1], counts[2]


def select(folder: GraphFolder, focus: str | None, limit: int) -> Selection:
    """Choose what a page shows: a concept and its neighbours, or the strongest connected part.

    With a gene come the drug that is its product as given to patients, where it is here, and that one's neighbours.

    Raises:
        GraphFolderError: there is no usable graph.
        UnknownConcept: the focus is no id of this graph.
    """
    with folder.connect() as connection:
        concepts = _concepts(connection, _choose(connection, focus, max(limit, 1)))
        if focus and (not concepts or concepts[0]["id"] != focus):
            raise UnknownConcept(focus)
        ids = [concept["id"] for concept in concepts]
        assertions = _assertions(connection, ids)
        evidence = _evidence(connection, sorted(assertion["id"] for assertion in assertions))
        documents = _table(
            connection,
            """SELECT id, title, source, record, journal, year, pmid, pmcid, doi, retracted FROM documents
            WHERE id IN (SELECT unnest($1::VARCHAR[])) ORDER BY id""",
            sorted({item["document_id"] for item in evidence}),
        )
        spoken_of = {i for item in evidence for column in CONTEXTS for i in item[column] or ()}
        others = _concepts(connection, sorted(spoken_of - set(ids)))
        names = {concept["id"]: concept["name"] for concept in (*concepts, *others)}
        totals = _totals(connection)
    return Selection(focus or "", concepts, assertions, evidence, documents, names, *totals)
