from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kg.core.errors import GraphFolderError
from kg.serve.preparing import main, prepare
from kg.store.build import is_fresh
from tests.fixtures_graph import write_graph


def test_a_store_is_built_aside(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g")
    asyncio.run(prepare(folder.root))
    assert is_fresh(folder)


def test_who_does_not_wait_for_it_ends_it(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g")
    with pytest.raises(TimeoutError):
        asyncio.run(asyncio.wait_for(prepare(folder.root), 0.05))
    assert is_fresh(folder) or not folder.store.exists()  # whole, where it was done before it could be ended
    assert not list(folder.root.glob(".store*"))


def test_no_graph_no_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(str(tmp_path)) == 1
    assert "holds no graph" in capsys.readouterr().err
    with pytest.raises(GraphFolderError, match="cannot be built"):
        asyncio.run(prepare(tmp_path))
