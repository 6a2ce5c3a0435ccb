from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.core.errors import OptionError, UnknownName
from kg.discover.hypotheses import between, discover, implied, known_with, linked, rank
from kg.discover.rankings import Way
from tests.unit.discover.made import graph, said


def found(told: dict[str, Any]) -> str:
    return "".join(one["concept"]["name"] for one in told["hypotheses"])


def test_what_others_link_and_nobody_has_spoken_of_is_a_hypothesis(tmp_path: Path) -> None:
    with graph(tmp_path, said("A+B"), said("B-C"), said("C+D"), said("A+E"), said("E-C")) as connection:
        told = discover(connection, "X:A")
        (one,) = told["hypotheses"]
        assert (one["concept"], told["linked"]) == ({"id": "X:C", "name": "c", "category": "gene"}, 1)
        assert (one["links"], one["reads"], one["sign"], one["agreeing"], one["opposing"]) == (2, "along", -1, 2, 0)
        assert [way["concept"]["name"] for way in one["ways"]] == ["b", "e"]
        (first, second) = one["ways"][0]["hops"]
        assert (first["subject"], first["object"], second["subject"], second["object"]) == ("X:A", "X:B", "X:B", "X:C")
        assert first["sentence"]
        assert first["document_id"] != second["document_id"]


@pytest.mark.parametrize("more", [{}, {"negated": True}, {"speculated": True}])
@pytest.mark.parametrize("direct", ["A+C", "C-A", "A C"])
def test_what_somebody_has_said_even_if_denied_is_none(tmp_path: Path, direct: str, more: dict[str, Any]) -> None:
    with graph(tmp_path, said("A+B"), said("B+C"), said(direct, **more)) as connection:
        assert found(discover(connection, "X:A")) == ""


def test_nothing_denied_or_speculated_links(tmp_path: Path) -> None:
    papers = [said("A+B", negated=True), said("A+E", speculated=True), said("B+C"), said("E+C")]
    with graph(tmp_path, *papers) as connection:
        assert found(discover(connection, "X:A")) == ""


def test_one_paper_alone_links_nothing(tmp_path: Path) -> None:
    with graph(tmp_path, said("A+B", "B+C")) as connection:
        assert found(discover(connection, "X:A")) == ""
    with graph(tmp_path / "more", said("A+B", "B+C"), said("B+C")) as connection:
        assert found(discover(connection, "X:A")) == "c"


@pytest.mark.parametrize(
    ("parents", "direct"),
    [
        ({"C": "G"}, "A+G"),  # said of the group that C is directly a kind of
        ({"K": "C"}, "A+K"),  # … of a kind of C
        ({"K": "L", "L": "C"}, "A+K"),  # … of a kind of a kind
        ({"A": "G"}, "G+C"),  # of what A is directly a kind of
        ({"K": "A"}, "C-K"),  # of a kind of A
        ({"C": "A"}, "A+Z"),  # C is itself a kind of A
        ({"A": "C"}, "A+Z"),  # … or its group
        ({"A": "G", "G": "C"}, "A+Z"),
    ],
)
def test_what_is_said_of_kinds_and_groups_is_no_news(tmp_path: Path, parents: dict[str, str], direct: str) -> None:
    papers = [said("A+B"), said("B+C")]
    with graph(tmp_path / "with", *papers, said(direct), parents=parents) as connection:
        assert "c" not in found(discover(connection, "X:A"))
        assert "X:C" in known_with(connection, "X:A")
    with graph(tmp_path / "without", *papers, said("Y+Z")) as connection:
        assert found(discover(connection, "X:A")) == "c"


def test_siblings_and_far_groups_are_news(tmp_path: Path) -> None:
    papers = [said("A+B"), said("B+C"), said("A+S"), said("A+F")]
    with graph(tmp_path, *papers, parents={"C": "G", "S": "G", "G": "F"}) as connection:
        assert found(discover(connection, "X:A")) == "c"


def test_what_is_known_may_be_asked_of_more_than_the_steps(tmp_path: Path) -> None:
    papers = [said("A+B"), said("B+C")]
    with graph(tmp_path / "part", *papers) as part, graph(tmp_path / "all", *papers, said("A+C")) as whole:
        assert found(discover(part, "X:A")) == "c"
        assert found(discover(part, "X:A", whole)) == ""


def test_what_is_said_of_a_concept_by_another_name_is_no_news(tmp_path: Path) -> None:
    with graph(tmp_path, said("A+B"), said("B-C"), said("M C")) as connection:
        assert found(discover(connection, "X:A")) == "c"
        assert found(discover(connection, "X:A", also=["X:M"])) == ""
        assert [one["subject"] for one in between(connection, "X:A", "X:C", also=["X:M"])["direct"]] == ["X:M"]


def test_categories_narrow_what_is_found_and_what_links(tmp_path: Path) -> None:
    papers = [said("A+B"), said("B+C"), said("A+D"), said("D+E")]
    with graph(tmp_path, *papers, categories={"C": "disease", "B": "cell_type"}) as connection:
        assert found(discover(connection, "X:A")) == "ce"
        assert found(discover(connection, "X:A", categories=["disease"])) == "c"
        assert found(discover(connection, "X:A", through=["gene"])) == "e"
        assert found(discover(connection, "X:A", categories=["drug"])) == ""


def test_rankings_put_in_order_and_the_limit_cuts(tmp_path: Path) -> None:
    hub = [said(f"H+{letter}") for letter in "IJKLMNOPQ"]
    with graph(tmp_path, said("A+B"), said("B+C"), said("A+H"), *hub) as connection:
        told = discover(connection, "X:A", limit=1)
        assert (found(told), told["linked"]) == ("c", 10)
        assert len(discover(connection, "X:A", ranking="shared", limit=99)["hypotheses"]) == 10
        with pytest.raises(UnknownName, match="did you mean 'shared'"):
            discover(connection, "X:A", ranking="shard")
        with pytest.raises(UnknownName):
            rank(linked(connection, "X:A"), "best")


def test_the_same_graph_gives_the_same_answer(tmp_path: Path) -> None:
    papers = [said("A+B", pmid="1"), said("B+C", "B+D", pmid="2"), said("A+E", pmid="3"), said("E+C", pmid="4")]
    told = []
    for name, order in (("one", papers), ("two", papers[::-1])):
        with graph(tmp_path / name, *order) as connection:
            told.append(json.dumps(discover(connection, "X:A"), sort_keys=True))
    assert told[0] == told[1]


def test_what_links_two_concepts_whether_or_not_they_are_spoken_of_together(tmp_path: Path) -> None:
    papers = [said("A+B"), said("B+C"), said("D-A"), said("D+C")]
    with graph(tmp_path / "apart", *papers) as connection:
        told = between(connection, "X:A", "X:C")
        assert told["direct"] == []
        assert [way["concept"]["name"] for way in told["hypotheses"][0]["ways"]] == ["b", "d"]
        assert told["hypotheses"][0]["named_together"] == 0
        assert len(between(connection, "X:A", "X:C", limit=1)["hypotheses"][0]["ways"]) == 1
        assert between(connection, "X:A", "X:Z")["hypotheses"] == []
        assert between(connection, "X:A", "X:C", through=["drug"])["hypotheses"] == []
        with pytest.raises(OptionError, match="name two"):
            between(connection, "X:A", "X:A")
    with graph(tmp_path / "together", *papers, said("C-A", negated=True)) as connection:
        told = between(connection, "X:A", "X:C")
        assert [(one["subject"], one["negated"]) for one in told["direct"]] == [("X:C", True)]
        assert told["hypotheses"][0]["named_together"] == 1
        assert told["linked"] == 1


@pytest.mark.parametrize(
    ("ways", "expected"),
    [
        ([], ("together", 0, 0, 0)),
        ([Way("B", 0.9, 0.9, 2)], ("together", 0, 0, 0)),
        ([Way("B", 0.9, 0.9, 2, together=-1, along=-1), Way("D", 0.9, 0.9, 2, together=1)], ("along", -1, 1, 0)),
        ([Way("B", 0.9, 0.9, 2, together=1, against=1)], ("against", 1, 1, 0)),
        ([Way("B", 0.9, 0.9, 9, along=1), Way("D", 0.9, 0.9, 3, along=-1)], ("along", -1, 1, 1)),
        ([Way("B", 0.9, 0.9, 3, along=1), Way("D", 0.9, 0.9, 3, along=-1)], ("along", 0, 0, 2)),
    ],
)
def test_the_sign_implied_is_the_weightier_sides(ways: list[Way], expected: tuple[str, int, int, int]) -> None:
    assert implied(ways) == expected


@settings(max_examples=15, deadline=None)
@given(
    st.sets(
        st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("ABCDEF")).filter(lambda pair: pair[0] != pair[1]),
        min_size=1,
        max_size=12,
    )
)
def test_hypotheses_are_those_of_brute_force_and_every_hop_has_its_sentence(steps: set[tuple[str, str]]) -> None:
    papers = [said(f"{one}+{other}") for one, other in sorted(steps)]
    with TemporaryDirectory() as place, graph(Path(place), *papers) as connection:
        told = discover(connection, "X:A", limit=99)
        texts = dict(connection.execute("SELECT id, text FROM documents").fetchall())
    beside = {one: {a if b == one else b for a, b in steps if one in (a, b)} for one in "ABCDEF"}
    links = {one: beside["A"] & beside[one] for one in "BCDEF" if one not in beside["A"]}
    assert {one["concept"]["name"].upper(): one["links"] for one in told["hypotheses"]} == {
        one: len(ways) for one, ways in links.items() if ways
    }
    for one in told["hypotheses"]:
        for way in one["ways"]:
            ends = [{hop["subject"], hop["object"]} for hop in way["hops"]]
            assert ends == [{"X:A", way["concept"]["id"]}, {way["concept"]["id"], one["concept"]["id"]}]
            for hop in way["hops"]:
                assert texts[hop["document_id"]][hop["start"] : hop["end"]] == hop["sentence"]


def test_what_holds_both_ways_gives_a_hypothesis_no_direction(tmp_path: Path) -> None:
    with graph(tmp_path, said("A+B"), said("B C", predicate="positively_correlated_with")) as connection:
        (one,) = discover(connection, "X:A")["hypotheses"]
    assert (one["reads"], one["sign"], one["ways"][0]["sign"]) == ("together", 1, 1)
