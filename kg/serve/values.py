"""The values of a query's parameters, as people give them -> as SPARQL writes them."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool

from kg.core.errors import UnknownConcept
from kg.core.prefixes import expand
from kg.graph import Graph
from kg.serve.problem import Problem
from kg.store.query import read_value


class Values:
    """What values mean in one graph.

    Args:
        graph: open.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def read(self, given: Mapping[str, str]) -> dict[str, str]:
        """Return each value as SPARQL writes it: what is no CURIE, `<IRI>`, `"text"` or number is a concept's name.

        Raises:
            Problem: no concept is called so.
        """
        return {name: await run_in_threadpool(self._read, text) for name, text in given.items()}

    def _read(self, text: str) -> str:
        if read_value(text, self._graph.folder.base):
            return text
        with self._graph.another() as graph:
            try:
                concept = graph.concept(text)["id"]
            except UnknownConcept as error:
                raise Problem(400, str(error)) from error
        return f"<{expand(concept, self._graph.folder.base)}>"
