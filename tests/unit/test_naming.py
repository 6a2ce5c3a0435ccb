from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.core.errors import OptionError, UnknownConcept, UnknownDocument, UnknownName
from kg.core.select import EVERYTHING, Filter
from kg.graph import Graph
from kg.naming import Naming, Wanted
from tests.fixtures_graph import IL2, LUPUS_NEPHRITIS, SLE, T_CELL, TREG, write_graph


@pytest.fixture(scope="module")
def naming(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Naming]:
    with write_graph(tmp_path_factory.mktemp("graph")).connect() as connection:
        yield Naming(connection)


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ({}, EVERYTHING),
        ({"about": "interleukin-2"}, Filter(about=(IL2,))),
        ({"about": ["IL-2", "T cell"], "below": True}, Filter(about=(IL2, T_CELL, TREG))),
        ({"context": ["SLE", "low dose"]}, Filter(context=(SLE, LUPUS_NEPHRITIS), dose="low-dose")),
        ({"category": "gene", "predicate": ["treats"]}, Filter(categories=("gene",), predicates=("treats",))),
        ({"document": ["1", "10.1000/xyz<2>"]}, Filter(documents=("PMID:1", "DOI:10.1000/xyz<2>"))),
        ({"min_belief": 0.5, "since": 2000, "until": 2020}, Filter(belief=0.5, since=2000, until=2020)),
        ({"negated": False}, Filter(negated=False)),
        ({"asserted_only": True, "grounded_only": True}, Filter(asserted=True, grounded=True)),
    ],
)  # fmt: skip
def test_words_become_a_filter(naming: Naming, wanted: Wanted, chosen: Filter) -> None:
    found = naming.filter(**wanted)
    assert set(found.context) == set(chosen.context)
    assert found == Filter(**{**{name: getattr(chosen, name) for name in Filter.__slots__}, "context": found.context})


@pytest.mark.parametrize(
    ("wanted", "error", "told"),
    [
        ({"about": "interleukin-99"}, UnknownConcept, "did you mean"),
        ({"context": "Mars"}, UnknownConcept, "Mars"),
        ({"category": "genes"}, UnknownName, "did you mean 'gene'"),
        ({"predicate": "treat"}, UnknownName, "did you mean 'treats'"),
        ({"document": "PMID:99"}, UnknownDocument, "PMID:99"),
        ({"below": True}, OptionError, "kinds of what"),
        ({"context": ["low-dose", "high-dose"]}, OptionError, "one class of dose"),
    ],
)
def test_what_means_nothing_is_told(naming: Naming, wanted: Wanted, error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told):
        naming.filter(**wanted)


def test_a_part_of_a_graph_reads_as_a_graph_does(tmp_path: Path) -> None:
    with kg.open(write_graph(tmp_path).root) as graph, graph.select(about="SLE") as part:
        assert isinstance(part, Graph)
        assert part.counts["assertions"] == 1
        assert part.to_networkx().number_of_edges() == 1
        assert part.to_arrow("edges").num_rows == 1
        asked = "SELECT ?a WHERE { ?a a biolink:Association }"
        assert len(list(part.query(asked))) == 1
        assert len(list(graph.query(asked))) == graph.counts["assertions"]
        with pytest.raises(OptionError, match="part of a graph already"):
            part.select(about="IL-2")


def test_a_misspelt_option_does_not_give_the_whole_graph(naming: Naming) -> None:
    with pytest.raises(TypeError, match="'abuot'; known are about"):
        naming.filter(abuot="IL-2")  # type: ignore[call-arg]
    with pytest.raises(OptionError, match="since takes a year"):
        naming.filter(since="x")  # type: ignore[arg-type]


def test_what_resembles_all_of_a_name_is_told_before_a_part_of_it(naming: Naming) -> None:
    with pytest.raises(UnknownConcept) as told:
        naming.concept("lupsu nephritis")
    assert told.value.suggestions[0] == "lupus nephritis"
