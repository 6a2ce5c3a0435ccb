from __future__ import annotations

import math
from itertools import pairwise, permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.core.errors import OptionError
from kg.core.folder import GraphFolder
from kg.discover.paths import paths
from tests.fixtures_graph import IL2, LUPUS_NEPHRITIS, RA, TREG, write_graph
from tests.unit.discover.made import graph, said


def names(path: dict[str, object]) -> str:
    return "".join(concept["name"] for concept in path["concepts"])  # type: ignore[attr-defined]


def test_the_best_path_is_the_one_most_likely_to_hold(tmp_path: Path) -> None:
    papers = [said("A+B", score=0.9), said("B-C", score=0.9), said("A+D", score=0.6), said("D+C", score=0.6)]
    with graph(tmp_path, *papers) as connection:
        found = paths(connection, "X:A", "X:C")
    assert [names(path) for path in found] == ["abc", "adc"]
    assert [path["sign"] for path in found] == [-1, 1]
    best = found[0]
    assert best["belief"] == pytest.approx(math.prod(hop["belief"] for hop in best["hops"]), abs=1e-6)
    assert best["cost"] == pytest.approx(-math.log(best["belief"]), abs=1e-5)
    assert not best["backwards"]


def test_direction_is_kept_unless_told(tmp_path: Path) -> None:
    with graph(tmp_path, said("A+B"), said("C-B")) as connection:
        assert paths(connection, "X:A", "X:C") == []
        (path,) = paths(connection, "X:A", "X:C", either_way=True)
        assert [hop["backwards"] for hop in path["hops"]] == [False, True]
        assert (path["backwards"], path["reads"], path["sign"]) == (True, "together", -1)


def test_a_path_has_no_sign_where_a_hop_has_none(tmp_path: Path) -> None:
    with graph(tmp_path, said("A+B"), said("B C")) as connection:
        assert [path["sign"] for path in paths(connection, "X:A", "X:C")] == [0]


def test_what_holds_both_ways_says_of_a_path_only_how_its_ends_go_together(tmp_path: Path) -> None:
    with graph(tmp_path, said("A+B"), said("B C", predicate="positively_correlated_with"), said("B+D")) as connection:
        (mutual,), (along,) = (paths(connection, "X:A", end) for end in ("X:C", "X:D"))
    assert (mutual["reads"], mutual["sign"], mutual["backwards"]) == ("together", 1, False)
    assert (along["reads"], along["sign"]) == ("along", 1)


def test_a_hub_on_the_way_costs(tmp_path: Path) -> None:
    hub = [said(f"H+{letter}", score=0.9) for letter in "CIJKLMNOP"]
    with graph(tmp_path, said("A+H", score=0.9), *hub, said("A+B", score=0.7), said("B+C", score=0.7)) as connection:
        assert names(paths(connection, "X:A", "X:C")[0]) == "ahc"
        dear = paths(connection, "X:A", "X:C", hub_penalty=1.0)
        assert [names(path) for path in dear] == ["abc", "ahc"]
        # what a path is believed is no matter of hubs, nor does the end of all of them count
        assert dear[1]["belief"] == paths(connection, "X:A", "X:C")[0]["belief"]
        assert dear[0]["cost"] == pytest.approx(-math.log(dear[0]["belief"]) + math.log(2), abs=1e-5)


def test_nothing_denied_or_speculated_is_gone_along(tmp_path: Path) -> None:
    with GraphFolder(write_graph(tmp_path).root).connect() as connection:
        assert paths(connection, IL2, LUPUS_NEPHRITIS) == []  # denied
        assert paths(connection, IL2, RA, either_way=True) == []  # IL-6 may increase TNF
        (path,) = paths(connection, IL2, TREG)
        assert path["hops"][0]["direction"] == "increased"


def test_a_path_needs_two_ends_that_are_there(tmp_path: Path) -> None:
    with graph(tmp_path, said("A+B")) as connection:
        assert paths(connection, "X:A", "X:Z") == paths(connection, "X:A", "X:B", limit=0) == []
        with pytest.raises(OptionError, match="both are the same"):
            paths(connection, "X:A", "X:A")


Steps = dict[tuple[str, str], float]


@settings(max_examples=15, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.sampled_from("ABCDE"), st.sampled_from("ABCDE")).filter(lambda pair: pair[0] != pair[1]),
        st.sampled_from([0.5, 0.6, 0.7, 0.8, 0.9]),
        min_size=1,
        max_size=12,
    )
)
def test_paths_are_those_of_brute_force_and_every_hop_has_its_sentence(steps: Steps) -> None:
    papers = [said(f"{one}+{other}", score=score) for (one, other), score in sorted(steps.items())]
    with TemporaryDirectory() as place, graph(Path(place), *papers) as connection:
        found = paths(connection, "X:A", "X:E", limit=100)
        texts = dict(connection.execute("SELECT id, text FROM documents").fetchall())
        beliefs = {
            (subject[-1], other[-1]): belief
            for subject, other, belief in connection.execute(
                "SELECT subject, object, belief FROM assertions"
            ).fetchall()
        }
    whole = [("A", *inner, "E") for size in range(4) for inner in permutations("BCD", size)]
    possible = [path for path in whole if all(pair in steps for pair in pairwise(path))]
    best = sorted(-sum(math.log(beliefs[pair]) for pair in pairwise(path)) for path in possible)
    assert [path["cost"] for path in found] == pytest.approx(best, abs=1e-5)
    assert {names(path).upper() for path in found} == {"".join(path) for path in possible}
    for path in found:
        for hop in path["hops"]:
            assert texts[hop["document_id"]][hop["start"] : hop["end"]] == hop["sentence"]
