"""a graph folder, SPARQL -> an Answer over the union of all its graphs."""

from __future__ import annotations

import re
import sys
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from kg.core.errors import QueryError, QueryRefused
from kg.core.folder import GraphFolder
from kg.core.prefixes import BASE, converter, prefixes
from kg.core.rdf import Node
from kg.store.build import ensure_store

# The words of a query, once comments, strings, IRIs, variables and prefixed names are set aside
_TOKEN = re.compile(
    # a text that does not close is taken as far as it may go, so that it is looked through once
    r'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+(?:""")?|'
    r"'''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+(?:''')?|"
    r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"?|'
    r"'[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'?|"
    r'<[^<>"{}|^`\\\s]*>|#[^\n]*|\?\w+|\$(?P<parameter>\w+)|(?P<prefix>[\w.-]{0,60}+):[\w.%\\-]*|(?P<word>[A-Za-z]+)|'
    r"(?P<open>[({[]|<<)|(?P<close>[)}\]]|>>)|(?P<part>[!+*/|^;=]|&&|\.(?=[\s}]))",
    re.DOTALL,
)
# Oxigraph reads and answers by recursion, and where its stack ends the process does. So much lies well below, and well
# above what people ask
LONGEST_QUERY = 1 << 20  # characters
DEEPEST = 50  # brackets in brackets
MOST_PARTS = 1000  # operators, statements and clauses
_CLAUSES = frozenset(["UNION", "OPTIONAL", "FILTER", "BIND", "MINUS", "GRAPH", "EXISTS", "SELECT"])
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"])
_FORMS = frozenset(["SELECT", "CONSTRUCT", "DESCRIBE", "ASK"])
# What SPARQL writes a value as: IRI, CURIE, string, number, truth value
_VALUE = re.compile(
    r'<[^<>"{}|^`\\\s]*>|[A-Za-z][\w.-]*:[\w.%\\-]+|[+-]?(?:\d++\.?\d*+|\.\d++)(?:[eE][+-]?\d+)?|true|false|'
    r'"(?:[^"\\\n]|\\.)*"(?:@[A-Za-z-]+|\^\^[A-Za-z]+:\w+)?'
)
# SPARQL reads these before anything else, so that they may stand in a keyword
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_SERVICE = re.compile("service", re.IGNORECASE)
# Before the word: the beginning of a variable, a prefixed name or an IRI, which nothing but a name can go on from
_PART_OF_A_NAME = re.compile(r"(?:[?$]\w*|\w:(?:[\w%][\w%.:-]*)?|<[A-Za-z][\w+.-]*:[\w./#%:~-]*)$", re.ASCII)
_LONGEST_NAME = 300  # characters of a name that are looked back on; what is longer is refused
_PLACE = re.compile(r"error at (\d+):(\d+)")
# What Oxigraph knows more of than where it stopped reading
_REASONS = (
    ("Duplicated variable name", "this variable is selected twice"),
    ("contains a variable that is unbound", "a variable is selected that is neither grouped by nor bound"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives; solutions and triples are produced while they are read, once.

    Attributes:
        result: pyoxigraph's solutions (SELECT), truth (ASK) or triples (CONSTRUCT, DESCRIBE).
        base: the base IRI of the graph's own names.
    """

    result: QuerySolutions | QueryBoolean | QueryTriples
    base: str = BASE

    def found_nothing(self) -> bool:
        """Tell whether there is nothing to read in it: no solution, no triple, or the truth "no"."""
        if isinstance(self.result, QueryBoolean):
            return not self.result
        with translated():
            return next(iter(self.result), None) is None

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
def translated(query: str = "", known: Container[str] = ()) -> Iterator[None]:
    """Turn pyoxigraph's errors into QueryError.

    Args:
        query: what is read.
        known: prefixes that it need not declare.
    """
    try:
        yield
    except SyntaxError as error:
        raise QueryError(_complaint(error, query, known)) from error
    except (RuntimeError, OSError, ValueError) as error:
        raise QueryError(str(error)) from error


def _complaint(error: SyntaxError, query: str, known: Container[str]) -> str:
    """Say where a query cannot be read, and show that line with its place marked."""
    told = str(error.msg)
    place = _PLACE.search(told)
    line, column = (int(place[1]), int(place[2])) if place else (1, 1)
    reason = next((ours for theirs, ours in _REASONS if theirs in told), "cannot be read from here on")
    undeclared = _undeclared(query, known)
    # Oxigraph reads on behind a prefix that it does not know, and names the place where it gave up
    if undeclared and undeclared <= (line, column):
        (line, column), reason = undeclared, "this prefix is not declared"
    lines = query.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1]
    if reason == "cannot be read from here on" and not "".join([shown[column - 1 :], *lines[line:]]).strip():
        reason = "it cannot end here (do its brackets match?)"
    marked = f"{shown[: column - 1]}⟨here⟩{shown[column - 1 :]}".strip()
    return f"line {line}, column {column}: {reason}: {marked}"


def _undeclared(query: str, known: Container[str]) -> tuple[int, int] | None:
    """Return line and column of the first prefix that is neither known nor declared."""
    declared, before = {"_"}, ""  # blank nodes look as if they had a prefix
    for match in _TOKEN.finditer(query):
        prefix = match["prefix"]
        if prefix is not None and before == "PREFIX":
            declared.add(prefix)
        elif prefix is not None and prefix not in declared and prefix not in known:
            above = query[: match.start()]
            return above.count("\n") + 1, match.start() - above.rfind("\n")
        before = (match["word"] or "").upper()
    return None


def _words(query: str) -> list[str]:
    return [match["word"].upper() for match in _TOKEN.finditer(query) if match["word"]]


def form_of(query: str) -> str:
    """Return the form of a query: SELECT, CONSTRUCT, DESCRIBE or ASK; "" where it has none of these words."""
    return next((word for word in _words(query) if word in _FORMS), "")


def _refuse_what_is_no_reading(query: str, words: Sequence[str]) -> None:
    """Raise for what changes data or may ask another server.

    The second is looked for in the text as it stands, strings and comments too: whether `<` begins an IRI or compares,
    and so what is a comment, only Oxigraph's own reading tells, and a guess that is wrong once sends a request.
    """
    first = next((word for word in words if word in _FORMS | _UPDATES), "")
    if first in _UPDATES:
        raise QueryRefused(f"{first} changes data; a graph folder is read-only")
    plain = _ESCAPE.sub(lambda escape: chr(min(int(escape[1] or escape[2], 16), sys.maxunicode)), query)
    for match in _SERVICE.finditer(plain):
        before = plain[max(0, match.start() - _LONGEST_NAME) : match.start()]
        if not _PART_OF_A_NAME.search(before[_after_space(before) :]):
            told = "SERVICE asks another server; queries here see this graph only"
            raise QueryRefused(f"{told} (the word may not stand in a text or comment either)")


def _after_space(text: str) -> int:
    return len(text) - len(text.rsplit(None, 1)[-1]) if text and not text[-1].isspace() else len(text)


def _refuse_what_is_too_much(query: str) -> None:
    """Raise for what would end the process that reads it.

    Raises:
        QueryError: it is too long, or too deeply nested, or made of too many parts.
    """
    if len(query) > LONGEST_QUERY:
        raise QueryError(f"it has more than {LONGEST_QUERY:,} characters")
    depth = deepest = parts = 0
    for match in _TOKEN.finditer(query):
        depth += bool(match["open"]) - bool(match["close"])
        deepest = max(deepest, depth)
        parts += bool(match["part"]) or (match["word"] or "").upper() in _CLAUSES
    if deepest > DEEPEST:
        raise QueryError(f"it has brackets in brackets, {deepest} deep; {DEEPEST} may be")
    if parts > MOST_PARTS:
        raise QueryError(f"it has {parts:,} operators, statements and clauses; {MOST_PARTS:,} may be")


def parameters(sparql: str) -> tuple[str, ...]:
    """Return the names of a query's parameters: the variables that it writes with a dollar, in their order."""
    return tuple(dict.fromkeys(match["parameter"] for match in _TOKEN.finditer(sparql) if match["parameter"]))


def names(sparql: str) -> tuple[str, ...]:
    """Return the prefixed names of a query, in their order, but for prefixes that it declares and what it calls."""
    found, declared, before = list[str](), set[str](), ""
    for match in _TOKEN.finditer(sparql):
        if match["prefix"] is not None and before == "PREFIX":
            declared.add(match["prefix"])
        elif match["prefix"] is not None and not sparql.startswith("(", match.end()):
            found.append(match[0])
        before = (match["word"] or "").upper()
    return tuple(name for name in dict.fromkeys(found) if name.partition(":")[0] not in declared)


def read_value(text: str, base: str = BASE) -> Node | None:
    """Return what a CURIE, `<IRI>`, `"text"`, number or truth value stands for in SPARQL; None if it is none.

    Args:
        base: the base IRI of the graph's own names.
    """
    if not _VALUE.fullmatch(text):
        return None
    try:
        answer = Store().query(f"SELECT ({text} AS ?value) {{}}", prefixes=_known(base))
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
    """Answer a SPARQL query over a graph folder's store; as `ask`.

    Raises:
        QueryError: as `ask`.
        GraphFolderError: there is no graph.
    """
    _refuse_what_is_too_much(sparql)
    _refuse_what_is_no_reading(sparql, _words(sparql))
    return ask(ensure_store(folder), sparql, folder.base, bind)


def ask(
    store: Store,
    sparql: str,
    base: str = BASE,
    bind: Mapping[str, Node] | None = None,
    *,
    graphs: Sequence[str] = (),
    named: Sequence[str] = (),
) -> Answer:
    """Answer a SPARQL query over an open store.

    The default graph is the union of the store's default and named graphs, unless the query (FROM, FROM NAMED) or
    the caller says which graphs are meant. The prefixes of the map need no PREFIX lines.

    Args:
        bind: values that take the place of parameters, the variables written with a dollar. A parameter that is given
            no value is a variable as any other.
        graphs: IRIs of the graphs whose union is the default graph.
        named: IRIs of the graphs that GRAPH sees. Where either is given, no other graph is seen, whatever the query
            itself says (SPARQL 1.1 Protocol, 2.1.4).

    Raises:
        QueryRefused: it changes data or asks another server.
        QueryError: it cannot be read (with line and column), is far too large, or lacks a parameter
            that a value is given for.
    """
    _refuse_what_is_too_much(sparql)
    sparql = _bound(sparql, bind or {})
    words = _words(sparql)
    _refuse_what_is_no_reading(sparql, words)
    seen: dict[str, Any] = {"use_default_graph_as_union": "FROM" not in words}
    known = _known(base)
    with translated(sparql, known):
        if graphs or named:
            seen = {"default_graph": _nodes(graphs), "named_graphs": _nodes(named)}
        return Answer(store.query(sparql, prefixes=known, **seen), base)


def _nodes(iris: Sequence[str]) -> list[NamedNode]:
    return [NamedNode(iri) for iri in iris]


def _known(base: str) -> dict[str, str]:
    return {**converter().prefix_map, **prefixes(base)}
