from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

from kg.explore.site import write_site
from tests.fixtures_graph import write_graph
from tests.unit.serve.asking import asked


def test_pages_load_their_own_files_alone(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g").root
    for response in asked(folder, "/query", "/docs"):
        assert response.status_code == 200
        policy = response.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        loaded = re.findall(r'(?:src|href)="([^"]+)"', response.text)
        assert loaded
        for address in loaded:
            assert not address.startswith(("http", "//", "/")), address
        assert not re.search(r"<script(?! src)|<style|\sstyle=|\son\w+=", response.text)
        files_of_it = [f"/{one}" for one in loaded if one.startswith("static/")]
        for file in asked(folder, *files_of_it):
            assert file.status_code == 200
            assert file.headers["content-type"].startswith(("text/css", "text/javascript"))


def test_every_page_leads_to_the_same_places(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g").root
    pages = asked(folder, "/", "/graph.html", "/compare.html", "/concept/HGNC_6001.html", "/query", "/docs")
    bars = [page.text.partition("<nav")[2].partition("</nav>")[0] for page in pages]
    for bar in bars:
        assert re.findall(r">(\w+)</a>", bar) == ["immunokg", "Overview", "Graph", "Compare", "Query", "API"]
    here = [re.findall(r'aria-current="page">(\w+)', bar) for bar in bars]
    assert here == [["Overview"], ["Graph"], ["Compare"], [], ["Query"], ["API"]]
    assert all('id="search"' in page.text for page in pages)


def test_scripts_never_write_markup() -> None:
    for script in files("kg.serve").joinpath("pages").iterdir():
        if script.name.endswith(".js"):
            text = script.read_text(encoding="utf-8")
            assert text.startswith('"use strict";'), script.name
            assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text), script.name


def test_the_explorers_site_is_served_as_a_folder_holds_it(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g")
    write_site(folder, tmp_path / "site")
    paths = ("concept/HGNC_6001.html", "article/DOI_10.1000=2Fxyz=3C2=3E.html", "names.js", "look/site.css")
    answers = asked(folder.root, "/", *(f"/{path}" for path in paths), "/concept/CL_9.html", "/../manifest.json")
    home, *found = answers[: 1 + len(paths)]
    assert [home.status_code, *(one.status_code for one in answers[-2:])] == [200, 404, 404]
    assert 'href="query"' in home.text
    for path, answer in zip(paths, found, strict=True):
        beside = answer.text.replace('    <a href="../query">Query</a>\n    <a href="../docs">API</a>\n', "")
        assert beside == (tmp_path / "site" / path).read_text(encoding="utf-8"), path
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    kinds = [answer.headers["content-type"].partition(";")[0] for answer in found]
    assert kinds == ["text/html", "text/html", "text/javascript", "text/css"]
