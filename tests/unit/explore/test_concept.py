from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kg.explore.concept import contexts, ids, span
from kg.explore.shelf import Shelf
from tests.fixtures_graph import ALDESLEUKIN, FACTOR, IL2, IL6, LUPUS_NEPHRITIS, SLE, T_CELL, TREG, write_graph


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with Shelf(write_graph(tmp_path_factory.mktemp("graph"))) as opened:
        yield opened


def said(shelf: Shelf, concept_id: str) -> dict[str, Any]:
    ((found, context),) = contexts(shelf, [concept_id])
    assert found == concept_id
    return context


def groups(context: dict[str, Any]) -> dict[str, set[tuple[str, str]]]:
    return {
        group["title"]: {(line["subject"], line["object"]) for line in group["lines"]} for group in context["groups"]
    }


def test_every_concept_has_a_page(shelf: Shelf) -> None:
    assert len(ids(shelf)) == 12
    assert [one for one, _ in contexts(shelf, ids(shelf))] == ids(shelf)


def test_what_is_said_is_parted_by_who_acts_and_how(shelf: Shelf) -> None:
    assert groups(said(shelf, TREG)) == {
        "What increases it": {(IL2, TREG), (FACTOR, TREG)},
        "What decreases it": {(IL2, TREG), (IL6, TREG)},
    }
    assert groups(said(shelf, IL6)) == {
        "What it increases": {(IL6, "HGNC:11892")},
        "What it decreases": {(IL6, TREG)},
        "Diseases and symptoms": {(IL6, LUPUS_NEPHRITIS)},
    }


def test_what_is_denied_stands_apart(shelf: Shelf) -> None:
    found = groups(said(shelf, IL2))
    assert found.pop("What is denied of it") == {(IL2, LUPUS_NEPHRITIS)}
    assert all((IL2, LUPUS_NEPHRITIS) not in pairs for pairs in found.values())


def test_contradictions_stand_side_by_side_once(shelf: Shelf) -> None:
    (pair,) = said(shelf, TREG)["disputed"]
    assert {pair["line"]["direction"], *(line["direction"] for line in pair["against"])} == {"increased", "decreased"}


def test_the_place_in_the_hierarchy(shelf: Shelf) -> None:
    context = said(shelf, SLE)
    assert [one["id"] for one in context["kinds"]] == [LUPUS_NEPHRITIS]
    assert context["parents"] == []
    assert [one["id"] for one in said(shelf, TREG)["parents"]] == [T_CELL]


def test_where_it_is_seen_can_be_chosen(shelf: Shelf) -> None:
    context = said(shelf, IL2)
    lines = [line for group in context["groups"] for line in group["lines"]]
    dose = context["settings"].index("low-dose")
    assert {line["object"] for line in lines if dose in line["seen"]} == {TREG, LUPUS_NEPHRITIS}
    assert any(dose not in line["seen"] for line in lines)
    assert said(shelf, T_CELL)["settings"] == []


def test_a_gene_leads_to_the_medicine_and_back(shelf: Shelf) -> None:
    assert said(shelf, IL2)["given"]["id"] == ALDESLEUKIN
    assert said(shelf, ALDESLEUKIN)["given"]["id"] == IL2
    assert said(shelf, TREG)["given"] is None


def test_ids_have_their_addresses(shelf: Shelf) -> None:
    known = dict(said(shelf, SLE)["ids"])
    assert list(known) == ["MONDO:0007915", "DOID:9074", "MESH:D008180"]
    assert known["MONDO:0007915"] == "https://purl.obolibrary.org/obo/MONDO_0007915"


def test_papers_are_those_that_name_it_most(shelf: Shelf) -> None:
    papers = said(shelf, IL2)["papers"]
    assert [paper["mentions"] for paper in papers] == sorted((paper["mentions"] for paper in papers), reverse=True)
    assert {paper["id"] for paper in papers} == {"PMID:1", "DOI:10.1000/xyz<2>", "sha1:00ff"}


def test_span_is_every_year_between() -> None:
    line = {"first_year": 2001, "last_year": 2003}
    assert span([line, {"first_year": None, "last_year": None}]) == [2001, 2002, 2003]
    assert span([]) == []


def test_what_no_ontology_has_lists_its_papers_too(shelf: Shelf) -> None:
    context = said(shelf, FACTOR)
    assert not context["concept"]["grounded"]
    assert len(context["papers"]) == context["concept"]["document_count"] > 0
