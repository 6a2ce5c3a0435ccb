"""a graph folder, SPARQL -> an Answer over the union of all its graphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from kg.core.errors import QueryError
from kg.core.folder import GraphFolder
from kg.core.prefixes import BASE, converter, prefixes
from kg.core.rdf import Node
from kg.store.build import ensure_store

# The words of a query, once comments, strings, IRIs, variables and prefixed names are set aside
_TOKEN = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|'
    r"'''(?:[^'\\]|\\.|'(?!''))*'''|"
    r'"(?:[^"\\\n]|\\.)*"|'
    r"'(?:[^'\\\n]|\\.)*'|"
    r'<[^<>"{}|^`\\\s]*>|#[^\n]*|\?\w+|\$(?P<parameter>\w+)|[\w.-]*:[\w.%\\-]*|(?P<word>[A-Za-z]+)',
    re.DOTALL,
)
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"])
_FORMS = frozenset(["SELECT", "CONSTRUCT", "DESCRIBE", "ASK"])
# What SPARQL writes a value as: IRI, CURIE, string, number, truth value
_VALUE = re.compile(
    r'<[^<>"{}|^`\\\s]*>|[A-Za-z][\w.-]*:[\w.%\\-]+|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|true|false|'
    r'"(?:[^"\\\n]|\\.)*"(?:@[A-Za-z-]+|\^\^[A-Za-z]+:\w+)?'
)
_PLACE = re.compile(r"error at (\d+):(\d+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives; solutions and triples are produced while they are read, once.

    Attributes:
        result: pyoxigraph's solutions (SELECT), truth (ASK) or triples (CONSTRUCT, DESCRIBE).
        base: the base IRI of the graph's own names.
    """

    result: QuerySolutions | QueryBoolean | QueryTriples
    base: str = BASE

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of a SELECT's columns, without question mark; else none."""
        if not isinstance(self.result, QuerySolutions):
            return ()
        return tuple(variable.value for variable in self.result.variables)

    def __iter__(self) -> Iterator[Mapping[str, Node | None]]:
        return self.rows()

    def rows(self) -> Iterator[Mapping[str, Node | None]]:
        """Yield a SELECT's solutions: a term, or None, by column.

        Raises:
            QueryError: the query fails while it is answered.
        """
        names = self.variables
        if isinstance(self.result, QuerySolutions):
            with translated():
                for solution in self.result:
                    yield {name: solution[name] for name in names}


@contextmanager
def translated(query: str = "") -> Iterator[None]:
    """Turn pyoxigraph's errors into QueryError."""
    try:
        yield
    except SyntaxError as error:
        raise QueryError(_complaint(error, query)) from error
    except (RuntimeError, OSError, ValueError) as error:
        raise QueryError(str(error)) from error


def _complaint(error: SyntaxError, query: str) -> str:
    """Say where a query cannot be read, and show that line with its place marked."""
    place = _PLACE.search(str(error.msg))
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    lines = query.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1]
    marked = f"{shown[: column - 1]}⟨here⟩{shown[column - 1 :]}".strip()
    if "Prefix not found" in str(error.msg):
        return f"line {line}, column {column}: this prefix is not declared: {marked}"
    return f"line {line}, column {column}: cannot be read from here on: {marked}"


def _refuse_what_is_no_reading(query: str) -> None:
    words = [match["word"].upper() for match in _TOKEN.finditer(query) if match["word"]]
    first = next((word for word in words if word in _FORMS | _UPDATES), "")
    if first in _UPDATES:
        raise QueryError(f"{first} changes data; a graph folder is read-only")
    if "SERVICE" in words:
        raise QueryError("SERVICE asks another server; queries here see this graph only")


def parameters(sparql: str) -> tuple[str, ...]:
    """Return the names of a query's parameters: the variables that it writes with a dollar, in their order."""
    return tuple(dict.fromkeys(match["parameter"] for match in _TOKEN.finditer(sparql) if match["parameter"]))


def read_value(text: str) -> Node | None:
    """Return what a CURIE, `<IRI>`, `"text"`, number or truth value stands for in SPARQL; None if it is none."""
    if not _VALUE.fullmatch(text):
        return None
    try:
        answer = Store().query(f"SELECT ({text} AS ?value) {{}}", prefixes=_known(BASE))
    except SyntaxError:  # no prefix of the map
        return None
    value = next(iter(Answer(answer).rows()))["value"]
    return value if isinstance(value, NamedNode | Literal) else None


def _bound(sparql: str, values: Mapping[str, Node]) -> str:
    """Put values in the place of parameters; strings, comments and IRIs stay as they are."""
    known = parameters(sparql)
    for name in values:
        if name not in known:
            has = f"it has {', '.join(f'${one}' for one in known)}" if known else "it has none"
            raise QueryError(f"there is no parameter ${name} in it; {has}")

    def replaced(match: re.Match[str]) -> str:
        value = values.get(match["parameter"] or "")
        return str(value) if value is not None else match[0]

    return _TOKEN.sub(replaced, sparql)


def query(folder: GraphFolder, sparql: str, bind: Mapping[str, Node] | None = None) -> Answer:
    """Answer a SPARQL query over the union of the graph's default and named graphs.

    The prefixes of the map need no PREFIX lines.

    Args:
        bind: values that take the place of parameters, the variables written with a dollar. A parameter that is given
            no value is a variable as any other.

    Raises:
        QueryError: the query cannot be read (with line and column), changes data, asks another server, or lacks a
            parameter that a value is given for.
        GraphFolderError: there is no graph.
    """
    sparql = _bound(sparql, bind or {})
    _refuse_what_is_no_reading(sparql)
    return ask(ensure_store(folder), sparql, folder.base)


def ask(store: Store, sparql: str, base: str = BASE) -> Answer:
    """Answer a SPARQL query over an open store; as `query`."""
    _refuse_what_is_no_reading(sparql)
    with translated(sparql):
        return Answer(store.query(sparql, prefixes=_known(base), use_default_graph_as_union=True), base)


def _known(base: str) -> dict[str, str]:
    return {**converter().prefix_map, **prefixes(base)}
