"""a graph folder -> nanopublications in TriG: one per asserted statement, with its evidence as provenance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.core.folder import GraphFolder
from kg.core.places import new_file
from kg.core.prefixes import BASE, expand, prefixes
from kg.core.rdf import Properties, association, describe, node, run_id
from kg.core.streams import with_theirs
from kg.core.vocabulary import predicates

_NP = "http://www.nanopub.org/nschema#"
# Of the association, what the nanopublication's provenance and publication info say in their own way
_ELSEWHERE = frozenset(
    expand(f"biolink:{name}") for name in ("has_supporting_studies", "publications", "primary_knowledge_source")
)
_CONTRADICTS = expand("kg:contradicts")
_STATEMENTS = """
SELECT * FROM assertions WHERE asserted ORDER BY id
"""
_PASSAGES = """
SELECT assertion_id AS id, document_id, text FROM (SELECT *, id AS evidence_id FROM evidence)
WHERE verdict <> 'wrong' ORDER BY assertion_id, document_id, start, evidence_id
"""


def nanopublication(row: Mapping[str, Any], run: NamedNode, base: str = BASE) -> Iterator[Quad]:
    """Yield the four graphs of one statement: head, assertion, provenance, publication info."""
    this = NamedNode(f"{base}np/{row['id']}")
    head, body, provenance, info = (
        NamedNode(f"{this.value}/{part}") for part in ("head", "assertion", "provenance", "pubinfo")
    )
    parts = {"hasAssertion": body, "hasProvenance": provenance, "hasPublicationInfo": info}
    yield Quad(this, node("rdf:type"), NamedNode(f"{_NP}Nanopublication"), head)
    for name, graph in parts.items():
        yield Quad(this, NamedNode(_NP + name), graph, head)
    predicate = node(f"biolink:{predicates()[row['predicate']].biolink}")
    yield Quad(node(row["subject"], base), predicate, node(row["object"], base), body)
    for quad in association(row, base):
        if quad.predicate.value not in _ELSEWHERE and quad.predicate.value != _CONTRADICTS:
            yield Quad(quad.subject, quad.predicate, quad.object, body)
    said: Properties = {
        "prov:wasDerivedFrom": [node(paper, base) for paper in row["publications"]],
        "prov:wasGeneratedBy": [run],
        "biolink:supporting_text": [Literal(text) for text in dict.fromkeys(row["texts"])],
    }
    yield from describe(body, said, provenance)
    yield from describe(this, {"prov:wasAttributedTo": [node("infores:immunokg")]}, info)


def write(folder: GraphFolder, path: Path) -> Mapping[str, int]:
    """Write one nanopublication per asserted statement; negated and speculated ones have none."""
    base, count = folder.base, 0
    run = node(run_id(folder.manifest()), base)

    def quads() -> Iterator[Quad]:
        nonlocal count
        with folder.connect() as connection:
            for row, passages in with_theirs(connection, _STATEMENTS, _PASSAGES):
                if passages:
                    count += 1
                    papers = dict.fromkeys(one["document_id"] for one in passages)
                    texts = [one["text"] for one in passages]
                    yield from nanopublication(row | {"publications": list(papers), "texts": texts}, run, base)

    with new_file(path) as temporary:
        declared = {**prefixes(base), "np": _NP}
        serialize(quads(), str(temporary), RdfFormat.TRIG, prefixes=declared)
    return {"nanopublications": count}
