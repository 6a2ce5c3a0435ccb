"""SSSOM mapping tables (TSV) -> concepts with cross-references: both sides of each mapping that says "the same".

Mappings that say less (broader, close, related) or that are negated say nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.core.errors import InputError, RecordError
from kg.core.lexicon import Concept
from kg.index import ids
from kg.index.columns import header_of, table_rows
from kg.index.draft import Draft, problem
from kg.index.properties import OWL, SKOS
from kg.index.rows import lines

_WANTED = ("subject id", "predicate id", "object id")
_SAME = frozenset(
    f"{prefix}{name}"
    for prefixes, names in ((("skos:", SKOS), ("exactMatch",)), (("owl:", OWL), ("sameAs", "equivalentClass")))
    for prefix in prefixes
    for name in names
)


def recognises(head: str) -> bool:
    """Return whether a file that begins so is SSSOM; its own comments may fill all of the head."""
    begins = head.lstrip("\ufeff")
    return begins.startswith("#curie_map:") or header_of(enumerate(begins.splitlines(), 1), _WANTED) is not None


def read(path: Path) -> Iterator[Concept | RecordError]:
    """Yield, for each mapping in order, its subject and its object, each with the other as cross-reference.

    Raises:
        InputError: the file cannot be opened or decompressed, or its header lacks a column of SSSOM.
    """
    header = header_of(lines(path), _WANTED)
    if not header:
        raise InputError(path, "the header lacks subject_id, predicate_id or object_id")
    for row in table_rows(path, header):
        if isinstance(row, RecordError):
            yield row
            continue
        mapping = row.values
        if mapping["predicate id"] not in _SAME or mapping.get("predicate modifier", "").lower() == "not":
            continue
        sides = [(mapping[f"{side} id"], mapping.get(f"{side} label", "")) for side in ("subject", "object")]
        wrong = next((identifier for identifier, _ in sides if not ids.curie(identifier)), None)
        if wrong is not None:
            yield problem(path, row.record, row.line, f"{wrong[:40]!r} is no CURIE")
            continue
        for (identifier, label), (other, _) in (sides, reversed(sides)):
            yield from Draft(identifier, label, same=[other]).concepts()
