"""The queries that ship -> examples that a graph answers: each parameter has a value that something is asserted of."""

from __future__ import annotations

import re

from kg.core.errors import UnknownConcept
from kg.core.paths import shipped_queries
from kg.graph import Graph
from kg.serve import models, tables
from kg.store.query import parameters

# How the first line of a shipped query gives its parameters for example
_EXAMPLE = re.compile(r"\A# (?P<title>.*?)(?:, for example (?P<bound>--bind .*))?$", re.MULTILINE)
_BINDING = re.compile(r"--bind (\w+)=(\S+)")
_CONCEPT = "concept"  # the parameter that every graph has another value for


def examples(graph: Graph) -> list[models.Query]:
    """Return the queries that ship, those without parameters first."""
    told = [_example(graph, name, file.read_text(encoding="utf-8")) for name, file in shipped_queries().items()]
    return sorted(told, key=lambda one: bool(one.parameters))


def _example(graph: Graph, name: str, sparql: str) -> models.Query:
    found = _EXAMPLE.match(sparql)
    title, bound = (found["title"], found["bound"] or "") if found else (name, "")
    values = dict(_BINDING.findall(bound))
    asked = {one: values.get(one, "") for one in parameters(sparql)}
    if _CONCEPT in asked:
        asked[_CONCEPT] = _spoken_of(graph, asked[_CONCEPT])
    # What the first line tells of the command line would contradict the value beside it
    return models.Query(name=name, title=title, sparql=_EXAMPLE.sub(f"# {title}", sparql, count=1), parameters=asked)


def _spoken_of(graph: Graph, concept: str) -> str:
    """Return a concept if something is asserted of it or its kinds, else the name of that which most is asserted of."""
    try:
        ids = graph.below(concept) if concept else []
    except UnknownConcept:
        ids = []
    if any(graph.sql(tables.SAID_OF_MOST, ids=ids)):
        return concept
    for row in graph.sql(tables.SAID_OF_MOST, ids=None):
        return str(row["name"] if graph.concept(row["name"])["id"] == row["id"] else row["id"])
    return ""
