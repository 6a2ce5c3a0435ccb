"""a list of documents' ids -> the part of a gold corpus that is scored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.core.errors import InputError, RecordError
from kg.core.opening import open_text
from kg.core.text import Document, Extraction

_PREFIX = re.compile(r"PMC?ID[-:](?=.)|(?<=PMC)[-:]", re.IGNORECASE)


class Subset:
    """Documents to keep to.

    Attributes:
        ids: the ids of each, several where a line names one document in several ways (a corpus's own id, and the PMID).
        met: which of them have been met.
    """

    def __init__(self, ids: Iterable[Iterable[str]]) -> None:
        self.ids = [tuple(one) for one in ids]
        self.number = {_bare(one): place for place, group in enumerate(self.ids) for one in group}
        self.met: set[int] = set()

    def holds(self, document: Document) -> bool:
        """Tell whether a document is one of them, by its id, its PMID or PMCID, or what the corpus calls it."""
        about = document.metadata
        places = {self.number.get(_bare(one)) for one in (document.id, about.pmid, about.pmcid, about.source_id)}
        self.met |= {place for place in places if place is not None}
        return places != {None}

    def part(self, gold: Iterable[Extraction | RecordError]) -> Iterator[Extraction | RecordError]:
        """Yield the documents that belong to it, and every record that could not be read."""
        return (one for one in gold if isinstance(one, RecordError) or self.holds(one.document))

    def unmet(self) -> list[str]:
        """Return the first id of each that has not been met."""
        return [group[0] for place, group in enumerate(self.ids) if place not in self.met]


def _bare(one: str) -> str:
    """Return an id in one spelling: `7` for `PMID:7`, `pmc7` for `PMC-7`."""
    return _PREFIX.sub("", one).casefold()


def read_subset(path: Path) -> Subset:
    """Read a list of ids: one document a line, its ids between white space; `#` begins a comment.

    Raises:
        InputError: the file cannot be read, or names none.
    """
    with open_text(path) as lines:
        ids = [words for line in lines if (words := line.partition("#")[0].split())]
    if not ids:
        raise InputError(path, "names no document")
    return Subset(ids)
