"""A graph folder, open: its tables as DuckDB shows them, what names mean in it, and parts of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import Any, Self, Unpack

from kg.core.errors import OptionError
from kg.core.folder import GraphFolder, rows
from kg.core.select import EVERYTHING, Filter
from kg.naming import Naming, Wanted


class Opened:
    """A graph folder, open for reading.

    Args:
        folder: what `kg build --out` wrote.
        chosen: the part of it that all that follows is about; `select` names one in people's words.

    Raises:
        GraphFolderError: there is no graph in it.
    """

    def __init__(self, folder: Path, chosen: Filter = EVERYTHING) -> None:
        self.folder = GraphFolder(folder, chosen)
        self.connection = self.folder.connect()
        self.naming = Naming(self.connection)

    def close(self) -> None:
        """Close the tables."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self.close()
        if error is not None:
            with self.folder.read():
                raise error

    def select(self, **wanted: Unpack[Wanted]) -> Self:
        """Return a part of the graph, open for reading as this one is: see `kg.naming.Wanted`.

        graph.select(about="regulatory T cells", below=True, context="lupus", min_belief=0.5).to_networkx()

        Raises:
            UnknownConcept, UnknownName: nothing is called like a name.
            OptionError: this is a part already.
        """
        if self.folder.chosen:
            raise OptionError("this is a part of a graph already; say all that narrows it at once")
        return type(self)(self.folder.root, self.naming.filter(**wanted))

    def another(self) -> Self:
        """Return this graph, open once more: what one thread reads, no other may at the same time."""
        other = copy(self)
        other.connection = self.connection.cursor()
        other.naming = Naming(other.connection)
        return other

    @contextmanager
    def part(self, wanted: Wanted) -> Iterator[Self]:
        """Give the part that is wanted, this graph itself where nothing narrows it."""
        if self.naming.filter(**wanted):
            with self.select(**wanted) as part:
                yield part
        else:
            yield self

    @property
    def counts(self) -> dict[str, int]:
        """The number of rows of each table."""
        return dict(self.folder.manifest()["counts"])

    def sql(self, query: str, **values: Any) -> Iterator[dict[str, Any]]:
        """Yield the rows of a DuckDB query over the views documents, mentions, concepts, assertions,
        evidence and edges."""
        yield from rows(self.connection.execute(query, values) if values else self.connection.execute(query))

    def concept(self, name: str) -> dict[str, Any]:
        """Return the concept that a CURIE or a name means: its row of the concepts table.

        A CURIE may be another ontology's (DOID:9074) where the concept carries it as a cross-reference. A preferred
        name is preferred to a synonym, and among equals the one mentioned most.

        Raises:
            UnknownConcept: with the names that come closest.
        """
        return self.naming.concept(name)

    def below(self, name: str) -> list[str]:
        """Return the ids of a concept and of everything in the graph that is a kind of it, sorted.

        Args:
            name: the concept's CURIE or a name of it; nobody need have mentioned it.

        Raises:
            UnknownConcept: no concept of the graph is called so.
        """
        return self.naming.below(name)
