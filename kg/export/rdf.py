"""a graph folder -> Turtle, N-Quads, TriG or JSON-LD, streamed; Turtle flattens the graphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from kg.core.folder import GraphFolder
from kg.core.places import new_file
from kg.core.prefixes import prefixes
from kg.core.rdf import quads


class Counted:
    """Statements that count themselves as they pass."""

    def __init__(self, statements: Iterable[Quad | Triple]) -> None:
        self.statements = statements
        self.count = 0

    def __iter__(self) -> Iterator[Quad | Triple]:
        for statement in self.statements:
            self.count += 1
            yield statement


def _write(folder: GraphFolder, path: Path, form: RdfFormat, *, flat: bool = False) -> int:
    statements: Iterable[Quad | Triple] = quads(folder)
    if flat:
        statements = (Triple(quad.subject, quad.predicate, quad.object) for quad in quads(folder))
    counted = Counted(statements)
    with new_file(path) as temporary:
        serialize(iter(counted), str(temporary), form, prefixes=dict(prefixes(folder.base)))  # type: ignore[arg-type]
    return counted.count


def write_turtle(folder: GraphFolder, path: Path) -> Mapping[str, int]:
    """Write the graph as Turtle, grouped by subject; the document graphs flow into one."""
    return {"triples": _write(folder, path, RdfFormat.TURTLE, flat=True)}


def write_nquads(folder: GraphFolder, path: Path) -> Mapping[str, int]:
    """Write the graph as N-Quads, one quad a line."""
    return {"quads": _write(folder, path, RdfFormat.N_QUADS)}


def write_trig(folder: GraphFolder, path: Path) -> Mapping[str, int]:
    """Write the graph as TriG, each document's evidence in its graph."""
    return {"quads": _write(folder, path, RdfFormat.TRIG)}


def write_jsonld(folder: GraphFolder, path: Path) -> Mapping[str, int]:
    """Write the graph as expanded JSON-LD, each document's evidence in its graph."""
    return {"quads": _write(folder, path, RdfFormat.JSON_LD)}
