from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.door import Kg, told
from tests.fixtures_graph import write_graph
from tests.unit.discover.made import said, write


@pytest.fixture
def made(tmp_path: Path) -> Path:
    papers = [
        said("A+B", year=2001), said("B-C", year=2002), said("D-A", year=2003), said("D+C", year=2003),
        said("A+C", year=2010), said("C+E", "A+G", score=0.6),
    ]  # fmt: skip
    return write(tmp_path / "made", *papers, categories={"C": "disease", "E": "cell_type"})


def test_paths_are_printed_hop_by_hop(kg: Kg, made: Path) -> None:
    lines = kg("paths", made, "a", "C", "--until", "2005").out.splitlines()
    assert lines[0] == "1. a – b – c"
    assert lines[1] == "   belief 0.58 · a would decrease c"
    assert lines[2].startswith("   a increases b (abundance)  [")
    assert lines[2].endswith("]  belief 0.76 · 1 paper")
    assert lines[3].startswith("    “it does it.”  PMID:")
    both = kg("paths", made, "a", "c", "--either-way", "--until", "2005").out
    assert "a – d – c" in both
    assert "a and c would go against each other" in both


def test_a_path_that_is_not_there_says_what_may_be_tried(kg: Kg, made: Path) -> None:
    done = kg("paths", made, "e", "a")
    assert (done.code, done.out) == (
        0,
        "no path leads from e to a; --either-way goes against the direction of assertions too\n",
    )
    assert kg("paths", made, "z", "a", "--either-way").code == 1
    assert told(kg("paths", made, "e", "a", "--json")) == []


def test_a_direct_path_has_no_consequence(kg: Kg, made: Path) -> None:
    assert "would" not in kg("paths", made, "a", "b").out.splitlines()[1]


def test_hypotheses_are_printed_with_what_links_them(kg: Kg, made: Path) -> None:
    out = kg("discover", made, "a", "--until", "2005", "--category", "disease").out
    lines = out.splitlines()
    assert lines[0] == "1 concept is linked to a, and nothing is asserted of the two (ranking: adamic-adar)"
    assert lines[2].startswith("1. c  X:C  disease  score 1.")
    assert lines[2].endswith("· 2 links · no paper names both")
    assert lines[3] == "   a would decrease c: 1 of 1 signed link"
    assert lines[4] == "   it has been asserted since:"
    assert lines[5].startswith("   a increases c (abundance)")
    assert lines[6].endswith("(2010)  [" + lines[6][-11:])
    assert {"  by b", "  by d"} <= set(lines)
    assert kg("discover", made, "a", "--until", "2005", "--through", "disease").out.startswith("0 concepts are linked")


def test_what_has_been_said_since_is_no_hypothesis(kg: Kg, made: Path) -> None:
    found: Any = told(kg("discover", made, "a", "--json"))
    assert [one["concept"]["name"] for one in found["hypotheses"]] == ["e"]
    assert found["concept"]["id"] == "X:A"
    assert "since" not in found["hypotheses"][0]


def test_known_is_asked_of_the_whole_graph(kg: Kg, made: Path) -> None:
    found: Any = told(kg("discover", made, "a", "--min-belief", "0.7", "--json"))
    assert found["hypotheses"] == []  # a+c is believed less, and yet said


def test_what_links_two_concepts_is_printed(kg: Kg, made: Path) -> None:
    lines = kg("discover", made, "a", "--target", "c").out.splitlines()
    assert lines[0] == "1 assertion speaks of a and c together:"
    assert lines[1].startswith("   a increases c (abundance)")
    assert any(line.startswith("1. c  X:C  disease  ") for line in lines)
    assert kg("discover", made, "b", "--target", "g").out.startswith("no assertion speaks of b and g together\n")
    assert "nothing is asserted of both" in kg("discover", made, "e", "--target", "g").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("discover", "a", "--ranking", "best"), "no ranking is called 'best'; known: adamic-adar"),
        (("discover", "a", "--category", "diseases"), "no category is called 'diseases'; did you mean 'disease'?"),
        (("discover", "a", "--target", "a"), "what links a concept to itself? name two"),
        (("paths", "a", "a"), "both are the same here"),
        (("paths", "a", "qqq"), "no concept of this graph is called 'qqq'"),
    ],
)
def test_what_cannot_be_asked(kg: Kg, made: Path, arguments: tuple[str, ...], says: str) -> None:
    done = kg(arguments[0], made, *arguments[1:])
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    assert says in done.err


def _rows(printed: Any) -> list[dict[str, Any]]:
    return list(printed)


def test_hubs_are_a_table(kg: Kg, made: Path) -> None:
    lines = kg("analyse", "hubs", made, "--limit", "2").out.splitlines()
    assert lines[0] == "   neighbours  papers  acts  acted on"
    assert lines[1:] == [
        "a           4       4     3         1  gene",
        "c           4       4     1         3  disease",
    ]
    (row,) = _rows(told(kg("analyse", "hubs", made, "--of", "cell_type", "--by", "pagerank", "--json")))
    assert (row["name"], row["pagerank"] > 0) == ("e", True)
    assert "pagerank" in kg("analyse", "hubs", made, "--by", "pagerank").out
    assert kg("analyse", "hubs", made, "--since", "2020").out == "nothing is asserted here\n"


def test_communities_are_named(kg: Kg, made: Path) -> None:
    out = kg("analyse", "communities", made).out
    assert out.startswith("1. ")
    assert "concepts: " in out
    assert "of neighbours inside" in out
    assert kg("analyse", "communities", made, "--since", "2010").out == "no three concepts belong together here\n"


def test_years_are_a_table_with_bars(kg: Kg, made: Path) -> None:
    lines = kg("analyse", "years", made).out.splitlines()
    assert lines[0] == "year  papers  assertions  first said  concepts first met"
    assert [line[:4] for line in lines[1:5]] == ["2001", "2002", "2003", "2010"]
    assert lines[3].endswith("█" * 40)
    assert lines[5] == "1 paper says no year"
    assert any(line.startswith("  a increases c (abundance)  [") and line.endswith("2010 · 1 paper") for line in lines)
    edges: Any = told(kg("show", made, "g", "--json"))
    one = kg("analyse", "years", made, "--assertion", edges["edges"][0]["id"][:10])
    assert one.out == "none of 1 paper with evidence says its year\n"
    about = kg("analyse", "years", made, "--about", "g").out
    assert about == "none of 1 paper with evidence says its year\n"


def test_analyse_alone_says_what_there_is(kg: Kg) -> None:
    assert "communities" in kg("analyse").out


@pytest.mark.parametrize(
    ("how", "flag"),
    [
        ({"negated": True}, "denied"),
        ({"speculated": True}, "only speculated about"),
        ({"retracted": True}, "withdrawn: only retracted papers say so"),
    ],
)
def test_what_is_not_asserted_is_flagged(kg: Kg, tmp_path: Path, how: dict[str, Any], flag: str) -> None:
    papers = [said("A+B", year=2001), said("B+C", year=2001), said("A+C", year=2010, **how)]
    root = write(tmp_path / "made", *papers)
    lines = kg("discover", root, "a", "--target", "c").out.splitlines()
    assert lines[0] == "1 assertion speaks of a and c together, not asserted:"
    assert f" · {flag}" in lines[1]
    years = kg("analyse", "years", root).out.splitlines()
    (line,) = [one for one in years if "a increases c" in one]
    assert line.endswith(f"2010 · 1 paper · {flag}")


def test_what_a_curator_rejected_is_flagged(kg: Kg, tmp_path: Path) -> None:
    root = write_graph(tmp_path / "graph", {"TNF contributes to rheumatoid arthritis.": ("wrong", "", "", "")}).root
    lines = kg("discover", root, "TNF", "--target", "rheumatoid arthritis").out.splitlines()
    assert lines[0] == "1 assertion speaks of TNF and rheumatoid arthritis together, not asserted:"
    assert " · rejected by a curator" in lines[1]


def test_a_path_along_a_correlation_says_how_its_ends_go_together(kg: Kg, tmp_path: Path) -> None:
    papers = [said("A+B"), said("B C", predicate="positively_correlated_with", aspect="")]
    lines = kg("paths", write(tmp_path / "made", *papers), "a", "c").out.splitlines()
    assert lines[1].endswith(" · a and c would go together")
