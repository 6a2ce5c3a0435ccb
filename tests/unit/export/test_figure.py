from __future__ import annotations

import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kg.core.errors import MissingDependency, OptionError
from kg.core.folder import GraphFolder
from kg.core.select import Filter
from kg.export.figure import write_png, write_svg
from tests.fixtures_graph import IL6, TREG, write_graph
from tests.unit.discover.made import said, write
from tests.unit.explore.hostile import write_hostile_graph
from tests.unit.explore.many import write_many


def words(path: Path) -> list[str]:
    return [one.text or "" for one in ElementTree.parse(path).iter("{http://www.w3.org/2000/svg}text")]


def test_a_figure_of_a_whole_graph(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "graph")
    assert write_svg(folder, tmp_path / "x.svg") == {"concepts": 9, "lines": 9}
    told = words(tmp_path / "x.svg")
    assert told[0] == "What 3 papers say"
    assert {"IL2", "IL6", "TNF", "regulatory T cell", "increases", "decreases", "denied", "in no ontology"} <= set(told)
    first = (tmp_path / "x.svg").read_bytes()
    write_svg(folder, tmp_path / "x.svg")
    assert (tmp_path / "x.svg").read_bytes() == first


def test_a_part_is_named_in_the_title(tmp_path: Path) -> None:
    root = write_graph(tmp_path / "graph").root
    counts = write_svg(GraphFolder(root, Filter(about=(IL6,), belief=0.5)), tmp_path / "x.svg")
    assert counts == {"concepts": 3, "lines": 2}
    assert words(tmp_path / "x.svg")[0] == "IL6, believed 0.5 or more"
    write_svg(GraphFolder(root, Filter(belief=0.5)), tmp_path / "x.svg")
    assert words(tmp_path / "x.svg")[0] == "What 3 papers say, believed 0.5 or more"


def test_too_many_concepts_are_refused_with_advice_that_helps(tmp_path: Path) -> None:
    root = write_many(tmp_path / "graph", 120).root
    with pytest.raises(
        OptionError, match=r"at most 80 concepts, these are 121: .*--min-belief 0\.\d+ leaves \d+;"
    ) as told:
        write_svg(GraphFolder(root), tmp_path / "x.svg")
    belief, leaves = str(told.value).partition("--min-belief ")[2].split(" leaves ")
    counts = write_svg(GraphFolder(root, Filter(belief=float(belief))), tmp_path / "x.svg")
    assert counts["concepts"] == int(leaves.partition(";")[0])


def test_nothing_to_draw_is_said(tmp_path: Path) -> None:
    root = write_graph(tmp_path / "graph").root
    with pytest.raises(OptionError, match="no assertion to draw"):
        write_svg(GraphFolder(root, Filter(about=(TREG,), belief=1.0)), tmp_path / "x.svg")
    assert not (tmp_path / "x.svg").exists()


def test_what_a_curator_rejected_is_left_out(tmp_path: Path) -> None:
    judged = {"TNF contributes to rheumatoid arthritis.": ("wrong", "no_relation", "", "")}
    write_svg(write_graph(tmp_path / "graph", judged), tmp_path / "x.svg")
    assert "rheumatoid arthritis" not in " ".join(words(tmp_path / "x.svg"))


def strokes(path: Path) -> list[ElementTree.Element]:
    """Return the lines between concepts, without those of the legend and of the heads."""
    drawing = ElementTree.parse(path).getroot().findall("{http://www.w3.org/2000/svg}g")[0]
    return [one for one in drawing.iter("{http://www.w3.org/2000/svg}path") if one.get("stroke-width")]


def test_what_only_retracted_papers_say_is_left_out(tmp_path: Path) -> None:
    papers = [said("A+B", retracted=True), said("A+C"), said("D B", predicate="causes", negated=True, retracted=True)]
    root = write(tmp_path / "graph", *papers)
    assert write_svg(GraphFolder(root), tmp_path / "x.svg") == {"concepts": 2, "lines": 1}
    again = [said("A+B", retracted=True), said("A+B", speculated=True)]
    write_svg(GraphFolder(write(tmp_path / "again", *again)), tmp_path / "y.svg")
    (line,) = strokes(tmp_path / "y.svg")
    assert line.get("stroke-dasharray") == "1.2 1.8"  # what is left of it is a supposition


def test_a_supposition_widens_no_plain_line(tmp_path: Path) -> None:
    plain = said("A+B", score=0.3, aspect="activity")
    supposed = [said("A+B", score=0.9, speculated=True) for _ in range(5)]
    for name, papers in (("plain", [plain]), ("both", [plain, *supposed])):
        write_svg(GraphFolder(write(tmp_path / name, *papers)), tmp_path / f"{name}.svg")
    (alone,), (both,) = strokes(tmp_path / "plain.svg"), strokes(tmp_path / "both.svg")
    assert both.get("stroke-dasharray") is None
    assert both.get("stroke-width") == alone.get("stroke-width")


def test_png_is_the_same_each_time_and_says_how_large_it_is(tmp_path: Path) -> None:
    pytest.importorskip("resvg_py", reason="resvg-py is not installed")
    folder = write_hostile_graph(tmp_path / "graph")
    write_png(folder, tmp_path / "x.png")
    image = (tmp_path / "x.png").read_bytes()
    write_png(folder, tmp_path / "y.png")
    assert (tmp_path / "y.png").read_bytes() == image
    assert image.startswith(b"\x89PNG")
    assert struct.unpack(">I", image[16:20])[0] in {1050, 1500, 2100}
    place = image.index(b"pHYs") + 4
    assert struct.unpack(">IIB", image[place : place + 9]) == (11811, 11811, 1)


def test_without_resvg_the_remedy_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "resvg_py", None)
    with pytest.raises(MissingDependency, match=r"immunokg\[png\]"):
        write_png(write_graph(tmp_path / "graph"), tmp_path / "x.png")
