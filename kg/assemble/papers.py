"""shards -> which records are one paper: the same id, DOI, or normalised title and text."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

# What is shorter may be the same words twice without being the same paper ("Reply", "Editorial comment")
SHORTEST_TEXT = 200  # characters

_RECORDS = """
CREATE TABLE records AS
SELECT row_number() OVER () AS position, id, text_hash, metadata.doi AS doi, metadata.pmid AS pmid,
       metadata.version AS version, metadata.deleted AS deleted,
       length(title) + coalesce(list_sum([length(s.text) for s in sections]), 0) AS characters
FROM shards
"""
# Ids that share a DOI, or the text, without stating different PMIDs for it
_SHARED = f"""
SELECT list_sort(list(DISTINCT id)) AS ids FROM records WHERE doi <> '' AND NOT deleted
GROUP BY doi HAVING count(DISTINCT id) > 1
UNION ALL
SELECT list_sort(list(DISTINCT id)) FROM records WHERE characters >= {SHORTEST_TEXT} AND NOT deleted
GROUP BY text_hash
HAVING count(DISTINCT id) > 1 AND count(DISTINCT nullif(pmid, '')) <= 1 AND count(DISTINCT nullif(doi, '')) <= 1
"""
_CHOSEN = """
CREATE TABLE chosen AS
SELECT paper, arg_max(position, (version, pmid <> '', characters, -position)) AS position,
       coalesce(list_sort(list(DISTINCT id) FILTER (id <> paper)), []) AS same_as, bool_or(deleted) AS deleted
FROM (SELECT r.*, coalesce(p.paper, r.id) AS paper FROM records r LEFT JOIN papers p ON p.id = r.id)
GROUP BY paper
"""


def _standing(document_id: str) -> tuple[int, str]:
    """PMIDs name a paper before DOIs, PMCIDs and hashes of text."""
    kind = document_id.split(":", 1)[0]
    order = ("PMID", "DOI", "PMCID")
    return (order.index(kind) if kind in order else len(order), document_id)


def same_papers(groups: Iterable[Iterable[str]]) -> dict[str, str]:
    """Return id -> the id its paper goes by, for all ids in groups that overlap or not (union-find)."""
    leader: dict[str, str] = {}

    def find(document_id: str) -> str:
        while (above := leader.setdefault(document_id, document_id)) != document_id:
            document_id = above
        return document_id

    for group in groups:
        heads = sorted({find(document_id) for document_id in group}, key=_standing)
        for head in heads[1:]:
            leader[head] = heads[0]
    return {document_id: find(document_id) for document_id in leader}


def choose_records(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the table `chosen`: for each paper the record that is read, and the other ids it went by.

    The newest version wins, then one with a PMID, then the longer text, then the earlier record. A paper
    whose record was deleted at the source is marked.
    """
    connection.execute(_RECORDS)
    papers = same_papers(ids for (ids,) in connection.execute(_SHARED).fetchall())
    connection.execute("CREATE TABLE papers (id VARCHAR, paper VARCHAR)")
    if papers:
        connection.executemany("INSERT INTO papers VALUES (?, ?)", sorted(papers.items()))
    connection.execute(_CHOSEN)
