"""a graph's RDF -> problems: the store holds what the tables say, every shape holds, every shipped query answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from pyoxigraph import Literal, NamedNode, Store

from kg.check.problems import Problem, Subject
from kg.check.shacl import Constraint, constraints
from kg.core.errors import KGError
from kg.core.paths import data_folder, shipped_queries
from kg.core.prefixes import BASE, compress
from kg.core.rdf import node, quads

_PARAMETER = "$concept"  # which every shipped query with a parameter has
_SHOWN = 3  # rows of an answer that are read: enough to know that it comes
_MOST_MENTIONED = "SELECT id FROM concepts ORDER BY mention_count DESC, id LIMIT 1"


def store(subject: Subject) -> tuple[int, Iterator[Problem]]:
    """Compare the store on disk with the quads that the tables give now."""
    return len(subject.store), _same(subject, subject.store)


def _same(subject: Subject, stored: Store) -> Iterator[Problem]:
    count, base = 0, subject.folder.base
    for quad in quads(subject.folder):
        count += 1
        if quad not in stored:
            says, about = "every quad that the tables give is in the store", (quad.predicate, quad.object)
            yield Problem(says, shown(quad.subject, base), " ".join(shown(one, base) for one in about))
    if len(stored) != count:
        found = f"{len(stored):,} quads, the tables give {count:,}; remove the folder, `kg query` makes it again"
        yield Problem("the store holds no other quads than the tables give", str(subject.folder.store), found)


def shown(node: object, base: str = BASE) -> str:
    """Return a node as people read it: a CURIE where a prefix fits, a literal's text."""
    if isinstance(node, NamedNode):
        return compress(node.value, base) or f"<{node.value}>"
    return node.value if isinstance(node, Literal) else str(node or "")


def shapes(subject: Subject) -> tuple[int, Iterator[Problem]]:
    """Ask the store what breaks each constraint of `ontologies/shapes.ttl`."""
    found = constraints(data_folder("ontologies") / "shapes.ttl")
    return len(found), (problem for one in found for problem in _broken(subject, one))


def _broken(subject: Subject, constraint: Constraint) -> Iterator[Problem]:
    base = subject.folder.base
    for row in subject.store.query(constraint.query, use_default_graph_as_union=True):  # type: ignore[union-attr]
        value = shown(row["value"], base)
        if constraint.component == "SPARQL":
            yield Problem(constraint.says, value)
        else:
            yield Problem(
                constraint.says, shown(row["this"], base), f"{constraint.component}: {value}".removesuffix(": ")
            )


def queries(subject: Subject) -> tuple[int, Iterator[Problem]]:
    """Run every query that ships; one with a parameter for the concept that texts mention most."""
    found = {name: path.read_text(encoding="utf-8") for name, path in shipped_queries().items()}
    return len(found), _unanswered(subject, found)


def _unanswered(subject: Subject, found: Mapping[str, str]) -> Iterator[Problem]:
    most = subject.connection.execute(_MOST_MENTIONED).fetchone()
    for name, sparql in found.items():
        values = {_PARAMETER[1:]: node(most[0], subject.folder.base)} if most and _PARAMETER in sparql else {}
        try:
            list(islice(subject.ask(sparql, values), _SHOWN))
        except KGError as error:
            yield Problem("every query that ships can be answered", f"{name}.rq", str(error))
