from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kg.check.shacl import constraints
from kg.core.errors import DataError
from kg.core.paths import data_folder

PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix : <urn:x:> .
"""


def breaking(tmp_path: Path, shape: str, data: str) -> list[tuple[str, str, str]]:
    """Return component, focus and value of what breaks a shape for the class :C."""
    path = tmp_path / "shapes.ttl"
    path.write_text(f"{PREFIXES} :S a sh:NodeShape ; sh:targetClass :C ; {shape} .", encoding="utf-8")
    store = Store()
    store.load(f"{PREFIXES} {data}".encode(), format=RdfFormat.TURTLE)
    found = []
    for one in constraints(path):
        for row in store.query(one.query, use_default_graph_as_union=True):  # type: ignore[union-attr]
            value = row["value"]
            found.append((one.component, row["this"].value.removeprefix("urn:x:"), value.value if value else ""))
    return sorted(found)


DATA = ":a a :C ; :p 1, 2 . :b a :C ; :p 'x' . :c a :D . :D rdfs:subClassOf :C . :e :p 1 ."


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("sh:minCount 1", [("MinCount", "c", "")]),
        ("sh:minCount 2", [("MinCount", "b", ""), ("MinCount", "c", "")]),
        ("sh:maxCount 1", [("MaxCount", "a", "")]),
        ("sh:datatype xsd:integer", [("Datatype", "b", "x")]),
        ("sh:minInclusive 2", [("MinInclusive", "a", "1"), ("MinInclusive", "b", "x")]),
        ("sh:maxInclusive 1", [("MaxInclusive", "a", "2"), ("MaxInclusive", "b", "x")]),
        ("sh:pattern '^[0-9]$'", [("Pattern", "b", "x")]),
        ("sh:in ( 1 'x' )", [("In", "a", "2")]),
        ("sh:nodeKind sh:IRI", [("NodeKind", "a", "1"), ("NodeKind", "a", "2"), ("NodeKind", "b", "x")]),
        ("sh:nodeKind sh:Literal", []),
        ("sh:minLength 2", [("MinLength", "a", "1"), ("MinLength", "a", "2"), ("MinLength", "b", "x")]),
        ("sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:in ( 1 ) ]",
         [("QualifiedMinCount", "b", ""), ("QualifiedMinCount", "c", "")]),
        ("sh:qualifiedMaxCount 1 ; sh:qualifiedValueShape [ sh:datatype xsd:integer ]",
         [("QualifiedMaxCount", "a", "")]),
    ],
)  # fmt: skip
def test_a_constraint_of_a_property(tmp_path: Path, constraint: str, expected: list[tuple[str, str, str]]) -> None:
    assert breaking(tmp_path, f"sh:property [ sh:path :p ; {constraint} ]", DATA) == expected


def test_ill_formed_literals_are_of_no_datatype(tmp_path: Path) -> None:
    data = ":a a :C ; :p 'x'^^xsd:integer, '2001-13'^^xsd:gYear, 'maybe'^^xsd:boolean, '1.5'^^xsd:decimal ."
    for kind, value in (("integer", "x"), ("gYear", "2001-13"), ("boolean", "maybe")):
        found = breaking(tmp_path, f"sh:property [ sh:path :p ; sh:datatype xsd:{kind} ]", data)
        assert ("Datatype", "a", value) in found
        assert len(found) == 4
    assert len(breaking(tmp_path, "sh:property [ sh:path :p ; sh:datatype xsd:decimal ]", data)) == 3


def test_constraints_between_values(tmp_path: Path) -> None:
    data = ":a a :C ; :p 3 ; :q 3 . :b a :C ; :p 2 ; :q 3 . :c a :C ; :p 'x' ; :q 3 . :d a :C ; :p 4 ."
    less = breaking(tmp_path, "sh:property [ sh:path :p ; sh:lessThan :q ]", data)
    assert less == [("LessThan", "a", "3"), ("LessThan", "c", "x")]
    assert breaking(tmp_path, "sh:property [ sh:path :p ; sh:lessThanOrEquals :q ]", data) == [
        ("LessThanOrEquals", "c", "x")
    ]
    assert breaking(tmp_path, "sh:property [ sh:path :p ; sh:disjoint :q ]", data) == [("Disjoint", "a", "3")]


def test_classes_inverse_paths_and_shapes_within_shapes(tmp_path: Path) -> None:
    data = ":a a :C ; :p :x, :y . :b a :C ; :p :z . :x a :K ; :n 1 . :y a :L . :L rdfs:subClassOf :K ."
    assert breaking(tmp_path, "sh:property [ sh:path :p ; sh:class :K ]", data) == [("Class", "b", "urn:x:z")]
    assert breaking(
        tmp_path, "sh:property [ sh:path [ sh:inversePath :p ] ; sh:minCount 1 ]", f"{data} :o :p :a ."
    ) == [("MinCount", "b", "")]
    within = (
        "sh:property [ sh:path :p ; sh:node [ sh:property [ sh:path :n ; sh:minCount 1 ; sh:datatype xsd:integer ] ] ]"
    )
    assert breaking(tmp_path, within, data) == [("Node", "a", "urn:x:y"), ("Node", "b", "urn:x:z")]
    one_of = "sh:xone ( [ sh:property [ sh:path :p ; sh:class :K ] ] [ sh:property [ sh:path :p ; sh:maxCount 1 ] ] )"
    assert breaking(tmp_path, one_of, data) == []
    assert breaking(tmp_path, one_of, f"{data} :d a :C ; :p :x . :e a :C ; :p :z, :w .") == [
        ("Xone", "d", ""),
        ("Xone", "e", ""),
    ]


@pytest.mark.parametrize(
    "shape",
    [
        "sh:property [ sh:path :p ; sh:maxLength 3 ]",
        "sh:property [ sh:path ( :p :q ) ; sh:minCount 1 ]",
        "sh:closed true",
        "sh:property [ sh:path :p ; sh:node [ sh:property [ sh:path :q ; sh:hasValue 1 ] ] ]",
        "sh:sparql [ sh:select 'SELECT $this WHERE {}' ]",
        "sh:deactivated true",
        "sh:property [ sh:path :p ; sh:pattern 'x' ; sh:flags 'i' ]",
    ],
)
def test_what_is_not_translated_is_an_error(tmp_path: Path, shape: str) -> None:
    with pytest.raises(DataError, match=r"shapes\.ttl: http://www\.w3\.org/ns/shacl#"):
        breaking(tmp_path, shape, "")


def test_the_shapes_that_ship_are_translated_whole_and_alike_each_time() -> None:
    path = data_folder("ontologies") / "shapes.ttl"
    found = constraints(path)
    assert {one.component for one in found} >= {"MinCount", "SPARQL", "Xone", "Node", "QualifiedMaxCount"}
    assert all(one.says for one in found)
    assert [(one.says, one.component) for one in found] == [(one.says, one.component) for one in constraints(path)]
