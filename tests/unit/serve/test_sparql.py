"""The endpoint's own decisions; what clients meet is in tests/integration/test_serve.py."""

from __future__ import annotations

from pathlib import Path

from tests.fixtures_graph import write_graph
from tests.unit.serve.asking import ADDRESS, asked


def test_without_a_query(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g").root

    def status(accept: str) -> int:
        (response,) = asked(folder, "/sparql", headers={"Accept": accept})
        return response.status_code

    assert (status("*/*"), status("application/sparql-results+json"), status("image/png")) == (400, 400, 400)
    assert (status("text/turtle"), status("application/ld+json;q=0.2, */*;q=0.1")) == (200, 200)
    assert status("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8") == 303
    (response,) = asked(folder, "/sparql", headers={"Accept": "text/turtle"})
    assert f"<{ADDRESS}/sparql>" in response.text
    assert "Accept" in response.headers["vary"]


def test_a_query_that_nothing_can_be_written_for(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g").root
    (response,) = asked(folder, "/sparql?query=ASK%20{}", headers={"Accept": "text/html"})
    assert response.status_code == 406
    (response,) = asked(folder, "/sparql?query=DESCRIBE%20HGNC:1", headers={"Accept": "text/csv"})
    assert (response.status_code, "text/turtle" in response.text) == (406, True)
