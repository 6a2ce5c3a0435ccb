from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from kg.core.errors import GraphFolderError, UnknownConcept
from kg.core.folder import GraphFolder
from kg.explore.page import PageCounts, write_page
from tests.fixtures_graph import TREG, write_graph
from tests.unit.explore.hostile import IMAGE, SCRIPT, TURNED, write_hostile_graph


def _own_part(page: str) -> str:
    """The page without vis-network, which is not ours and speaks of addresses in comments."""
    before, _, rest = page.partition("</script>\n<script>")
    return before + rest.partition("</script>")[2]


def _data(page: str) -> dict[str, Any]:
    block = page.partition('id="data">')[2].partition("</script>")[0]
    found: dict[str, Any] = json.loads(block)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> GraphFolder:
    return write_graph(tmp_path_factory.mktemp("graph"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    root = tmp_path_factory.mktemp("hostile")
    write_page(write_hostile_graph(root), root / "page.html")
    return (root / "page.html").read_text(encoding="utf-8")


def test_counts(folder: GraphFolder, tmp_path: Path) -> None:
    assert write_page(folder, tmp_path / "all.html") == PageCounts(9, 9, 9, 9)
    small = write_page(folder, tmp_path / "small.html", limit=2)
    assert (small.nodes, small.nodes_all, small.edges_all) == (2, 9, 9)
    assert 0 < small.edges < 9


def test_a_path_that_is_no_html_file_is_a_folder(folder: GraphFolder, tmp_path: Path) -> None:
    write_page(folder, tmp_path / "site")
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["index.html"]


def test_the_same_graph_gives_the_same_bytes(folder: GraphFolder, tmp_path: Path) -> None:
    write_page(folder, tmp_path / "one.html")
    write_page(folder, tmp_path / "two.html")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_a_focus_names_the_page(folder: GraphFolder, tmp_path: Path) -> None:
    write_page(folder, tmp_path / "focus.html", focus=TREG)
    page = (tmp_path / "focus.html").read_text(encoding="utf-8")
    assert "<h1>regulatory T cell</h1>" in page
    data = _data(page)
    assert data["focus"] == TREG
    assert len(data["concepts"]["id"]) < data["counts"]["conceptsInAll"]


def test_errors_leave_no_file(folder: GraphFolder, tmp_path: Path) -> None:
    with pytest.raises(UnknownConcept):
        write_page(folder, tmp_path / "out" / "page.html", focus="CL:9999999")
    with pytest.raises(GraphFolderError):
        write_page(GraphFolder(tmp_path), tmp_path / "out" / "page.html")
    assert not (tmp_path / "out").exists()


def test_nothing_is_loaded_from_elsewhere(folder: GraphFolder, tmp_path: Path) -> None:
    write_page(folder, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert not re.search(r"<(?:link|img|iframe|object|embed|base)\b|<script[^>]+\bsrc\b", page)
    assert not re.search(r"@import|url\(|sourceMappingURL|fetch\(|XMLHttpRequest\(", _own_part(page))
    markup = _own_part(page).replace(json.dumps(_data(page)), "")
    addresses = set(re.findall(r"https?://[^\"'\s<>\\]*", markup))
    outgoing = (
        "https://pubmed.",
        "https://doi.org/",
        "https://purl.",
        "https://www.genenames.org/",
        "https://go.",
    )
    asked_for = {address for address in addresses if not address.startswith(outgoing)}
    assert asked_for <= {"https://", "http://www.w3.org/2000/svg"}  # which is a name


def test_the_policy_names_exactly_the_scripts_of_the_page(hostile: str) -> None:
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', hostile)[1])  # type: ignore[index]
    scripts = re.findall(r"<script>(.*?)</script>", hostile, re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    hashes = [f"'sha256-{digest}'" for digest in digests]
    assert len(hashes) == 2
    assert f"script-src {' '.join(hashes)};" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_hostile_texts_never_stand_in_the_page_as_they_are(hostile: str) -> None:
    assert "<img" not in hostile
    assert SCRIPT not in hostile
    assert hostile.count("</script>") == 3
    assert "\N{LINE SEPARATOR}" not in _own_part(hostile)
    data = _data(hostile)
    assert all(IMAGE in name for name in data["concepts"]["name"])
    assert {IMAGE, SCRIPT, TURNED} <= set(data["details"]["c0"]["concepts"][0]["synonyms"])


def test_a_hostile_name_in_the_title(tmp_path: Path) -> None:
    write_page(write_hostile_graph(tmp_path), tmp_path / "focus.html", focus=TREG)
    page = (tmp_path / "focus.html").read_text(encoding="utf-8")
    assert "<img" not in page
    assert f"<h1>{html.escape('regulatory T cell ' + IMAGE)}</h1>" in page


def test_an_empty_graph(tmp_path: Path) -> None:
    from kg.core.tables import GRAPH_SCHEMAS
    from tests.fixtures_graph import write_tables

    folder = GraphFolder(tmp_path / "empty")
    write_tables(folder, {name: [] for name in GRAPH_SCHEMAS})
    assert write_page(folder, tmp_path / "empty.html") == PageCounts(0, 0, 0, 0)
