"""Which part of a graph is meant: a Filter, and the views that show a graph folder's tables through one.

What is left through a filter are the assertions that fit and have evidence that fits (and that no curator judged wrong,
unless the whole assertion is rejected), that evidence, its documents with their mentions, and the concepts spoken of
with everything above them. Belief, and whether a thing is asserted, stay what the whole graph makes of them; numbers of
documents, passages and mentions are those left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Filter:
    """A part of a graph; every field that is set narrows it, several values of one field widen it.

    Attributes:
        about: concept ids; an assertion has one of them at an end.
        context: concept ids; evidence was seen under one of them (disease, species, tissue), or its assertion has it
            at an end.
        dose: evidence was seen under this class of dose ("low-dose").
        categories: both ends of an assertion are of these (`ontologies/categories.tsv`).
        predicates: as in `ontologies/predicates.tsv`.
        belief: the least belief of an assertion, 0 to 1.
        since, until: the first and last year that evidence may be from; what has no year is left out where one is set.
        documents: ids of the documents that evidence may be from.
        negated: whether denied assertions are kept.
        asserted: whether only what is asserted is kept: nothing denied, only speculated about or rejected.
        grounded: whether only assertions both whose ends have an ontology's id are kept.
    """

    about: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    dose: str = ""
    categories: tuple[str, ...] = ()
    predicates: tuple[str, ...] = ()
    belief: float = 0.0
    since: int | None = None
    until: int | None = None
    documents: tuple[str, ...] = ()
    negated: bool = True
    asserted: bool = False
    grounded: bool = False

    def __bool__(self) -> bool:
        return self != EVERYTHING

    def told(self) -> dict[str, Any]:
        """Return the fields that narrow, plain data."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        set_here = {name: value for name, value in plain.items() if value != getattr(EVERYTHING, name)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in set_here.items()}

    def in_words(self, names: Mapping[str, str]) -> str:
        """Return what is meant, for a heading: "IL2, believed 0.6 or more, since 2001"; "" where nothing narrows.

        Args:
            names: of the concepts named here, by id; an id without one stands for itself.
        """

        def listed(ids: tuple[str, ...]) -> str:
            more = f" and {len(ids) - _NAMED:,} more" if len(ids) > _NAMED else ""
            return ", ".join(names.get(one, one) for one in ids[:_NAMED]) + more

        parts = (
            (self.about, listed(self.about)),
            (self.context, f"in {listed(self.context)}"),
            (self.dose, self.dose),
            (self.categories, f"of {listed(self.categories)}".replace("_", " ")),
            (self.predicates, listed(self.predicates).replace("_", " ")),
            (self.belief, f"believed {self.belief:g} or more"),
            (self.since, f"since {self.since}"),
            (self.until, f"until {self.until}"),
            (self.documents, f"from {listed(self.documents)}"),
            (not self.negated, "nothing denied"),
            (self.asserted, "asserted only"),
            (self.grounded, "in an ontology only"),
        )
        return ", ".join(words for given, words in parts if given)


EVERYTHING = Filter()
_NAMED = 3  # ids in a heading

# Conditions on an assertion `a` with the concepts `s` and `o` at its ends, by the field of a Filter that needs them
_ASSERTIONS = (
    ("about", "(list_contains($about, a.subject) OR list_contains($about, a.object))"),
    ("categories", "list_contains($categories, s.category) AND list_contains($categories, o.category)"),
    ("predicates", "list_contains($predicates, a.predicate)"),
    ("belief", "a.belief >= $belief"),
    ("negated", "NOT a.negated"),
    ("asserted", "a.asserted"),
    ("grounded", "s.grounded AND o.grounded"),
)
# … and on a passage `v` of it, from a document `d`
_EVIDENCE = (
    (
        "context",
        """(list_has_any(v.context_disease, $context) OR list_has_any(v.context_species, $context)
        OR list_has_any(v.context_tissue, $context)
        OR list_contains($context, a.subject) OR list_contains($context, a.object))""",
    ),
    ("dose", "v.context_dose = $dose"),
    ("since", "d.year >= $since"),
    ("until", "d.year <= $until"),
    ("documents", "list_contains($documents, d.id)"),
)
_FLAGS = frozenset(["negated", "asserted", "grounded"])  # need no value

_KEPT_EVIDENCE = """
CREATE TABLE kept_evidence AS
SELECT v.id, v.assertion_id, v.document_id, v.verdict,
       list_concat(list_concat(v.context_disease, v.context_species), v.context_tissue) AS contexts
FROM whole.evidence v
JOIN whole.assertions a ON a.id = v.assertion_id
JOIN whole.concepts s ON s.id = a.subject
JOIN whole.concepts o ON o.id = a.object
JOIN whole.documents d ON d.id = v.document_id
WHERE {conditions}
"""
_KEPT = (
    """CREATE TABLE kept_assertions AS
    SELECT assertion_id AS id, count(DISTINCT document_id) AS documents, count(*) AS passages,
           count(*) FILTER (verdict = 'right') AS found_right, count(*) FILTER (verdict = 'wrong') AS found_wrong
    FROM kept_evidence JOIN (SELECT id AS assertion_id, rejected FROM whole.assertions) USING (assertion_id)
    GROUP BY assertion_id HAVING bool_or(rejected) OR count(*) FILTER (verdict <> 'wrong') > 0""",
    "DELETE FROM kept_evidence WHERE assertion_id NOT IN (SELECT id FROM kept_assertions)",
    """CREATE VIEW mentions AS
    SELECT * FROM whole.mentions WHERE document_id IN (SELECT document_id FROM kept_evidence)""",
    """CREATE TABLE kept_concepts AS
    WITH RECURSIVE kept(id) AS (
      (SELECT subject FROM whole.assertions SEMI JOIN kept_assertions USING (id)
       UNION SELECT object FROM whole.assertions SEMI JOIN kept_assertions USING (id)
       UNION SELECT unnest(contexts) FROM kept_evidence
       UNION SELECT concept_id FROM mentions)
      UNION SELECT unnest(c.parents) FROM whole.concepts c JOIN kept k ON k.id = c.id
    ) SELECT DISTINCT id FROM kept""",
    """CREATE VIEW assertions AS
    SELECT a.* REPLACE (
      k.documents AS document_count, k.passages AS evidence_count,
      k.found_right AS judged_right, k.found_wrong AS judged_wrong,
      coalesce(o.opposed_by, []) AS opposed_by)
    FROM whole.assertions a JOIN kept_assertions k USING (id) LEFT JOIN (
      SELECT id, list_sort(list(other)) AS opposed_by
      FROM (SELECT id, unnest(opposed_by) AS other FROM whole.assertions SEMI JOIN kept_assertions USING (id))
      WHERE other IN (SELECT id FROM kept_assertions) GROUP BY id
    ) o USING (id) ORDER BY a.id""",
    "CREATE VIEW evidence AS SELECT * FROM whole.evidence WHERE id IN (SELECT id FROM kept_evidence)",
    """CREATE VIEW concepts AS
    SELECT c.* REPLACE (coalesce(n.mentions, 0) AS mention_count, coalesce(n.documents, 0) AS document_count)
    FROM whole.concepts c SEMI JOIN kept_concepts USING (id) LEFT JOIN (
      SELECT concept_id AS id, count(*) AS mentions, count(DISTINCT document_id) AS documents
      FROM mentions GROUP BY concept_id
    ) n USING (id)""",
    "CREATE VIEW documents AS SELECT * FROM whole.documents WHERE id IN (SELECT document_id FROM kept_evidence)",
)


def narrowing(chosen: Filter, whole: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the SQL statements, each with its values, that show the tables of a schema through a filter.

    They make the views `documents`, `mentions`, `concepts`, `assertions` and `evidence` in the current schema.

    Args:
        whole: the name of the schema with the tables.
    """
    told = chosen.told()
    conditions = [sql for name, sql in (*_ASSERTIONS, *_EVIDENCE) if name in told]
    values = {name: value for name, value in told.items() if name not in _FLAGS}
    kept = _KEPT_EVIDENCE.format(conditions=" AND ".join(conditions) or "true")
    for statement, given in ((kept, values), *((one, {}) for one in _KEPT)):
        yield statement.replace("whole.", f"{whole}."), given
