from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.core.errors import GraphFolderError
from kg.explore.site import Site
from kg.graph import Graph
from kg.serve.app import make_app
from kg.serve.pool import Pool
from kg.serve.settings import Settings
from tests.fixtures_graph import write_graph
from tests.unit.serve.asking import ADDRESS, asked


def test_the_api_is_described_and_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    (response,) = asked(write_graph(tmp_path / "g").root, "/openapi.json")
    told = response.json()
    assert len(told["paths"]) == 11
    for path, methods in told["paths"].items():
        described = methods["get"]
        assert described["description"], path
        answered = described["responses"]["200"]["content"]["application/json"]["schema"]
        assert answered not in ({}, None), path
    assert "http" not in str(told.get("servers", ""))


def test_no_graph_no_application(tmp_path: Path) -> None:
    with pytest.raises(GraphFolderError):
        make_app(Settings(tmp_path), Pool(tmp_path, 1))


def test_without_workers_nothing_stays_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, closed = write_graph(tmp_path / "g").root, list[str]()
    for kind in (Graph, Site):

        def close(one: Graph | Site, close: Callable[[Any], None] = kind.close) -> None:
            closed.append(type(one).__name__)
            close(one)

        monkeypatch.setattr(kind, "close", close)

    async def start() -> None:
        app = make_app(Settings(folder), Pool(tmp_path / "elsewhere", 1))
        async with app.router.lifespan_context(app):
            raise AssertionError

    with pytest.raises(GraphFolderError, match="no process that answers queries"):
        asyncio.run(start())
    assert closed == ["Site", "Graph"]
    monkeypatch.setattr("kg.serve.app.BESIDE", None)  # it cannot be made
    with pytest.raises(TypeError):
        make_app(Settings(folder), Pool(folder, 1))
    assert closed == ["Site", "Graph", "Graph"]


def test_another_host_is_refused(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g").root
    (response,) = asked(folder, "/api/dataset", headers={"Host": "a.org"})
    assert response.status_code == 421


def test_whose_pages_may_ask(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g").root
    ours, theirs = {"Origin": "https://a.org"}, {"Origin": "https://b.org"}
    for origins, headers, status, allowed in (
        ((), ours, 403, None),
        (("https://a.org",), ours, 200, "https://a.org"),
        (("https://a.org",), theirs, 403, None),
        (("*",), theirs, 200, "*"),
    ):
        (response,) = asked(folder, "/api/dataset", settings=Settings(folder, origins=origins), headers=headers)
        assert response.status_code == status
        assert response.headers.get("access-control-allow-origin") == allowed
        assert ("cross-origin-resource-policy" in response.headers) == (status == 200 and origins != ("*",))


def test_where_the_graph_lies_is_told_to_nobody(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g")

    async def ask() -> httpx.Response:
        app = make_app(Settings(folder.root), Pool(folder.root, 1))
        folder.manifest_path.unlink()
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=ADDRESS) as client:
            return await client.get("/api/dataset")

    response = asyncio.run(ask())
    assert response.status_code == 503
    assert str(tmp_path) not in response.text
