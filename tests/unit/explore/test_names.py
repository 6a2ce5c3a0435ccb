from __future__ import annotations

from pathlib import Path

from kg.core.folder import GraphFolder
from kg.explore.names import concepts, contexts, ids, papers, path_of
from kg.explore.shelf import Shelf
from tests.fixtures_graph import CYTOKINE, IL2, TREG, write_graph
from tests.unit.discover.made import said, write


def test_what_can_be_found_and_compared(tmp_path: Path) -> None:
    with Shelf(write_graph(tmp_path)) as shelf:
        found = {row[0]: row for row in concepts(shelf)}
        titles = papers(shelf)
        told = dict(contexts(shelf, ids(shelf)))
    assert CYTOKINE not in found  # nobody names it, and nothing is said of it
    assert found[IL2][1:5] == ["concept/HGNC_6001.html", "IL2", "gene", 1]
    assert "interleukin-2" in found[IL2][6]
    assert titles[0] == ["article/sha1_00ff.html", "A title with <b>tags</b>", 2024]
    assert told[IL2]["page"] == "concept/HGNC_6001.html"
    lines = {(line["other"]["id"], line["direction"]): line for line in told[TREG]["lines"]}
    assert lines[IL2, "increased"]["acts"] is False
    assert lines[IL2, "increased"]["page"].startswith("assertion/")
    assert path_of(IL2) == "data/HGNC_6001.js"


def test_what_is_compared_says_why_it_is_not_asserted(tmp_path: Path) -> None:
    wrong = ("wrong", "", "", "")
    with Shelf(write_graph(tmp_path / "a", {"IL-2 decreases regulatory T cells.": wrong})) as shelf:
        lines = {line["direction"]: line for line in dict(contexts(shelf, [IL2]))[IL2]["lines"]}
    assert (lines["increased"]["asserted"], lines["increased"]["reasons"]) == (True, [])
    assert (lines["decreased"]["asserted"], lines["decreased"]["reasons"]) == (False, ["rejected by a curator"])
    assert lines[""]["reasons"] == ["denied"]
    with Shelf(GraphFolder(write(tmp_path / "b", said("A+B", retracted=True)))) as shelf:
        (line,) = dict(contexts(shelf, ["X:A"]))["X:A"]["lines"]
    assert line["reasons"] == ["withdrawn: only retracted papers say so"]
