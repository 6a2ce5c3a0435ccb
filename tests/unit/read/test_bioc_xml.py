"""kg.read.bioc_xml: collections, sentences, annotations."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import RecordError
from kg.core.text import Document, Extraction
from kg.read import bioc_xml, pubtator

TWO = """<?xml version='1.0'?><!DOCTYPE collection SYSTEM 'BioC.dtd'><collection><source>x</source>
<document><id>11</id>
<passage><infon key="type">title</infon><offset>0</offset><text>IL-2  acts &amp; ends</text>
<annotation id="0"><infon key="identifier">3558</infon><infon key="type">Gene</infon>
<location offset="0" length="4"/><text>IL-2</text></annotation></passage>
<passage><infon key="type">Abstract</infon><offset>17</offset>
<sentence><offset>17</offset><text>One.</text>
<annotation id="1"><infon key="type">Number</infon>
<location offset="17" length="3"/><text>One</text></annotation>
</sentence><sentence><offset>22</offset><text>Two.</text></sentence></passage>
<relation id="R0"><infon key="entity1">3558</infon>
<infon key="entity2">7</infon><infon key="type">Bind</infon>
</relation></document>
<document><id>12</id><passage><offset>none</offset><text>x</text></passage></document>
</collection>"""


@pytest.fixture
def two(tmp_path: Path) -> Path:
    file = tmp_path / "two.xml"
    file.write_text(TWO, encoding="utf-8")
    return file


def test_recognises() -> None:
    assert bioc_xml.recognises(TWO)
    assert bioc_xml.recognises("<document><id>1</id><passage>")
    assert not bioc_xml.recognises("<collection><record>")
    assert not bioc_xml.recognises('{"passages": []}')


def test_documents(two: Path) -> None:
    first, second = bioc_xml.read(two)
    assert isinstance(first, Document)
    assert (first.id, first.title, first.text) == (
        "PMID:11",
        "IL-2  acts & ends",
        "IL-2  acts & endsOne. Two.",
    )
    assert [(one.name, one.start) for one in first.sections] == [("abstract", 17)]
    assert isinstance(second, RecordError)
    assert second.record == 2
    assert second.reason.startswith("12: no BioC: ")


def test_gold(two: Path) -> None:
    extraction, error = bioc_xml.gold(two)
    assert isinstance(extraction, Extraction)
    assert [(one.start, one.text, one.category) for one in extraction.mentions] == [
        (0, "IL-2", "Gene"),
        (17, "One", "Number"),
    ]
    (relation,) = extraction.relations
    assert (relation.predicate, relation.subject.concept_id, relation.object.concept_id) == (
        "Bind",
        "3558",
        "7",
    )
    assert isinstance(error, RecordError)


@pytest.mark.shared
def test_real_documents(shared: Path) -> None:
    documents = list(bioc_xml.read(shared / "inputs" / "formats" / "pubtator_sample_docs.bioc.xml.gz"))
    assert len(documents) == 132
    for document in documents:
        assert isinstance(document, Document)
        assert document.title
        assert document.id.startswith("PMID:")
        assert all(one.start == len(document.title) + 1 for one in document.sections[:1])


@pytest.mark.shared
def test_both_forms_of_a_corpus_say_the_same(shared: Path) -> None:
    folder = shared / "corpora" / "biored"
    for xml, text in zip(
        bioc_xml.gold(folder / "Dev.BioC.XML.gz"), pubtator.gold(folder / "Dev.PubTator.gz"), strict=True
    ):
        assert isinstance(xml, Extraction)
        assert isinstance(text, Extraction)
        assert xml.document.text == text.document.text
        assert xml.mentions == text.mentions
        assert len(xml.relations) == len(text.relations)
