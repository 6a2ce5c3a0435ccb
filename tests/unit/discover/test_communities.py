from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from kg.discover.communities import communities
from tests.unit.discover.made import graph, said, write

# Two triangles and what ties them, a pair apart
TWO = [said("A+B", "B+C", "C+A", score=0.9), said("D+E", "E+F", "F-D", "D+G"), said("C+D", score=0.3), said("X+Y")]


def test_two_circles_are_two_communities_named_by_their_strongest(tmp_path: Path) -> None:
    with graph(tmp_path, *TWO, categories={"D": "disease"}) as connection:
        found = communities(connection)
        assert [{one["name"] for one in part["concepts"]} for part in found] == [set("defg"), set("abc")]
        assert found[0]["name"].startswith("d, ")
        assert [(part["size"], part["inside"], part["outside"]) for part in found] == [(4, 4, 1), (3, 3, 1)]
        assert found[0]["categories"] == {"gene": 3, "disease": 1}
        strengths = [one["strength"] for one in found[0]["concepts"]]
        assert strengths == sorted(strengths, reverse=True)
        assert len(communities(connection, limit=1)) == 1


def test_a_graph_without_any_has_none(tmp_path: Path) -> None:
    with graph(tmp_path, said("A+B"), said("C+D", speculated=True)) as connection:
        assert communities(connection) == []


def test_every_process_finds_the_same(tmp_path: Path) -> None:
    ring = [said(*(f"{a}+{b}" for a, b in zip("ABCDEFGHIJKLMNOPQRST", "BCDEFGHIJKLMNOPQRSTA", strict=True)))]
    root = write(tmp_path, *ring)
    code = f"import kg, json; print(json.dumps(kg.open({str(root)!r}).communities()))"
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, **paths()},
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1


def paths() -> dict[str, str]:
    return {"PYTHONPATH": str(Path(__file__).resolve().parents[3])}
