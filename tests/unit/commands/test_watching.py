"""kg.commands.watching: one look at files and at a query, what it prints, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.commands.watching import _beside
from kg.core.folder import GraphFolder
from tests.door import Kg, told
from tests.eutils_server import EUtils, made_up, serving

DAY, LATER = date(2024, 5, 6), date(2100, 1, 1)


def test_one_look_builds_and_the_next_finds_nothing_new(kg: Kg, tmp_path: Path) -> None:
    papers, out = tmp_path / "papers", tmp_path / "graph"
    papers.mkdir()
    (papers / "one.txt").write_text("IL-2 expands Tregs.\n\nIL-2 expanded Tregs.", encoding="utf-8")
    first = kg("watch", str(papers), "--out", str(out), "--once", "--memory", "600MB")
    assert first.code == 0
    assert "read 1 document, skipped 0" in first.out
    second = told(kg("watch", str(papers), "--out", str(out), "--once", "--json"))
    assert isinstance(second, dict)
    assert (second["problem"], second["unchanged"], second["reused"]) == ("", True, 1)


def test_what_a_query_finds_later_comes_too(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NCBI_API_KEY", raising=False)
    monkeypatch.setattr("kg.fetch.service.Clock.sleep", lambda *_: None)
    out = tmp_path / "graph"
    with serving(EUtils) as server:
        line = ["watch", "--query", "lupus", "--mirror", server.url, "--out", str(out), "--once"]
        for last, day in ((3, DAY), (5, LATER)):
            server.add(*(made_up(number, day) for number in range(last - 2, last + 1)))
            done = kg(*line)
            assert done.code == 0, done.err
            assert GraphFolder(out).manifest()["counts"]["documents"] == last
    assert (tmp_path / "graph-papers").is_dir()


def test_the_graph_may_be_here(kg: Kg, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "graph").mkdir()
    (tmp_path / "one.txt").write_text("IL-2 expands Tregs.\n\nIL-2 expanded Tregs.", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "graph")
    done = kg("watch", "../one.txt", "--out", ".", "--once")
    assert done.code == 0, done.err


@pytest.mark.parametrize(
    ("out", "papers"),
    [("g", "g-papers"), ("a/g", "a/g-papers"), (".", "{here}-papers"), ("..", "{above}-papers"), ("/", "/-papers")],
)
def test_papers_lie_beside_the_graph(out: str, papers: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert _beside(Path(out)) == Path(papers.format(here=tmp_path, above=tmp_path.parent))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (["-"], "standard input cannot be watched"),
        ([], "needs INPUT or --query"),
        (["none"], "no such file or folder"),
        ([".", "--memory", "much"], "is no size"),
    ],
)
def test_what_cannot_be_watched_is_refused(kg: Kg, tmp_path: Path, line: list[str], reason: str) -> None:
    done = kg("watch", *line, "--out", str(tmp_path / "graph"), "--once")
    assert done.code == 1
    assert reason in done.err
