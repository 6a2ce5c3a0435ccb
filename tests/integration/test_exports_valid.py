"""Every export is what its readers' documented rules ask for, with harmless names and with nasty ones.

KGX: https://github.com/biolink/kgx/blob/master/specification/kgx-format.md; Neo4j: the operations manual, "Import";
nanopublications: http://nanopub.org/guidelines/working_draft/; SSSOM: https://mapping-commons.github.io/sssom/.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import rdflib
import srsly  # type: ignore[import-untyped] # comes with spaCy
from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib import Dataset, URIRef

from kg.core.folder import GraphFolder
from kg.core.prefixes import converter
from kg.export import EXPORTERS
from kg.export.network import flat, network
from kg.store.build import ensure_store
from tests.fixtures_graph import write_graph
from tests.recipes.biolink import model, words

CURIE = re.compile(r"[A-Za-z_][\w.-]*:[^\s|]+")
NP, PROV = "http://www.nanopub.org/nschema#", "http://www.w3.org/ns/prov#"


@pytest.fixture(scope="module", params=["example", "nasty"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> GraphFolder:
    """The example graph, and one whose texts break careless writers."""
    if request.param == "example":
        return GraphFolder(request.getfixturevalue("example_graph"))
    return write_graph(tmp_path_factory.mktemp("nasty") / "graph")


def exported(folder: GraphFolder, form: str, path: Path) -> Path:
    EXPORTERS[form](folder, path)
    return path


# ---- KGX

LISTS = frozenset(["category", "synonym", "xref", "provided_by", "publications", "supporting_text"])
Records = list[dict[str, Any]]


def kgx_jsonl(folder: GraphFolder, path: Path) -> dict[str, Records]:
    place = exported(folder, "kgx-jsonl", path)
    return {
        name: [json.loads(line) for line in (place / f"{name}.jsonl").read_text(encoding="utf-8").split("\n")[:-1]]
        for name in ("nodes", "edges")
    }


def kgx_tsv(folder: GraphFolder, path: Path) -> dict[str, Records]:
    """Read KGX's TSV as KGX does: no quoting, lists parted by a bar, nothing where a cell is empty."""
    place, found = exported(folder, "kgx-tsv", path), {}
    for name in ("nodes", "edges"):
        header, *lines = (
            line.split("\t") for line in (place / f"{name}.tsv").read_text(encoding="utf-8").split("\n")[:-1]
        )
        assert len(set(header)) == len(header)
        assert {len(line) for line in lines} == {len(header)}
        rows = [{key: cell for key, cell in zip(header, line, strict=True) if cell} for line in lines]
        found[name] = [{key: cell.split("|") if key in LISTS else cell for key, cell in row.items()} for row in rows]
    return found


@pytest.mark.parametrize("read", [kgx_tsv, kgx_jsonl])
def test_kgx_records_are_complete_and_refer_to_one_another(folder: GraphFolder, tmp_path: Path, read: Any) -> None:
    found = read(folder, tmp_path / "kgx")
    nodes, edges = found["nodes"], found["edges"]
    ids = [node["id"] for node in nodes]
    assert len(ids) == len(set(ids))
    assert len({edge["id"] for edge in edges}) == len(edges)
    for node in nodes:
        assert {"id", "category", "name"} <= node.keys()
        assert CURIE.fullmatch(node["id"])
        assert all(re.fullmatch(r"biolink:[A-Z][A-Za-z]+", one) for one in node["category"])
        assert node["id"].split(":")[0] in {*converter().bimap, "text"}
        assert all(CURIE.fullmatch(one) for one in [*node.get("xref", []), node.get("in_taxon", "NCBITaxon:1")])
        assert re.fullmatch(r"(https?|urn):\S+", node["iri"])
    for edge in edges:
        wanted = {"id", "subject", "predicate", "object", "category", "knowledge_level", "agent_type", "publications"}
        assert wanted <= edge.keys()
        assert {edge["subject"], edge["object"]} <= set(ids)
        assert all(CURIE.fullmatch(edge[key]) for key in ("id", "primary_knowledge_source"))
        assert re.fullmatch(r"biolink:[a-z_]+", edge["predicate"])
        assert all(CURIE.fullmatch(one) for one in edge["publications"])
        assert 0 <= float(edge["has_confidence_score"]) <= 1
        assert str(edge["negated"]).lower() in ("true", "false")
    for record in (*nodes, *edges):
        assert all(isinstance(value, list) == (key in LISTS) for key, value in record.items())


@pytest.mark.shared
def test_kgx_says_nothing_that_biolink_does_not_know(folder: GraphFolder, tmp_path: Path, shared: Path) -> None:
    found, biolink = kgx_jsonl(folder, tmp_path / "kgx"), model()
    slots, enums = biolink["slots"], biolink["enums"]
    for record in (*found["nodes"], *found["edges"]):
        for key, value in record.items():
            slot = slots.get(key.replace("_", " "))
            assert slot is not None or key in ("speculated", "rejected"), key
            kind = (slot or {}).get("range")
            if kind in enums:
                assert value in enums[kind]["permissible_values"]
            if kind == "boolean":
                assert isinstance(value, bool)
            if kind == "float":
                assert isinstance(value, float)
            if slot:
                assert bool(slot.get("multivalued")) == isinstance(value, list), key
        for one in record["category"]:
            assert words(one.removeprefix("biolink:")) in biolink["classes"]
    predicates = {edge["predicate"] for edge in found["edges"]} | {"biolink:causes"}
    assert all(one.removeprefix("biolink:").replace("_", " ") in slots for one in predicates)


# ---- Neo4j

TYPES = frozenset(["int", "long", "float", "double", "boolean", "byte", "short", "char", "string"])
READ: Mapping[str, Any] = {"long": int, "double": float, "boolean": {"true": True, "false": False}.__getitem__}


def neo4j(path: Path) -> Iterator[dict[str, Any]]:
    """Read a file as neo4j-admin does: header with types, arrays parted by a semicolon, one record a line."""
    text = path.read_text(encoding="utf-8")
    assert "\r" not in text
    records = list(csv.reader(text.split("\n")[:-1], strict=True))
    assert len(records) == text.count("\n")  # no field goes over a line end, which needs --multiline-fields
    header = [field.partition(":")[::2] for field in records[0]]
    assert len({name or kind for name, kind in header}) == len(header)
    for name, kind in header:
        assert kind.removesuffix("[]") in TYPES | {"", "ID", "LABEL", "TYPE", "START_ID", "END_ID"}
        assert name or kind in ("LABEL", "TYPE", "START_ID", "END_ID")
    for record in records[1:]:
        row: dict[str, Any] = {}
        for (name, kind), cell in zip(header, record, strict=True):
            one = READ.get(kind.removesuffix("[]"), str)
            listed = kind.endswith("[]") or kind == "LABEL"
            row[name or kind] = [one(part) for part in cell.split(";") if part] if listed else one(cell)
        yield row


def test_neo4j_files_can_be_imported(folder: GraphFolder, tmp_path: Path) -> None:
    place = exported(folder, "neo4j", tmp_path / "neo4j")
    nodes, edges = (list(neo4j(place / f"{name}.csv")) for name in ("nodes", "relationships"))
    graph = network(folder)
    ids = Counter(node["id"] for node in nodes)
    assert set(ids) == set(graph)
    assert set(ids.values()) == {1}
    assert all(re.fullmatch(r"\w+", label) for node in nodes for label in node["LABEL"])
    assert all(node["LABEL"] for node in nodes)
    for edge in edges:
        assert re.fullmatch(r"\w+", edge["TYPE"])
        data = graph.edges[edge["START_ID"], edge["END_ID"], edge["id"]]
        assert (edge["negated"], edge["belief"], edge["documents"]) == (
            data["negated"],
            data["belief"],
            data["document_count"],
        )
        assert edge["publications"] == [paper.replace(";", ",") for paper in data["publications"]]
    assert len(edges) == graph.number_of_edges()


# ---- networkx's formats


def attributes(graph: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    return dict(graph.nodes(data=True)), {key: (a, b, data) for a, b, key, data in graph.edges(keys=True, data=True)}


def test_graphml_reads_back_with_every_attribute(folder: GraphFolder, tmp_path: Path) -> None:
    read = nx.read_graphml(exported(folder, "graphml", tmp_path / "x.graphml"), force_multigraph=True)
    assert attributes(read) == attributes(flat(network(folder)))


def test_gexf_reads_back_with_every_attribute(folder: GraphFolder, tmp_path: Path) -> None:
    read = nx.read_gexf(exported(folder, "gexf", tmp_path / "x.gexf"), version="1.2draft")
    again: Any = nx.MultiDiGraph()
    again.add_nodes_from(read.nodes(data=True))
    for subject, target, data in read.edges(data=True):
        again.add_edge(subject, target, key=data.pop("id"), **data)
    assert attributes(again) == attributes(flat(network(folder)))


def test_cytoscape_elements_are_as_its_json_has_them(folder: GraphFolder, tmp_path: Path) -> None:
    found = json.loads(exported(folder, "cytoscape", tmp_path / "x.cyjs").read_text(encoding="utf-8"))
    nodes, edges = found["elements"]["nodes"], found["elements"]["edges"]
    graph = network(folder)
    assert {one["data"]["id"] for one in nodes} == set(graph)
    ids = [one["data"]["id"] for one in (*nodes, *edges)]
    assert all(isinstance(one, str) and one for one in ids)
    assert len(ids) == len(set(ids)) == graph.number_of_nodes() + graph.number_of_edges()
    for edge in edges:
        assert {edge["data"]["source"], edge["data"]["target"]} <= set(graph)
    scalar = (str, int, float, bool, list, type(None))
    assert all(isinstance(value, scalar) for one in (*nodes, *edges) for value in one["data"].values())


# ---- RDF


def test_turtle_and_json_ld_read_back_in_rdflib(folder: GraphFolder, tmp_path: Path) -> None:
    store = ensure_store(folder)
    turtle = rdflib.Graph().parse(exported(folder, "turtle", tmp_path / "x.ttl"), format="turtle")
    assert len(turtle) == len({quad.triple for quad in store})
    jsonld = Dataset()
    jsonld.parse(exported(folder, "jsonld", tmp_path / "x.jsonld"), format="json-ld")
    assert len(list(jsonld.quads())) == len(store)


# ---- nanopublications


def nanopublications(path: Path) -> dict[str, list[Any]]:
    """Return the quads of each nanopublication by its IRI; every quad is in a graph, and every graph in one of them."""
    found, parts = defaultdict(list), {}
    every = list(parse(path=str(path), format=RdfFormat.TRIG))
    for quad in every:
        if quad.predicate.value.startswith(f"{NP}has") or quad.object == NamedNode(f"{NP}Nanopublication"):
            parts[quad.graph_name] = quad.subject.value
            if quad.predicate.value.startswith(NP):
                parts[quad.object] = quad.subject.value
    for quad in every:
        found[parts[quad.graph_name]].append(quad)
    return found


def test_nanopublications_have_the_structure_of_the_guidelines(folder: GraphFolder, tmp_path: Path) -> None:
    found = nanopublications(exported(folder, "nanopub", tmp_path / "x.trig"))
    asserted = {quad.subject.value for quad in ensure_store(folder).quads_for_pattern(None, None, None)}  # type: ignore[union-attr]
    assert found
    for this, quads in found.items():
        graphs = {quad.graph_name for quad in quads}
        stated = {quad.predicate.value: quad for quad in quads if quad.predicate.value.startswith(NP)}
        assert stated.keys() == {f"{NP}has{part}" for part in ("Assertion", "Provenance", "PublicationInfo")}
        body, provenance, info = (
            stated[f"{NP}has{part}"].object for part in ("Assertion", "Provenance", "PublicationInfo")
        )
        (head,) = {quad.graph_name for quad in stated.values()}
        assert len({NamedNode(this), head, body, provenance, info}) == 5
        assert graphs == {head, body, provenance, info}
        assert sum(quad.object == NamedNode(f"{NP}Nanopublication") for quad in quads) == 1
        assert any(quad.subject == body for quad in quads if quad.graph_name == provenance)
        said = {(quad.subject, quad.predicate.value) for quad in quads if quad.graph_name == info}
        assert (NamedNode(this), f"{PROV}wasAttributedTo") in said
        assert any(quad.subject.value in asserted for quad in quads if quad.graph_name == body)


def test_the_nanopub_library_finds_them_valid(folder: GraphFolder, tmp_path: Path) -> None:
    nanopub = pytest.importorskip("nanopub", reason="the library nanopub is not installed: pip install nanopub")
    found = nanopublications(exported(folder, "nanopub", tmp_path / "x.trig"))
    for quads in list(found.values())[:20]:
        graph = rdflib.ConjunctiveGraph()
        for quad in quads:
            context = graph.get_context(URIRef(quad.graph_name.value))
            context.parse(data=f"{quad.subject} {quad.predicate} {quad.object} .", format="nt")
        assert nanopub.Nanopub(rdf=graph).is_valid


# ---- SSSOM


def test_sssom_declares_its_prefixes_and_has_the_columns_it_must(folder: GraphFolder, tmp_path: Path) -> None:
    lines = exported(folder, "sssom", tmp_path / "x.sssom.tsv").read_text(encoding="utf-8").split("\n")[:-1]
    head = [line.removeprefix("#") for line in lines if line.startswith("#")]
    slots = srsly.yaml_loads("\n".join(head))
    declared = slots["curie_map"]
    assert all(re.fullmatch(r"(https?|urn):\S*", one) for one in (slots["mapping_set_id"], *declared.values()))
    assert re.fullmatch(r"https?:\S+", slots["license"])
    columns, *rows = (line.split("\t") for line in lines[len(head) :])
    assert {"subject_id", "predicate_id", "object_id", "mapping_justification"} <= set(columns)
    assert rows
    for row in rows:
        mapping = dict(zip(columns, row, strict=True))
        for key in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
            assert CURIE.fullmatch(mapping[key])
            assert mapping[key].split(":")[0] in declared
