"""What is asked of a graph's tables most, as SQL over the views of `GraphFolder.connect`."""

from __future__ import annotations

from kg.core.folder import BEST_FIRST

NAMES = """
SELECT id, name, mention_count, unnest(list_append(synonyms, name)) AS synonym, grounded FROM concepts
"""
# The concept that has an id in another ontology; of several the one mentioned most
MAPPED = "SELECT id FROM concepts WHERE list_contains(xrefs, $id) ORDER BY mention_count DESC, id LIMIT 1"
# Of one assertion the evidence that a context selects, best first
EDGES_OF = f"""
SELECT e.*, v.id AS evidence_id, v.text AS sentence, v.document_id, v.section, v.via,
       v.speculated AS said_speculatively,
       v.context_disease, v.context_species, v.context_tissue, v.context_dose, v.papers_here,
       v.verdict, v.error, v.note, v.curator,
       d.title, d.year, d.retracted, d.source, d.record
FROM edges e
JOIN (
  SELECT *, len(list(DISTINCT document_id) OVER (PARTITION BY assertion_id)) AS papers_here FROM evidence
  WHERE $context IS NULL OR context_dose = $context OR list_has_any(
    list_concat(list_concat(context_disease, context_species), context_tissue), $concepts)
  OR assertion_id IN (
    SELECT id FROM assertions WHERE list_contains($concepts, subject) OR list_contains($concepts, object))
  QUALIFY row_number() OVER (PARTITION BY assertion_id ORDER BY {BEST_FIRST}) = 1
) v ON v.assertion_id = e.id
JOIN documents d ON d.id = v.document_id
WHERE e.subject IN (SELECT unnest($wanted::VARCHAR[])) OR e.object IN (SELECT unnest($wanted::VARCHAR[]))
ORDER BY e.asserted DESC, e.belief DESC, e.id
"""
BELOW = """
WITH RECURSIVE kinds AS (SELECT id, unnest(parents) AS parent FROM concepts), below(id) AS (
  SELECT $concept
  UNION
  SELECT k.id FROM kinds k JOIN below b ON k.parent = b.id
)
SELECT id FROM below ORDER BY id
"""
KINDS = """
SELECT id, name, category, mention_count, document_count FROM concepts
WHERE id IN (SELECT unnest($below::VARCHAR[])) AND id <> $concept ORDER BY mention_count DESC, id
"""
# Every passage with the edge it is evidence of
PASSAGES_OF = f"""
SELECT a.*, s.name AS subject_name, o.name AS object_name, v.id AS evidence_id, v.text AS sentence, v.document_id,
       v.section, v.speculated AS said_speculatively, v.via, v.context_dose, v.verdict, v.error, v.note, v.curator,
       d.title, d.year, d.retracted, d.source, d.record, d.same_as, d.pmid, d.doi, d.pmcid
FROM (SELECT *, row_number() OVER (PARTITION BY assertion_id ORDER BY {BEST_FIRST}) AS place FROM evidence) v
JOIN assertions a ON a.id = v.assertion_id
JOIN concepts s ON s.id = a.subject
JOIN concepts o ON o.id = a.object
JOIN documents d ON d.id = v.document_id
WHERE v.id = $id OR a.id = $id
ORDER BY a.id, v.place
"""
BEGINNING = """
SELECT 'assertion:' || id AS name, id FROM assertions WHERE starts_with(id, $begins)
UNION ALL SELECT 'evidence:' || id, id FROM evidence WHERE starts_with(id, $begins) ORDER BY 1
"""
# A paper by any of its ids
DOCUMENT = """
SELECT id FROM documents WHERE $name IN (id, pmid, doi, pmcid) OR list_contains(same_as, $name) ORDER BY id <> $name, id
"""
DOSES = ("low-dose", "high-dose")
