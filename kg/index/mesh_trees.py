"""a table of MeSH headings and their tree numbers -> categories and parents of headings, as pieces of concepts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.core.errors import InputError, RecordError
from kg.core.lexicon import Concept
from kg.index.columns import Header, header_of, table_rows, values
from kg.index.draft import Draft, problem
from kg.index.mesh import RECORD, TREE_NUMBER, Trees, category_of_trees
from kg.index.rows import lines

_NUMBERS = ("tree location", "treenumber", "treenumbers", "tree number", "tree numbers")


def _header(numbered: Iterator[tuple[int, str]]) -> tuple[Header, str] | None:
    """Return a table's header and its column of tree numbers."""
    found = header_of(numbered, ("descriptorui",))
    column = next((one for one in _NUMBERS if found and one in found.keys), "")
    return (found, column) if found and column else None


def recognises(head: str) -> bool:
    """Return whether a file that begins so has columns DescriptorUI and tree numbers."""
    return _header(enumerate(head.splitlines(), 1)) is not None


def read(path: Path) -> Iterator[Concept | RecordError]:
    """Yield the headings in order, then what the tree says of their parents.

    Raises:
        InputError: the file cannot be opened or decompressed, or has no such columns.
    """
    found = _header(lines(path))
    if not found:
        raise InputError(path, "the header names no DescriptorUI, or no tree numbers")
    header, column = found
    trees = Trees()
    numbers: list[str] = []
    draft = Draft()
    for row in table_rows(path, header):
        if isinstance(row, RecordError):
            yield row
            continue
        heading, stated = row.values["descriptorui"], values(row.values, column)
        if not RECORD.fullmatch(heading) or not all(map(TREE_NUMBER.fullmatch, stated)):
            reason = f"{heading[:20]!r} is no UI of MeSH, or {row.values[column][:20]!r} no tree number"
            yield problem(path, row.record, row.line, reason)
            continue
        if f"MESH:{heading}" != draft.id:
            yield from draft.concepts()
            draft, numbers = Draft(f"MESH:{heading}", row.values.get("descriptorname", "")), []
        numbers.extend(stated)
        draft.category = category_of_trees(numbers)
        for number in stated:
            trees.add(heading, number)
    yield from draft.concepts()
    yield from trees.parents()
