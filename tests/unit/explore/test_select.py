from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import GraphFolderError, UnknownConcept
from kg.core.folder import GraphFolder
from kg.explore.select import select, strongest_part
from tests.fixtures_graph import ALDESLEUKIN, HUMAN, IL2, IL6, LUPUS_NEPHRITIS, SLE, TREG, write_graph


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> GraphFolder:
    return write_graph(tmp_path_factory.mktemp("graph"))


def test_growth_follows_the_strongest_edge_at_hand() -> None:
    pairs = [("a", "b"), ("x", "y"), ("b", "c"), ("c", "d"), ("a", "e")]
    assert strongest_part(pairs, 4) == ["a", "b", "c", "d"]


def test_a_part_that_is_used_up_is_followed_by_the_next() -> None:
    pairs = [("a", "b"), ("x", "y"), ("b", "c"), ("z", "z")]
    assert strongest_part(pairs, 9) == ["a", "b", "c", "x", "y", "z"]
    assert strongest_part(pairs, 1) == ["a"]
    assert strongest_part([], 3) == []


def test_without_a_focus_everything_that_fits(folder: GraphFolder) -> None:
    selection = select(folder, None, 300)
    assert len(selection.concepts) == selection.concepts_in_all == 9
    assert len(selection.assertions) == selection.assertions_in_all == 9
    assert selection.documents_in_all == 3
    ranks = [(not assertion["asserted"], -assertion["belief"]) for assertion in selection.assertions]
    assert ranks == sorted(ranks)
    assert ranks != sorted(ranks, key=lambda rank: rank[1])  # something denied is believed more than much that is not


def test_the_limit_counts_concepts_and_edges_stay_among_them(folder: GraphFolder) -> None:
    selection = select(folder, None, 3)
    ids = {concept["id"] for concept in selection.concepts}
    assert len(ids) == 3
    assert all({row["subject"], row["object"]} <= ids for row in selection.assertions)
    assert selection.concepts_in_all == 9


def test_a_focus_brings_its_neighbours_and_the_edges_among_them(folder: GraphFolder) -> None:
    selection = select(folder, TREG, 300)
    ids = [concept["id"] for concept in selection.concepts]
    assert ids[0] == selection.focus == TREG
    assert {IL2, IL6} < set(ids)
    assert not {SLE, ALDESLEUKIN, LUPUS_NEPHRITIS} & set(ids)


def test_a_gene_brings_the_neighbours_of_the_drug_that_it_is_given_as(folder: GraphFolder) -> None:
    selection = select(folder, IL2, 300)
    ids = [concept["id"] for concept in selection.concepts]
    assert ids[0] == selection.focus == IL2
    assert {TREG, LUPUS_NEPHRITIS, ALDESLEUKIN, SLE} == set(ids[1:])
    assert (ALDESLEUKIN, SLE) in {(row["subject"], row["object"]) for row in selection.assertions}
    assert {concept["id"] for concept in select(folder, ALDESLEUKIN, 300).concepts} == {ALDESLEUKIN, SLE}


def test_names_of_contexts_come_along(folder: GraphFolder) -> None:
    assert HUMAN in select(folder, TREG, 300).names


def test_evidence_and_its_papers_come_along(folder: GraphFolder) -> None:
    selection = select(folder, ALDESLEUKIN, 300)
    assert [row["text"] for row in selection.evidence] == ["Aldesleukin treats SLE."]
    assert [row["id"] for row in selection.documents] == ["sha1:00ff"]


def test_assertions_know_the_years_of_their_papers(folder: GraphFolder) -> None:
    years = {row["subject"]: row["years"] for row in select(folder, None, 300).assertions if not row["opposed_by"]}
    assert (years[IL6], years[ALDESLEUKIN]) == ([], [2024])


def test_what_an_assertion_contradicts_comes_along(folder: GraphFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.explore.select._EDGES_PER_CONCEPT", 0.2)
    directions = [(row["subject"], row["direction"]) for row in select(folder, TREG, 5).assertions]
    assert sorted(directions) == [(IL2, "decreased"), (IL2, "increased")]


def test_a_focus_that_is_not_there(folder: GraphFolder) -> None:
    with pytest.raises(UnknownConcept):
        select(folder, "CL:9999999", 300)


def test_no_graph(tmp_path: Path) -> None:
    with pytest.raises(GraphFolderError):
        select(GraphFolder(tmp_path), None, 300)
