"""shards -> which records are one paper: the same id, DOI, or normalised title and text."""

from __future__ import annotations

import duckdb

# What is shorter may be the same words twice without being the same paper ("Reply", "Editorial comment")
SHORTEST_TEXT = 200  # characters

_RECORDS = """
CREATE TABLE records AS
SELECT position, id, text_hash, metadata.doi AS doi, metadata.pmid AS pmid,
       metadata.version AS version, metadata.revised AS revised, metadata.deleted AS deleted,
       length(title) + coalesce(list_sum([length(s.text) for s in sections]), 0) AS characters
FROM shards
"""


def _all_the_same(name: str) -> str:
    return f"coalesce(min(nullif({name}, '')) = max(nullif({name}, '')), true)"


# Ids that share a DOI, or the text, without stating different PMIDs for it
_SHARED = f"""
CREATE TABLE shared AS
WITH standing AS (SELECT * FROM records WHERE NOT deleted), long AS (SELECT * FROM standing
  WHERE characters >= {SHORTEST_TEXT})
SELECT DISTINCT 'doi:' || doi AS key, id FROM standing WHERE doi <> '' AND doi IN (
  SELECT doi FROM standing WHERE doi <> '' GROUP BY doi HAVING min(id) <> max(id))
UNION ALL
SELECT DISTINCT 'text:' || text_hash, id FROM long WHERE text_hash IN (
  SELECT text_hash FROM long GROUP BY text_hash
  HAVING min(id) <> max(id) AND {_all_the_same("pmid")} AND {_all_the_same("doi")})
"""
# PMIDs name a paper before DOIs, PMCIDs and hashes of text
_LEADERS = """
CREATE OR REPLACE TABLE leaders AS
SELECT id, (CASE split_part(id, ':', 1) WHEN 'PMID' THEN '0' WHEN 'DOI' THEN '1' WHEN 'PMCID' THEN '2' ELSE '3' END)
           || id AS leader
FROM (SELECT DISTINCT id FROM shared)
"""
# A key's ids, and an id's keys, take over the best leader of all
_LED = """
CREATE OR REPLACE TABLE led AS
WITH best AS (SELECT key, min(leader) AS leader FROM shared JOIN leaders USING (id) GROUP BY key)
SELECT id, min(best.leader) AS leader FROM shared JOIN best USING (key) GROUP BY id
"""
_CHANGED = "SELECT count(*) FROM led JOIN leaders USING (id) WHERE led.leader <> leaders.leader"

# Records of papers that have several, and of those that were deleted
_MEMBERS = """
CREATE TABLE members AS
WITH named AS (SELECT r.*, coalesce(p.paper, r.id) AS paper FROM records r LEFT JOIN papers p ON p.id = r.id)
SELECT * FROM named WHERE paper IN (SELECT paper FROM named GROUP BY paper HAVING count(*) > 1 OR bool_or(deleted))
"""
_CHOSEN = """
CREATE TABLE chosen AS
SELECT paper, position, gone FROM (
  SELECT paper, position, bool_and(dead) OVER (PARTITION BY paper) AS gone, row_number() OVER (PARTITION BY paper
           ORDER BY dead, version DESC, pmid <> '' DESC, revised DESC, characters DESC, position) AS n
  FROM (SELECT *, bool_or(deleted) OVER (PARTITION BY id) AS dead FROM members)
) WHERE n = 1
"""


def same_papers(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the table `papers` (id, paper): by which id a paper goes whose ids share a key with others'.

    It needs the table `shared` (key, id); ids that are joined by keys, over whatever others, are one paper.
    """
    connection.execute(_LEADERS)
    while True:
        connection.execute(_LED)
        changed = connection.execute(_CHANGED).fetchone()
        if not changed or not changed[0]:
            break
        connection.execute("CREATE OR REPLACE TABLE leaders AS FROM led")
    connection.execute("CREATE TABLE papers AS SELECT id, leader[2:] AS paper FROM leaders")


def choose_records(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the tables `members`, the records of papers that have several, and `chosen`, the one of each that is read.

    The newest version wins, then one with a PMID, then the one revised last (PubMed's update files revise records
    without a new version), then the longer text, then the earlier record. No record of an id that was
    deleted at the source is read; a paper of which every id was is `gone` (PubMed deletes duplicates). A paper of one
    record that was not deleted is in neither table.
    """
    connection.execute(_RECORDS)
    connection.execute(_SHARED)
    same_papers(connection)
    for statement in (_MEMBERS, _CHOSEN):
        connection.execute(statement)
    for table in ("records", "shared", "leaders", "led"):
        connection.execute(f"DROP TABLE {table}")
