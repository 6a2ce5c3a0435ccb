"""MEDIC (CTD's diseases, as `id|other ids||name|synonym|…`) -> diseases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kg.core.errors import RecordError
from kg.core.lexicon import Concept
from kg.index.draft import Draft, is_text, problem
from kg.index.mesh import RECORD
from kg.index.rows import lines

_LINE = re.compile(r"\ufeff?(?:[CD]\d{6,9}|\d{6})(?:\|[CD\d][\w:]*)*\|\|[^|]")
_OMIM = re.compile(r"\d{6}")
_CATEGORY = "disease"
_ROOT = "C||"  # "Diseases", which has no id


def recognises(head: str) -> bool:
    """Return whether a file that begins so is MEDIC."""
    return _LINE.match(head) is not None


def read(path: Path) -> Iterator[Concept | RecordError]:
    """Yield a file's diseases in order; those of MeSH and OMIM by one record are the same thing.

    Raises:
        InputError: the file cannot be opened or decompressed.
    """
    record = 0
    for number, line in lines(path):
        line = line.strip().removeprefix("\ufeff")
        if not line or line.startswith(_ROOT):
            continue
        record += 1
        identifiers, parted, names = line.partition("||")
        found = [_curie(identifier) for identifier in identifiers.split("|")]
        if not is_text(line):
            yield problem(path, record, number, "holds bytes that are not UTF-8 text")
        elif not parted or not all(found):
            yield problem(path, record, number, f"{line[:40]!r} is no 'id|id||name|synonym'")
        elif not names.strip("| "):
            yield problem(path, record, number, f"{identifiers[:40]} has no name")
        else:
            name, *synonyms = (name for name in names.split("|") if name.strip())
            yield from Draft(found[0], name, category=_CATEGORY, exact=synonyms, same=found[1:]).concepts()


def _curie(identifier: str) -> str:
    if RECORD.fullmatch(identifier):
        return f"MESH:{identifier}"
    return f"OMIM:{identifier}" if _OMIM.fullmatch(identifier) else ""
