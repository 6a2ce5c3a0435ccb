"""what is judged of two runs over one gold corpus -> what the second gained and lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple

from kg.evaluate.judged import COLUMNS, DOCUMENT, FALSE, MENTION, MISSED, RIGHT, Judged, place_of, table

GAINED, LOST = "gained", "lost"
NEW_FALSE, GONE_FALSE = "new false alarm", "gone false alarm"
CHANGES = (GAINED, LOST, NEW_FALSE, GONE_FALSE)

Change = tuple[str, Judged]  # which of CHANGES; the row as it is now, or was where it is gone
Key = tuple[object, ...]


def _key(row: Judged) -> Key:
    """Return what a row is about: a span, or a concept of a document."""
    place = (row.start, row.end) if row.level == MENTION else (row.gold or row.found,)
    return row.document, row.kind, *place


def _level(rows: Iterable[Judged]) -> list[Judged]:
    """Return the rows that a task's overall score counts: those about documents, if any are."""
    held = list(rows)
    documents = [row for row in held if row.level == DOCUMENT]
    return documents or held


def changes(before: Iterable[Judged], now: Iterable[Judged]) -> list[Change]:
    """Return what has changed, by document and span.

    Gained: right now and not before. Lost: the reverse, with why it is missed now. A false alarm is new, or gone.
    """
    old, new = _level(before), _level(now)
    was_right, was_false = _of(old, RIGHT), _of(old, FALSE)
    is_right, is_false, is_missed = _of(new, RIGHT), _of(new, FALSE), _of(new, MISSED)
    found = [(GAINED, row) for key, row in is_right.items() if key not in was_right]
    found += [(LOST, is_missed.get(key, row)) for key, row in was_right.items() if key not in is_right]
    found += [(NEW_FALSE, row) for key, row in is_false.items() if key not in was_false]
    found += [(GONE_FALSE, row) for key, row in was_false.items() if key not in is_false]
    return sorted(found, key=lambda change: (place_of(change[1]), change[0]))


def _of(rows: Iterable[Judged], outcome: str) -> dict[Key, Judged]:
    return {_key(row): row for row in rows if row.outcome == outcome}


def counted(found: Iterable[Change]) -> dict[str, int]:
    """Return how many there are of each sort."""
    counts = Counter(change for change, _ in found)
    return {name.replace(" ", "_"): counts[name] for name in CHANGES}


def changes_table(found: Iterable[Change]) -> Iterator[str]:
    """Yield the lines of a table of changes."""
    return table(("change", *COLUMNS), ((change, *astuple(row)) for change, row in found))
