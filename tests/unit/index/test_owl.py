"""RDF/XML: OWL and SKOS."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kg.index import owl
from tests.unit.index.reading import names, read

HEAD = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [ <!ENTITY obo "http://purl.obolibrary.org/obo/"> <!ENTITY file SYSTEM "file:///etc/hostname"> ]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
  xmlns:owl="http://www.w3.org/2002/07/owl#" xmlns:oboInOwl="http://www.geneontology.org/formats/oboInOwl#"
  xmlns:skos="http://www.w3.org/2004/02/skos/core#" xmlns:e="http://example.org/">
"""
GLIMMER = """<owl:Ontology rdf:about="http://x"/>
<owl:Class rdf:about="&obo;CL_9900001">
  <rdfs:label xml:lang="de">Glimmerzelle</rdfs:label>
  <rdfs:label xml:lang="en">glimmer &lt;cell&gt; &file;</rdfs:label>
  <oboInOwl:hasExactSynonym>glim cell</oboInOwl:hasExactSynonym>
  <oboInOwl:hasRelatedSynonym>GC</oboInOwl:hasRelatedSynonym>
  <oboInOwl:hasNarrowSynonym>blue glimmer cell</oboInOwl:hasNarrowSynonym>
  <oboInOwl:hasDbXref>MeSH:D009000001</oboInOwl:hasDbXref>
  <rdfs:subClassOf rdf:resource="&obo;CL_0000000"/>
  <rdfs:subClassOf><owl:Restriction><owl:onProperty rdf:resource="&obo;RO_1"/></owl:Restriction></rdfs:subClassOf>
</owl:Class>
<owl:Axiom><owl:annotatedTarget>glim cell</owl:annotatedTarget></owl:Axiom>
<owl:Class rdf:about="&obo;CL_2"><rdfs:label>gone</rdfs:label><owl:deprecated>true</owl:deprecated></owl:Class>
<owl:ObjectProperty rdf:about="&obo;RO_2"><rdfs:label>glimmers in</rdfs:label></owl:ObjectProperty>
<owl:AnnotationProperty rdf:about="&obo;IAO_2"><rdfs:label>a property</rdfs:label></owl:AnnotationProperty>
<owl:Class><owl:unionOf rdf:parseType="Collection"><owl:Class rdf:about="&obo;CL_1"/></owl:unionOf></owl:Class>
"""
THESAURUS = """<rdf:Description rdf:about="http://example.org/1">
  <rdf:type rdf:resource="http://www.w3.org/2004/02/skos/core#Concept"/>
  <skos:prefLabel>glimmering</skos:prefLabel><skos:hiddenLabel>glimering</skos:hiddenLabel>
  <skos:exactMatch rdf:resource="http://id.nlm.nih.gov/mesh/D009000001"/>
</rdf:Description>
<skos:Concept rdf:about="http://example.org/2" skos:prefLabel="shining"><skos:narrower>
  <skos:Concept rdf:about="http://example.org/3"><skos:prefLabel>blue shining</skos:prefLabel>
    <skos:broader><skos:Concept rdf:about="http://example.org/2"/></skos:broader>
  </skos:Concept></skos:narrower></skos:Concept>
"""


@pytest.mark.parametrize("name", ["a.owl", "a.owl.gz"])
def test_classes_and_relations(tmp_path: Path, name: str) -> None:
    (cell, relation), problems = read(owl, tmp_path / name, f"{HEAD}{GLIMMER}</rdf:RDF>")
    assert problems == []
    assert (cell.id, cell.category) == ("CL:9900001", "cell_type")
    assert names(cell) == ("glimmer <cell> &file;", ("glim cell",), ("GC",))
    assert (cell.parents, cell.xrefs) == (("CL:0000000",), ("MESH:D009000001",))
    assert (relation.id, relation.category) == ("RO:2", "")


def test_a_thesaurus_may_be_written_one_concept_in_another(tmp_path: Path) -> None:
    concepts, problems = read(owl, tmp_path / "a.rdf", f"{HEAD}{THESAURUS}</rdf:RDF>")
    assert problems == []
    assert [(concept.id, concept.name, concept.parents, concept.xrefs) for concept in concepts] == [
        ("e:1", "glimmering", (), ("MESH:D009000001",)),
        ("e:2", "shining", (), ()),
        ("e:3", "blue shining", ("e:2",), ()),
    ]
    assert concepts[0].ambiguous == ("glimering",)


def test_a_class_without_an_id_and_xml_that_breaks_off(tmp_path: Path) -> None:
    content = (
        f"{HEAD}<owl:Class>\n<rdfs:label>lost</rdfs:label></owl:Class>\n"
        '<owl:Class rdf:about="&obo;CL_1"><rdfs:label>one</rdfs:label></owl:Class>\n'
        '<owl:Class rdf:about="&obo;CL_2"><rdfs:label>two</rdfs:labl></owl:Class>\n</rdf:RDF>'
    )
    concepts, problems = read(owl, tmp_path / "a.owl", content)
    assert [concept.name for concept in concepts] == ["one"]
    assert problems[0] == "record 1: line 6: a class without an id"
    assert problems[1].startswith("record 3: line 9: broken XML: Opening and ending tag mismatch")


def test_entities_that_grow_are_refused_at_once(tmp_path: Path) -> None:
    grown = "".join(f'<!ENTITY {chr(98 + one)} "{f"&{chr(97 + one)};" * 10}">' for one in range(9))
    head = HEAD.replace("<!ENTITY obo", f'<!ENTITY a "aaaaaaaaaa">{grown}<!ENTITY obo')
    started = time.monotonic()
    concepts, problems = read(owl, tmp_path / "a.owl", f'{head}<owl:Class rdf:about="&j;"/></rdf:RDF>')
    assert concepts == []
    assert len(problems) == 1
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("head", "answer"), [(HEAD, True), ("<RDF>", False), ("<html>", False), ("@prefix", False), ("", False)]
)
def test_recognises(head: str, answer: bool) -> None:
    assert owl.recognises(head) is answer


def test_a_class_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.core.xml.LARGEST_RECORD", 100_000)
    content = HEAD + "<owl:Class>" + "<e:a/>" * 100_000 + "</owl:Class></rdf:RDF>"
    found, problems = read(owl, tmp_path / "a.owl", content)
    assert found == []
    assert "more than 100,000 bytes" in str(problems[0])
