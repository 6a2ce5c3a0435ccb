"""`kg check` finds in broken graphs exactly what pySHACL finds in them, and its facts are Biolink's."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store
from rdflib import SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.check.shacl import Constraint, constraints
from kg.core.paths import data_folder
from tests.integration.test_shapes import BREAKING, CASES, NAMESPACES, local, shapes, small
from tests.recipes.biolink import MODEL, lines

__all__ = ["shapes", "small"]  # fixtures

BLANK = "a blank node"
Violation = tuple[str, str, str]  # what the shape says, the kind of constraint, the node that breaks it


@pytest.fixture(scope="module")
def asked() -> list[Constraint]:
    return constraints(data_folder("ontologies") / "shapes.ttl")


def by_pyshacl(graph: Graph, shapes: Graph) -> set[Violation]:
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes)
    assert isinstance(report, Graph)
    found = set()
    for one in report.objects(None, SH.result):
        component = local(report.value(one, SH.sourceConstraintComponent))
        # The constraints in SPARQL are asked once for the graph; their value is what breaks them
        node = report.value(one, SH.value if component == "SPARQL" else SH.focusNode)
        found.add((str(report.value(one, SH.resultMessage)), component, name(node)))
    return without_blank(found)


def name(node: Node | None) -> str:
    return BLANK if isinstance(node, BNode) else str(node)


def without_blank(found: set[Violation]) -> set[Violation]:
    """Leave out what STR of a blank node comes to: an error in SPARQL, its label in rdflib."""
    return {(says, component, node) for says, component, node in found if (component, node) != ("SPARQL", BLANK)}


def by_queries(graph: Graph, asked: list[Constraint]) -> set[Violation]:
    store = Store()
    store.load(graph.serialize(format="nt").encode(), format=RdfFormat.N_TRIPLES)
    found = set()
    for one in asked:
        for row in store.query(one.query, use_default_graph_as_union=True):  # type: ignore[union-attr]
            focus = row["value"] if one.component == "SPARQL" else row["this"]
            found.add((one.says, one.component, BLANK if str(focus).startswith("_:") else focus.value))
    return without_blank(found)


@pytest.mark.parametrize("number", range(len(BREAKING)))
def test_both_find_the_same_where_all_nodes_are_broken(
    small: Graph, shapes: Graph, asked: list[Constraint], number: int
) -> None:
    graph = Graph() + small
    BREAKING[number](graph, shapes)
    found = by_queries(graph, asked)
    assert found
    assert found == by_pyshacl(graph, shapes)


def test_both_find_the_same_where_the_whole_is_broken(small: Graph, shapes: Graph, asked: list[Constraint]) -> None:
    assert by_queries(small, asked) == by_pyshacl(small, shapes) == set()
    together = Graph() + small
    for _, update in CASES:
        together.update(update, initNs=NAMESPACES)
    assert by_queries(together, asked) == by_pyshacl(together, shapes)


@pytest.mark.parametrize(("message", "update"), CASES)
def test_each_rule_for_the_whole_is_found_in_the_store(
    small: Graph, asked: list[Constraint], message: str, update: str
) -> None:
    graph = Graph() + small
    graph.update(update, initNs=NAMESPACES)
    assert (message, "SPARQL") in {(says, component) for says, component, _ in by_queries(graph, asked)}


CHANGES = st.tuples(st.integers(0, 10**6), st.sampled_from(["drop", "swap", "word", "number", "twice"]))


# A failing example is not shrunk: pySHACL takes a second for each
@settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(changes=st.lists(CHANGES, min_size=1, max_size=12))
def test_both_find_the_same_in_any_damaged_graph(
    small: Graph, shapes: Graph, asked: list[Constraint], changes: list[tuple[int, str]]
) -> None:
    graph = Graph() + small
    triples = sorted(small)
    for number, kind in changes:
        s, p, o = triples[number % len(triples)]
        other = triples[(number * 7 + 1) % len(triples)][2]
        if kind != "twice":
            graph.remove((s, p, o))
        new = {"swap": other, "word": Literal("a word"), "number": Literal(7), "twice": URIRef("urn:another")}.get(kind)
        if new is not None:
            graph.add((s, p, new))
    assert by_queries(graph, asked) == by_pyshacl(graph, shapes)


@pytest.mark.shared
def test_domains_and_ranges_are_biolinks(shared: Path) -> None:
    assert MODEL.is_relative_to(shared)
    assert (data_folder("ontologies") / "biolink.tsv").read_text(encoding="utf-8").splitlines() == lines()
