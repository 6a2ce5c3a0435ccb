from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from kg.core.errors import OptionError
from kg.core.folder import GraphFolder
from kg.core.select import Filter
from kg.explore.site import POLICY, Site, counted, write_site
from kg.explore.slugs import article_page, assertion_page
from tests.fixtures_graph import IL2, IL6, SLE, TNF, TREG, write_graph
from tests.unit.explore.hostile import IMAGE, SCRIPT, write_hostile_graph


class Page(HTMLParser):
    """What a page refers to, what it says, and what could run on it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.references: list[str] = []
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.styles: list[str] = []
        self.inline = False
        self.words = ""
        self._in_script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.handlers += [name for name in given if name.startswith("on")]
        self.styles += [value or "" for name, value in given.items() if name == "style"]
        self.references += [value for name in ("href", "src") if (value := given.get(name))]
        self._in_script = tag == "script" and given.get("type") != "application/json"

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        self.inline |= self._in_script and bool(data.strip())
        self.words += data


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    write_site(write_graph(root / "graph"), root / "site")
    return root / "site"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    write_site(write_hostile_graph(root / "graph"), root / "site")
    return root / "site"


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_there_is_a_page_for_everything(site: Path) -> None:
    counts = {folder: len(list((site / folder).iterdir())) for folder in ("concept", "assertion", "article", "data")}
    assert counts == {"concept": 12, "assertion": 9, "article": 3, "data": 9}
    assert {path.name for path in site.glob("*.html")} == {"index.html", "graph.html", "compare.html"}


def test_every_link_leads_to_a_page(site: Path) -> None:
    for path in pages(site):
        for reference in Page(path.read_text(encoding="utf-8")).references:
            if reference.startswith(("https://", "#", "data:")):
                continue
            target = (path.parent / unquote(reference.partition("#")[0])).resolve()
            assert target.is_file(), f"{path.name}: {reference}"
            assert site in target.parents


def test_a_server_gives_the_bytes_that_a_folder_holds(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "graph")
    write_site(folder, tmp_path / "site")
    root = tmp_path / "site"
    files = [path for path in root.rglob("*") if path.is_file() and not path.name.startswith(".")]
    written = {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
    with Site(folder) as site:
        assert site.count() == len(written)
        assert {path: site.page(path) for path in written} == written
        for unknown in ("concept/CL_1.html", "x.html", "concept/=FF.html", "../secret", "concept/", ""):
            assert site.page(unknown) is None


def test_nothing_in_a_page_can_run_but_the_sites_files(hostile: Path) -> None:
    for path in pages(hostile):
        text = path.read_text(encoding="utf-8")
        page = Page(text)
        assert page.tags.count("img") == ("map.svg" in page.references), path  # the first page's, and no other
        assert not page.handlers
        assert not page.styles
        assert not page.inline
        assert f'content="{POLICY}"' in text.replace("&#39;", "'")
        assert all(not reference.startswith(("javascript:", "http:", "//")) for reference in page.references)


def test_hostile_texts_are_shown_as_they_are(hostile: Path) -> None:
    page = Page((hostile / "concept" / "CL_0000815.html").read_text(encoding="utf-8"))
    assert f"regulatory T cell {IMAGE}" in page.words
    assert SCRIPT in page.words
    article = Page((hostile / "article" / "PMID_1.html").read_text(encoding="utf-8"))
    assert IMAGE in article.words
    names = (hostile / "names.js").read_text(encoding="utf-8")
    assert "<" not in names
    found = json.loads(names.removeprefix("kgNames(").removesuffix(");\n"))
    assert IMAGE in {synonym for row in found for synonym in row[6]}


def test_what_scripts_hold_cannot_end_them(hostile: Path) -> None:
    index = (hostile / "graph" / "index.js").read_text(encoding="utf-8")
    known = json.loads(index.removeprefix("var kgGraph = ").removesuffix(";\n"))
    assert all(IMAGE in name for name in known["concepts"]["name"])
    data = [*(hostile / "graph").iterdir(), *(hostile / "data").iterdir(), hostile / "papers.js"]
    assert all("<" not in path.read_text(encoding="utf-8") for path in data)
    assert {path.name for path in (hostile / "graph").iterdir()} == {"index.js", "a0.js", "c0.js"}


def test_the_same_graph_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    write_site(write_graph(tmp_path / "graph"), tmp_path / "again")
    for path in (path for path in site.rglob("*") if path.is_file()):
        assert (tmp_path / "again" / path.relative_to(site)).read_bytes() == path.read_bytes(), path


def test_a_part_of_a_graph_has_its_site_and_says_so(tmp_path: Path) -> None:
    folder = GraphFolder(write_graph(tmp_path / "graph").root, Filter(about=(SLE,)))
    write_site(folder, tmp_path / "site")
    assert len(list((tmp_path / "site" / "assertion").iterdir())) == 1
    home = Page((tmp_path / "site" / "index.html").read_text(encoding="utf-8")).words
    assert "A part of the graph" in home


def test_somebody_elses_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("x")
    with pytest.raises(OptionError, match="is no earlier export"):
        write_site(write_graph(tmp_path / "graph"), tmp_path / "mine")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


def test_a_concepts_page_reads_well(site: Path) -> None:
    words = re.sub(r"\s+", " ", Page((site / "concept" / "CL_0000815.html").read_text(encoding="utf-8")).words)
    for told in ("regulatory T cell", "a kind of T cell", "What increases it 2", "IL2 increases (abundance)"):
        assert told in words, words
    assert TREG in words


def test_what_a_curator_judged_wrong_is_counted_apart(tmp_path: Path) -> None:
    judged = dict.fromkeys(("IL-2 expanded Tregs.", "IL-6 may increase TNF."), ("wrong", "", "", ""))
    folder = write_graph(tmp_path, judged)
    with Site(folder) as site:
        lines = {
            (line["subject"], line["object"], line["direction"]): line["id"] for line in site.shelf.strongest("true", 9)
        }

        def told(path: str) -> str:
            return Page((site.page(path) or b"").decode()).words

        first = told("index.html")
        assert "9 assertions, 1 rejected" in first
        assert "10 sentences behind them, 2 judged wrong" in first
        assert "For 1 · 1 judged wrong" in told(assertion_page(lines[IL2, TREG, "increased"]))
        assert "Against 1 · 1 judged wrong" in told(assertion_page(lines[IL2, TREG, "decreased"]))
        assert "For 0 · 1 judged wrong" in told(assertion_page(lines[IL6, TNF, "increased"]))
        assert "What it says 3 · 2 judged wrong" in told(article_page("DOI:10.1000/xyz<2>"))
        assert "What it says 2\n" in told(article_page("PMID:1"))


def test_numbers_go_with_their_nouns() -> None:
    assert [counted(number, "paper") for number in (0, 1, 1234)] == ["0 papers", "1 paper", "1,234 papers"]
