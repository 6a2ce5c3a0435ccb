"""what was right, missed or found in vain, one by one -> rows, each with the kind of error and the words around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import astuple, dataclass, fields

from kg.core.text import Document, Span
from kg.evaluate.labels import home

RIGHT, MISSED, FALSE = "right", "missed", "false"
MENTION, DOCUMENT = "mention", "document"
AROUND = 50  # characters of context on each side


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing judged.

    Attributes:
        level: `mention` (a span), or `document` (a concept that a document names, with the first span that names it).
        outcome: `right`, `missed` (gold only), or `false` (found only).
        error: why it is not right ("boundary", "wrong concept" …, see `kg.evaluate.causes`); "" where it is.
        document: the gold document's id.
        kind: the gold's where it is right or missed, else the one found.
        gold, found: what each side says of the span: its kinds, or its concepts; "" where it says nothing.
        context: the words around, the span in double brackets.
    """

    level: str
    outcome: str
    error: str
    document: str
    kind: str
    start: int
    end: int
    text: str
    gold: str
    found: str
    context: str


Note = Callable[[Judged], None]
COLUMNS = tuple(field.name for field in fields(Judged))


def ignore(row: Judged) -> None:
    """Note nothing."""


def judge(
    document: Document, kind: str, span: Span, outcome: str, error: str, gold: str, found: str, level: str = MENTION
) -> Judged:
    """Return a row about a span of a gold document."""
    text = document.text
    words, around = text[span.start : span.end], _around(text, span)
    return Judged(level, outcome, error, name_of(document), kind, span.start, span.end, words, gold, found, around)


def name_of(document: Document) -> str:
    """Return what a gold document is called: its PMID or the like, else the corpus's own id for it."""
    return (document.metadata.source_id or document.id) if document.id.startswith("sha1:") else document.id


def _around(text: str, span: Span) -> str:
    before = text[max(0, span.start - AROUND) : span.start]
    behind = text[span.end : span.end + AROUND]
    return f"{before}[[{text[span.start : span.end]}]]{behind}"


def place_of(row: Judged) -> tuple[object, ...]:
    """Return what rows are ordered by: documents, spans, and the rest so that the order is total."""
    return row.document, row.start, row.end, row.level, row.outcome, row.kind, row.gold, row.found


def within(rows: Iterable[Judged], marked: Set[str]) -> Iterator[Judged]:
    """Yield the rows of kinds that the gold, taken together, marks."""
    return (row for row in rows if home(row.kind, marked))


def errors(rows: Iterable[Judged]) -> list[Judged]:
    """Return the misses and false alarms, in order of documents and spans."""
    return sorted((row for row in rows if row.outcome != RIGHT), key=place_of)


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the lines of a tab-separated table; white space within a field becomes a space."""
    for row in (head, *rows):
        yield "\t".join(" ".join(str(value).split()) for value in row) + "\n"


def errors_table(rows: Iterable[Judged]) -> Iterator[str]:
    """Yield the lines of a table of misses and false alarms."""
    return table(COLUMNS, map(astuple, errors(rows)))
