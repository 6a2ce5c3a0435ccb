from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations

from kg.explore.communities import LARGEST, communities


def cliques(sizes: list[int]) -> tuple[int, dict[tuple[int, int], float]]:
    """Groups of concepts all tied to one another, each weakly to the next group."""
    ties: dict[tuple[int, int], float] = {}
    first = 0
    for size in sizes:
        ties |= dict.fromkeys(combinations(range(first, first + size), 2), 1.0)
        if first:
            ties[first - 1, first] = 0.01
        first += size
    return first, ties


def test_what_hangs_together_is_a_community_the_largest_first() -> None:
    large, small = communities(*cliques([6, 9, 3]))
    assert large == [list(range(6, 15)), list(range(6))]
    assert small == [[15, 16, 17]]


def test_every_concept_is_in_one() -> None:
    large, small = communities(5, {(0, 1): 0.9, (2, 2): 0.5})
    assert large == []
    assert sorted(one for part in small for one in part) == [0, 1, 2, 3, 4]


def test_one_that_is_too_large_is_divided_where_it_has_parts() -> None:
    count, ties = cliques([20] * 30)
    joined = ties | {(first, first + 20): 3.0 for first in range(0, count - 20, 20)}
    large, _ = communities(count, joined)
    assert max(map(len, large)) <= LARGEST
    assert sum(map(len, large)) == count


def test_a_hub_and_what_hangs_on_it_stay_together() -> None:
    large, small = communities(LARGEST + 50, {(0, one): 0.5 for one in range(1, LARGEST + 50)})
    assert sum(map(len, [*large, *small])) == LARGEST + 50
    assert max(map(len, large)) > LARGEST


def test_every_process_finds_the_same() -> None:
    code = (
        "from tests.unit.explore.test_communities import cliques\n"
        "from kg.explore.communities import communities\nprint(communities(*cliques([7, 8, 9, 5, 30])))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1
