from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.explore import chart
from kg.explore.chart import Chart, path_of
from kg.explore.shelf import Shelf
from tests.fixtures_graph import ALDESLEUKIN, TREG, write_graph


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    with Shelf(write_graph(tmp_path_factory.mktemp("graph"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def drawn(shelf: Shelf) -> Chart:
    return Chart(shelf)


def test_the_index_is_of_everything(drawn: Chart) -> None:
    told = drawn.index("A graph")
    assert told["counts"] == {"conceptsInAll": 9, "assertionsInAll": 9, "documentsInAll": 3, "evidenceInAll": 10}
    assert len(told["concepts"]["id"]) == len(told["assertions"]["id"]) == 9
    assert told["site"]


def test_details_stand_in_the_order_of_the_index(drawn: Chart) -> None:
    ids = drawn.index("A graph")
    told = dict(drawn.details(drawn.files()))
    assert list(told) == ["c0", "a0"]
    assert told["c0"]["concepts"][ids["concepts"]["id"].index(TREG)]["page"] == "concept/CL_0000815.html"
    at = ids["assertions"]["subject"].index(ids["concepts"]["id"].index(ALDESLEUKIN))
    treats = told["a0"]["assertions"][at]
    assert treats["page"] == f"assertion/{ids['assertions']['id'][at]}.html"
    assert "".join(text for text, _ in treats["evidence"][0]["pieces"]) == "Aldesleukin treats SLE."
    assert told["a0"]["documents"][treats["evidence"][0]["document"]]["page"] == "article/sha1_00ff.html"


def test_contexts_are_named(drawn: Chart) -> None:
    ((_, told),) = drawn.details(["a0"])
    contexts = {name for one in told["assertions"] for row in one["evidence"] for name in row["context"]}
    assert {"human", "low-dose", "systemic lupus erythematosus"} <= contexts


def test_files_hold_many_each(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chart, "ASSERTIONS_AT_ONCE", 4)
    monkeypatch.setattr(chart, "CONCEPTS_AT_ONCE", 5)
    files = Chart(shelf).files()
    assert files == ["c0", "c1", "a0", "a1", "a2"]
    told = dict(Chart(shelf).details(files))
    assert [len(told[name]["concepts" if name[0] == "c" else "assertions"]) for name in files] == [5, 4, 4, 4, 1]
    assert all(told[name]["file"] == name for name in files)


def test_an_unknown_file_has_nothing(drawn: Chart) -> None:
    assert list(drawn.details(["a9", "x0", ""])) == []
    assert path_of("a0") == "graph/a0.js"
