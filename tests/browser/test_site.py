"""A site as people use it, in a real browser, opened from a folder with the network cut."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.core.folder import GraphFolder
from kg.explore.site import write_site
from kg.explore.slugs import article_page, concept_page
from tests.browser.watching import SCREENS, Watched, launched
from tests.fixtures_graph import IL2, IL6, LUPUS_NEPHRITIS, TREG, write_graph
from tests.unit.discover.made import said, write
from tests.unit.explore.hostile import IMAGE, RENAMED, write_hostile_graph
from tests.unit.explore.many import write_many

pytestmark = pytest.mark.browser

# Words outside <bdi> must not be turned round by a text beside them: their letters go from left to right
_TURNED_WORDS = """() => {
  const wrong = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest("bdi, [dir], script, style, noscript")) continue;
    for (const word of node.data.matchAll(/[A-Za-z]{2,}/g)) {
      const box = (at) => {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return range.getBoundingClientRect();
      };
      const [first, last] = [box(word.index), box(word.index + word[0].length - 1)];
      if (first.top === last.top && first.left > last.left) wrong.push(word[0]);
    }
  }
  return wrong;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    write_site(write_graph(root / "graph"), root / "site")
    return root / "site"


@pytest.fixture(scope="module")
def example_site(example_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("example") / "site"
    write_site(GraphFolder(example_graph), place)
    return place


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    write_site(write_hostile_graph(root / "graph"), root / "site")
    return root / "site"


@pytest.fixture(params=SCREENS, ids=lambda screen: screen[0])
def watched(request: pytest.FixtureRequest, browser: Any, site: Path) -> Iterator[Watched]:
    one = Watched(browser, site, request.param[1], color_scheme=request.param[2])
    yield one
    one.close()


def search(page: Any, words: str, field: str = "#search") -> list[str]:
    page.fill(field, "")
    page.locator(field).press_sequentially(words)
    page.wait_for_selector(f"{field} + ul li")
    found: list[str] = page.locator(f"{field} + ul li").all_inner_texts()
    return found


def test_from_a_word_to_a_related_paper(watched: Watched) -> None:
    page = watched.open()
    search(page, "lupus")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{concept_page(LUPUS_NEPHRITIS)}")
    assert page.inner_text("h1").strip() == "lupus nephritis"
    page.click(".line .what:has-text('contributes to')")
    page.wait_for_url("**/assertion/*")
    assert "IL-6 worsens lupus nephritis." in page.inner_text("section.for blockquote")
    assert page.locator("section.for mark.object").count() == 1
    page.click("section.for .cite a")
    page.wait_for_url(f"**/{article_page('DOI:10.1000/xyz<2>')}")
    assert page.is_visible(".banner")
    assert page.locator(".abstract .mention").count() > 3
    page.click(".related .papers a >> nth=0")
    page.wait_for_url(f"**/{article_page('PMID:1')}")
    assert page.inner_text("h1") == "IL-2 and regulatory T cells"
    assert watched.fits()


def test_enter_goes_on_however_soon_it_is_pressed(watched: Watched) -> None:
    page = watched.open()
    page.fill("#search", "lupus neph")
    page.keyboard.press("Enter")  # no suggestion stands there yet
    page.wait_for_url(f"**/{concept_page(LUPUS_NEPHRITIS)}")
    page.fill("#search", "interleukin-2")
    page.wait_for_selector("#found [data-at]")
    page.locator("#search").blur()
    page.click("#search")  # brings the suggestions back
    assert page.is_visible("#found [data-at]")
    page.locator("#search").blur()
    page.focus("#search")
    page.keyboard.press("Enter")
    page.wait_for_url("**/concept/HGNC_6001.html")
    search(page, "il")
    second = page.inner_text("#found [data-at='1'] bdi >> nth=0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"h1:has-text('{second}')")
    search(page, "no such thing")
    page.keyboard.press("Enter")
    assert page.inner_text("#found") == "Nothing here is called so"


def test_a_question_finds_what_it_names(watched: Watched) -> None:
    found = search(watched.open(), "what does low-dose IL-2 do in lupus nephritis?")
    assert {"lupus", "IL2"} <= {one.split()[0] for one in found}


@pytest.mark.parametrize("typed", ["lupsu", "luups", "SLE", "lupus erythematosus", "erythematosis"])
def test_a_slip_of_the_finger_finds_it_all_the_same(watched: Watched, typed: str) -> None:
    assert any("lupus" in found for found in search(watched.open(), typed))


def test_a_paper_is_found_by_words_of_its_title(watched: Watched) -> None:
    page = watched.open("compare.html")
    assert any("Cytokines in the lupus kidney" in found for found in search(page, "kidney cytokines"))
    page.click("#found li:has-text('kidney')")
    page.wait_for_url(f"**/{article_page('DOI:10.1000/xyz<2>')}")


def test_nothing_found_is_said(watched: Watched) -> None:
    assert search(watched.open(), "zzzzzzzz") == ["Nothing here is called so"]


def test_searching_by_keyboard(watched: Watched) -> None:
    page = watched.open()
    page.keyboard.press("/")
    page.keyboard.type("il")
    page.wait_for_selector("#found li[aria-selected=true]")
    first = page.get_attribute("#search", "aria-activedescendant")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#search", "aria-activedescendant") != first
    assert page.get_attribute("#search", "aria-expanded") == "true"
    page.keyboard.press("Escape")
    assert page.get_attribute("#search", "aria-expanded") == "false"
    page.keyboard.type("Treg")
    page.wait_for_selector("#found li[aria-selected=true]")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{concept_page(TREG)}")


def test_a_concepts_page_shows_one_category_alone(watched: Watched) -> None:
    page = watched.open(concept_page(IL6))
    assert page.locator(".groups .line:visible").count() == 3
    page.click(".chooser button:has-text('Disease')")
    assert page.get_attribute(".chooser [data-value=disease]", "aria-pressed") == "true"
    assert page.locator(".groups .line:visible").count() == 1
    assert page.locator(".groups section:visible").all_inner_texts()[0].startswith("Diseases and symptoms 1 of 1")
    page.click(".chooser button:has-text('all')")
    assert page.locator(".groups .line:visible").count() == 3


def test_a_concepts_page_shows_one_dose_or_disease_alone(watched: Watched) -> None:
    page = watched.open(concept_page(TREG))
    assert page.locator(".groups .line:visible").count() == 4
    for setting in ("low-dose", "lupus"):
        page.click(f".chooser[data-seen] button:has-text('{setting}')")
        assert page.locator(".groups section:visible").all_inner_texts()[0].startswith("What increases it 1 of 2")
        assert page.locator(".groups .line:visible").count() == 1
    page.click(".line:visible .what >> nth=0")
    page.wait_for_url("**/assertion/*")
    page.go_back()
    page.wait_for_url(f"**/{concept_page(TREG)}")
    assert page.locator(".groups .line:visible").count() == 1  # as one left it
    page.click(".chooser[data-seen] button:has-text('any')")
    assert page.locator(".groups .line:visible").count() == 4
    page.goto((watched.site / concept_page(IL2)).as_uri())
    page.click(".place a:has-text('aldesleukin')")
    assert "IL2 as it is given to patients" in page.inner_text(".place")
    assert watched.fits()


def test_long_lists_fold_and_go_in_the_order_asked_for(browser: Any, tmp_path: Path) -> None:
    write_site(write_many(tmp_path / "graph", 40), tmp_path / "site")
    watched = Watched(browser, tmp_path / "site")
    page = watched.open(concept_page(IL2))
    group = page.locator(".groups section", has_text="What it increases")
    values = "(lines, key) => lines.map((line) => Number(line.dataset[key]))"
    beliefs = group.locator(".line").evaluate_all(values, "belief")
    assert len(beliefs) == 40
    assert beliefs == sorted(beliefs, reverse=True)
    assert group.locator(".line:visible").count() == 12
    group.locator("summary").click()
    assert group.locator(".line:visible").count() == 40
    for order, key in (("newest", "newest"), ("most papers", "papers")):
        page.click(f".chooser button:has-text('{order}')")
        found = group.locator(".line").evaluate_all(values, key)
        assert found == sorted(found, reverse=True)
    watched.close()


def test_two_concepts_are_compared_and_the_way_back_leads_back(watched: Watched) -> None:
    page = watched.open("compare.html")
    for field, name in (("#pick-a", "IL-2"), ("#pick-b", "IL-6")):
        search(page, name, field)
        page.keyboard.press("Enter")
    page.wait_for_selector("#comparison table")
    told = page.inner_text("#comparison")
    assert "Opposite" in told
    assert "regulatory T cell" in told
    assert watched.fits()
    assert page.title() == "IL2 and IL6 · immunokg"
    page.go_back()
    page.wait_for_selector("#comparison table", state="detached")
    assert (page.input_value("#pick-a"), page.input_value("#pick-b")) == ("IL2", "")
    page.go_forward()
    page.wait_for_selector("#comparison table")
    page.click("#comparison tbody th a >> nth=0")
    page.wait_for_url("**/concept/*")
    page.go_back()
    page.wait_for_selector("#comparison table")


def test_what_a_curator_rejected_makes_no_two_concepts_opposite(browser: Any, tmp_path: Path) -> None:
    wrong = {"IL-6 worsens lupus nephritis. They also reduce regulatory T cells.": ("wrong", "", "", "")}
    write_site(write_graph(tmp_path / "graph", wrong), tmp_path / "site")
    watched = Watched(browser, tmp_path / "site")
    page = watched.open(f"compare.html#a={IL2}&b={IL6}")
    page.wait_for_selector("#comparison table")
    told = page.inner_text("#comparison")
    assert "Opposite" not in told
    assert "rejected by a curator" in told
    watched.close()


def test_lists_tell_what_was_read_from_a_blockade(browser: Any, tmp_path: Path) -> None:
    folder = write(tmp_path / "graph", said("A+B", via="blockade", pmid="1"), said("C+D", pmid="2"))
    write_site(GraphFolder(folder), tmp_path / "site")
    watched = Watched(browser, tmp_path / "site")
    page = watched.open("index.html")
    assert page.locator(".lines .chip", has_text="of its blockade").count() == 1
    for path, told in (
        ("concept/X_A.html", ".lines"), ("concept/X_C.html", ".lines"), (article_page("PMID:1"), ".says .lines"),
        ("graph.html", "#card .assertions"), ("compare.html#a=X:A&b=X:C", "#comparison table"),
    ):  # fmt: skip
        page = watched.open(path)
        page.wait_for_selector(told)
        text = " ".join(page.locator(told).all_inner_texts())
        assert text.count("of its blockade") == ("X_C" not in path)
    watched.close()


def test_what_is_new_in_a_paper_leads_to_its_sentence(watched: Watched) -> None:
    page = watched.open(article_page("PMID:1"))
    page.click("aside .brief a >> nth=0")
    target = page.locator(".line:target")
    assert target.is_visible()
    assert page.locator(".sentence", has=target).locator("blockquote").is_visible()


@pytest.mark.parametrize("name", ["moved", "Müller & Söhne 100 % #1/neu ☂ site"])
def test_a_site_works_wherever_it_lies(browser: Any, site: Path, tmp_path: Path, name: str) -> None:
    place = tmp_path / name
    shutil.copytree(site, place)
    watched = Watched(browser, place)
    page = watched.open()
    search(page, "Treg")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('regulatory T cell')")
    page.click("nav a:has-text('Compare')")
    page.click("#comparison a >> nth=0")
    page.wait_for_selector("#comparison .facts")
    watched.close()


def test_without_scripts_everything_but_search_works(browser: Any, site: Path) -> None:
    watched = Watched(browser, site, java_script_enabled=False)
    page = watched.open()
    assert page.is_visible(".noscript")
    page.click("a.marked:has-text('regulatory T cell') >> nth=0")
    assert page.inner_text("h1").strip() == "regulatory T cell"
    assert not page.is_visible(".chooser >> nth=0")
    page.click("summary")
    page.click(".line .what >> nth=0")
    page.click(".cite a >> nth=0")
    assert page.is_visible(".abstract")
    page.click("nav a.home")
    assert page.inner_text("h1").startswith("What 3 papers say")
    watched.context.close()


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen[0])
def test_hostile_texts_run_nothing_and_turn_nothing_round(browser: Any, hostile: Path, screen: Any) -> None:
    watched = Watched(browser, hostile, screen[1], color_scheme=screen[2])
    paths = sorted(
        path.relative_to(hostile).as_posix() for path in hostile.rglob("*.html") if path.name != "graph.html"
    )
    assert len(paths) > 20
    for path in paths:
        page = watched.open(path)
        # the first page shows the map, a file of the site; no other picture
        assert page.locator("main img:not([src='map.svg']), main script, main iframe").count() == 0, path
        assert watched.fits(), path
        assert page.evaluate(_TURNED_WORDS) == [], path
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        assert page.evaluate("window.hacked") is None, path
    watched.close()


def test_hostile_names_can_be_searched_and_compared(browser: Any, hostile: Path) -> None:
    watched = Watched(browser, hostile)
    page = watched.open("compare.html")
    assert any(IMAGE in found for found in search(page, "img src"))
    assert page.evaluate(_TURNED_WORDS) == []
    for field, name in (("#pick-a", "IL2"), ("#pick-b", "aldesleukin")):
        search(page, name, field)
        page.keyboard.press("Enter")
    page.wait_for_selector("#comparison table")
    assert page.locator("main img").count() == 0
    assert page.evaluate(_TURNED_WORDS) == []
    watched.open(concept_page(next(iter(RENAMED.values()))))
    assert "aldesleukin" in page.inner_text("h1")
    watched.close()


def test_every_page_of_the_example_fits_a_phone(browser: Any, example_site: Path) -> None:
    watched = Watched(browser, example_site, 390)
    for folder in ("concept", "assertion", "article"):
        for path in sorted((example_site / folder).iterdir())[::12]:
            watched.open(f"{folder}/{path.name}")
            assert watched.fits(), path.name
    watched.close()
