from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import GraphFolderError
from kg.serve.app import make_app
from kg.serve.pool import Pool
from kg.serve.settings import Settings
from tests.fixtures_graph import write_graph
from tests.unit.serve.asking import asked


def test_the_api_is_described_and_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    (response,) = asked(write_graph(tmp_path / "g").root, "/openapi.json")
    told = response.json()
    assert len(told["paths"]) == 10
    for path, methods in told["paths"].items():
        described = methods["get"]
        assert described["description"], path
        answered = described["responses"]["200"]["content"]["application/json"]["schema"]
        assert answered not in ({}, None), path
    assert "http" not in str(told.get("servers", ""))


def test_no_graph_no_application(tmp_path: Path) -> None:
    with pytest.raises(GraphFolderError):
        make_app(Settings(tmp_path), Pool(tmp_path, 1))


def test_another_host_is_refused(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g").root
    (response,) = asked(folder, "/api/dataset", headers={"Host": "a.org"})
    assert response.status_code == 421
    (response,) = asked(folder, "/api/dataset", headers={"Origin": "https://a.org"})
    assert response.headers["access-control-allow-origin"] == "*"
