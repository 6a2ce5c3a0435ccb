"""ASCII MeSH (`d2022.bin` descriptors, `c2022.bin` supplementary records) -> concepts; parents come behind them.

An entry's scope stands in its subfields: `EQV` is a synonym, `REL` an ambiguous name, `NRW` and `BRD` are names of
something else. Entries without subfields are variants in spelling or word order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.core.errors import RecordError
from kg.core.lexicon import Concept
from kg.index.draft import BROAD, Draft, is_text, problem
from kg.index.mesh import RECORD, SCOPES, TREE_NUMBER, Trees, category_of_trees, category_of_types
from kg.index.rows import lines

_START = "*NEWRECORD"
_NAMES = frozenset({"MH", "NM"})
_ENTRIES = frozenset({"ENTRY", "PRINT ENTRY", "SY"})


@dataclass(slots=True)
class _Record:
    """One record: the line it begins on, and its (line, element, value)."""

    line: int
    elements: list[tuple[int, str, str]] = field(default_factory=list)


def recognises(head: str) -> bool:
    """Return whether a file that begins so is ASCII MeSH."""
    return head.lstrip("\ufeff \n").startswith(_START)


def read(path: Path) -> Iterator[Concept | RecordError]:
    """Yield a file's records in order, then what the tree says of their parents. Qualifiers are passed over.

    Raises:
        InputError: the file cannot be opened or decompressed.
    """
    trees = Trees()
    number = 0
    for number, found in enumerate(_records(path), 1):
        if isinstance(found, _Record):
            yield from _concept(path, number, found, trees)
        else:
            yield problem(path, number, *found)
    yield from trees.parents()


def _records(path: Path) -> Iterator[_Record | tuple[int, str]]:
    """Yield the records, each as a whole; or (line, what is wrong) of a line that is none of a record."""
    record: _Record | None = None
    for number, line in lines(path):
        line = line.strip().removeprefix("\ufeff")
        if line == _START:
            if record:
                yield record
            record = _Record(number)
        elif line:
            element, equals, value = line.partition(" = ")
            if not record or not equals or not is_text(line):
                yield number, f"{line[:40]!r} is no 'ELEMENT = value'" if is_text(line) else "bytes that are not UTF-8"
            else:
                record.elements.append((number, element, value))
    if record:
        yield record


def _concept(path: Path, number: int, record: _Record, trees: Trees) -> Iterator[Concept | RecordError]:
    values: dict[str, list[str]] = {}
    for _, element, value in record.elements:
        values.setdefault(element, []).append(value.strip())
    if "SH" in values:  # a qualifier
        return
    identifier = values.get("UI", [""])[0]
    name = next((values[element][0] for element in ("MH", "NM") if element in values), "")
    if not RECORD.fullmatch(identifier) or not name:
        reason = f"no UI of MeSH ({identifier[:20]!r})" if name else "a record without MH or NM"
        yield problem(path, number, record.line, reason)
        return
    draft = Draft(f"MESH:{identifier}", name)
    numbers = []
    for line, element, value in record.elements:
        if element in _ENTRIES:
            text, scope = _entry(value)
            draft.synonym(text, scope)
        elif element == "MN" and TREE_NUMBER.fullmatch(value.strip()):
            numbers.append(value.strip())
            trees.add(identifier, value.strip())
        elif element == "MN":
            yield problem(path, number, line, f"{value[:40]!r} is no tree number")
    draft.category = category_of_trees(numbers) if numbers else category_of_types(values.get("ST", ()))
    yield from draft.concepts()


def _entry(value: str) -> tuple[str, str]:
    """Return an entry's name and scope; its last subfield says which subfield is what, `a` the name, `d` the scope."""
    subfields = value.split("|")
    kinds = subfields[-1]
    if len(subfields) < 2 or len(kinds) != len(subfields) - 1 or "d" not in kinds:
        return subfields[0], SCOPES[""]
    return subfields[0], SCOPES.get(subfields[kinds.index("d")], BROAD)
