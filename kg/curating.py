"""The route of a curation: ids, a verdict -> rows of a graph folder's curations, and the graph assembled anew."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kg import run
from kg.core.curations import (
    Curation,
    Key,
    add_curations,
    ids_of,
    key_of,
    parse_verdict,
    read_curations,
    remove_curations,
)
from kg.core.errors import GraphFolderError, OptionError
from kg.core.folder import GraphFolder
from kg.core.graph import Assertion
from kg.core.writing import writing
from kg.graph import Graph

Row = dict[str, Any]
Phrase = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a curation is written, and how the graph follows.

    Attributes:
        root: the graph folder.
        curations: the file, where it is not the folder's own.
        overrides: those that the graph is assembled with.
        later: leave the graph as it is; the next `kg assemble` or `kg build` applies what is written.
        memory: bytes that assembling may take; a share of the machine's if None.
    """

    root: Path
    curations: Path | None = None
    overrides: Path | None = None
    later: bool = False
    memory: int | None = None

    @property
    def file(self) -> Path:
        """The table of curations."""
        return self.curations or GraphFolder(self.root).curations

    def check(self) -> None:
        """See that the graph can follow, and would lose nothing by it.

        Raises:
            OptionError: it was assembled with a file that is not named now.
            GraphFolderError: there is no graph, or nothing to assemble it from.
        """
        folder = GraphFolder(self.root)
        manifest = folder.manifest()
        if "overrides" in manifest and not self.overrides and not self.later:
            raise OptionError(f"{_assembled_with(self.root, manifest['overrides'])}: --overrides, or --later")
        if manifest.get("curations", {}).get("elsewhere") and not self.curations:
            raise OptionError(f"{_assembled_with(self.root, manifest['curations'])}: --curations")
        if not self.later and not folder.shards():
            raise GraphFolderError(self.root, "holds no extractions to assemble it from again; --later only writes")


def _assembled_with(root: Path, file: Mapping[str, Any]) -> str:
    return f"{root} was assembled with {file['file']}; name it"


@dataclass(frozen=True, slots=True)
class Curated:
    """What came of it.

    Attributes:
        before, after: the passages that the ids name; the same list where the graph is left as it is.
        replaced: rows that stood in the file before and are gone, each of one sentence's verdict.
        unmet: rows of the file that met no passage, as in the manifest.
    """

    file: Path
    before: list[Row]
    after: list[Row]
    replaced: list[Curation]
    unmet: list[Row] = field(default_factory=list)


def named(root: Path, ids: Iterable[str]) -> list[Row]:
    """Return the passages that ids of evidence and assertions name, each once.

    Raises:
        UnknownEvidence: an id that names none, or fits several things.
        GraphFolderError: there is no graph.
    """
    with Graph(root) as graph:
        found = [row for one in ids for row in graph.passages_of(one)]
    return list({row["evidence_id"]: row for row in found}.values())


def judge(
    place: Place, ids: Sequence[str], verdict: str, phrase: Phrase, *, note: str = "", curator: str = "", date: str = ""
) -> Curated:
    """Write down a verdict on the passages that ids name, and assemble the graph with it.

    Args:
        verdict: `right`, `wrong`, or `wrong:` and a kind of error.
        phrase: says an assertion in words.
        date: today where it is not given.

    Raises:
        KGError: no such verdict or id; a graph that cannot follow; a file of curations that cannot be used.
    """
    said, error = parse_verdict(verdict)
    place.check()
    passages = named(place.root, ids)
    day = date or datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    made = {row.key: row for row in (_curation(one, said, phrase(one)) for one in passages)}
    added = [replace(row, error=error, note=note, curator=curator, date=day) for row in made.values()]
    with writing(place.root):
        return _followed(place, passages, add_curations(place.file, added))


def undo(place: Place, ids: Sequence[str]) -> Curated:
    """Take back what was said of the passages that ids name, and assemble the graph without it.

    Raises:
        OptionError: nothing has been said of them.
        KGError: as `judge`.
    """
    place.check()
    passages = named(place.root, ids)
    keys = {key for row in passages for key in _keys(row)}
    held = read_curations(place.file).rows if place.file.exists() else ()
    if not any(row.key in keys for row in held):
        raise OptionError(f"{place.file} holds no verdict on {', '.join(ids)}")
    with writing(place.root):
        return _followed(place, passages, remove_curations(place.file, keys))


def _followed(place: Place, passages: list[Row], replaced: list[Curation]) -> Curated:
    if place.later:
        return Curated(place.file, passages, passages, replaced)
    manifest = run.assemble(place.root, place.overrides, place.curations, memory=place.memory)
    after = named(place.root, (row["evidence_id"] for row in passages))
    return Curated(place.file, passages, after, replaced, manifest.get("curations", {}).get("unmet", []))


def _curation(row: Row, verdict: str, words: str) -> Curation:
    return Curation(
        row["document_id"], row["sentence"], _assertion(row), row["said_speculatively"], verdict, statement=words
    )


def _assertion(row: Row) -> Assertion:
    return Assertion(*(row[name] for name in Assertion.__slots__))


def _keys(row: Row) -> list[Key]:
    return [key_of(one, row["id"], row["said_speculatively"], row["sentence"]) for one in ids_of(row)]
