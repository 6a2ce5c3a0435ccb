"""The graph's page of a site as people use it: a map of communities, opened from a folder with the network cut."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from kg.explore.site import Site
from tests.benchmarks.synthetic import write_synthetic
from tests.browser.watching import Watched, launched
from tests.unit.explore.hostile import IMAGE, made_hostile

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"
_PAGES = ("graph.html", "graph/index.js", "names.js", "look/graph.css", "look/graph.js", "look/vis.js", "look/site.css",
          "look/site.js")  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph's page of a graph of 500 concepts whose every text is hostile, with the pages of its papers."""
    root = tmp_path_factory.mktemp("map")
    with Site(made_hostile(write_synthetic(root / "graph", 500, 900))) as site:
        own = ((path, site.page(path) or b"") for path in _PAGES)
        for path, page in chain(own, site.pages_in("graph"), site.pages_in("article")):
            (root / "site" / path).parent.mkdir(parents=True, exist_ok=True)
            (root / "site" / path).write_bytes(page)
    return root / "site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as chromium:
        yield chromium


@pytest.fixture
def wide(browser: Any, site: Path) -> Iterator[Watched]:
    watched = Watched(browser, site)
    yield watched
    watched.close()


@pytest.fixture
def phone(browser: Any, site: Path) -> Iterator[Watched]:
    watched = Watched(browser, site, 390, color_scheme="dark")
    yield watched
    watched.close()


def _open(watched: Watched, place: str = "") -> Any:
    page = watched.open(f"graph.html{place}")
    page.reload()  # where only the fragment differs, going there opens nothing anew
    page.wait_for_selector("html[data-drawn]")
    return page


def _click_at(page: Any, place: str) -> None:
    """Click where something lies in the picture; `place` is a place of it, in JavaScript."""
    page.wait_for_timeout(200)
    at = page.evaluate(
        f"""() => {{
          const at = network.canvasToDOM({place});
          const box = document.querySelector("#graph").getBoundingClientRect();
          return {{ x: at.x + box.left, y: at.y + box.top }};
        }}"""
    )
    page.mouse.click(at["x"], at["y"])


def _drawn(page: Any) -> tuple[int, int, int]:
    """How many communities are closed, how many concepts and assertions are drawn."""
    found: list[int] = page.evaluate("[nodeSet.length - shown.concepts.length, shown.concepts.length, edgeSet.length]")
    return found[0], found[1], found[2]


def test_from_all_communities_to_a_sentence_and_its_paper(wide: Watched) -> None:
    page = _open(wide)
    closed, concepts, edges = _drawn(page)
    assert closed > 5
    assert (concepts, edges) == (0, 0)
    _click_at(page, "COMMUNITIES[0].place")
    page.wait_for_selector("#card h2")
    assert page.evaluate("location.hash") == "#community=0"
    after, concepts, edges = _drawn(page)
    assert after == closed - 1
    assert concepts == page.evaluate("COMMUNITIES[0].members.length")
    assert edges > 0
    _click_at(page, "COMMUNITIES[0].members[0].place")
    page.wait_for_selector("#card .synonyms")
    assert page.evaluate("chosen === COMMUNITIES[0].members[0]")
    page.click("#card .assertions button")
    page.wait_for_selector("#card blockquote mark.subject")
    assert IMAGE in page.inner_text("#card blockquote")
    page.click("#card .evidence cite a >> nth=0")
    page.wait_for_selector("article h1.title")
    assert "/article/PMID_" in page.url


def test_several_communities_are_open_until_one_goes_back(wide: Watched) -> None:
    page = _open(wide)
    closed = _drawn(page)[0]
    assert not page.is_visible("#back")
    for number in (0, 1):
        page.evaluate(f"location.hash = 'community={number}'")
        page.wait_for_selector("#card h2")
    assert _drawn(page)[0] == closed - 2
    page.click("#card button:has-text('Close this community')")
    assert _drawn(page)[0] == closed - 1
    page.click("#back")
    assert _drawn(page) == (closed, 0, 0)
    assert not page.is_visible("#back")


def test_a_concept_that_is_not_drawn_is_shown_with_its_neighbours(wide: Watched) -> None:
    page = _open(wide)
    rare = page.evaluate("COMMUNITIES[1].members.at(-1).id")
    page = _open(wide, f"#concept={rare}")
    assert page.evaluate("chosen.id") == rare
    neighbours = page.evaluate("neighboursOf(chosen).length")
    assert _drawn(page)[:2] == (0, neighbours + 1)
    # neighbours of a neighbour come along when somebody asks, from wherever
    page.evaluate("go('concept', neighboursOf(chosen).sort((a, b) => b.edges.length - a.edges.length)[0].id)")
    page.click("#card .actions button:has-text('neighbours')")
    assert _drawn(page)[1] > neighbours + 1
    places = page.evaluate("[...scene.places.values()].map(({ x, y }) => `${x},${y}`)")
    assert len(set(places)) == len(places)
    page.click("#card .actions button:has-text('Open its community')")
    assert page.evaluate("location.hash").startswith("#community=")


def test_an_assertion_that_is_not_drawn_is_shown_with_its_ends(wide: Watched) -> None:
    page = _open(wide)
    one = page.evaluate("ASSERTIONS.at(-1).id")
    page = _open(wide, f"#assertion={one}")
    page.wait_for_selector("#card blockquote")
    assert page.evaluate("isDrawn(chosen.subject) && isDrawn(chosen.object)")
    assert page.get_attribute("#card .facts a", "href") == f"assertion/{one}.html"


def test_filters_act_on_communities_too(wide: Watched) -> None:
    page = _open(wide)
    before = page.evaluate("[left.sizes[0], left.ties.length, bubbleRadius(COMMUNITIES[0])]")
    page.fill("#belief", "0.8")
    after = page.evaluate("[left.sizes[0], left.ties.length, bubbleRadius(COMMUNITIES[0])]")
    assert all(now < then for now, then in zip(after, before, strict=True))
    assert page.inner_text("#counts").startswith("Showing ")
    page.evaluate("location.hash = 'community=0'")
    page.wait_for_selector("#card h2")
    assert page.evaluate("shown.assertions.every((one) => one.belief >= 0.8)")
    page.fill("#since", "2020")
    page.fill("#until", "2021")
    assert page.evaluate("[...left.assertions].every((one) => one.years.some((year) => [2020, 2021].includes(year)))")
    page.click("#reset")
    assert page.evaluate("left.assertions.size") == 900


def test_a_path_is_found_typed_or_by_address(wide: Watched) -> None:
    page = _open(wide)
    page.click("#show-route")
    for side, concept in (("from", "CONCEPTS[0]"), ("to", "COMMUNITIES[1].members.at(-1)")):
        page.fill(f"#{side}", page.evaluate(f"{concept}.id"))
        page.wait_for_selector(f"#found-{side} [role=option]")
        page.keyboard.press("Enter")
    page.wait_for_selector("#card .steps blockquote")
    given = page.evaluate("location.hash")
    assert ".." in given
    steps = page.locator("#card .steps > li").count()
    assert _drawn(page)[1] == steps + 1
    page = _open(wide, given)
    page.wait_for_selector("#card .steps blockquote")
    assert page.locator("#card .steps > li").count() == steps
    assert page.input_value("#to") == page.evaluate("COMMUNITIES[1].members.at(-1).name")


def test_a_path_is_the_surest(wide: Watched) -> None:
    """The way that is found costs no more than any that a search of all ways finds."""
    page = _open(wide)
    agrees = page.evaluate(
        """() => {
          const far = new Map([[CONCEPTS[0], 0]]);
          for (let more = true; more;) {
            more = false;
            for (const one of ASSERTIONS.filter((found) => found.asserted)) {
              for (const [from, to] of [[one.subject, one.object], [one.object, one.subject]]) {
                const cost = (far.get(from) ?? Infinity) + costOf(one);
                if (cost < (far.get(to) ?? Infinity) - 1e-9) { far.set(to, cost); more = true; }
              }
            }
          }
          return CONCEPTS.slice(1).every((concept) => {
            const steps = routeBetween(CONCEPTS[0], concept, () => true);
            if (!steps) return !far.has(concept);
            return Math.abs(steps.reduce((sum, step) => sum + costOf(step), 0) - far.get(concept)) < 1e-6
              && stops(CONCEPTS[0], steps).at(-1) === concept;
          });
        }"""
    )
    assert agrees


def test_sign_shows_without_colour(wide: Watched) -> None:
    page = _open(wide)
    heads = page.evaluate(
        """Object.fromEntries(ASSERTIONS.map((one) =>
          [one.direction || one.predicate.name, edgeOf(one).arrows.to.type ?? ""]))"""
    )
    assert (heads["increased"], heads["decreased"], heads["associated_with"]) == ("arrow", "bar", "")
    denied, doubted = (
        page.evaluate(f"edgeOf(ASSERTIONS.find((one) => one.{flag}))")
        for flag in ("negated", "speculated && !one.negated")
    )
    assert denied["label"] == "¬"
    assert denied["dashes"] != doubted["dashes"]


def test_the_picture_is_saved_with_its_legend(wide: Watched) -> None:
    page = _open(wide, "#community=0")
    with page.expect_download() as saving:
        page.click("#save-svg")
    assert saving.value.suggested_filename == "graph.svg"
    root = ET.parse(saving.value.path()).getroot()
    words = [element.text for element in root.iter(f"{SVG}text")]
    assert {"increases", "decreases", "Gene or protein"} <= set(words)
    dots = [element for element in root.iter(f"{SVG}circle") if element.get("fill") != "none"]
    assert len(dots) > page.evaluate("shown.concepts.length")
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "rect", "g", "circle", "path", "line", "polygon", "text",
    }  # fmt: skip
    with page.expect_download() as saving:
        page.click("#save-png")
    head = Path(saving.value.path()).read_bytes()[:24]
    assert head[1:4] == b"PNG"
    assert int.from_bytes(head[16:20]) == 2 * round(page.evaluate("byId('graph').getBoundingClientRect().width"))


def test_the_table_leads_everywhere_by_keyboard(wide: Watched) -> None:
    page = _open(wide)
    page.focus("#show-table")
    page.keyboard.press("Enter")
    assert page.locator("#table .communities tbody tr").count() == _drawn(page)[0]
    page.focus("#table .communities tbody tr:first-child button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#card h2")
    assert page.evaluate("location.hash") == "#community=0"
    page.focus("#table table:last-child tbody tr:first-child td:nth-child(2) button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#card blockquote")


def test_search_knows_synonyms_and_slips(wide: Watched) -> None:
    page = _open(wide)
    synonym = json.loads(page.evaluate("JSON.stringify(CONCEPTS[3].name.split(' <')[0].toUpperCase())"))
    page.fill("#search", synonym)
    page.wait_for_selector("#found [role=option]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#card h2")
    assert page.evaluate("chosen === CONCEPTS[3]")


def test_a_phone_scrolls_in_one_direction_only(phone: Watched) -> None:
    page = _open(phone)
    path = page.evaluate("`path=${CONCEPTS[0].id}..${COMMUNITIES[1].members.at(-1).id}`")
    for place in ("", "community=0", path, f"concept={page.evaluate('CONCEPTS[0].id')}"):
        page.evaluate(f"location.hash = {place!r}")
        page.wait_for_timeout(200)
        assert phone.fits(), place


def test_unknown_addresses_show_the_map(wide: Watched) -> None:
    for place in ("concept=X:1", "community=999", "community=x", "path=X:1..X:2", "path=", "assertion=0"):
        page = _open(wide, f"#{place}")
        assert page.inner_text("#card h2") == "What the papers say"
