from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.annotate.pipeline import Annotator
from kg.commands import fetching
from kg.core.folder import GraphFolder
from kg.fetch.papers import Fetched
from tests.door import Kg, told
from tests.eutils_server import EUtils, made_up, serving

DAY = date(2024, 5, 6)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[EUtils]:
    monkeypatch.delenv("NCBI_API_KEY", raising=False)
    monkeypatch.setattr("kg.fetch.service.Clock.sleep", lambda *_: None)
    with serving(EUtils) as server:
        server.add(*(made_up(number, DAY) for number in range(1, 26)))
        yield server


def test_what_is_fetched_is_built(
    kg: Kg, server: EUtils, tmp_path: Path, annotator: Annotator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.run.load_annotator", lambda _: annotator)
    papers, graph = tmp_path / "papers", tmp_path / "graph"
    server.withheld = {7}
    server.notes = {"querytranslation": "lupus[All Fields]"}
    done = kg("fetch", "lupus", "--out", papers, "--mirror", server.url)
    assert done.code == 0, done.err
    assert done.out.splitlines() == [
        "pubmed finds 25 papers",
        "  read as: lupus[All Fields]",
        "  24 fetched, 1 file",
        "  1 listed, but not given: 7",
        "  4 requests",
        f"read them: kg build {papers} --out DIR",
    ]
    assert kg("build", papers, "--out", graph).code == 0
    assert GraphFolder(graph).manifest()["counts"]["documents"] == 24
    server.add(made_up(80, date(2100, 1, 1)))
    lines = kg("fetch", "lupus", "--out", papers, "--mirror", server.url, "--since", "last").out.splitlines()
    assert lines[0].startswith("pubmed finds 1 paper new or revised since 20")
    assert "  1 fetched, 1 file" in lines


def test_what_is_not_as_it_should_be_is_told() -> None:
    counts: dict[str, Any] = {
        "found": 13,
        "listed": 9,
        "unlisted": 4,
        "fetched": 2,
        "unchanged": 1,
        "here": 1_000,
        "gone": 3,
    }
    ids: dict[str, Any] = {
        "missing": tuple("123456"),
        "files": ("a", "b"),
        "cut": ("2024-05-06: 8 of 12",),
        "notes": ("a\x1b[2J",),
    }
    where: dict[str, Any] = {
        "source": "pubmed",
        "query": "lupus",
        "folder": "papers",
        "since": "",
        "searched": "2026-01-01",
    }
    assert list(fetching._lines(Fetched(**where, **counts, **ids, requests=7, retries=1)))[1:-1] == [
        "  a [2J",
        "  2 fetched, 2 files",
        "  1,000 there already",
        "  1 there already, and as they were",
        "  3 here that are no longer found",
        "  6 listed, but not given: 1, 2, 3, 4, 5 …",
        "  4 counted, but not listed",
        "  of one day the server lists only a part: 2024-05-06: 8 of 12",
        "  7 requests, 1 retry",
    ]


def test_json_tells_the_same(kg: Kg, server: EUtils, tmp_path: Path) -> None:
    row = told(kg("fetch", "lupus", "--out", tmp_path / "papers", "--mirror", server.url, "--json"))
    assert isinstance(row, dict)
    assert (row["found"], row["fetched"], row["files"]) == (25, 25, ["pubmed-0001-00001.xml.gz"])


def test_count_only_counts(kg: Kg, server: EUtils, tmp_path: Path) -> None:
    assert kg("fetch", "lupus", "--count", "--mirror", server.url).out == "25 papers\n"
    row = told(kg("fetch", "lupus", "--count", "--mirror", server.url, "--json"))
    assert row == {"source": "pubmed", "query": "lupus", "found": 25, "notes": []}
    done = kg("fetch", "lupus")
    assert (done.code, done.err) == (1, "kg: kg fetch needs --out FOLDER, or --count\n")


def test_giving_up_is_one_line_and_so_is_what_took_so_long(kg: Kg, server: EUtils, tmp_path: Path) -> None:
    server.faults["efetch.fcgi"] = ["429"] * 9
    done = kg("fetch", "lupus", "--out", tmp_path / "papers", "--mirror", server.url)
    assert done.code == 1
    first, last = done.err.splitlines()
    assert first.startswith(f"{server.url}efetch.fcgi: the server answers 429 Too Many Requests; again in 1 s (further")
    assert last == (
        f"kg: {server.url}efetch.fcgi: the server answers 429 Too Many Requests; given up after 7 attempts; "
        f"0 papers are kept in {tmp_path / 'papers'}, the same command goes on from there"
    )


def test_stopping_is_no_bug(kg: Kg, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.fetch.papers.fetch", stop)
    done = kg("fetch", "lupus", "--out", tmp_path)
    assert (done.code, done.err) == (130, "kg: stopped; the same command goes on from there\n")


def test_a_terminal_sees_how_far_it_is(kg: Kg, server: EUtils, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    server.faults["esearch.fcgi"] = ["503 1"]
    done = kg("fetch", "lupus", "--out", tmp_path / "papers", "--mirror", server.url)
    assert done.code == 0
    assert "503 Service Unavailable; again in 1 s" in done.err
