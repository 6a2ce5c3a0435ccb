"""chosen records -> documents, mentions, evidence and assertions, each in a total order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import duckdb

from kg.core.folder import rows
from kg.core.graph import SPECULATED_WEIGHT, belief
from kg.core.vocabulary import predicates

_FILLED = ("pmid", "doi", "pmcid", "journal", "volume", "issue", "pages")
_LISTS = ("authors", "keywords", "publication_types")

# What one record of a paper leaves empty, another fills in; a retraction counts wherever it is stated
_MERGED = f"""
CREATE TABLE merged AS
SELECT paper,
       {", ".join(f"max(metadata.{name}) AS {name}" for name in _FILLED)},
       max(metadata.year) AS year,
       {", ".join(f"arg_max(metadata.{name}, len(metadata.{name})) AS {name}" for name in _LISTS)},
       bool_or(metadata.retracted) AS retracted,
       flatten(list(metadata.retracts)) AS retracts
FROM (SELECT s.*, coalesce(p.paper, s.id) AS paper FROM numbered s LEFT JOIN papers p ON p.id = s.id)
GROUP BY paper
"""


def _preferring_own(name: str) -> str:
    empty = f"len(x.metadata.{name}) > 0" if name in _LISTS else f"x.metadata.{name} <> ''"
    return f"CASE WHEN {empty} THEN x.metadata.{name} ELSE m.{name} END AS {name}"


_FOUND = f"""
CREATE TABLE found AS
SELECT c.paper AS id, x.title, x.sections, c.same_as,
       {", ".join(_preferring_own(name) for name in (*_FILLED, *_LISTS))},
       coalesce(x.metadata.year, m.year) AS year,
       m.retracted OR c.paper IN (SELECT unnest(retracts) FROM merged) AS retracted,
       x.metadata.source_id AS source_id, x.metadata.source AS source, x.metadata.record AS record,
       x.mentions, x.relations
FROM chosen c JOIN numbered x ON x.position = c.position JOIN merged m ON m.paper = c.paper
WHERE NOT c.deleted
"""

DOCUMENTS = "SELECT * EXCLUDE (mentions, relations) FROM found ORDER BY id"

MENTIONS = """
SELECT id AS document_id, m.id AS mention, part - 1 AS part, m.start AS start, m."end" AS "end", m.text AS text,
       m.category AS category, m.parts[part][1].concept_id AS concept_id, m.score AS score, m.found_by AS found_by
FROM (SELECT id, m, unnest(range(1, len(m.parts) + 1)) AS part
      FROM (SELECT id, unnest(mentions) AS m FROM found))
ORDER BY document_id, mention, part
"""

# The compact JSON arrays are those of kg.core.graph, so that ids agree with Assertion.id and Evidence.id
_STATED = """
CREATE TABLE stated AS
SELECT *, substr(sha256(json_array(assertion_id, document_id, subject_start, object_start, trigger_start)::VARCHAR),
                 1, 20) AS id
FROM (
  SELECT id AS document_id, title, sections, retracted,
         r.subject.concept_id AS subject, r.predicate AS predicate, r.object.concept_id AS object,
         r.aspect AS aspect, r.direction AS direction, r.negated AS negated,
         substr(sha256(json_array(r.subject.concept_id, r.predicate, r.object.concept_id, r.aspect, r.direction,
                                  r.negated)::VARCHAR), 1, 20) AS assertion_id,
         r.sentences AS sentences, r.sentences[1].start AS start, r.sentences[-1]."end" AS "end",
         mentions[r.subject.mention + 1].start AS subject_start,
         mentions[r.subject.mention + 1]."end" AS subject_end,
         mentions[r.object.mention + 1].start AS object_start,
         mentions[r.object.mention + 1]."end" AS object_end,
         r.trigger.start AS trigger_start, r.trigger."end" AS trigger_end,
         r.score AS score, r.speculated AS speculated, r.via AS via, r.extractor AS extractor,
         r.context.disease AS context_disease, r.context.species AS context_species,
         r.context.tissue AS context_tissue, r.context.dose AS context_dose
  FROM (SELECT id, title, sections, retracted, mentions, unnest(relations) AS r FROM found)
)
QUALIFY row_number() OVER (
  PARTITION BY assertion_id, document_id, subject_start, object_start, trigger_start
  ORDER BY score DESC, extractor, speculated, via, start, "end"
) = 1
"""

EVIDENCE = "SELECT * FROM judged ORDER BY assertion_id, document_id, start, id"

# Per assertion and document the best score; speculation weighs less, a retracted paper or what was judged wrong nothing
_SUPPORT = f"""
CREATE TABLE support AS
SELECT assertion_id, document_id, max(CASE WHEN retracted OR verdict = 'wrong' THEN 0
  ELSE CASE verdict WHEN 'right' THEN 1 ELSE score END * CASE WHEN speculated THEN {SPECULATED_WEIGHT} ELSE 1 END
END) AS score
FROM judged GROUP BY ALL
"""
_GROUPED = """
CREATE TABLE grouped AS
SELECT assertion_id AS id, any_value(subject) AS subject, any_value(predicate) AS predicate,
       any_value(object) AS object, any_value(aspect) AS aspect, any_value(direction) AS direction,
       any_value(negated) AS negated,
       coalesce(bool_and(speculated) FILTER (verdict <> 'wrong'), bool_and(speculated)) AS speculated,
       bool_and(verdict = 'wrong') AS rejected,
       NOT any_value(negated) AND bool_or(NOT speculated AND NOT retracted AND verdict <> 'wrong') AS asserted,
       count(DISTINCT document_id) AS document_count, count(*) AS evidence_count,
       count(*) FILTER (verdict = 'right') AS judged_right, count(*) FILTER (verdict = 'wrong') AS judged_wrong
FROM judged GROUP BY assertion_id
"""
# Opposed: the other direction, the negation, or the contrary predicate, of the same (or an unspecific) aspect; what is
# rejected opposes nothing
_OPPOSED = """
CREATE TABLE opposed AS
SELECT a.id AS id, b.id AS other
FROM grouped a JOIN grouped b ON a.subject = b.subject AND a.object = b.object AND a.id <> b.id
LEFT JOIN contrary c ON c.predicate = a.predicate AND c.other = b.predicate
WHERE NOT a.rejected AND NOT b.rejected
  AND (a.aspect = b.aspect OR 'activity_or_abundance' IN (a.aspect, b.aspect) OR '' IN (a.aspect, b.aspect))
  AND (
    (a.predicate = b.predicate AND a.direction <> b.direction AND a.direction <> '' AND b.direction <> ''
     AND NOT a.negated AND NOT b.negated)
    OR (a.predicate = b.predicate AND a.direction = b.direction AND a.negated <> b.negated)
    OR (c.other IS NOT NULL AND NOT a.negated AND NOT b.negated)
  )
"""
_WEIGHED = """
SELECT g.*, s.scores, coalesce(o.opposed_by, []) AS opposed_by, coalesce(o.scores, []) AS opposing
FROM grouped g
JOIN (SELECT assertion_id, list(score ORDER BY document_id) AS scores FROM support GROUP BY 1) s
  ON s.assertion_id = g.id
LEFT JOIN (
  SELECT id, list_sort(list(DISTINCT other)) AS opposed_by, list(score ORDER BY document_id) AS scores
  FROM (SELECT o.id, o.other, u.document_id, max(u.score) OVER (PARTITION BY o.id, u.document_id) AS score,
               row_number() OVER (PARTITION BY o.id, u.document_id, o.other) AS n
        FROM opposed o JOIN support u ON u.assertion_id = o.other)
  WHERE n = 1 GROUP BY id
) o ON o.id = g.id
ORDER BY g.id
"""

CONCEPTS = """
SELECT concept_id AS id, count(*) AS mention_count, count(DISTINCT document_id) AS document_count,
       mode(text ORDER BY text) AS surface, any_value(category ORDER BY category) AS category
FROM (SELECT document_id, m.text AS text, m.category AS category,
             unnest([part[1].concept_id for part in m.parts]) AS concept_id
      FROM (SELECT id AS document_id, unnest(mentions) AS m FROM found))
WHERE concept_id IS NOT NULL GROUP BY concept_id
UNION ALL
SELECT DISTINCT concept_id, 0, 0, concept_id, ''
FROM (SELECT unnest([subject, object]) AS concept_id FROM stated)
WHERE concept_id NOT IN (
  SELECT DISTINCT unnest([part[1].concept_id for part in m.parts])
  FROM (SELECT unnest(mentions) AS m FROM found))
ORDER BY 1
"""


# For the report: the commonest names that several concepts go by alike, and those that no ontology grounds
AMBIGUOUS = """
SELECT name, candidates, count(*) AS mentions, count(DISTINCT document_id) AS documents
FROM (SELECT document_id, m.text AS name, part[1].concept_id AS id,
             [c.concept_id for c in part[2:] if c.score = part[1].score] AS candidates
      FROM (SELECT document_id, m, unnest(m.parts) AS part
            FROM (SELECT id AS document_id, unnest(mentions) AS m FROM found)))
WHERE id LIKE 'text:%' AND len(candidates) > 1
GROUP BY name, candidates ORDER BY mentions DESC, name, candidates LIMIT 50
"""
UNGROUNDED = f"""
SELECT surface AS name, category, mention_count AS mentions, document_count AS documents
FROM ({CONCEPTS}) WHERE id LIKE 'text:%' AND surface NOT IN (SELECT name FROM ({AMBIGUOUS}))
ORDER BY mention_count DESC, id LIMIT 50
"""


def find_records(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the table `found`: each paper with its mentions and relations; needs `shards`, `chosen` and `papers`."""
    connection.execute("CREATE VIEW numbered AS SELECT row_number() OVER () AS position, * FROM shards")
    connection.execute(_MERGED)
    connection.execute(_FOUND)


def find_statements(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the table `stated`: every passage that states something; needs the table `found`."""
    connection.execute(_STATED)


def gather(connection: duckdb.DuckDBPyConnection) -> None:
    """Create what the table queries read: what all papers together say; needs `judged`, statements with verdicts."""
    for statement in (_SUPPORT, _GROUPED):
        connection.execute(statement)
    connection.execute("CREATE TABLE contrary (predicate VARCHAR, other VARCHAR)")
    pairs = {(one.name, one.opposes) for one in predicates().values() if one.opposes}
    pairs |= {(other, one) for one, other in pairs}
    connection.executemany("INSERT INTO contrary VALUES (?, ?)", sorted(pairs))
    connection.execute(_OPPOSED)


def text_of(row: Mapping[str, Any]) -> str:
    """Return a document's text from its `title` and `sections`."""
    text, at = [row["title"]], len(row["title"])
    for section in row["sections"]:
        text += ["\n" * (section["start"] - at), section["text"]]
        at = section["start"] + len(section["text"])
    return "".join(text)


def document_rows(connection: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    """Yield the rows of the documents table; `text` and section ends are worked out here."""
    for row in rows(connection.execute(DOCUMENTS)):
        row["text"] = text_of(row)
        row["sections"] = [
            {key: section[key] for key in ("name", "label", "start")} | {"end": section["start"] + len(section["text"])}
            for section in row["sections"]
        ]
        yield row


def evidence_rows(connection: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    """Yield the rows of the evidence table; the text is cut from the document at the offsets stated."""
    for row in rows(connection.execute(EVIDENCE)):
        row["section"], row["label"] = "title", ""
        for section in row["sections"]:
            if section["start"] <= row["trigger_start"] < section["start"] + len(section["text"]):
                row["section"], row["label"] = section["name"], section["label"]
        row["text"] = text_of(row)[row["start"] : row["end"]]
        yield row


def assertion_rows(connection: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    """Yield the rows of the assertions table, with belief."""
    for row in rows(connection.execute(_WEIGHED)):
        row["belief"] = belief(row.pop("scores"), row.pop("opposing"))
        yield row
