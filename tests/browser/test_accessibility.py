"""Every kind of page of a site under axe-core's rules, by keyboard, and its headings."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kg.explore.site import write_site
from kg.explore.slugs import article_page, concept_page
from tests.browser.watching import Watched, launched
from tests.fixtures_graph import CYTOKINE, FACTOR, HUMAN, IL2, IL6, TREG, write_graph

pytestmark = pytest.mark.browser
pytest.importorskip("axe_playwright_python", reason="axe-core is not installed")

_GRAVE = frozenset(["serious", "critical"])
_PAGES = (
    "index.html",
    "compare.html",
    f"compare.html#a={IL2}&b={IL6}",
    *map(concept_page, (TREG, IL2, FACTOR, HUMAN, CYTOKINE)),
    *map(article_page, ("PMID:1", "DOI:10.1000/xyz<2>", "sha1:00ff")),
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    judged = {"IL-2 expanded Tregs.": ("wrong", "no_relation", "not said", "M. Kern")}
    write_site(write_graph(root / "graph", judged), root / "site")
    return root / "site"


@pytest.fixture(
    params=[(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")], ids=lambda one: f"{one[0]}-{one[1]}"
)
def watched(request: pytest.FixtureRequest, browser: Any, site: Path) -> Iterator[Watched]:
    one = Watched(browser, site, request.param[0], color_scheme=request.param[1])
    yield one
    one.close()


def findings(page: Any) -> list[str]:
    """Return what axe-core finds serious or critical."""
    # evaluated from outside the page, whose policy lets no other script in
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    # preload: it would fetch the style sheets
    found = "axe.run(document, { preload: false, resultTypes: ['violations'] }).then((found) => found.violations)"
    violations = page.evaluate(found)
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary']}"
        for one in violations
        if one["impact"] in _GRAVE
        for node in one["nodes"]
    ]


def all_pages(site: Path) -> list[str]:
    return [*_PAGES, *(f"assertion/{path.name}" for path in sorted((site / "assertion").iterdir()))]


def test_no_page_has_a_serious_finding(watched: Watched, site: Path) -> None:
    for path in all_pages(site):
        page = watched.open("index.html")  # another fragment alone opens no page anew
        page = watched.open(path)
        if "#" in path:
            page.wait_for_selector("#comparison table")
        assert findings(page) == [], path


def test_nor_has_an_open_list_of_suggestions(watched: Watched) -> None:
    page = watched.open()
    page.locator("#search").press_sequentially("lup")
    page.wait_for_selector("#found li")
    assert findings(page) == []


def test_headings_go_down_step_by_step(watched: Watched, site: Path) -> None:
    for path in all_pages(site):
        page = watched.open(path)
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map((one) => Number(one.tagName[1]))")
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), (path, levels)


def test_everything_is_reached_by_keyboard_and_shows_where_one_is(watched: Watched, site: Path) -> None:
    page = watched.open(concept_page(TREG))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    stops = "[...document.querySelectorAll('a[href], button, input, summary')].filter((one) => one.checkVisibility())"
    wanted = page.evaluate(f"{stops}.length")
    style = "getComputedStyle(document.activeElement)"
    outlined = f"{style}.outlineStyle + {style}.outlineWidth"
    reached = 1
    for _ in range(wanted - 1):
        page.keyboard.press("Tab")
        assert page.evaluate(outlined) == "solid2px"
        reached += 1
    assert page.evaluate("document.activeElement.closest('main') !== null")
    assert reached == wanted


def test_the_way_past_the_bar_leads_into_the_page(watched: Watched) -> None:
    page = watched.open()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
