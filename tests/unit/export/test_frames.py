from __future__ import annotations

import sys
from pathlib import Path

import pyarrow as pa
import pytest

from kg.core.errors import MissingDependency
from kg.export.frames import arrow, pandas, polars
from tests.fixtures_graph import IL2, TREG, write_graph


@pytest.fixture
def edges(tmp_path: Path) -> pa.Table:
    with write_graph(tmp_path).connect() as connection:
        return arrow(connection, "edges")


def test_arrow_is_in_a_total_order(edges: pa.Table) -> None:
    assert edges.num_rows == 9
    assert edges.column("id").to_pylist() == sorted(edges.column("id").to_pylist())


def test_pandas_has_python_lists_and_whole_numbers_with_gaps(tmp_path: Path, edges: pa.Table) -> None:
    pytest.importorskip("pandas")
    frame = pandas(edges)
    (row,) = frame[(frame.subject == IL2) & (frame.object == TREG) & (frame.direction == "increased")].to_dict(
        "records"
    )
    assert row["publications"] == ["DOI:10.1000/xyz<2>", "PMID:1"]
    assert row["negated"] is False
    assert len(frame.explode("publications")) == 10
    with write_graph(tmp_path).connect() as connection:
        documents = pandas(arrow(connection, "documents"))
    assert str(documents.year.dtype) == "Int32"
    assert sorted(documents.year.dropna()) == [2019, 2024]


def test_polars_has_lists(edges: pa.Table) -> None:
    pl = pytest.importorskip("polars")
    frame = polars(edges)
    assert frame.schema["publications"] == pl.List(pl.String)
    assert frame.filter(pl.col("asserted")).height == 7
    assert frame["publications"].list.len().max() == 2


@pytest.mark.parametrize(
    ("package", "make", "remedy"),
    [("pandas", pandas, r"pip install 'immunokg\[pandas\]'"), ("polars", polars, "pip install polars")],
)
def test_what_is_not_installed_is_told_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch, edges: pa.Table, package: str, make: object, remedy: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)  # importing it now fails as if it were not there
    with pytest.raises(MissingDependency, match=remedy):
        make(edges)  # type: ignore[operator]
