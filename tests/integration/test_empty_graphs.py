"""Graphs in which little or nothing was found: whatever reads one works, or says in a line why there is nothing."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kg.core.folder import GraphFolder
from kg.core.tables import GRAPH_SCHEMAS
from kg.export import EXPORTERS
from tests.door import Kg
from tests.fixtures_graph import write_graph, write_tables
from tests.unit.serve.asking import asked

FOUND = ("documents", "mentions", "concepts")
FIGURES = frozenset(["svg", "png"])
PAGES = ("/", "/graph.html", "/query", "/docs", "/api/search?q=IL-2", "/api/assertions", "/api/dataset", "/api/queries")


@pytest.fixture(params=[(), FOUND], ids=["nothing", "concepts"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A graph of which no table has rows, or only those of what texts name."""
    whole, folder = write_graph(tmp_path / "whole"), GraphFolder(tmp_path / "bare")
    write_tables(
        folder,
        {name: pq.read_table(whole.table(name)).to_pylist() if name in request.param else [] for name in GRAPH_SCHEMAS},
    )
    return folder.root


def test_every_command_and_page(kg: Kg, bare: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    for arguments, says in (
        (("explore", bare, "--out", tmp_path / "site"), "pages"),
        (("explore", bare, "--out", tmp_path / "p.html"), "0 of"),
        (("query", bare, "--file", "opposing_evidence"), "─"),
        (("diff", bare, whole), "gained"),
        (("diff", whole, bare, "--out", tmp_path / "d.html"), "differ"),
        (("analyse", "hubs", bare), "nothing is asserted here"),
        (("analyse", "hubs", bare, "--by", "betweenness"), "nothing is asserted here"),
        (("analyse", "communities", bare), "no three concepts belong together here"),
        (("analyse", "years", bare), "none of 0 papers"),
    ):
        done = kg(*arguments)
        assert (done.code, done.err) == (0, ""), arguments
        assert says in done.out, arguments
    for form in EXPORTERS:
        done = kg("export", bare, "--format", form, "--out", tmp_path / form)
        assert (done.code, done.err.count("\n")) == ((1, 1) if form in FIGURES else (0, 0)), form
    for command, says in (("show", "no statement about it was read"), ("discover", "nothing is")):
        done = kg(command, bare, "IL-2")
        assert (done.code, says in done.out) == (0, True) or "no concept of this graph is called" in done.err
    assert [page.status_code for page in asked(bare, *PAGES)] == [200] * len(PAGES)
