"""What the JSON API asks of a graph's tables, as SQL over the views of `GraphFolder.connect`."""

from __future__ import annotations

from kg.core.folder import BEST_FIRST

# A page of assertions is chosen before anything is joined to it
_PAGE = "SELECT * FROM assertions ORDER BY asserted DESC, belief DESC, id LIMIT $limit OFFSET $offset"
_WITH_ENDS = f"""
SELECT p.*, s.name AS subject_name, s.category AS subject_category, o.name AS object_name,
       o.category AS object_category, e.documents, e.sentence
FROM page p
JOIN concepts s ON s.id = p.subject
JOIN concepts o ON o.id = p.object
JOIN (
  SELECT assertion_id, list_sort(list(DISTINCT document_id)) AS documents, first(text ORDER BY {BEST_FIRST}) AS sentence
  FROM evidence WHERE assertion_id IN (SELECT id FROM page) GROUP BY assertion_id
) e ON e.assertion_id = p.id
ORDER BY p.asserted DESC, p.belief DESC, p.id
"""
ASSERTIONS = f"WITH page AS ({_PAGE}) {_WITH_ENDS}"
ASSERTION = f"WITH page AS (SELECT * FROM assertions WHERE id = $id) {_WITH_ENDS}"
OF_DOCUMENT = f"""
WITH page AS (SELECT * FROM assertions WHERE id IN (SELECT assertion_id FROM evidence WHERE document_id = $id))
{_WITH_ENDS}
"""
EVIDENCE = f"""
SELECT v.*, d.title, d.year, coalesce(d.retracted, false) AS retracted
FROM (SELECT * FROM evidence WHERE id = $id OR assertion_id = $id) v JOIN documents d ON d.id = v.document_id
ORDER BY {BEST_FIRST.replace("speculated", "v.speculated").replace(" id", " v.id")}
"""
DOCUMENT = "SELECT * FROM documents WHERE id = $id"
MENTIONS = """
SELECT m.*, c.name FROM mentions m LEFT JOIN concepts c ON c.id = m.concept_id
WHERE m.document_id = $id ORDER BY m.start, m."end", m.mention, m.part
"""
KNOWN = "SELECT id, name, category, grounded, mention_count, document_count FROM concepts WHERE list_contains($ids, id)"
OF_CATEGORY = "SELECT id FROM concepts WHERE category = $category"
COUNT = "SELECT count(*) AS total FROM assertions"
# Of concepts those that something is asserted of, what most is asserted of first
SAID_OF_MOST = """
SELECT c.id, c.name FROM concepts c
JOIN (SELECT unnest([subject, object]) AS id FROM assertions WHERE asserted) USING (id)
WHERE $ids IS NULL OR list_contains($ids, c.id)
GROUP BY c.id, c.name, c.grounded ORDER BY c.grounded DESC, count(*) DESC, c.id LIMIT 1
"""
