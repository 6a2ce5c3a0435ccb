"""A graph folder as RDF: prefixes, IRIs, and a stream of quads, never the whole graph in memory.

The default graph holds the dataset's description, concepts with one plain triple per asserted statement,
documents, and a `biolink:Association` for every assertion. Each document's evidence stands in a named graph,
`<base>evidence/<document id>`. Quads come grouped by graph, then by subject; there are no blank nodes, so the
same graph folder gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.core.folder import GraphFolder, rows
from kg.core.prefixes import BASE, SOURCE, VOCABULARIES, escape, expand
from kg.core.streams import assertions, concepts
from kg.core.vocabulary import categories, predicates

Node = NamedNode | Literal
Properties = Mapping[str, Sequence[Node]]


@lru_cache(maxsize=1 << 16)
def node(curie: str, base: str = BASE) -> NamedNode:
    """Return `expand(curie, base)` as a node."""
    return NamedNode(expand(curie, base))


def graph_of(document_id: str, base: str = BASE) -> NamedNode:
    """Return the named graph that holds a document's evidence."""
    return NamedNode(f"{base}evidence/{escape(document_id)}")


def _text(value: str | None) -> tuple[Literal, ...]:
    return (Literal(value),) if value else ()


def _texts(values: Sequence[str]) -> list[Literal]:
    return [Literal(value) for value in values if value]


@lru_cache(maxsize=1 << 14)
def _decimal(value: float) -> tuple[Literal, ...]:
    shortest = f"{value:.6f}".rstrip("0").rstrip(".")
    return (Literal(shortest, datatype=node("xsd:decimal")),)


def describe(
    subject: NamedNode, properties: Properties, graph: NamedNode | DefaultGraph | None = None
) -> Iterator[Quad]:
    """Yield one quad per value of each property, in the order given."""
    place = graph or DefaultGraph()
    for predicate, values in properties.items():
        term = node(predicate)
        for value in dict.fromkeys(values):
            yield Quad(subject, term, value, place)


def run_id(manifest: Mapping[str, Any]) -> str:
    """Return the id of the run that built a graph: the same for the same content."""
    parts = [manifest.get(key) for key in ("version", "pipeline", "hashes")]
    return "run:" + hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:20]


def _dataset(manifest: Mapping[str, Any], base: str) -> Iterator[Quad]:
    dataset = NamedNode(f"{base}dataset")
    counts = manifest.get("counts", {})
    classes = {
        "documents": "biolink:Publication",
        "concepts": "kg:Concept",
        "assertions": "biolink:Association",
        "evidence": "biolink:TextMiningStudyResult",
    }
    partitions = {name: NamedNode(f"{base}dataset/{name}") for name in classes if name in counts}
    yield from describe(
        dataset,
        {
            "rdf:type": [node("void:Dataset"), node("dcat:Dataset"), node("prov:Entity")],
            "dcterms:title": _text(f"immunokg graph, pipeline {manifest.get('pipeline', '')}"),
            "dcterms:description": _text(_selection(manifest)),
            "dcterms:license": _text(manifest.get("license")),
            "void:documents": [Literal(counts[name]) for name in ("documents",) if name in counts],
            "void:entities": [Literal(counts[name]) for name in ("concepts",) if name in counts],
            "void:vocabulary": [NamedNode(VOCABULARIES[name]) for name in ("biolink", "kg", "prov", "skos")],
            "void:uriSpace": _text(base),
            "void:classPartition": list(partitions.values()),
            "prov:wasGeneratedBy": [node(run_id(manifest), base)],
        },
    )
    for name, partition in partitions.items():
        yield from describe(partition, _partition(classes[name], counts[name]))


def _selection(manifest: Mapping[str, Any]) -> str:
    """Say which part of a graph this is; "" of a whole one."""
    chosen = manifest.get("selection")
    return f"A part of the graph: {json.dumps(chosen, ensure_ascii=False, sort_keys=True)}" if chosen else ""


def _partition(kind: str, count: int) -> Properties:
    return {"void:class": [node(kind)], "void:entities": [Literal(count)]}


def _run(manifest: Mapping[str, Any], base: str) -> Iterator[Quad]:
    version = manifest.get("version", "")
    software = NamedNode(f"{base}software/{escape(f'immunokg-{version}')}")
    activity: Properties = {
        "rdf:type": [node("prov:Activity")],
        "rdfs:label": _text(f"immunokg {version}, pipeline {manifest.get('pipeline', '')}"),
        "prov:wasAssociatedWith": [software],
    }
    yield from describe(node(run_id(manifest), base), activity)
    agent: Properties = {
        "rdf:type": [node("prov:SoftwareAgent")],
        "rdfs:label": _text(f"immunokg {version}"),
    }
    yield from describe(software, agent)


def _concept(row: Mapping[str, Any], base: str) -> Iterator[Quad]:
    subject, category = node(row["id"], base), categories().get(row["category"])
    kind = f"biolink:{category.biolink if category else 'NamedThing'}"
    described: Properties = {
        "rdf:type": [node(kind), node("kg:Concept")],
        "rdfs:label": _text(row["name"]),
        "skos:altLabel": _texts(row["synonyms"]),
        "rdfs:subClassOf": [node(parent, base) for parent in row["parents"]],
        "skos:exactMatch": [node(xref, base) for xref in row["xrefs"]],
        "kg:category": _text(row["category"]),
        "kg:grounded": [Literal(bool(row["grounded"]))],
        "kg:mentionCount": [Literal(row["mention_count"])],
        "kg:documentCount": [Literal(row["document_count"])],
    }
    yield from describe(subject, described)
    for statement in row["statements"] or ():
        term = node(f"biolink:{predicates()[statement['predicate']].biolink}")
        yield Quad(subject, term, node(statement["object"], base), DefaultGraph())


def _document(row: Mapping[str, Any], base: str) -> Iterator[Quad]:
    year = Literal(f"{row['year']:04d}", datatype=node("xsd:gYear")) if row["year"] else None
    yield from describe(
        node(row["id"], base),
        {
            "rdf:type": [node("biolink:Publication"), node("bibo:AcademicArticle"), node("prov:Entity")],
            "dcterms:title": _text(row["title"]),
            "dcterms:issued": [year] if year else [],
            "bibo:pmid": _text(row["pmid"]),
            "bibo:doi": _text(row["doi"]),
            "bibo:volume": _text(row["volume"]),
            "bibo:issue": _text(row["issue"]),
            "bibo:pages": _text(row["pages"]),
            "prism:publicationName": _text(row["journal"]),
            "dc:creator": _texts(row["authors"]),
            "dc:subject": _texts(row["keywords"]),
            "dc:type": _texts(row["publication_types"]),
            "skos:exactMatch": [node(same, base) for same in row["same_as"] if same != row["id"]],
            "kg:retracted": [Literal(bool(row["retracted"]))],
        },
    )


def association(row: Mapping[str, Any], base: str = BASE) -> Iterator[Quad]:
    """Yield the quads of one assertion; `row` is one that kg.core.streams.assertions yields."""
    predicate = predicates()[row["predicate"]]
    qualified = predicate.qualified if row["direction"] else ""
    papers = row["publications"] or ()
    described: Properties = {
        "rdf:type": [node("biolink:Association")],
        "biolink:subject": [node(row["subject"], base)],
        "biolink:predicate": [node(f"biolink:{predicate.biolink}")],
        "biolink:object": [node(row["object"], base)],
        "biolink:qualified_predicate": [node(f"biolink:{qualified}")] if qualified else [],
        "biolink:object_aspect_qualifier": _text(row["aspect"]),
        "biolink:object_direction_qualifier": _text(row["direction"]),
        "biolink:negated": [Literal(bool(row["negated"]))],
        "kg:speculated": [Literal(bool(row["speculated"]))],
        "kg:asserted": [Literal(bool(row["asserted"]))],
        "kg:rejected": [Literal(bool(row["rejected"]))],
        "biolink:knowledge_level": [Literal("not_provided")],
        "biolink:agent_type": [Literal("text_mining_agent")],
        "biolink:primary_knowledge_source": [node(SOURCE)],
        "biolink:has_confidence_score": _decimal(row["belief"]),
        "biolink:publications": [node(paper, base) for paper in papers],
        "biolink:has_supporting_studies": [_study(row["id"], paper, base) for paper in papers],
        "kg:contradicts": [node(f"assertion:{other}", base) for other in row["opposed_by"]],
    }
    yield from describe(node(f"assertion:{row['id']}", base), described)


def _study(assertion_id: str, document_id: str, base: str) -> NamedNode:
    return NamedNode(expand(f"study:{assertion_id}-{document_id}", base))


_CONTEXTS = (("disease", "disease"), ("species", "species"), ("tissue", "anatomical"))
_EVIDENCE = "SELECT * FROM evidence ORDER BY document_id, assertion_id, start, id"


def _evidence(found: Iterator[Mapping[str, Any]], run: NamedNode, base: str) -> Iterator[Quad]:
    """Yield a study per document and assertion, each of its passages, and where they stand."""
    for study, group in _grouped(found):
        graph = graph_of(study[0], base)
        results = [node(f"evidence:{row['id']}", base) for row in group]
        described: Properties = {
            "rdf:type": [node("biolink:Study")],
            "biolink:has_study_results": results,
        }
        yield from describe(_study(study[1], study[0], base), described, graph)
        for row in group:
            yield from _passage(row, run, graph, base)


def _grouped(
    found: Iterator[Mapping[str, Any]],
) -> Iterator[tuple[tuple[str, str], list[Mapping[str, Any]]]]:
    for key, group in groupby(found, lambda row: (row["document_id"], row["assertion_id"])):
        yield key, list(group)


def _passage(row: Mapping[str, Any], run: NamedNode, graph: NamedNode, base: str) -> Iterator[Quad]:
    spans = {"passage": (row["start"], row["end"])}
    spans |= {role: (row[f"{role}_start"], row[f"{role}_end"]) for role in ("subject", "object", "trigger")}
    if len(row["sentences"]) > 1:
        spans |= {f"sentence{n}": (at["start"], at["end"]) for n, at in enumerate(row["sentences"], 1)}
    selectors = {name: node(f"evidence:{row['id']}-{name}", base) for name in spans}
    described: Properties = {
        "rdf:type": [node("biolink:TextMiningStudyResult"), node("prov:Entity")],
        "biolink:supporting_text": _text(row["text"]),
        "biolink:extraction_confidence_score": _decimal(row["score"]),
        "biolink:supporting_text_section_type": _text(row["section"]),
        "kg:sectionLabel": _text(row["label"]),
        "kg:speculated": [Literal(bool(row["speculated"]))],
        "kg:via": _text(row["via"]),
        "kg:extractor": _text(row["extractor"]),
        "kg:dose": _text(row["context_dose"]),
        **{f"kg:{said}": _text(row[said]) for said in ("verdict", "error", "note", "curator")},
        **{
            f"biolink:{biolink}_context_qualifier": [node(concept, base) for concept in row[f"context_{ours}"] or ()]
            for ours, biolink in _CONTEXTS
        },
        "prov:wasDerivedFrom": [node(row["document_id"], base)],
        "prov:wasGeneratedBy": [run],
        "oa:hasSelector": [selectors["passage"]],
        **{f"kg:{role}Selector": [selectors[role]] for role in ("subject", "object", "trigger")},
        "kg:sentenceSelector": [at for name, at in selectors.items() if name.startswith("sentence")],
    }
    yield from describe(node(f"evidence:{row['id']}", base), described, graph)
    for name, (start, end) in spans.items():
        place: Properties = {
            "rdf:type": [node("oa:TextPositionSelector")],
            "oa:start": [Literal(start)],
            "oa:end": [Literal(end)],
        }
        yield from describe(selectors[name], place, graph)


def quads(folder: GraphFolder) -> Iterator[Quad]:
    """Yield a graph folder's quads, each once; of a part of a graph, that part's.

    Raises:
        GraphFolderError: there is no graph, or a table of it is missing.
    """
    manifest, base = folder.manifest(), folder.base
    connection = folder.connect()
    try:
        yield from _dataset(manifest, base)
        yield from _run(manifest, base)
        for row in concepts(connection):
            yield from _concept(row, base)
        for row in rows(connection.execute("SELECT * EXCLUDE (text) FROM documents ORDER BY id")):
            yield from _document(row, base)
        for row in assertions(connection):
            yield from association(row, base)
        yield from _evidence(rows(connection.execute(_EVIDENCE)), node(run_id(manifest), base), base)
    finally:
        connection.close()
