"""tables with a header (TSV, CSV) -> concepts, one or several rows each; columns by name.

A row needs an id; every other column may be missing. Several values in a field are parted by `|`; a synonym may state
its scope (`related=Treg`). An id without a prefix takes that of its column (`GeneID`), or of the file's name
(`drugcentral.tsv`). Rows of one id that follow one another make one concept. A table named after a category
(`cell_type.tsv`) holds that category.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from kg.core.errors import InputError, RecordError
from kg.core.lexicon import Concept
from kg.core.vocabulary import categories, category_of
from kg.index import ids
from kg.index.draft import EXACT, Draft, is_true, problem
from kg.index.rows import DELIMITERS, fields, lines, rows

# Columns that hold an id, the best first -> the prefix of ids that have none
_IDS = MappingProxyType(
    {
        "curie": "",
        "id": "",
        "identifier": "",
        "term": "",
        "class": "",
        "class id": "",
        "iri": "",
        "uri": "",
        "concept id": "",
        "descriptorui": "MESH",
        "hgnc id": "HGNC",
        "geneid": "NCBIGene",
        "gene id": "NCBIGene",
        "entrezgene": "NCBIGene",
        "drugbank id": "DRUGBANK",
        "atc code": "ATC",
        "entry": "UniProtKB",
        "chemicalid": "MESH",
        "diseaseid": "MESH",
    }
)
_CATEGORIES = MappingProxyType({"chemicalid": "chemical", "diseaseid": "disease"})  # that a column of ids tells
_NAMES = (
    "name", "label", "common name", "preferred label", "preferred name", "pref label", "term label", "concept name",
    "descriptorname", "atc name", "symbol", "gene names", "chemicalname", "diseasename", "title",
)  # fmt: skip
_SYNONYMS = (
    "synonyms", "synonym", "exact synonyms", "exact synonym", "alternative labels", "alternative label", "alt labels",
    "aliases", "alias", "termname", "layperson", "mapped labels",
)  # fmt: skip
_RELATED = ("ambiguous", "related synonyms", "related synonym")
_PARENTS = ("parents", "parent", "parent ids", "parentids", "subclassof", "subclass of", "is a", "broader")
_SAME = (
    "xrefs", "xref", "exact matches", "exact match", "cross references", "altdiseaseids", "unii", "uniprot ids",
)  # fmt: skip
_PREFIXES = MappingProxyType({"unii": "UNII", "uniprot ids": "UniProtKB"})  # of cross-references that have none
_OBSOLETE = ("obsolete", "deprecated", "is obsolete")
_TEXT = "text"  # a name where no other column is one, else a synonym
_LONGEST_COLUMN = 500  # characters of a column's name; none known here has as many
_BRACKETS = re.compile(r"\s*(?:\[[^\]]*\]|\([^)]*\))\s*")
_SCOPED = re.compile(r"(exact|related|broad|narrow)=(.*)", re.IGNORECASE | re.DOTALL)
_SCOPE_OF_PREDICATE = re.compile(r"has(exact|related|broad|narrow)synonym", re.IGNORECASE)


def key(column: str) -> str:
    """Return a column's name as the tables here spell it: `?term_label` and `"Term Label [IRI]"` are `term label`."""
    plain = _BRACKETS.sub(" ", column[:_LONGEST_COLUMN].strip().strip('"').lstrip("?#\ufeff"))
    return " ".join(plain.lower().replace("_", " ").replace("-", " ").split())


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a table that names columns.

    Attributes:
        line: its number, from 1.
        keys: the columns' names as `key` gives them.
    """

    line: int
    delimiter: str
    keys: tuple[str, ...]

    @property
    def id_column(self) -> str:
        """The column that holds the id, "" where none does."""
        return next((column for column in _IDS if column in self.keys), "")


def header_of(numbered: Iterator[tuple[int, str]] | enumerate[str], wanted: Sequence[str] = ()) -> Header | None:
    """Return the header of a table: the first line that is no comment, or a comment that names columns as one does.

    Args:
        wanted: columns that it must have; if none are named, an id and something to say of it.
    """
    for number, line in islice(numbered, 200):
        if not line.strip():
            continue
        found = max((_header(number, line, delimiter) for delimiter in DELIMITERS), key=_merit)
        if all(column in found.keys for column in wanted) if wanted else _merit(found)[0] > 1:
            return found
        if not line.startswith("#"):
            return None
    return None


def _header(number: int, line: str, delimiter: str) -> Header:
    try:
        return Header(number, delimiter, tuple(map(key, fields(line, delimiter))))
    except ValueError:
        return Header(number, delimiter, ())


def _merit(header: Header) -> tuple[int, int]:
    saying = {*_NAMES, *_SYNONYMS, *_RELATED, *_PARENTS, *_SAME, _TEXT}
    known = bool(header.id_column) + (header.id_column != "" and any(column in saying for column in header.keys))
    return known, len(header.keys)


def recognises(head: str) -> bool:
    """Return whether a file that begins so is a table whose header names an id and something to say of it."""
    found = header_of(enumerate(head.splitlines(), 1))
    if not found:
        return False
    below = next((line for line in head.splitlines()[found.line :] if line.strip() and not line.startswith("#")), "")
    return not below or found.delimiter in below


def read(path: Path) -> Iterator[Concept | RecordError]:
    """Yield a table's concepts in order; a row's error names its line.

    Raises:
        InputError: the file cannot be opened or decompressed, or its header names no id.
    """
    header = header_of(lines(path))
    if not header:
        raise InputError(path, "the header names no column of ids, or nothing beside it")
    table = _Table(path, header)
    draft = Draft()
    for found in table_rows(path, header):
        if isinstance(found, RecordError):
            yield found
            continue
        identifier = table.identifier(found.values)
        if not identifier:
            given = found.values[header.id_column]
            yield problem(path, found.record, found.line, f"{given[:40]!r} is no id with a prefix")
            continue
        if identifier != draft.id:
            yield from draft.concepts()
            draft = Draft(identifier, category=table.category)
        table.take(draft, found.values)
    yield from draft.concepts()


class Row(NamedTuple):
    """A row below the header: its number and line from 1, its fields by column key."""

    record: int
    line: int
    values: dict[str, str]


def table_rows(path: Path, header: Header) -> Iterator[Row | RecordError]:
    """Yield the rows below a table's header; of two columns with one key the first counts."""
    backwards = range(len(header.keys) - 1, -1, -1)
    record = 0
    for found in rows(path, header.delimiter):
        if isinstance(found, tuple) and found[0] <= header.line:
            continue
        record += 1
        if isinstance(found, RecordError):
            yield RecordError(path, record, found.reason)
        elif len(found[1]) != len(header.keys):
            reason = f"{len(found[1])} fields where the header has {len(header.keys)}"
            yield problem(path, record, found[0], reason)
        else:
            yield Row(record, found[0], {header.keys[at]: found[1][at].strip() for at in backwards})


def values(row: Mapping[str, str], column: str) -> list[str]:
    """Return the values in a field, parted by `|`."""
    return [value.strip() for value in row.get(column, "").split("|") if value.strip()]


class _Table:
    """How the rows of one table are read."""

    def __init__(self, path: Path, header: Header) -> None:
        self.path = path
        self.header = header
        name = path.name.partition(".")[0]
        self.category = name if name in categories() else _CATEGORIES.get(header.id_column)
        known = ids.is_known(ids.prefix(name)) or category_of(f"{name}:1")
        self.prefix = _IDS[header.id_column] or (ids.prefix(name) if known else "")
        self.name_column = next((column for column in (*_NAMES, _TEXT) if column in header.keys), "")
        self.synonyms, self.related, self.parents, self.same, self.obsolete = (
            [column for column in columns if column in header.keys]
            for columns in (_SYNONYMS, _RELATED, _PARENTS, _SAME, _OBSOLETE)
        )
        self._by_label: dict[str, str] | None = None

    def identifier(self, row: Mapping[str, str]) -> str:
        """Return a row's id as a CURIE, else "" (an IRI of nobody's is kept)."""
        given = row[self.header.id_column]
        found = ids.curie(given)
        if not found and self.prefix and given and ":" not in given:
            found = ids.curie(f"{self.prefix}:{given}")
        return found or (given.strip("<>") if "://" in given else "")

    def take(self, draft: Draft, row: Mapping[str, str]) -> None:
        """Let a row speak."""
        draft.name = draft.name or row.get(self.name_column, "")
        by_predicate = _SCOPE_OF_PREDICATE.search(row.get("predicate", ""))
        scope = by_predicate[1].upper() if by_predicate else EXACT
        if row.get(_TEXT):
            draft.synonym(row[_TEXT], scope)
        for value in (value for column in self.synonyms for value in values(row, column)):
            scoped = _SCOPED.fullmatch(value)
            draft.synonym(scoped[2] if scoped else value, scoped[1].upper() if scoped else scope)
        draft.related.extend(value for column in self.related for value in values(row, column))
        draft.parents.extend(self._parent(value) for column in self.parents for value in values(row, column))
        for column in self.same:
            prefix = _PREFIXES.get(column)
            draft.same.extend(f"{prefix}:{value}" if prefix else value for value in values(row, column))
        draft.namespace = row.get("namespace", "") or draft.namespace
        draft.category = row["category"] if row.get("category") in categories() else draft.category
        draft.obsolete = draft.obsolete or any(is_true(row[column]) for column in self.obsolete)
        if draft.id.startswith("ATC:"):
            draft.parents.extend(_atc_parents(draft.id))

    def _parent(self, value: str) -> str:
        """Return a parent's id; a parent given by its label is looked up in the table itself."""
        found = ids.curie(value)
        if found or ":" in value:
            return found
        if self._by_label is None:
            labelled = (found.values for found in table_rows(self.path, self.header) if isinstance(found, Row))
            self._by_label = {row.get(self.name_column, ""): self.identifier(row) for row in labelled}
        return self._by_label.get(value, "")


def _atc_parents(curie: str) -> list[str]:
    """Return the group that an ATC code belongs to: codes of 7, 5, 4, 3 and 1 characters nest."""
    code = curie.removeprefix("ATC:")
    above = {7: 5, 5: 4, 4: 3, 3: 1}.get(len(code))
    return [f"ATC:{code[:above]}"] if above else []
