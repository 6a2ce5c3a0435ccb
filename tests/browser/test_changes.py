"""The page of `kg diff` as people use it, in a real browser, opened from disk with the network cut."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.compare.compare import compare
from kg.compare.page import write_page
from tests.fixtures_graph import write_graph
from tests.unit.compare.worlds import DOWN, OTHER, UP, differing, paper
from tests.unit.explore.hostile import IMAGE, write_hostile_graph

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = shutil.which("chromium")
if not CHROMIUM:
    pytest.skip("there is no Chromium on this machine", allow_module_level=True)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def changes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("changes")
    old = [paper(UP, pmid="1"), paper(OTHER, pmid="3", title="Three")]
    new = [paper(UP, pmid="1"), paper(DOWN, pmid="2", title="Two")]
    write_page(differing(root, old, new), root / "page.html")
    return root / "page.html"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    write_page(compare(write_graph(root / "old"), write_hostile_graph(root / "new")), root / "page.html")
    return root / "page.html"


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["wide", "phone"])
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page on a screen; nothing may go wrong on it, and nothing be asked of the network."""
    width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    context.set_offline(True)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda message: wrong.append(message.text))
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("request", lambda asked: None if asked.url.startswith("file:") else wrong.append(asked.url))
    yield opened
    assert opened.evaluate("window.hacked") is None
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert wrong == []
    context.close()


def _sections(page: Any) -> list[str]:
    found: list[str] = page.eval_on_selector_all("[data-section]", "all => all.map((one) => one.dataset.section)")
    return found


def test_changes_by_kind_with_their_sentences(page: Any, changes: Path) -> None:
    page.goto(changes.as_uri())
    assert page.inner_text("#counts") == "3 assertions differ · papers: 1 gained, 1 lost"
    assert _sections(page) == ["contradicted", "gained", "lost", "documents", "concepts"]
    first = page.locator("article.contradicted")
    assert "IL2 increases regulatory T cell (abundance)" in first.inner_text()
    assert "belief 0.76 → 0.38" in first.inner_text()
    assert "By PMID:2 gained, against it" in first.inner_text()
    first.locator("summary").click()
    assert first.locator("blockquote").inner_text() == "gainedit does it."
    assert first.locator("mark").count() == 3
    assert page.get_attribute("article.contradicted a", "href") == "https://pubmed.ncbi.nlm.nih.gov/2/"


def test_filters(page: Any, changes: Path) -> None:
    page.goto(changes.as_uri())
    if not page.locator("#filters").evaluate("one => one.open"):
        page.click("#filters summary")
    page.uncheck("[data-kind=contradicted]")
    page.uncheck("#with-concepts")
    assert _sections(page) == ["gained", "lost", "documents"]
    page.fill("#search", "three")
    assert _sections(page) == ["lost", "documents"]
    page.fill("#belief", "1")
    page.uncheck("#with-documents")
    assert page.inner_text("#nothing") == "Nothing fits these filters."
    page.click("#reset")
    assert len(_sections(page)) == 5


def test_texts_stay_texts(page: Any, hostile: Path) -> None:
    page.goto(hostile.as_uri())
    for details in page.locator("article details").all():
        details.evaluate("one => { one.open = true; }")
    assert IMAGE in page.inner_text("#list")
    assert page.locator("#list img, #list script").count() == 0
