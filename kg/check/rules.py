"""the tables of a graph -> problems: rules in SQL, each of which finds the records that break it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from kg.check.problems import Problem, Subject
from kg.core.curations import ERRORS, VERDICTS
from kg.core.prefixes import VOCABULARIES, converter
from kg.core.vocabulary import ASPECTS, DIRECTIONS, VIAS, categories, predicates

_BATCH = 2000


class Rule(NamedTuple):
    """What should hold, and a query for (record, what is there instead) of all that breaks it."""

    says: str
    sql: str
    warning: bool = False


def broken(subject: Subject, rules: Iterable[Rule]) -> Iterator[Problem]:
    """Yield the problems with some rules, rule by rule."""
    for rule in rules:
        cursor = subject.connection.execute(f"SELECT * FROM ({rule.sql}) AS broken (record, found) ORDER BY ALL")
        while rows := cursor.fetchmany(_BATCH):
            for where, found in rows:
                yield Problem(rule.says, str(where), str(found or ""), rule.warning)


def counted(subject: Subject, sql: str) -> int:
    """Return the one number that a query gives."""
    row = subject.connection.execute(sql).fetchone()
    return int(row[0] or 0) if row else 0


def _check(counting: str, rules: Callable[[], Iterable[Rule]]) -> Callable[[Subject], tuple[int, Iterator[Problem]]]:
    return lambda subject: (counted(subject, counting), broken(subject, rules()))


def rows_of(*tables: str) -> str:
    """Return a query for how many rows some tables have together."""
    return "SELECT " + " + ".join(f"(SELECT count(*) FROM {table})" for table in tables)


def _listed(words: Iterable[str]) -> str:
    return "(" + ", ".join("'{}'".format(word.replace("'", "''")) for word in words) + ")"


# ---- ids

_KEYS = (
    ("documents", "id"),
    ("concepts", "id"),
    ("assertions", "id"),
    ("evidence", "id"),
    ("mentions", "concat_ws(' ', document_id, mention, part)"),
)
_TWICE = " UNION ALL ".join(
    f"SELECT '{table} ' || {key}, count(*) || ' rows' FROM {table} GROUP BY {key} HAVING count(*) > 1"
    for table, key in _KEYS
)
# The compact JSON arrays of kg.core.graph, whose ids these are
_ASSERTION = "json_array(subject, predicate, object, aspect, direction, negated)"
_PASSAGE = "json_array(assertion_id, document_id, subject_start, object_start, trigger_start)"


def _ids() -> Iterator[Rule]:
    yield Rule("no id stands twice", _TWICE)
    for says, table, fields in (
        ("an assertion's id is the hash of its fields", "assertions", _ASSERTION),
        ("a passage's id is the hash of what it supports and where it stands", "evidence", _PASSAGE),
    ):
        wanted = f"substr(sha256({fields}::VARCHAR), 1, 20)"
        yield Rule(says, f"SELECT '{table} ' || id, 'the hash is ' || {wanted} FROM {table} WHERE id <> {wanted}")


# ---- references

_REFERENCES = (
    ("mentions", "concat_ws(' ', document_id, mention)", "document_id", "documents"),
    ("mentions", "concat_ws(' ', document_id, mention)", "concept_id", "concepts"),
    ("concepts", "id", "unnest(parents)", "concepts"),
    ("assertions", "id", "subject", "concepts"),
    ("assertions", "id", "object", "concepts"),
    ("assertions", "id", "unnest(opposed_by)", "assertions"),
    ("evidence", "id", "assertion_id", "assertions"),
    ("evidence", "id", "document_id", "documents"),
    *(("evidence", "id", f"unnest(context_{kind})", "concepts") for kind in ("disease", "species", "tissue")),
)
_REFERRED = "SELECT sum(n) FROM (" + " UNION ALL ".join(
    f"SELECT count(one) AS n FROM (SELECT {column} AS one FROM {table})" for table, _, column, _ in _REFERENCES
) + ")"  # fmt: skip


def _references() -> Iterator[Rule]:
    for table, key, column, target in _REFERENCES:
        name = column.removeprefix("unnest(").removesuffix(")")
        yield Rule(
            f"{name} of {table} is in {target}",
            f"SELECT '{table} ' || record, one FROM (SELECT {key} AS record, {column} AS one FROM {table})"
            f" WHERE one IS NOT NULL AND one NOT IN (SELECT id FROM {target})",
        )


# ---- counts

_COUNTED_EVIDENCE = """
SELECT assertion_id AS id, count(DISTINCT document_id) AS document_count, count(*) AS evidence_count,
       count(*) FILTER (verdict = 'right') AS judged_right, count(*) FILTER (verdict = 'wrong') AS judged_wrong
FROM evidence GROUP BY assertion_id
"""
_COUNTED_MENTIONS = """
SELECT concept_id AS id, count(*) AS mention_count, count(DISTINCT document_id) AS document_count
FROM mentions GROUP BY concept_id
"""


def _counts() -> Iterator[Rule]:
    yield Rule(
        "an assertion has evidence",
        "SELECT 'assertions ' || id, '' FROM assertions WHERE id NOT IN (SELECT assertion_id FROM evidence)",
    )
    for table, counted, columns in (
        ("assertions", _COUNTED_EVIDENCE, ("document_count", "evidence_count", "judged_right", "judged_wrong")),
        ("concepts", _COUNTED_MENTIONS, ("mention_count", "document_count")),
    ):
        for column in columns:
            there = f"coalesce(n.{column}, 0)"
            yield Rule(
                f"{column} of {table} is as many as there are",
                f"SELECT '{table} ' || t.id, t.{column} || ' stated, ' || {there} || ' there'"
                f" FROM {table} t LEFT JOIN ({counted}) n ON n.id = t.id WHERE t.{column} <> {there}",
            )


# ---- what is asserted

_STATED = """
SELECT assertion_id AS id, bool_or(NOT e.speculated AND NOT d.retracted AND verdict <> 'wrong') AS stands,
       coalesce(bool_and(e.speculated) FILTER (verdict <> 'wrong'), bool_and(e.speculated)) AS speculated,
       bool_and(verdict = 'wrong') AS rejected
FROM evidence e JOIN documents d ON d.id = e.document_id GROUP BY assertion_id
"""
_OPPOSING = "(SELECT id, subject, object, unnest(opposed_by) AS other FROM assertions)"


def _stated() -> Iterator[Rule]:
    for says, wrong in (
        ("what is negated is not asserted", "a.asserted AND a.negated"),
        ("what is only speculated about, retracted or judged wrong is not asserted", "a.asserted AND NOT s.stands"),
        ("what a passage that stands says plainly is asserted", "s.stands AND NOT a.negated AND NOT a.asserted"),
        ("speculated is what all its passages speculate about", "a.speculated <> s.speculated"),
        ("rejected is what is judged wrong in all its passages", "a.rejected <> s.rejected"),
    ):
        yield Rule(
            says, f"SELECT 'assertions ' || a.id, '' FROM assertions a JOIN ({_STATED}) s ON s.id = a.id WHERE {wrong}"
        )
    yield Rule(
        "what opposes an assertion is opposed by it, speaks of the same two concepts, and is another",
        f"SELECT 'assertions ' || a.id, a.other FROM {_OPPOSING} a JOIN assertions b ON b.id = a.other"
        " WHERE a.id = b.id OR NOT list_contains(b.opposed_by, a.id) OR a.subject <> b.subject OR a.object <> b.object",
    )


# ---- words and numbers


def _words() -> Iterator[Rule]:
    for table, column, words in (
        ("assertions", "predicate", predicates()),
        ("assertions", "aspect", ASPECTS),
        ("assertions", "direction", DIRECTIONS),
        ("evidence", "via", VIAS),
        ("evidence", "verdict", ("", *VERDICTS)),
        ("evidence", "error", ("", *ERRORS)),
        ("mentions", "category", categories()),
        ("concepts", "category", categories()),
    ):
        key = "concat_ws(' ', document_id, mention)" if table == "mentions" else "id"
        yield Rule(
            f"{column} of {table} is a word of the vocabulary",
            f"SELECT '{table} ' || {key}, {column} FROM {table} WHERE {column} NOT IN {_listed(words)}",
        )
    for table, key, column in (
        ("assertions", "id", "belief"),
        ("evidence", "id", "score"),
        ("mentions", "concat_ws(' ', document_id, mention)", "score"),
    ):
        # DuckDB goes by the least and greatest values that a Parquet file states, and those do not tell of NaN
        yield Rule(
            f"{column} of {table} is from 0 to 1",
            f"SELECT '{table} ' || {key}, {column} FROM {table}"
            f" WHERE {column}::VARCHAR = 'nan' OR NOT {column} BETWEEN 0 AND 1",
        )


# ---- concepts


def _concepts() -> Iterator[Rule]:
    yield Rule(
        "a local id is of a concept that is not grounded, and no other",
        "SELECT 'concepts ' || id, '' FROM concepts WHERE grounded = starts_with(id, 'text:')",
    )
    yield Rule(
        "a local id names its category, and the hash of a name or a variant's normal form",
        "SELECT 'concepts ' || id, category FROM concepts WHERE NOT grounded AND NOT regexp_full_match(id, "
        "'text:' || category || '/([0-9a-f]{12}|[a-z]:[A-Z]+:.+)')",
    )
    known = sorted(set(converter().bimap) - set(VOCABULARIES) - {"ikg"})
    yield Rule(
        "a grounded id's prefix is in ontologies/prefixes.json; otherwise its IRI stands under the base",
        "SELECT 'concepts ' || id, split_part(id, ':', 1) FROM concepts WHERE grounded AND"
        f" (NOT contains(id, ':') OR split_part(id, ':', 1) NOT IN {_listed(known)})",
        warning=True,
    )


ids = _check(rows_of(*(table for table, _ in _KEYS)), _ids)
references = _check(_REFERRED, _references)
counts = _check(rows_of("assertions", "concepts"), _counts)
stated = _check(rows_of("assertions"), _stated)
words = _check(rows_of("assertions", "evidence", "mentions", "concepts"), _words)
concepts = _check(rows_of("concepts"), _concepts)
