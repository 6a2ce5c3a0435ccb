"""What is asked of two graphs side by side, as SQL over the schemas `old` and `new`.

papers (which document of one is which of the other) → moved (evidence that differs) → changed (assertions)
"""

from __future__ import annotations

# What people are told of a document apart from its text; where it was read from is not part of it
_DESCRIBED = (
    "pmid",
    "doi",
    "pmcid",
    "journal",
    "year",
    "volume",
    "issue",
    "pages",
    "authors",
    "keywords",
    "same_as",
)
# A document without its like by id may be there under another id: one that only these two share
_RENAMED = """
CREATE TABLE renamed AS
WITH o AS ({names} FROM old.documents WHERE id NOT IN (SELECT id FROM new.documents)),
     n AS ({names} FROM new.documents WHERE id NOT IN (SELECT id FROM old.documents)),
     both_named AS (SELECT DISTINCT o.id AS old, n.id AS new FROM o JOIN n USING (name))
SELECT * FROM both_named
QUALIFY count(*) OVER (PARTITION BY old) = 1 AND count(*) OVER (PARTITION BY new) = 1
""".format(
    names="""SELECT id, unnest(list_concat(coalesce(same_as, []), [id,
      CASE WHEN pmid <> '' THEN 'PMID:' || pmid END, CASE WHEN doi <> '' THEN 'DOI:' || doi END,
      CASE WHEN pmcid <> '' THEN 'PMCID:' || pmcid END])) AS name"""
)
_PAPERS = """
CREATE TABLE papers AS
WITH o AS (SELECT coalesce(r.new, d.id) AS paper, d.id, md5(text) AS text, retracted, {said}
           FROM old.documents d LEFT JOIN renamed r ON r.old = d.id),
     n AS (SELECT id AS paper, id, md5(text) AS text, retracted, {said} FROM new.documents)
SELECT paper, o.id AS old, n.id AS new,
       o.id IS NULL AS gained, n.id IS NULL AS lost,
       coalesce(n.retracted AND NOT o.retracted, false) AS retracted,
       coalesce(o.retracted AND NOT n.retracted, false) AS reinstated,
       coalesce(o.text <> n.text, false) AS revised,
       coalesce(o.id <> n.id, false) AS renamed,
       coalesce(o.id = n.id AND o.said IS DISTINCT FROM n.said, false) AS described
FROM o FULL JOIN n USING (paper)
""".format(
    # that it is retracted is told apart
    said=f"""struct_pack({", ".join(_DESCRIBED)},
      types := [one for one in publication_types if not starts_with(one, 'Retract')]) AS said"""
)

# Passages are the same where the same words of the same paper state the same assertion, wherever they stand by now;
# of the same words said twice the first is the first
_PLACED = """
SELECT p.paper, v.*, p.retracted OR p.reinstated AS retraction,
       subject_start - start AS subject_at, object_start - start AS object_at, trigger_start - start AS trigger_at,
       struct_pack(verdict, error, note, curator) AS judged,
       struct_pack(section, label, score, speculated, via, extractor, context_disease, context_species,
                   context_tissue, context_dose, sentence_count := len(sentences)) AS said,
       row_number() OVER (PARTITION BY assertion_id, document_id, text, subject_at, object_at, trigger_at
                          ORDER BY start, v.id) AS nth
FROM {side}.evidence v JOIN papers p ON p.{side} = v.document_id
"""
_MOVED = f"""
CREATE TABLE moved AS
SELECT coalesce(o.assertion_id, n.assertion_id) AS assertion_id, coalesce(o.paper, n.paper) AS paper,
       o.id AS old, n.id AS new,
       coalesce(o.judged IS DISTINCT FROM n.judged, false) AND o.id IS NOT NULL AND n.id IS NOT NULL AS curated,
       o.id IS NULL OR n.id IS NULL OR o.said IS DISTINCT FROM n.said AS otherwise
FROM ({_PLACED.format(side="old")}) o FULL JOIN ({_PLACED.format(side="new")}) n
  ON o.assertion_id = n.assertion_id AND o.paper = n.paper AND o.text = n.text AND o.nth = n.nth
  AND o.subject_at = n.subject_at AND o.object_at = n.object_at AND o.trigger_at = n.trigger_at
WHERE o.id IS NULL OR n.id IS NULL OR o.said IS DISTINCT FROM n.said OR o.judged IS DISTINCT FROM n.judged
   OR o.retraction
"""
_CHANGED = """
CREATE TABLE changed AS
SELECT coalesce(o.id, n.id) AS id, o.opposed_by AS old_opposed, n.opposed_by AS new_opposed
FROM old.assertions o FULL JOIN new.assertions n ON n.id = o.id
WHERE o.id IS NULL OR n.id IS NULL OR o.opposed_by IS DISTINCT FROM n.opposed_by
   OR o.asserted <> n.asserted OR o.speculated <> n.speculated OR o.rejected <> n.rejected
   OR abs(round(o.belief - n.belief, 6)) > $tolerance
   OR o.id IN (SELECT assertion_id FROM moved)
"""
STEPS = (_RENAMED, _PAPERS, _MOVED)  # in this order
CHANGED = _CHANGED

# The assertions that changed, and those that contradict them on one side only
STATEMENTS = """
SELECT a.*, s.name AS subject_name, o.name AS object_name
FROM {side}.assertions a JOIN {side}.concepts s ON s.id = a.subject JOIN {side}.concepts o ON o.id = a.object
WHERE a.id IN (SELECT id FROM changed UNION
               SELECT unnest(list_concat(coalesce(old_opposed, []), coalesce(new_opposed, []))) FROM changed)
ORDER BY a.id
"""
MOVED = """
SELECT m.*, coalesce(n.id, o.id) AS id, coalesce(n.text, o.text) AS text, coalesce(n.start, o.start) AS start,
       coalesce(n.subject_start, o.subject_start) AS subject_start,
       coalesce(n.subject_end, o.subject_end) AS subject_end,
       coalesce(n.object_start, o.object_start) AS object_start, coalesce(n.object_end, o.object_end) AS object_end,
       coalesce(n.trigger_start, o.trigger_start) AS trigger_start,
       coalesce(n.trigger_end, o.trigger_end) AS trigger_end,
       coalesce(nullif(n.label, ''), n.section, nullif(o.label, ''), o.section) AS section,
       coalesce(n.score, o.score) AS score, coalesce(n.speculated, o.speculated) AS speculated,
       coalesce(n.via, o.via) AS via, coalesce(n.verdict, o.verdict) AS verdict,
       p.gained, p.lost, p.retracted, p.reinstated, p.revised
FROM moved m JOIN papers p USING (paper)
LEFT JOIN (SELECT * FROM old.evidence SEMI JOIN (SELECT old AS id FROM moved) USING (id)) o ON o.id = m.old
LEFT JOIN (SELECT * FROM new.evidence SEMI JOIN (SELECT new AS id FROM moved) USING (id)) n ON n.id = m.new
ORDER BY m.assertion_id, m.paper, start, id
"""
# Documents that differ, and any others that a cause names
DOCUMENTS = """
SELECT p.*, coalesce(n.title, o.title) AS title, coalesce(n.journal, o.journal) AS journal,
       coalesce(n.year, o.year) AS year, coalesce(n.pmid, o.pmid) AS pmid, coalesce(n.doi, o.doi) AS doi,
       coalesce(n.pmcid, o.pmcid) AS pmcid
FROM papers p LEFT JOIN old.documents o ON o.id = p.old LEFT JOIN new.documents n ON n.id = p.new
WHERE p.gained OR p.lost OR p.retracted OR p.reinstated OR p.revised OR p.renamed OR p.described
   OR list_contains($named, paper)
ORDER BY p.paper
"""
CONCEPTS = """
SELECT o.id AS old_id, o.name AS old_name, o.category AS old_category,
       n.id AS new_id, n.name AS new_name, n.category AS new_category,
       greatest(o.mention_count, n.mention_count) AS mentions
FROM old.concepts o FULL JOIN new.concepts n ON n.id = o.id
WHERE o.id IS NULL OR n.id IS NULL OR o.name <> n.name
ORDER BY coalesce(o.id, n.id)
"""
# Where concepts that are in one graph only are named
NAMED_IN = """
SELECT concept_id AS id, list_sort(list(DISTINCT paper)) AS documents FROM (
  SELECT m.concept_id, p.paper FROM old.mentions m JOIN papers p ON p.old = m.document_id
  WHERE concept_id NOT IN (SELECT id FROM new.concepts)
  UNION ALL SELECT m.concept_id, p.paper FROM new.mentions m JOIN papers p ON p.new = m.document_id
  WHERE concept_id NOT IN (SELECT id FROM old.concepts))
GROUP BY concept_id
"""
# Mentions in the same place of the same text that mean another concept; both concepts named as they are called there
REGROUNDED = """
SELECT g.*, a.name AS old_name, a.category AS old_category, b.name AS new_name, b.category AS new_category
FROM (
  SELECT o.concept_id AS old_id, n.concept_id AS new_id, count(*) AS mentions,
         list_sort(list(DISTINCT p.paper)) AS documents
  FROM old.mentions o
  JOIN papers p ON p.old = o.document_id AND p.new IS NOT NULL AND NOT p.revised
  JOIN new.mentions n ON n.document_id = p.new AND n.start = o.start AND n."end" = o."end" AND n.part = o.part
  WHERE o.concept_id <> n.concept_id
  GROUP BY ALL
) g JOIN old.concepts a ON a.id = g.old_id JOIN new.concepts b ON b.id = g.new_id
ORDER BY mentions DESC, old_id, new_id
"""
