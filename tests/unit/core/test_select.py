from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.core.folder import GraphFolder, rows
from kg.core.select import EVERYTHING, Filter
from tests.fixtures_graph import (
    ALDESLEUKIN,
    CYTOKINE,
    FACTOR,
    IL2,
    IL6,
    LUPUS_NEPHRITIS,
    RA,
    SLE,
    T_CELL,
    TNF,
    TREG,
    write_graph,
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_graph(tmp_path_factory.mktemp("graph")).root


def table(root: Path, name: str, chosen: Filter) -> list[dict[str, object]]:
    with GraphFolder(root, chosen).connect() as connection:
        return list(rows(connection.execute(f"SELECT * FROM {name} ORDER BY ALL")))


def ends(root: Path, chosen: Filter) -> set[tuple[object, object]]:
    return {(row["subject"], row["object"]) for row in table(root, "assertions", chosen)}


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        (Filter(about=(RA,)), {(TNF, RA)}),
        (Filter(about=(SLE, RA)), {(TNF, RA), (ALDESLEUKIN, SLE)}),
        (Filter(categories=("gene",)), {(IL6, TNF)}),
        (Filter(predicates=("treats",)), {(ALDESLEUKIN, SLE)}),
        (Filter(belief=0.8), {(IL2, TREG), (IL2, LUPUS_NEPHRITIS), (ALDESLEUKIN, SLE)}),
        (Filter(dose="low-dose"), {(IL2, TREG), (IL2, LUPUS_NEPHRITIS)}),
        (Filter(context=(SLE,)), {(IL2, TREG), (IL2, LUPUS_NEPHRITIS), (ALDESLEUKIN, SLE)}),
        (Filter(since=2020), {(IL2, TREG), (ALDESLEUKIN, SLE), (FACTOR, TREG)}),
        (Filter(until=2020), {(IL2, TREG), (IL2, LUPUS_NEPHRITIS)}),
        (Filter(documents=("PMID:1",)), {(IL2, TREG), (IL2, LUPUS_NEPHRITIS)}),
        (Filter(documents=("PMID:1",), negated=False), {(IL2, TREG)}),
        (Filter(about=(IL6,), asserted=True), {(IL6, LUPUS_NEPHRITIS), (IL6, TREG)}),
        (Filter(about=(TREG,), grounded=True), {(IL2, TREG), (IL6, TREG)}),
        (Filter(about=("MONDO:0",)), set()),
    ],
)  # fmt: skip
def test_each_field_narrows(root: Path, chosen: Filter, left: set[tuple[str, str]]) -> None:
    assert ends(root, chosen) == left


def test_what_is_left_counts_what_is_left(root: Path) -> None:
    chosen = Filter(about=(TREG,), until=2020)
    (expands,) = table(root, "assertions", chosen)
    assert (expands["document_count"], expands["evidence_count"]) == (1, 1)
    assert expands["opposed_by"] == []  # the paper that says the opposite is of 2024
    (whole,) = [row for row in table(root, "assertions", EVERYTHING) if row["id"] == expands["id"]]
    assert whole["evidence_count"] == 2
    assert len(whole["opposed_by"]) == 1  # type: ignore[arg-type]
    assert whole["belief"] == expands["belief"]
    assert [row["id"] for row in table(root, "documents", chosen)] == ["PMID:1"]
    assert {row["document_id"] for row in table(root, "mentions", chosen)} == {"PMID:1"}
    (edge,) = table(root, "edges", chosen)
    assert edge["publications"] == ["PMID:1"]


def test_evidence_that_a_curator_judged_wrong_keeps_no_assertion(tmp_path: Path) -> None:
    judged = {
        "IL-2 expanded Tregs.": ("wrong", "no_relation", "", ""),
        "Aldesleukin treats SLE.": ("wrong", "", "", ""),
    }
    root = write_graph(tmp_path, judged).root
    assert (IL2, TREG) not in ends(root, Filter(documents=("DOI:10.1000/xyz<2>",)))
    assert (IL2, TREG) in ends(root, Filter(documents=("PMID:1", "DOI:10.1000/xyz<2>")))
    # what is rejected stays, as rejected
    (rejected,) = table(root, "assertions", Filter(about=(SLE,)))
    assert (rejected["rejected"], rejected["judged_wrong"]) == (True, 1)


def test_concepts_left_are_those_spoken_of_and_all_above_them(root: Path) -> None:
    left = {row["id"] for row in table(root, "concepts", Filter(documents=("PMID:1",), negated=False))}
    assert left == {IL2, CYTOKINE, TREG, T_CELL, SLE, "NCBITaxon:9606", LUPUS_NEPHRITIS}


def test_the_manifest_counts_the_part_and_says_which_it_is(root: Path) -> None:
    manifest = GraphFolder(root, Filter(about=(RA,), belief=0.2)).manifest()
    assert manifest["selection"] == {"about": [RA], "belief": 0.2}
    assert manifest["counts"] == {"documents": 1, "mentions": 10, "concepts": 9, "assertions": 1, "evidence": 1}
    assert "selection" not in GraphFolder(root).manifest()


def test_a_filter_is_true_where_it_narrows() -> None:
    assert not EVERYTHING
    assert Filter(negated=False)
    assert Filter(negated=False).told() == {"negated": False}


def _some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    return Filter(
        about=draw(_some([IL2, TREG, SLE, "X:1"])),
        context=draw(_some([SLE, "NCBITaxon:9606"])),
        categories=draw(_some(["gene", "cell_type", "disease"])),
        belief=draw(st.sampled_from([0.0, 0.6, 0.8])),
        since=draw(st.sampled_from([None, 2019, 2020])),
        documents=draw(_some(["PMID:1", "sha1:00ff"])),
        negated=draw(st.booleans()),
        asserted=draw(st.booleans()),
    )


@settings(deadline=None, max_examples=40)
@given(chosen=filters())
def test_every_id_in_a_part_is_in_the_part(root: Path, chosen: Filter) -> None:
    found: dict[str, Iterator[dict[str, object]] | list[dict[str, object]]] = {
        name: table(root, name, chosen) for name in ("documents", "concepts", "assertions", "evidence", "edges")
    }
    concepts = {row["id"] for row in found["concepts"]}
    assertions = {row["id"]: row for row in found["assertions"]}
    for row in found["assertions"]:
        assert {row["subject"], row["object"]} <= concepts
        assert set(row["opposed_by"]) <= assertions.keys()  # type: ignore[call-overload]
    for row in found["evidence"]:
        assert row["assertion_id"] in assertions
        assert row["document_id"] in {document["id"] for document in found["documents"]}
    assert {row["id"] for row in found["edges"]} == assertions.keys()
    for row in found["concepts"]:
        assert set(row["parents"]) <= concepts  # type: ignore[call-overload]


def test_a_part_can_be_read_through_several_cursors(root: Path) -> None:
    with GraphFolder(root, Filter(about=(RA,))).connect() as connection:
        assert connection.cursor().execute("SELECT count(*) FROM edges").fetchone() == (1,)


def test_a_filter_in_words() -> None:
    chosen = Filter(about=(IL2, TNF), categories=("cell_type",), belief=0.6, since=2001, negated=False, asserted=True)
    told = chosen.in_words({IL2: "IL2"})
    assert told == f"IL2, {TNF}, of cell type, believed 0.6 or more, since 2001, nothing denied, asserted only"
    assert Filter(about=tuple("abcde")).in_words({}) == "a, b, c and 2 more"
    assert EVERYTHING.in_words({}) == ""
