from __future__ import annotations

from pathlib import Path

import rdflib

from kg.serve.description import describe
from kg.serve.negotiate import Format
from kg.serve.settings import Settings
from tests.fixtures_graph import write_graph

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


def test_the_service_is_described(tmp_path: Path) -> None:
    settings = Settings(write_graph(tmp_path / "g").root)
    response = describe("http://h/sparql", settings, Format("ntriples", "application/n-triples"))
    assert response.media_type == "application/n-triples"
    told = rdflib.Graph().parse(data=bytes(response.body), format="nt")
    (service,) = told.subjects(rdflib.RDF.type, SD.Service)
    assert told.value(service, SD.endpoint) == rdflib.URIRef("http://h/sparql")
    assert told.value(service, SD.supportedLanguage) == SD.SPARQL11Query
    default = told.value(told.value(service, SD.defaultDataset), SD.defaultGraph)
    assert (default, rdflib.VOID.documents, rdflib.Literal(3)) in told
