"""the tables of a graph -> problems with places: offsets that do not slice to the text, parts outside their passage."""

from __future__ import annotations

from collections.abc import Iterator

from kg.check.problems import Problem, Subject
from kg.check.rules import Rule, broken, counted, rows_of

_MENTION = "'mentions ' || concat_ws(' ', m.document_id, m.mention)"
_SLICE = 'substr(d.text, {0}.start + 1, {0}."end" - {0}.start)'
_AT = "{0}.start || '–' || {0}.\"end\""
_SHOWN = 50  # characters
_ROLES = ("subject", "object", "trigger")


def _bounds(alias: str) -> str:
    return f'({alias}.start >= 0 AND {alias}.start < {alias}."end" AND {alias}."end" <= length(d.text))'


def _sliced(alias: str) -> str:
    """Return what is told of a slice: where it is, how what is stated begins, and how what stands there."""
    stated, there = f"left({alias}.text, {_SHOWN})", f"left({_SLICE.format(alias)}, {_SHOWN})"
    return f"{_AT.format(alias)} || ': ' || {stated} || ' ≠ ' || {there}"


def _texts() -> Iterator[Rule]:
    for alias, table, record, what in (
        ("m", "mentions", _MENTION, "a mention"),
        ("e", "evidence", "'evidence ' || e.id", "a passage"),
    ):
        joined = f"FROM {table} {alias} JOIN documents d ON d.id = {alias}.document_id WHERE"
        told = f"{_AT.format(alias)} || ' of ' || length(d.text)"
        yield Rule(f"{what} stands within its document", f"SELECT {record}, {told} {joined} NOT {_bounds(alias)}")
        yield Rule(
            f"{what} is the text at its offsets",
            f"SELECT {record}, {_sliced(alias)} {joined} {_bounds(alias)} AND {_SLICE.format(alias)} <> {alias}.text",
        )
    yield Rule(
        "a document's text begins with its title, and its sections follow one another within it",
        "SELECT 'documents ' || id, '' FROM documents WHERE NOT starts_with(text, title) OR len(list_filter(sections,"
        ' lambda s, i: s.start > s."end" OR s."end" > length(text)'
        ' OR s.start < CASE WHEN i = 1 THEN length(title) ELSE sections[i - 1]."end" END)) > 0',
    )


def _parts() -> Iterator[Rule]:
    for role in _ROLES:
        start, end = f"{role}_start", f"{role}_end"
        yield Rule(
            f"the {role} stands within the passage",
            f"SELECT 'evidence ' || id, {start} || '–' || {end} || ' in ' || {_AT.format('evidence')} FROM evidence"
            f' WHERE {start} < start OR {start} >= {end} OR {end} > "end"',
        )
    yield Rule(
        "a passage goes from the beginning of its first sentence to the end of its last, in their order",
        "SELECT 'evidence ' || id, '' FROM evidence WHERE len(sentences) = 0 OR sentences[1].start <> start"
        ' OR sentences[-1]."end" <> "end" OR len(list_filter(sentences, lambda s, i: s.start >= s."end"'
        ' OR i > 1 AND s.start < sentences[i - 1]."end")) > 0',
    )
    for role in ("subject", "object"):
        yield Rule(
            f"the {role} of a passage is a mention",
            f"SELECT 'evidence ' || e.id, e.{role}_start || '–' || e.{role}_end FROM evidence e ANTI JOIN mentions m"
            f' ON m.document_id = e.document_id AND m.start = e.{role}_start AND m."end" = e.{role}_end',
        )


def places(subject: Subject) -> tuple[int, Iterator[Problem]]:
    """Look at the offsets of every mention and passage."""
    return counted(subject, rows_of("mentions", "evidence")), broken(subject, (*_texts(), *_parts()))
