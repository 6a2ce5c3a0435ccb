"""shapes (SHACL) -> for each of their constraints a SPARQL query that finds what breaks it.

SPARQL over the store takes seconds where a SHACL processor in Python takes minutes. Translated is the part of SHACL
(https://www.w3.org/TR/shacl/) that `ontologies/shapes.ttl` is written in; what lies outside of it is an error and is
never passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, count
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from rdflib import RDF, RDFS, SH, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection

from kg.core.errors import DataError

if TYPE_CHECKING:
    from rdflib.term import Node

# What a shape says beside its constraints
_BESIDE = frozenset(
    [RDF.type, SH.message, SH.path, SH.property, SH.sparql, SH.targetClass, SH.targetNode, SH.qualifiedValueShape]
)
_KINDS: Mapping[Node, str] = MappingProxyType({SH.IRI: "isIRI", SH.BlankNode: "isBlank", SH.Literal: "isLiteral"})
# Datatypes with literals that are none of theirs ("x"^^xsd:integer), which a cast tells
_CAST = frozenset([XSD.integer, XSD.decimal, XSD.boolean, XSD.gYear])
_FOCUS, _VALUE = "?this", "?value"


@dataclass(frozen=True, slots=True)
class Constraint:
    """One thing that shapes demand.

    Attributes:
        says: the shape's message.
        component: SHACL's name of the kind of constraint ("MinCount", "SPARQL").
        query: SPARQL over the union of the graphs; each answer is a `?this` that breaks it, and `?value` what is wrong
            of it. A constraint written in SPARQL gives `?value` alone.
    """

    says: str
    component: str
    query: str


def constraints(path: Path) -> list[Constraint]:
    """Return the constraints of a file of shapes, in an order that does not change.

    Raises:
        DataError: a constraint or path that is not translated.
    """
    translation = _Translation(path)
    found = [*translation.of_nodes(), *translation.of_the_whole()]
    return sorted(found, key=lambda one: (one.component == "SPARQL", one.says, one.component, one.query))


class _Translation:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.shapes = Graph().parse(path)
        self.numbers = count()
        self.tests: Mapping[Node, Callable[[Node, str, str], str]] = {
            SH["class"]: lambda kind, value, _: f"NOT EXISTS {{ {value} a/{_below(kind)} }}",
            SH.datatype: lambda kind, value, _: _no_literal_of(kind, value),
            SH.nodeKind: lambda kind, value, _: f"!{_KINDS[kind]}({value})",
            SH["in"]: lambda members, value, _: self._outside(members, value),
            SH.pattern: lambda one, value, _: f"isBlank({value}) || !REGEX(STR({value}), {one.n3()})",
            SH.minLength: lambda least, value, _: f"isBlank({value}) || STRLEN(STR({value})) < {least}",
            SH.minInclusive: lambda least, value, _: f"!COALESCE({value} >= {least.n3()}, false)",
            SH.maxInclusive: lambda most, value, _: f"!COALESCE({value} <= {most.n3()}, false)",
            SH.disjoint: lambda other, value, focus: f"EXISTS {{ {focus} {other.n3()} {value} }}",
            SH.lessThan: lambda other, value, focus: self._unless("<", other, value, focus),
            SH.lessThanOrEquals: lambda other, value, focus: self._unless("<=", other, value, focus),
            SH.node: lambda shape, value, _: self._breaks(shape, value),
            SH.xone: lambda shapes, value, _: self._not_one_of(shapes, value),
        }

    def of_nodes(self) -> Iterator[Constraint]:
        for shape, kind in self.shapes.subject_objects(SH.targetClass):
            target = f"?class {_below(kind)} . {_FOCUS} a ?class ."
            for says, component, pattern in self._broken(shape, _FOCUS, _VALUE):
                yield Constraint(says, component, f"SELECT DISTINCT {_FOCUS} {_VALUE} WHERE {{ {target} {pattern} }}")

    def of_the_whole(self) -> Iterator[Constraint]:
        for shape, one in self.shapes.subject_objects(SH.sparql):
            if (
                list(self.shapes.predicates(shape)).count(SH.targetNode) != 1
                or (shape, SH.targetClass, None) in self.shapes
            ):
                raise self._untranslated(shape, SH.sparql)
            declared = self.shapes.objects(self.shapes.value(one, SH.prefixes), SH.declare)
            lines = sorted(
                f"PREFIX {self.shapes.value(each, SH.prefix)}: <{self.shapes.value(each, SH.namespace)}>"
                for each in declared
            )
            query = "\n".join([*lines, str(self.shapes.value(one, SH.select))])
            yield Constraint(self._message(one), "SPARQL", query)

    def _broken(self, shape: Node, focus: str, value: str) -> Iterator[tuple[str, str, str]]:
        """Yield message, component, and a pattern that has a solution where `focus` breaks it."""
        for parameter, given in self._stated(shape):
            yield self._message(shape), _component(parameter), f"FILTER({self._test(parameter, given, focus, focus)})"
        for part in self.shapes.objects(shape, SH.property):
            path = self._path(part)
            for parameter, given in self._stated(part):
                if pattern := self._miscounted(parameter, given, part, f"{focus} {path}"):
                    yield self._message(part), _component(parameter), pattern
                else:
                    test = self._test(parameter, given, value, focus)
                    yield self._message(part), _component(parameter), f"{focus} {path} {value} . FILTER({test})"

    def _stated(self, shape: Node) -> list[tuple[Node, Node]]:
        stated = self.shapes.predicate_objects(shape)
        return sorted((one, given) for one, given in stated if one not in _BESIDE)

    def _message(self, shape: Node) -> str:
        return str(self.shapes.value(shape, SH.message) or "")

    def _path(self, shape: Node) -> str:
        path = self.shapes.value(shape, SH.path)
        if isinstance(path, URIRef):
            return path.n3()
        inverse = self.shapes.value(path, SH.inversePath)
        if not isinstance(inverse, URIRef):
            raise self._untranslated(shape, SH.path)
        return f"^{inverse.n3()}"

    def _test(self, parameter: Node, given: Node, value: str, focus: str) -> str:
        """Return an expression that is true where a value breaks a constraint, and never an error."""
        if parameter not in self.tests:
            raise self._untranslated(given, parameter)
        return self.tests[parameter](given, value, focus)

    def _miscounted(self, parameter: Node, given: Node, shape: Node, start: str) -> str:
        """Return a pattern for a constraint that counts values, "" for another."""
        wanted = self.shapes.value(shape, SH.qualifiedValueShape) if "qualified" in str(parameter) else None
        number = int(given) if isinstance(given, Literal) and parameter in _COUNTS else 0
        if parameter in (SH.minCount, SH.qualifiedMinCount):
            return f"FILTER NOT EXISTS {{ {self._several(number, start, wanted)} }}"
        if parameter in (SH.maxCount, SH.qualifiedMaxCount):
            return f"FILTER EXISTS {{ {self._several(number + 1, start, wanted)} }}"
        return ""

    def _several(self, number: int, start: str, wanted: Node | None) -> str:
        """Return a pattern that so many different values fit; for small numbers."""
        values = [self._fresh() for _ in range(number)]
        pattern = [f"{start} {value} ." for value in values]
        pattern += [f"FILTER(!sameTerm({one}, {other}))" for one, other in combinations(values, 2)]
        pattern += [f"FILTER(!({self._breaks(wanted, value)}))" for value in values if wanted is not None]
        return " ".join(pattern)

    def _breaks(self, shape: Node, value: str) -> str:
        """Return an expression that is true where a value does not conform to a shape."""
        patterns = [pattern for _, _, pattern in self._broken(shape, value, self._fresh())]
        return "(" + " || ".join(f"EXISTS {{ {pattern} }}" for pattern in patterns) + ")"

    def _not_one_of(self, shapes: Node, value: str) -> str:
        fitting = [f"IF({self._breaks(shape, value)}, 0, 1)" for shape in Collection(self.shapes, shapes)]
        return f"{' + '.join(fitting)} != 1"

    def _outside(self, members: Node, value: str) -> str:
        same = [f"sameTerm({value}, {member.n3()})" for member in Collection(self.shapes, members)]
        return f"!({' || '.join(same)})"

    def _unless(self, comparison: str, other: Node, value: str, focus: str) -> str:
        than = self._fresh()
        return f"EXISTS {{ {focus} {other.n3()} {than} FILTER(!COALESCE({value} {comparison} {than}, false)) }}"

    def _fresh(self) -> str:
        return f"?v{next(self.numbers)}"

    def _untranslated(self, shape: Node, parameter: Node) -> DataError:
        return DataError(self.path, 0, f"{parameter} of {shape} is no constraint that can be checked here")


_COUNTS = frozenset([SH.minCount, SH.maxCount, SH.qualifiedMinCount, SH.qualifiedMaxCount])


def _below(kind: Node) -> str:
    return f"{RDFS.subClassOf.n3()}* {kind.n3()}"


def _component(parameter: Node) -> str:
    name = str(parameter).rpartition("#")[2]
    return name[0].upper() + name[1:]


def _no_literal_of(kind: Node, value: str) -> str:
    tests = [f"isLiteral({value})", f"DATATYPE({value}) = {kind.n3()}"]
    if kind in _CAST:
        tests.append(f"COALESCE({kind.n3()}(STR({value})) = {kind.n3()}(STR({value})), false)")
    return f"!({' && '.join(tests)})"
