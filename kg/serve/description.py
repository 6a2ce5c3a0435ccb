"""What the SPARQL endpoint says of itself: a SPARQL 1.1 Service Description, as RDF."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fastapi import Response

from kg.core.folder import GraphFolder
from kg.serve.negotiate import GRAPH_TYPES, RESULT_TYPES, Format
from kg.serve.settings import Settings

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
# W3C's names of the formats, and rdflib's
_NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "json": ("SPARQL_Results_JSON", ""),
        "xml": ("SPARQL_Results_XML", ""),
        "csv": ("SPARQL_Results_CSV", ""),
        "tsv": ("SPARQL_Results_TSV", ""),
        "turtle": ("Turtle", "turtle"),
        "ntriples": ("N-Triples", "nt"),
        "rdfxml": ("RDF_XML", "xml"),
        "jsonld": ("JSON-LD", "json-ld"),
    }
)


def describe(address: str, settings: Settings, chosen: Format) -> Response:
    """Return the description of the service at an address, in an RDF format."""
    from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef

    sd, void = Namespace(_SD), Namespace("http://rdfs.org/ns/void#")
    folder = GraphFolder(settings.folder)
    told, service, dataset, default = Graph(), BNode(), BNode(), BNode()
    told.bind("sd", sd)
    told.bind("void", void)
    told.bind("formats", _FORMATS)
    told.add((service, RDF.type, sd.Service))
    told.add((service, sd.endpoint, URIRef(address)))
    told.add((service, sd.supportedLanguage, sd.SPARQL11Query))
    told.add((service, sd.feature, sd.UnionDefaultGraph))
    for _, name in (*RESULT_TYPES[:4], *GRAPH_TYPES[:4]):
        told.add((service, sd.resultFormat, URIRef(_FORMATS + _NAMES[name][0])))
    told.add((service, sd.defaultDataset, dataset))
    told.add((dataset, RDF.type, sd.Dataset))
    told.add((dataset, sd.defaultGraph, default))
    told.add((default, RDF.type, sd.Graph))
    told.add((default, void.inDataset, URIRef(f"{folder.base}dataset")))
    for name, count in folder.manifest()["counts"].items():
        if name == "documents":
            told.add((default, void.documents, Literal(count)))
    body = told.serialize(format=_NAMES[chosen.name][1])
    return Response(body, media_type=chosen.content_type, headers={"Vary": "Accept"})
