"""Turtle and N-Triples: SKOS thesauri, and OWL."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kg.index import turtle
from tests.unit.index.reading import names, read

HEAD = """# a thesaurus
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
PREFIX owl: <http://www.w3.org/2002/07/owl#>
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix e: <http://example.org/> .
@base <http://example.org/> .
"""
GLIMMER = '''
e:1 a skos:Concept ; # not . the end .
    skos:prefLabel "glimmering # \\"so\\"."@en, "Glimmern"@de ;
    skos:altLabel """a long
name . with a \\"\\"\\" in it """ ;
    skos:hiddenLabel 'glimering' ;
    skos:broader e:0 , [ skos:prefLabel "nobody" ] ;
    skos:closeMatch <http://id.nlm.nih.gov/mesh/D009000002> ;
    skos:exactMatch <http://id.nlm.nih.gov/mesh/D009000001> . <2> skos:prefLabel "shining" .
e:scheme a skos:ConceptScheme ; rdfs:label "no concept" .
<http://purl.obolibrary.org/obo/CL_1> a owl:Class ; rdfs:label "β-glimmer cell" .
e:3 a skos:Concept ; skos:prefLabel "gone" ; owl:deprecated true .
'''


@pytest.mark.parametrize("name", ["a.ttl", "a.ttl.gz"])
def test_concepts_by_their_english_names(tmp_path: Path, name: str) -> None:
    content = "\ufeff" + (HEAD + GLIMMER).replace("\n", "\r\n")
    (glimmering, shining, cell), problems = read(turtle, tmp_path / name, content)
    assert problems == []
    assert names(glimmering) == ('glimmering # "so".', ('a long name . with a """ in it',), ("glimering",))
    assert (glimmering.id, glimmering.parents, glimmering.xrefs) == ("e:1", ("e:0",), ("MESH:D009000001",))
    assert (shining.id, shining.name) == ("e:2", "shining")
    assert (cell.id, cell.name, cell.category) == ("CL:1", "β-glimmer cell", "cell_type")


def test_bad_statements_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    content = HEAD.encode() + (
        b'e:1 a skos:Concept ; skos:prefLabel "open .\n'
        b'e:2 a skos:Concept ; skos:prefLabel "two" .\n'
        b"e:3 a skos:Concept ;\n  skos:prefLabel three .\n"
        b'e:4 a skos:Concept ; skos:prefLabel "\xff" .\n'
        b'nobody:5 a skos:Concept ; skos:prefLabel "five" .\n'
        b'e:6 a skos:Concept ; skos:prefLabel "six" .\ne:7 a skos:Concept'
    )
    concepts, problems = read(turtle, tmp_path / "a.ttl", content)
    assert [concept.name for concept in concepts] == ["two", "six"]
    lines = [problem.split(": ")[1] for problem in problems]
    assert lines == ["line 7", "line 9", "line 11", "line 12", "line 14"]
    assert problems[2].endswith("holds bytes that are not UTF-8 text")
    assert "three is not a valid RDF object" in problems[1]


def test_n_triples_of_one_subject_make_one_concept(tmp_path: Path) -> None:
    skos = "http://www.w3.org/2004/02/skos/core#"
    content = "".join(
        f"<http://purl.obolibrary.org/obo/CL_{number}> <{skos}{said}> {value} .\n"
        for number, said, value in [
            (1, "prefLabel", '"one"@en'),
            (1, "altLabel", '"uno"'),
            (2, "prefLabel", '"two"'),
            (2, "broader", "<http://purl.obolibrary.org/obo/CL_1>"),
        ]
    )
    concepts, problems = read(turtle, tmp_path / "a.nt", content)
    assert problems == []
    assert [(*names(concept)[:2], concept.parents) for concept in concepts] == [
        ("one", ("uno",), ()),
        ("two", (), ("CL:1",)),
    ]


def test_a_statement_too_long_to_parse(tmp_path: Path) -> None:
    content = HEAD + 'e:1 skos:prefLabel "' + "x" * (1 << 22) + '" .\ne:2 skos:prefLabel "two" .\n'
    concepts, problems = read(turtle, tmp_path / "a.ttl", content)
    assert ([concept.name for concept in concepts], problems) == (["two"], ["record 6: line 7: is too long"])


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        (HEAD, True),
        ("PREFIX e: <http://x>\n", True),
        ("<http://x> <http://y> <http://z> .", True),
        ('<http://x> <http://y> "z" .', True),
        ("<rdf:RDF xmlns", False),
        ("prefix,category\n", False),
        ("Prefix(obo:=<http://x>)", False),
        ("", False),
    ],
)
def test_recognises(head: str, answer: bool) -> None:
    assert turtle.recognises(head) is answer


def test_escaped_quotes_that_do_not_close_take_no_time(tmp_path: Path) -> None:
    started = time.process_time()
    content = HEAD + 'e:1 skos:prefLabel "' + '\\"' * 100_000 + " .\ne:2 a skos:Concept .\n"
    _, problems = read(turtle, tmp_path / "a.ttl", content)
    assert problems
    assert not turtle.recognises("@prefix" + " " * 60_000)
    assert time.process_time() - started < 5
