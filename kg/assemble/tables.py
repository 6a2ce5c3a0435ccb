"""chosen records -> papers as they are read, and of them documents, mentions and concepts, each in a total order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from kg.assemble.scratch import quoted
from kg.core.folder import rows
from kg.core.lexicon import Lexicon
from kg.core.tables import GRAPH_SCHEMAS, write_rows

_FILLED = ("pmid", "doi", "pmcid", "journal", "volume", "issue", "pages")
_LISTS = ("authors", "keywords", "publication_types")

# What one record of a paper leaves empty, another fills in; a retraction counts wherever it is stated
_MERGED = f"""
CREATE TABLE merged AS
SELECT m.paper,
       {", ".join(f"max(s.metadata.{name}) AS {name}" for name in _FILLED)},
       max(s.metadata.year) AS year,
       {", ".join(f"arg_max(s.metadata.{name}, (len(s.metadata.{name}), -m.position)) AS {name}" for name in _LISTS)},
       bool_or(s.metadata.retracted) AS retracted
FROM shards s JOIN members m ON m.position = s.position GROUP BY m.paper
"""
_WITHDRAWN = """
CREATE TABLE withdrawn AS
SELECT DISTINCT coalesce(p.paper, named.id) AS id
FROM (SELECT DISTINCT unnest(metadata.retracts) AS id FROM shards) named LEFT JOIN papers p ON p.id = named.id
"""
_SAME_AS = """
SELECT paper, list(id ORDER BY id) AS same_as FROM (SELECT DISTINCT paper, id FROM members WHERE id <> paper)
GROUP BY paper
"""
# What is to be said of a record beyond itself: most papers have one record, of which nothing is
_SETTLED = f"""
CREATE TABLE settled AS
SELECT m.position, c.gone OR m.position <> c.position AS dropped, c.paper, a.same_as, g.* EXCLUDE (paper)
FROM members m JOIN chosen c ON c.paper = m.paper JOIN merged g ON g.paper = m.paper
LEFT JOIN ({_SAME_AS}) a ON a.paper = m.paper
"""


def _preferring_own(name: str) -> str:
    if name in _LISTS:
        return f"CASE WHEN len(x.metadata.{name}) > 0 THEN x.metadata.{name} ELSE coalesce(m.{name}, []) END AS {name}"
    return f"coalesce(nullif(x.metadata.{name}, ''), m.{name}, '') AS {name}"


_FOUND = f"""
CREATE VIEW found AS
SELECT coalesce(m.paper, x.id) AS id, x.title, x.sections, coalesce(m.same_as, []) AS same_as,
       {", ".join(map(_preferring_own, (*_FILLED, *_LISTS)))},
       coalesce(x.metadata.year, m.year) AS year,
       x.metadata.retracted OR coalesce(m.retracted, false)
         OR coalesce(m.paper, x.id) IN (SELECT id FROM withdrawn) AS retracted,
       x.metadata.source_id AS source_id, x.metadata.source AS source, x.metadata.record AS record,
       x.mentions, x.relations
FROM shards x LEFT JOIN settled m ON m.position = x.position
WHERE m.dropped IS DISTINCT FROM true
"""

# Title and sections at their offsets, gaps filled with line feeds (kg.core.text.Document.text)
WHOLE_TEXT = """title || array_to_string([
  repeat(chr(10), greatest(0, s.start - CASE i WHEN 1 THEN length(title)
    ELSE sections[i - 1].start + length(sections[i - 1].text) END)::BIGINT) || s.text
  for s, i in sections], '')"""
SPANS = """[{'name': s.name, 'label': s.label, 'start': s.start, 'end': (s.start + length(s.text))::INTEGER}
  for s in sections]"""

DOCUMENTS = f"""
SELECT * REPLACE ({SPANS} AS sections), {WHOLE_TEXT} AS text FROM (SELECT * EXCLUDE (mentions, relations) FROM found)
ORDER BY id
"""

MENTIONS = """
SELECT id AS document_id, m.id AS mention, (part - 1)::INTEGER AS part, m.start AS start, m."end" AS "end",
       m.text AS text, m.category AS category, m.parts[part][1].concept_id AS concept_id, m.score AS score,
       m.found_by AS found_by
FROM (SELECT id, m, unnest(range(1, len(m.parts) + 1)) AS part
      FROM (SELECT id, unnest(mentions) AS m FROM found))
ORDER BY document_id, mention, part
"""

# How often each concept is mentioned and called what; and in how many papers, each counted before all come together
_CALLED = """
CREATE TABLE called AS
SELECT concept_id AS id, text, min(category) AS category, count(*) AS mentions
FROM read_parquet({mentions}) WHERE concept_id IS NOT NULL GROUP BY ALL
"""
_SPREAD = """
CREATE TABLE spread AS
SELECT id, count(*) AS documents
FROM (SELECT unnest(list_distinct(flatten([[part[1].concept_id for part in m.parts] for m in mentions]))) AS id
      FROM found)
WHERE id IS NOT NULL GROUP BY id
"""
# An assertion may speak of what no text names: what is given as a medicine for its gene
_NAMED = """
CREATE TABLE named AS
WITH most AS (SELECT id, max(mentions) AS mentions FROM called GROUP BY id),
     counted AS (
       SELECT c.id, sum(c.mentions)::BIGINT AS mention_count, min(c.category) AS category,
              min(c.text) FILTER (WHERE c.mentions = m.mentions) AS surface
       FROM called c JOIN most m ON m.id = c.id GROUP BY c.id)
SELECT c.id, c.surface, c.category, c.mention_count, s.documents AS document_count
FROM counted c JOIN spread s ON s.id = c.id
UNION ALL
SELECT id, id, '', 0, 0
FROM (SELECT subject AS id FROM grouped UNION SELECT object FROM grouped) ANTI JOIN counted USING (id)
"""
CONCEPTS = """
SELECT coalesce(n.id, k.id) AS id, coalesce(k.name, n.surface) AS name, coalesce(k.category, n.category) AS category,
       coalesce(k.synonyms, []) AS synonyms, coalesce(k.parents, []) AS parents, coalesce(k.xrefs, []) AS xrefs,
       coalesce(n.id, k.id) NOT LIKE 'text:%' AS grounded,
       coalesce(n.mention_count, 0) AS mention_count, coalesce(n.document_count, 0) AS document_count
FROM named n FULL JOIN read_parquet({known}) k ON k.id = n.id ORDER BY 1
"""
_KNOWN = pa.schema(
    [GRAPH_SCHEMAS["concepts"].field(n) for n in ("id", "name", "category", "synonyms", "parents", "xrefs")]
)

# For the report: the commonest names that several concepts go by alike, and those that no ontology grounds
_AMBIGUOUS = """
CREATE TABLE ambiguous AS
SELECT name, candidates, sum(mentions)::BIGINT AS mentions, count(*) AS documents
FROM (SELECT document_id, name, candidates, count(*) AS mentions
      FROM (SELECT id AS document_id, m.text AS name,
                   unnest([[c.concept_id for c in part[2:] if c.score = part[1].score]
                           for part in m.parts if part[1].concept_id LIKE 'text:%' AND len(part) > 2]) AS candidates
            FROM (SELECT id, unnest([m for m in mentions if len(flatten(m.parts)) > 2]) AS m FROM found))
      WHERE len(candidates) > 1 GROUP BY ALL)
GROUP BY name, candidates ORDER BY mentions DESC, name, candidates LIMIT 50
"""
_AMBIGUOUS_NAMES = "FROM ambiguous ORDER BY mentions DESC, name, candidates"
_UNGROUNDED_NAMES = """
SELECT surface AS name, category, mention_count AS mentions, document_count AS documents
FROM named WHERE id LIKE 'text:%' AND surface NOT IN (SELECT name FROM ambiguous)
ORDER BY mention_count DESC, id LIMIT 50
"""


def find_records(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the view `found`: each paper with its mentions and relations; needs what `choose_records` creates.

    It goes through the shards whenever it is read, so that no text is copied.
    """
    for statement in (_MERGED, _WITHDRAWN, _SETTLED, _FOUND):
        connection.execute(statement)


def count_concepts(connection: duckdb.DuckDBPyConnection, mentions: Path) -> None:
    """Create the table `named`: concepts that texts name, or assertions speak of; needs `found` and `grouped`.

    Args:
        mentions: the file of that table.
    """
    for statement in (_CALLED.format(mentions=quoted(mentions)), _SPREAD, _NAMED):
        connection.execute(statement)


def concepts_query(connection: duckdb.DuckDBPyConnection, lexicon: Lexicon, place: Path) -> str:
    """Return the query for the rows of the concepts table: those in `named`, and everything above them.

    Args:
        place: a folder for what the lexicon knows of them.
    """
    named = {one for (one,) in _fetched(connection, "SELECT id FROM named WHERE id NOT LIKE 'text:%'")}
    known = {one for one in named if one in lexicon.concepts}
    known |= {one for concept in named for one in lexicon.ancestors(concept) if one in lexicon.concepts}
    written = place / "known.parquet"
    write_rows(written, _KNOWN, (_known(lexicon, one) for one in sorted(known)))
    return CONCEPTS.format(known=quoted(written))


def _fetched(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[tuple[Any, ...]]:
    cursor = connection.execute(query)
    while chunk := cursor.fetchmany(2000):
        yield from chunk


def _known(lexicon: Lexicon, concept_id: str) -> dict[str, Any]:
    concept = lexicon.concepts[concept_id]
    return {
        "id": concept_id,
        "name": concept.name,
        "category": concept.category,
        "synonyms": sorted({*concept.synonyms, *concept.ambiguous}),
        "parents": [one for one in concept.parents if one in lexicon.concepts],
        "xrefs": list(concept.xrefs),
    }


def reported(connection: duckdb.DuckDBPyConnection) -> dict[str, list[dict[str, Any]]]:
    """Return what the report says of names: `ambiguous` and `ungrounded`; needs `found` and `named`."""
    connection.execute(_AMBIGUOUS)
    queries = {"ambiguous": _AMBIGUOUS_NAMES, "ungrounded": _UNGROUNDED_NAMES}
    return {name: list(rows(connection.execute(query))) for name, query in queries.items()}
