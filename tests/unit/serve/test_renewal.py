from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from kg.core.errors import GraphFolderError
from kg.core.folder import GraphFolder
from kg.serve.app import make_app
from kg.serve.pool import Pool
from kg.serve.renewal import Renewed
from kg.serve.settings import Settings
from tests.fixtures_graph import write_graph
from tests.unit.serve.asking import ADDRESS

Ask = Callable[[str], Awaitable[httpx.Response]]
NAMES = "/sparql?query=SELECT (COUNT(*) AS ?n) { ?a a biolink:Association }&format=csv"


def renewing(folder: Path, work: Callable[[Ask], Awaitable[None]], make: Callable[[], FastAPI] | None = None) -> None:
    async def main() -> None:
        graph = Renewed(folder, make or (lambda: make_app(Settings(folder), Pool(folder, 1))))
        await graph.start()
        try:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app=graph), base_url=ADDRESS) as client:
                await work(client.get)
        finally:
            await graph.close()

    asyncio.run(main())


async def again(ask: Ask, path: str) -> httpx.Response:
    """Ask until the graph is open again."""
    for _ in range(400):
        response = await ask(path)
        if response.status_code != 503:
            return response
        assert response.headers["retry-after"]
        await asyncio.sleep(0.05)
    raise AssertionError(response.text)


def put(fresh: GraphFolder, folder: GraphFolder) -> None:
    """Put a graph in another's place, as an assembly does."""
    folder.graph.rename(folder.root / ".old")
    fresh.graph.rename(folder.graph)


def two_graphs(root: Path) -> tuple[GraphFolder, GraphFolder]:
    """Return a graph, and another, of version 9."""
    folder, fresh = write_graph(root / "g"), write_graph(root / "h")
    manifest = fresh.manifest_path.read_text().replace('"version": "0.1.0"', '"version": "9"')
    fresh.manifest_path.write_text(manifest)
    return folder, fresh


def test_another_graph_is_opened_and_never_mixed_with_the_one_before(tmp_path: Path) -> None:
    folder, fresh = two_graphs(tmp_path)

    async def work(ask: Ask) -> None:
        assert (await ask("/api/dataset")).json()["version"] == "0.1.0"
        put(fresh, folder)
        for path in ("/api/dataset", "/", NAMES):
            response = await ask(path)
            assert (response.status_code, "built anew" in response.text) == (503, True), path
        assert (await again(ask, "/api/dataset")).json()["version"] == "9"
        assert (await ask(NAMES)).text == "n\r\n9\r\n"
        assert (await ask("/concept/HGNC_6001.html")).status_code == 200

    renewing(folder.root, work)


def test_the_same_graph_built_again_is_no_other(tmp_path: Path) -> None:
    folder, fresh = write_graph(tmp_path / "g"), write_graph(tmp_path / "h")

    async def work(ask: Ask) -> None:
        put(fresh, folder)
        assert (await ask("/api/dataset")).status_code == 200

    renewing(folder.root, work)


def test_a_graph_that_is_gone_and_comes_back(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g")

    async def work(ask: Ask) -> None:
        folder.graph.rename(tmp_path / "elsewhere")
        await ask("/")
        await asyncio.sleep(0.1)
        response = await ask("/api/dataset")
        assert (response.status_code, "no graph now" in response.text) == (503, True)
        assert str(tmp_path) not in response.text
        (tmp_path / "elsewhere").rename(folder.graph)
        assert (await again(ask, "/api/dataset")).status_code == 200

    renewing(folder.root, work)


def test_whatever_keeps_a_graph_from_being_opened_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (folder, fresh), errors = two_graphs(tmp_path), list[Exception]()
    monkeypatch.setattr("kg.serve.renewal._AGAIN", 0.0)

    def make() -> FastAPI:
        if errors:
            raise errors.pop()
        return make_app(Settings(folder.root), Pool(folder.root, 1))

    async def work(ask: Ask) -> None:
        errors.extend(2 * [MemoryError("no\nroom")])
        put(fresh, folder)
        assert (await again(ask, "/api/dataset")).json()["version"] == "9"

    renewing(folder.root, work, make)
    assert [one.getMessage() for one in caplog.records if one.levelname == "ERROR"] == [r"MemoryError('no\nroom')"]


def test_no_graph_no_start(tmp_path: Path) -> None:
    async def work(_: Ask) -> None:
        raise AssertionError

    with pytest.raises(GraphFolderError, match="holds no graph"):
        renewing(tmp_path, work)
