"""OWL in functional syntax."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kg.index import ofn
from tests.unit.index.reading import names, read

HEADER = """# written by hand
Prefix(:=<http://purl.obolibrary.org/obo/x.owl#>)
Prefix(obo:=<http://purl.obolibrary.org/obo/>)
Prefix(oboInOwl:=<http://www.geneontology.org/formats/oboInOwl#>)
Ontology(<http://example.org/x.owl>
Annotation(rdfs:comment "Not of (a class.")

Declaration(Class(obo:CL_9900001))
Declaration(ObjectProperty(obo:RO_9900001))
Declaration(AnnotationProperty(obo:IAO_9900001))
"""
GLIMMER = r"""
# Class: obo:CL_9900001 (glimmer cell)

AnnotationAssertion(Annotation(oboInOwl:hasDbXref "GOC:x") obo:IAO_0000115 obo:CL_9900001 "A cell
that (glimmers \"so\"
Here too.")
AnnotationAssertion(oboInOwl:hasExactSynonym obo:CL_9900001 "glim \"bright\" cell"@en)
AnnotationAssertion(oboInOwl:hasExactSynonym obo:CL_9900001 "Glimmerzelle"@de)
AnnotationAssertion(Annotation(oboInOwl:hasDbXref "X:1") oboInOwl:hasRelatedSynonym obo:CL_9900001 "GC"^^xsd:string)
AnnotationAssertion(oboInOwl:hasBroadSynonym obo:CL_9900001 "cell")
AnnotationAssertion(oboInOwl:hasDbXref obo:CL_9900001 "MeSH:D009000001")
AnnotationAssertion(rdfs:label obo:CL_9900001 "glimmer cell")
EquivalentClasses(obo:CL_9900001 ObjectIntersectionOf(obo:CL_0000000 ObjectSomeValuesFrom(obo:RO_1 obo:GO_1)))
SubClassOf(Annotation(oboInOwl:is_inferred "true") obo:CL_9900001 obo:CL_0000000)
SubClassOf(obo:CL_9900001 ObjectSomeValuesFrom(obo:RO_1 obo:CL_0000003))
AnnotationAssertion(rdfs:label obo:IAO_9900001 "a property of annotations")
AnnotationAssertion(rdfs:label obo:RO_9900001 "glimmers in")
"""


@pytest.mark.parametrize("name", ["a.ofn", "a.ofn.gz"])
def test_axioms_of_one_class_make_one_concept(tmp_path: Path, name: str) -> None:
    content = "\ufeff" + (HEADER + GLIMMER + ")\n").replace("\n", "\r\n")
    (cell, relation), problems = read(ofn, tmp_path / name, content)
    assert problems == []
    assert (cell.id, cell.category) == ("CL:9900001", "cell_type")
    assert names(cell) == ("glimmer cell", ('glim "bright" cell',), ("GC",))
    assert (cell.parents, cell.xrefs) == (("CL:0000000",), ("MESH:D009000001",))
    assert (relation.id, relation.name, relation.category) == ("RO:9900001", "glimmers in", "")


def test_what_is_deprecated_is_left_out_wherever_it_says_so(tmp_path: Path) -> None:
    content = HEADER + (
        'AnnotationAssertion(rdfs:label obo:CL_1 "one")\nAnnotationAssertion(rdfs:label obo:CL_2 "two")\n'
        'AnnotationAssertion(owl:deprecated obo:CL_1 "true"^^xsd:boolean)\n'
        'AnnotationAssertion(owl:deprecated obo:CL_2 "false"^^xsd:boolean)\n'
    )
    concepts, problems = read(ofn, tmp_path / "a.ofn", content)
    assert ([concept.name for concept in concepts if concept.name], problems) == (["two"], [])


def test_bad_axioms_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    content = (
        b"Prefix(obo:=<http://purl.obolibrary.org/obo/>)\nPrefix(broken)\nOntology(<x>\n"
        b'AnnotationAssertion(rdfs:label obo:CL_1 "open)\n'
        b'AnnotationAssertion(rdfs:label obo:CL_2 "two")\n'
        b'AnnotationAssertion(rdfs:label nowhere:CL_3 "three")\n'
        b'AnnotationAssertion(rdfs:label obo:CL_4 "four") more\n'
        b'AnnotationAssertion(rdfs:label obo:CL_5 "\xff")\n'
        b"SubClassOf(obo:CL_6 obo:CL_2\n"
        b'AnnotationAssertion(rdfs:label obo:CL_7 "seven")\n)\n'
    )
    concepts, problems = read(ofn, tmp_path / "a.ofn", content)
    assert [(concept.id, concept.name) for concept in concepts] == [("CL:2", "two"), ("CL:7", "seven")]
    assert [problem.partition(": ")[2][:36] for problem in problems] == [
        "line 2: 'Prefix(broken)' declares no",
        "line 4: 'AnnotationAssertion(rdfs:la",
        "line 6: the prefix of 'nowhere:CL_3'",
        "line 7: 'AnnotationAssertion(rdfs:la",
        "line 8: holds bytes that are not UTF",
        "line 9: 'SubClassOf(obo:CL_6 obo:CL_",
    ]


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        ("Prefix(obo:=<http://x>)\n", True),
        ("# a comment\n\nOntology(<http://x>", True),
        ("@prefix obo: <http://x> .", False),
        ("Prefixes are words", False),
        ("", False),
    ],
)
def test_recognises(head: str, answer: bool) -> None:
    assert ofn.recognises(head) is answer


def test_escaped_quotes_that_do_not_close_take_no_time(tmp_path: Path) -> None:
    started = time.process_time()
    content = HEADER + 'AnnotationAssertion(rdfs:label obo:CL_1 "' + '\\"' * 100_000 + "\n)\n"
    _, problems = read(ofn, tmp_path / "a.ofn", content)
    assert problems
    assert time.process_time() - started < 5
