from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from kg.core.errors import GraphFolderError
from kg.core.folder import GraphFolder
from kg.explore.chart import Chart
from kg.explore.index import FLAGS
from kg.explore.names import contexts
from kg.explore.select import select
from kg.explore.shelf import Shelf, Totals, end
from tests.fixtures_graph import IL2, IL6, LUPUS_NEPHRITIS, SLE, TNF, TREG, write_graph
from tests.unit.discover.made import said, write


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with Shelf(write_graph(tmp_path_factory.mktemp("graph"))) as opened:
        yield opened


def test_totals(shelf: Shelf) -> None:
    assert shelf.totals == Totals(3, 12, 9, 10)


def test_rows_come_in_the_order_asked(shelf: Shelf) -> None:
    assert [row["id"] for row in shelf.by_id("concepts", [TREG, "X:1", IL2, SLE])] == [TREG, IL2, SLE]
    assert shelf.by_id("concepts", []) == []


def test_lines_of_a_concept_are_those_at_either_end_strongest_first(shelf: Shelf) -> None:
    lines = shelf.lines_of([IL6, TNF])
    assert {(line["subject"], line["object"]) for line in lines[IL6]} == {
        (IL6, LUPUS_NEPHRITIS), (IL6, TREG), (IL6, TNF),
    }  # fmt: skip
    assert [line["asserted"] for line in lines[IL6]] == [True, True, False]
    assert (IL6, TNF) in {(line["subject"], line["object"]) for line in lines[TNF]}
    strongest = lines[IL6][0]
    assert (strongest["verb"], strongest["disputed"]) == ("contributes to", False)
    assert end(strongest, "object") == {
        "id": LUPUS_NEPHRITIS, "name": "lupus nephritis", "category": "disease", "grounded": True,
    }  # fmt: skip


def test_lines_know_their_papers_by_year(shelf: Shelf) -> None:
    expands = next(line for line in shelf.lines_of([IL2])[IL2] if line["direction"] == "increased")
    assert expands["years"] == [{"year": 2019, "papers": 1}]  # the other paper tells no year
    assert (expands["first_year"], expands["document_count"], expands["disputed"]) == (2019, 2, True)


def test_passages_are_the_best_and_say_of_how_many(shelf: Shelf) -> None:
    expands = next(line for line in shelf.lines_of([IL2])[IL2] if line["direction"] == "increased")
    (best,) = shelf.passages([expands["id"]], shown=1)[expands["id"]]
    assert (best["text"], best["of_all"]) == ("IL-2 expands regulatory T cells in patients.", 2)


def test_strongest(shelf: Shelf) -> None:
    (line,) = shelf.strongest("asserted", 1)
    assert line["subject"] == IL2
    assert [line["subject"] for line in shelf.strongest("object = $one", 5, one=SLE)] == ["DRUGBANK:DB00041"]


def test_names(shelf: Shelf) -> None:
    assert shelf.names([IL2, IL2, "X:1"]).keys() == {IL2}


def test_what_is_read_only_from_what_happens_without_its_subject_says_so(tmp_path: Path) -> None:
    papers = [
        said("A+B", via="loss"), said("A+B", via="blockade"), said("C+D", via="blockade"), said("C+D"),
        said("E+F", via="blockade"), said("E+F", speculated=True), said("G+H", via="loss", speculated=True),
    ]  # fmt: skip
    folder = GraphFolder(write(tmp_path, *papers))
    ways = {"X:A": "loss or blockade", "X:C": "", "X:E": "blockade", "X:G": "loss"}
    assert {row["subject"]: row["via"] for row in select(folder, None, 9).assertions} == ways
    with Shelf(folder) as opened:
        lines = opened.lines_of(["X:A", "X:C", "X:E", "X:G"])
        assert {one: line["via"] for one, (line,) in lines.items()} == ways
        compared = dict(contexts(opened, ["X:E"]))["X:E"]
        chart = Chart(opened)
        flags = dict(zip((row["subject"] for row in chart.atlas.assertions),
                         chart.index("")["assertions"]["flags"], strict=True))  # fmt: skip
    assert compared["lines"][0]["via"] == "blockade"
    assert flags["X:A"] == FLAGS["asserted"] | FLAGS["loss"] | FLAGS["blockade"]
    assert (flags["X:C"], flags["X:G"]) == (FLAGS["asserted"], FLAGS["speculated"] | FLAGS["loss"])


def test_tables_close_when_what_is_asked_of_them_is_answered(tmp_path: Path) -> None:
    shelf = Shelf(write_graph(tmp_path / "g"))
    answers: list[object] = []

    def ask() -> None:
        with suppress(GraphFolderError):
            answers.extend(shelf.ask("SELECT sum(range) AS n FROM range(30000000)"))

    asking = Thread(target=ask)
    asking.start()
    shelf.close()
    asking.join()
    with pytest.raises(GraphFolderError, match="closed"):
        shelf.ask("SELECT 1")
    assert answers in ([], [{"n": 449999985000000}])  # it was closed before, or after
