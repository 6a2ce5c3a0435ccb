"""The query page of a running `kg serve` as people use it, in a real browser that may ask nobody else."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.served import HEAVY, Served, serving
from tests.unit.explore.hostile import IMAGE, write_hostile_graph

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = shutil.which("chromium")
if not CHROMIUM:
    pytest.skip("there is no Chromium on this machine", allow_module_level=True)

_ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
              "--disable-component-update", "--disable-sync")  # fmt: skip
LABELS = "SELECT ?concept ?name ?n WHERE {\n  ?concept rdfs:label ?name ; kg:mentionCount ?n\n}\nORDER BY ?name"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = write_hostile_graph(tmp_path_factory.mktemp("served") / "graph")
    with serving(folder.root, "--timeout", 20) as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=list(_ARGUMENTS))
        yield chromium
        chromium.close()


class _Watched:
    """A page that remembers what went wrong on it and whom it asked."""

    def __init__(self, browser: Any, served: Served, width: int, height: int) -> None:
        self.served = served
        self.context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.wrong.append(message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def open(self, path: str = "query") -> Any:
        self.page.goto(self.served.address + path)
        self.page.wait_for_selector("#counts:not(:empty)")
        self.page.wait_for_function("!document.getElementById('query') || document.getElementById('query').value")
        return self.page

    def close(self) -> None:
        try:
            assert self.page.evaluate("window.hacked") is None
            # a browser reports an answer of 4xx, which is what some tests are about
            assert [text for text in self.wrong if "status of 4" not in text] == []
            assert all(url.startswith((self.served.address, "blob:", "data:")) for url in self.asked)
        finally:
            self.context.close()


@pytest.fixture(params=[(1280, 860), (390, 844)], ids=["wide", "narrow"])
def watched(request: pytest.FixtureRequest, browser: Any, served: Served) -> Iterator[_Watched]:
    one = _Watched(browser, served, *request.param)
    yield one
    one.close()


def run(page: Any, sparql: str) -> None:
    page.fill("#query", sparql)
    page.press("#query", "Control+Enter")
    page.wait_for_selector("#answer:not([hidden]), #problem:not([hidden])")


def example(page: Any, title: str) -> None:
    page.evaluate("document.getElementById('examples').open = true")
    page.click(f"#shipped button:has-text('{title}')")


def fits(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_an_example_a_table_and_a_file(watched: _Watched, tmp_path: Path) -> None:
    page = watched.open()
    example(page, "What increases regulatory T cells")
    page.click("#run")
    page.wait_for_selector("#answer table")
    head = [cell.inner_text() for cell in page.query_selector_all("#answer th")]
    assert head == ["name", "aspect", "belief", "sentence", "paper", "cause"]
    rows = len(page.query_selector_all("#answer tbody tr"))
    assert page.inner_text("#status").startswith(f"{rows} row")
    assert " s" in page.inner_text("#status")
    cause = page.locator("#answer tbody tr:first-child td:last-child .iri")
    assert (cause.inner_text(), cause.get_attribute("title")) == ("HGNC:6001", "http://identifiers.org/hgnc/6001")
    assert IMAGE in page.inner_text("#answer")
    assert fits(page)
    with page.expect_download() as started:
        page.click("#download")
    started.value.save_as(tmp_path / "answer.csv")
    with (tmp_path / "answer.csv").open(encoding="utf-8", newline="") as file:
        told = list(csv.reader(file))
    assert (told[0], len(told)) == (head, rows + 1)


def test_every_example_can_be_run_as_it_stands(watched: _Watched) -> None:
    page = watched.open()
    page.click("#run")  # the one that the page begins with
    page.wait_for_selector("#answer table")
    for title in page.locator("#shipped button").all_inner_texts():
        if "lupus" in title:  # which the graph of these tests knows too little of
            continue
        example(page, title)
        assert page.inner_text("#status") == ""
        page.click("#run")
        page.wait_for_selector("#answer table")


def test_an_example_with_a_parameter(watched: _Watched) -> None:
    page = watched.open()
    example(page, "The kinds of a concept")
    field = page.locator("#parameters input")
    assert field.input_value().startswith("regulatory T cell")  # a concept of this graph
    page.fill("#parameters input", "DOID:9074")
    page.press("#parameters input", "Control+Enter")
    page.wait_for_selector("#answer table")
    assert page.inner_text("#status").startswith("2 rows")
    page.fill("#parameters input", "nobody at all")
    page.click("#run")
    page.wait_for_selector("#problem:not([hidden])")
    assert "no concept of this graph is called" in page.inner_text("#problem")
    # what is asked stands in the address, so that it can be sent to someone
    page.reload()
    page.wait_for_selector("#parameters input")
    assert page.input_value("#parameters input") == "nobody at all"
    page.fill("#query", "ASK {}")
    assert page.locator("#parameters input").count() == 0


def test_an_error_is_shown_where_it_is(watched: _Watched) -> None:
    page = watched.open()
    run(page, "SELECT ?x WHERE {\n  ?x a biolink:Gene ;\n  nope:label ?y\n}")
    assert page.inner_text("#problem").startswith("line 3, column 3: this prefix is not declared")
    assert page.inner_text("#numbers .wrong") == ""  # its number is a counter's
    assert page.evaluate("[...document.querySelectorAll('#numbers li')].findIndex((one) => one.className)") == 2
    assert page.evaluate("document.getElementById('query').selectionStart") == 42
    mark, number = page.locator("#mark").bounding_box(), page.locator("#numbers .wrong").bounding_box()
    assert abs(mark["y"] - number["y"]) < 2
    page.type("#query", " ")
    assert not page.is_visible("#mark")
    run(page, LABELS)
    assert not page.is_visible("#problem")
    assert page.is_visible("#answer table")


def test_texts_stay_texts(watched: _Watched) -> None:
    page = watched.open()
    run(page, LABELS)
    assert page.locator("#answer img, #answer script").count() == 0
    assert IMAGE in page.inner_text("#answer")
    for attribute in ("sentence", "note"):
        run(page, f"SELECT * {{ ?r biolink:supporting_text ?sentence ; kg:note ?note }} ORDER BY ?{attribute}")
    assert "</script>" in page.inner_text("#answer")
    run(page, 'SELECT (<javascript:window.hacked=1> AS ?x) ("<b>" AS ?y) {}')
    assert page.locator("#answer a").count() == 0


def test_many_rows_yes_and_no_triples(watched: _Watched) -> None:
    page = watched.open()
    numbers = " ".join(map(str, range(1200)))
    run(page, f"SELECT ?x {{ VALUES ?x {{ {numbers} }} }}")
    assert page.inner_text("#status").startswith("1,200 rows in ")
    assert page.locator("#answer tbody tr").count() == 500
    page.click("#more")
    assert page.inner_text("#more") == "Show 200 more rows of 200"
    page.click("#more")
    assert page.locator("#answer tbody tr").count() == 1200
    assert not page.is_visible("#more")
    run(page, "ASK { HGNC:6001 a biolink:Gene }")
    assert page.inner_text("#answer") == "yes"
    run(page, "DESCRIBE HGNC:6001")
    assert "HGNC:6001 a biolink:Gene" in page.inner_text("#answer pre")
    assert page.inner_text("#download") == "Download Turtle"
    run(page, "SELECT ?x { ?x a <urn:nothing> }")
    assert page.inner_text("#answer") == "No rows."
    assert fits(page)


def test_names_that_are_nowhere_are_told(watched: _Watched) -> None:
    page = watched.open()
    told = "biolink:afects is nowhere in this graph; did you mean biolink:affects?"
    for query, nothing in (
        ("SELECT ?x { ?x biolink:afects HGNC:6001 }", "No rows."),
        ("ASK { ?x biolink:afects HGNC:6001 }", "no"),
        ("CONSTRUCT WHERE { ?x biolink:afects HGNC:6001 }", "No triples."),
    ):
        run(page, query)
        page.wait_for_selector("#answer .absent")
        assert page.inner_text("#answer").split() == [*nothing.split(), *told.split()]
    run(page, "SELECT ?x { ?x biolink:affects HGNC:6001 }")
    page.wait_for_selector("#run:has-text('Run')")
    assert page.locator("#answer .absent").count() == 0
    assert fits(page)


def test_prefix_lines_for_elsewhere(watched: _Watched) -> None:
    page = watched.open()
    page.fill("#query", "# Genes\nSELECT ?x { ?x a biolink:Gene ; rdfs:label 'kg:x' }")
    page.click("#declare")
    lines = page.input_value("#query").split("\n")
    assert lines[0] == "# Genes"
    assert lines[1:3] == [
        "PREFIX biolink: <https://w3id.org/biolink/vocab/>",
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>",
    ]
    page.click("#declare")
    assert page.input_value("#query").split("\n") == lines


def test_the_search_box_leads_to_a_concept(watched: _Watched) -> None:
    page = watched.open()
    page.fill("#search", "interleukin-2")
    page.press("#search", "Enter")
    page.wait_for_url("**/concept/HGNC_6001.html")
    page.click(".places a:has-text('Query')")
    page.wait_for_selector("#shipped button", state="attached")
    page.fill("#search", "IL-2")
    page.click("#found [data-at='0']")
    page.wait_for_url("**/concept/*")


def test_a_query_can_be_stopped(watched: _Watched) -> None:
    page = watched.open()
    page.fill("#query", HEAVY)
    page.click("#run")
    page.wait_for_selector("#run:has-text('Stop')")
    page.click("#run")
    page.wait_for_selector("#problem:not([hidden])")
    assert page.inner_text("#problem") == "Stopped."
    assert page.inner_text("#run") == "Run"


def test_everything_has_a_name_and_can_be_reached_by_keyboard(watched: _Watched) -> None:
    page = watched.open()
    nameless = page.evaluate(
        """[...document.querySelectorAll('button, input, textarea, summary, a')].filter((one) =>
        !(one.textContent.trim() || one.getAttribute('aria-label') || one.closest('label') || one.hidden)).length"""
    )
    assert nameless == 0
    page.focus("#query")
    reached = []
    for _ in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id"))
    assert {"run", "declare"} <= set(reached)


def test_the_api_is_described_and_can_be_tried(watched: _Watched) -> None:
    page = watched.open("docs")
    assert page.locator(".operation").count() == 11
    page.click("summary:has-text('/api/search')")
    page.fill(".operation[open] input[data-name=q]", "lupus")
    page.press(".operation[open] input[data-name=q]", "Enter")
    page.wait_for_selector(".operation[open] pre:not([hidden])")
    assert '"MONDO:0007915"' in page.inner_text(".operation[open] pre")
    assert page.inner_text(".operation[open] .actions code") == "GET /api/search?q=lupus"
    page.click("summary:has-text('/api/search')")
    page.click("summary:has-text('/api/concepts/{concept_id}/assertions')")
    page.fill(".operation[open] input[data-name=concept_id]", "IL-2")
    page.fill(".operation[open] input[data-name=context]", "SLE, patients")
    page.click(".operation[open] button")
    page.wait_for_selector(".operation[open] pre:not([hidden])")
    assert '"total": 2' in page.inner_text(".operation[open] pre")
    assert fits(page)
