"""The page as people use it, in a real browser, opened from disk with the network cut."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kg.explore.page import write_page
from tests.fixtures_graph import ALDESLEUKIN, IL2, IL6, TNF, TREG, write_graph
from tests.unit.explore.hostile import IMAGE, RENAMED, write_hostile_graph

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = shutil.which("chromium")
if not CHROMIUM:
    pytest.skip("there is no Chromium on this machine", allow_module_level=True)

_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    root = tmp_path_factory.mktemp("page")
    write_page(write_hostile_graph(root / "graph"), root / "page.html")
    uri: str = (root / "page.html").as_uri()
    return uri


@pytest.fixture(scope="module")
def rejecting(tmp_path_factory: pytest.TempPathFactory) -> str:
    root = tmp_path_factory.mktemp("rejecting")
    judged = {"TNF contributes to rheumatoid arthritis.": ("wrong", "no_relation", "it is not said", "M. Kern")}
    write_page(write_graph(root / "graph", judged), root / "page.html")
    uri: str = (root / "page.html").as_uri()
    return uri


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=list(_ARGUMENTS))
        yield chromium
        chromium.close()


class _Watched:
    """A page that remembers what went wrong on it and what it asked for."""

    def __init__(self, browser: Any, width: int, height: int) -> None:
        self.context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        self.context.set_offline(True)
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.context.route("**/*", self._route)
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.wrong.append(message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def _route(self, route: Any) -> None:
        self.asked.append(route.request.url)
        if route.request.url.startswith("file:"):
            route.continue_()
        else:
            route.abort()

    def open(self, address: str) -> Any:
        self.page.goto(address)
        self.page.wait_for_selector("#counts:not(:empty)")
        return self.page

    def close(self) -> None:
        try:
            assert self.page.evaluate("window.hacked") is None
            assert self.wrong == []
            assert all(url.startswith("file:") for url in self.asked)
        finally:
            self.context.close()


@pytest.fixture
def wide(browser: Any) -> Iterator[_Watched]:
    watched = _Watched(browser, 1280, 800)
    yield watched
    watched.close()


@pytest.fixture
def phone(browser: Any) -> Iterator[_Watched]:
    watched = _Watched(browser, 390, 844)
    yield watched
    watched.close()


def _middle_of_an_edge(page: Any) -> dict[str, float]:
    """Where on the screen to click the line from TNF to rheumatoid arthritis, the only one of its pair."""
    found: dict[str, float] = page.evaluate(
        """() => {
          const edge = ASSERTIONS.find((one) => one.subject.id === "HGNC:11892");
          const [a, b] = [edge.subject.place, edge.object.place];
          const at = network.canvasToDOM({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
          const box = document.querySelector("#graph").getBoundingClientRect();
          return { x: at.x + box.left, y: at.y + box.top };
        }"""
    )
    return found


def test_search_finds_a_synonym_and_shows_the_concept(wide: _Watched, address: str) -> None:
    page = wide.open(address)
    page.fill("#search", "interleukin 2")
    page.wait_for_selector("#found li")
    page.keyboard.press("Enter")
    page.wait_for_selector("#card h2")
    assert page.evaluate("location.hash") == f"#concept={IL2}"
    assert "IL2" in page.inner_text("#card h2")
    assert IMAGE in page.inner_text("#card .synonyms")


def test_what_is_denied_is_not_best_supported(wide: _Watched, address: str) -> None:
    page = wide.open(address)
    assert page.evaluate(
        "Math.max(...ASSERTIONS.map((one) => one.belief)) === ASSERTIONS.find((one) => one.negated).belief"
    )
    best = page.locator("#card h3:has-text('Best supported') + ul > li")
    assert best.count() > 3
    assert page.locator("#card h3:has-text('Best supported') + ul .chip").count() == 0
    page.evaluate(f"go('concept', '{IL2}')")
    page.wait_for_selector("#card .chip")
    chips = [
        item.inner_text() for item in page.query_selector_all("#card .assertions li") if "denied" in item.inner_text()
    ]
    assert len(chips) == 1
    assert "¬ causes" in chips[0]
    assert "denied" in page.locator("#card .assertions li").last.inner_text()


def test_an_edge_clicked_in_the_picture_shows_its_sentence(wide: _Watched, address: str) -> None:
    page = wide.open(address)
    page.wait_for_timeout(300)
    at = _middle_of_an_edge(page)
    page.mouse.click(at["x"], at["y"])
    page.wait_for_selector("#card blockquote")
    assert "TNF contributes to rheumatoid arthritis." in page.inner_text("#card blockquote")
    assert page.locator("#card mark.subject").count() >= 1
    assert "contributes to" in page.inner_text("#card h2")


def test_opposing_evidence_stands_beside(wide: _Watched, address: str) -> None:
    page = wide.open(f"{address}#concept={TREG}")
    page.click("#card .assertions button:has-text('increases (abundance)')")
    page.wait_for_selector("#card .against blockquote")
    assert "IL-2 decreases regulatory T cells." in page.inner_text("#card .against")
    left, right = (page.locator(f"#card .{side}").bounding_box() for side in ("for", "against"))
    assert left["x"] + left["width"] <= right["x"]


def test_a_verdict_stands_with_its_sentence_as_plain_text(wide: _Watched, phone: _Watched, address: str) -> None:
    for watched, width in ((wide, 1280), (phone, 390)):
        page = watched.open(f"{address}#concept={TREG}")
        page.click("#card .assertions button:has-text('increases (abundance)')")
        page.wait_for_selector("#card .verdict.right")
        said = page.locator("#card .verdict.right").first
        assert said.inner_text().startswith("✓ judged right by ")
        assert IMAGE in said.inner_text()
        assert said.locator("img, script").count() == 0
        box = said.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_what_is_rejected_is_marked_and_can_be_hidden(wide: _Watched, rejecting: str) -> None:
    page = wide.open(f"{rejecting}#concept={TNF}")
    page.click("#card .assertions button:has-text('contributes to')")
    page.wait_for_selector("#card .evidence.wrong")
    assert "rejected by a curator" in page.inner_text("#card .chips")
    assert page.inner_text("#card .for h3") == "For (0 · 1 judged wrong)"
    assert "✗ judged wrong (no relation) by M. Kern: it is not said" in page.inner_text("#card .verdict.wrong")
    assert page.inner_text("#counts").startswith("9 concepts in 9 assertions")
    page.uncheck("#rejected")
    assert page.inner_text("#counts").startswith("Showing 8 concepts in 8 assertions")


def test_links_lead_to_public_pages_only(wide: _Watched, address: str) -> None:
    page = wide.open(f"{address}#concept={TREG}")
    page.wait_for_selector("#card a")
    found = page.eval_on_selector_all("a", "links => links.map((a) => [a.href, a.rel])")
    assert found
    assert all(href.startswith("https://") and "noopener" in rel for href, rel in found)


def test_filters(wide: _Watched, address: str) -> None:
    page = wide.open(address)
    assert page.inner_text("#counts").startswith("9 concepts in 9 assertions")
    page.click("[data-category=disease]")
    assert page.inner_text("#counts").startswith("Showing 5 concepts in 5 assertions")
    page.uncheck("#speculated")
    page.uncheck("[data-sign=decreased]")
    assert page.inner_text("#counts").startswith("Showing 3 concepts in 2 assertions")
    page.fill("#belief", "1")
    assert page.is_visible("#empty")
    page.click("#reset")
    assert page.inner_text("#counts").startswith("9 concepts in 9 assertions")


def test_the_table_says_the_same_by_keyboard(wide: _Watched, address: str) -> None:
    page = wide.open(address)
    page.focus("#show-table")
    page.keyboard.press("Enter")
    assert page.locator("#table tbody tr").count() == 9
    page.focus("#table tbody tr:first-child td:nth-child(2) button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#card blockquote")


def test_a_phone_scrolls_in_one_direction_only(phone: _Watched, address: str) -> None:
    page = phone.open(address)
    for place in ("", f"concept={TREG}", f"assertion={page.evaluate('ASSERTIONS[0].id')}"):
        page.evaluate(f"location.hash = {place!r}")
        page.wait_for_timeout(200)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("#filters summary")
    page.click("#show-table")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_path_is_lit_where_it_lies(wide: _Watched, address: str) -> None:
    page = wide.open(address)
    page.click("#show-route")
    for side, name in (("from", "interleukin 2"), ("to", "IL-6")):
        page.fill(f"#{side}", name)
        page.wait_for_selector(f"#found-{side} [role=option]")
        page.keyboard.press("Enter")
    page.wait_for_selector("#card .steps blockquote")
    assert page.evaluate("location.hash") == f"#path={IL2}..{IL6}"
    assert page.locator("#card .steps > li").count() == 2
    assert page.evaluate("shown.concepts.length") == 9
    assert page.inner_text("#counts").startswith("9 concepts in 9 assertions")


def test_what_no_path_leads_to_is_said(wide: _Watched, address: str) -> None:
    page = wide.open(f"{address}#path={IL2}..{quote(RENAMED[ALDESLEUKIN], safe='')}")
    assert "Nothing asserted" in page.inner_text("#card")


def test_years_are_those_of_the_papers(wide: _Watched, address: str) -> None:
    page = wide.open(address)
    page.fill("#until", "2020")
    assert page.inner_text("#counts").startswith("Showing 3 concepts in 2 assertions")


def test_the_picture_is_saved(wide: _Watched, address: str) -> None:
    page = wide.open(address)
    page.wait_for_selector("html[data-drawn]")
    for kind, begins in (("svg", b"<svg xmlns"), ("png", b"\x89PNG")):
        with page.expect_download() as saving:
            page.click(f"#save-{kind}")
        assert Path(saving.value.path()).read_bytes().startswith(begins)


def test_a_broken_address_shows_the_graph(wide: _Watched, address: str) -> None:
    page = wide.open(f"{address}#concept=%E0%A4%A")
    assert page.inner_text("#card h2") == "What the papers say"
