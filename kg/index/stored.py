"""a Lexicon <-> one file that is mapped into memory: no name is read before a text needs it.

The file is Arrow IPC: one record whose cells are lists, a column of a lexicon in each. Offsets and numbers are read
where they lie, so that loading costs the same for ten names and for a million.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, overload

import marisa_trie
import pyarrow as pa

from kg.core.errors import DataError
from kg.core.lexicon import Concept, Lexicon, NameTable
from kg.core.tables import atomic
from kg.core.vocabulary import categories

FORMAT = 1  # of the file; a file of another format is compiled anew
_LISTS = ("synonyms", "ambiguous", "parents", "xrefs")
_STRINGS = pa.list_(pa.large_string())
_SCHEMA = pa.schema(
    [
        ("forms", pa.large_binary()),
        ("first", pa.list_(pa.uint32())),
        ("concepts", pa.list_(pa.uint32())),
        ("ids", _STRINGS),
        ("texts", _STRINGS),
        ("standings", pa.list_(pa.uint8())),
        ("concept_ids", _STRINGS),
        ("concept_names", _STRINGS),
        ("concept_categories", pa.list_(pa.uint8())),
        *((f"concept_{name}", _STRINGS) for name in _LISTS),  # the values of one concept joined by a tab
    ]
)


class _Strings(Sequence[str]):
    """A column of strings, decoded one at a time where they lie."""

    def __init__(self, column: Any) -> None:
        _, offsets, data = column.buffers()
        self._length, self._first = len(column), column.offset
        self._offsets: Sequence[int] = memoryview(offsets).cast("B").cast("q") if offsets else ()
        self._data = memoryview(data) if data else memoryview(b"")

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(self._length))]
        if not 0 <= at < self._length:
            raise IndexError(at)
        start, end = self._offsets[self._first + at], self._offsets[self._first + at + 1]
        return str(self._data[start:end], "utf-8")


def _numbers(column: Any, form: Literal["I", "B"]) -> Sequence[int]:
    if not len(column):
        return ()
    size = 4 if form == "I" else 1
    data = memoryview(column.buffers()[1]).cast("B")
    return data[column.offset * size : (column.offset + len(column)) * size].cast(form)


class StoredConcepts(Mapping[str, Concept]):
    """Concepts by id, made when they are asked for."""

    def __init__(self, columns: Mapping[str, Any]) -> None:
        self._ids = _Strings(columns["concept_ids"])
        self._names = _Strings(columns["concept_names"])
        self._categories = _numbers(columns["concept_categories"], "B")
        self._lists = tuple(_Strings(columns[f"concept_{name}"]) for name in _LISTS)
        self._kinds = tuple(categories())

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __getitem__(self, concept_id: str) -> Concept:
        at = bisect_left(self._ids, concept_id)
        if at == len(self._ids) or self._ids[at] != concept_id:
            raise KeyError(concept_id)
        category = self._kinds[self._categories[at]]
        synonyms, ambiguous, parents, xrefs = (tuple(filter(None, column[at].split("\t"))) for column in self._lists)
        return Concept(concept_id, self._names[at], category, synonyms, parents, xrefs, ambiguous)


def _row(lexicon: Lexicon) -> dict[str, Any]:
    table, kinds = lexicon.table, {name: number for number, name in enumerate(categories())}
    concepts = [lexicon.concepts[concept_id] for concept_id in sorted(lexicon.concepts)]
    return {
        "forms": table.forms.tobytes(),
        "first": table.first,
        "concepts": table.concepts,
        "ids": table.ids,
        "texts": table.texts,
        "standings": table.standings,
        "concept_ids": [one.id for one in concepts],
        "concept_names": [one.name for one in concepts],
        "concept_categories": [kinds[one.category] for one in concepts],
        **{f"concept_{name}": ["\t".join(getattr(one, name)) for one in concepts] for name in _LISTS},
    }


def store(lexicon: Lexicon, path: Path) -> int:
    """Write a lexicon to a file, which is whole or not there; return its size in bytes."""
    columns = []
    for field, value in zip(_SCHEMA, _row(lexicon).values(), strict=True):
        columns.append(pa.array([value if isinstance(value, bytes) else list(value)], type=field.type))
    schema = _SCHEMA.with_metadata({"format": str(FORMAT), "categories": " ".join(categories())})
    with atomic(path) as temporary, pa.OSFile(str(temporary), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        writer.write_batch(pa.record_batch(columns, schema=schema))
    return path.stat().st_size


def load(path: Path) -> Lexicon:
    """Return the lexicon of a file, mapped into memory.

    Raises:
        DataError: it is no such file, or of another format.
    """
    try:
        reader = pa.ipc.open_file(pa.memory_map(str(path)))
        about = reader.schema.metadata or {}
        if about.get(b"format") != str(FORMAT).encode() or about.get(b"categories") != " ".join(categories()).encode():
            raise DataError(path, 0, "a compiled lexicon of another version")
        batch = reader.get_batch(0)
    except (pa.ArrowInvalid, OSError) as error:
        raise DataError(path, 0, f"no compiled lexicon: {error}") from error
    columns = {
        field.name: column.flatten() if pa.types.is_list(field.type) else column
        for field, column in zip(batch.schema, batch.columns, strict=True)
    }
    forms = marisa_trie.Trie().frombytes(columns["forms"][0].as_buffer().to_pybytes())
    table = NameTable(
        forms,
        _numbers(columns["first"], "I"),
        _numbers(columns["concepts"], "I"),
        _Strings(columns["ids"]),
        _Strings(columns["texts"]),
        _numbers(columns["standings"], "B"),
    )
    return Lexicon(StoredConcepts(columns), table)
