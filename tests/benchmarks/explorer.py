"""The explorer beside plain pyvis on one graph, in a real browser, and how long a site takes to write.

    python -m tests.benchmarks.explorer [DIR] [--concepts 10000] [--assertions 30000] [--repeats 3] [--limit 120]

Both pages are of the same made-up graph (`synthetic.py`) and are opened from disk with the network cut, in Debian's
Chromium without a graphics card, in turn: ours is the graph's page of a site; plain pyvis's is what `Network.from_nx`
and `generate_html` make of the same nodes and edges, its script in the page. Times are seconds until the browser has
drawn what was asked for (two frames later); ours of an assertion until its sentences are there. The least of the
repeats counts. Of DIR, a graph folder, the whole site is written.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from itertools import chain
from pathlib import Path
from typing import Any

import networkx as nx
import pyarrow.parquet as pq
from playwright.sync_api import sync_playwright

from kg.core.folder import GraphFolder
from kg.explore.site import Site, write_site
from tests.benchmarks.synthetic import write_synthetic

_PAGES = ("graph.html", "graph/index.js", "names.js", "look/graph.css", "look/graph.js", "look/vis.js")
_ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
# Seconds until two frames after something was done
_TIMED = """
() => new Promise((done) => {
  const named = (address) => { history.replaceState(null, "", `#${address}`); follow(); };
  const began = performance.now();
  ACT;
  requestAnimationFrame(() => requestAnimationFrame(() => done((performance.now() - began) / 1000)));
})
"""
# What is done on ours, one after the other: JavaScript of what the address names, or of what is done
_OURS = {
    "open a community": "named('community=0')",
    "select a concept": "named(`concept=${COMMUNITIES[0].members[0].id}`)",
    "filter by belief": "byId('belief').value = 0.6, filter()",
    "a concept from elsewhere": "named(`concept=${COMMUNITIES[9].members.at(-1).id}`)",
    "find a path": "named(`path=${CONCEPTS[0].id}..${COMMUNITIES[9].members.at(-1).id}`)",
    "back to all communities": "byId('reset').click()",
}
# A page says when it has first painted, and when it is drawn
_WATCH = """
new PerformanceObserver((list) => {
  for (const { name, startTime } of list.getEntries()) {
    if (name === "first-contentful-paint") console.log(`first paint: ${startTime}`);
  }
}).observe({ type: "paint", buffered: true });
const watch = setInterval(() => {
  if (!(DRAWN)) return;
  console.log(`drawn: ${performance.now()}`);
  clearInterval(watch);
}, 20);
"""
_OURS_DRAWN = "document.documentElement.dataset.drawn"
# There is a picture, and its physics, during which it is hidden, has come to rest
_THEIRS_DRAWN = "typeof network === 'object' && network.body.nodeIndices.length > 0 && network.physics.stabilized"
_THEIRS = {"select a concept": "network.selectNodes([nodes.getIds()[0]]), network.redraw()"}


def written(folder: GraphFolder, place: Path) -> tuple[float, int]:
    """Write what the graph's page needs; return seconds and bytes."""
    began, size = time.perf_counter(), 0
    with Site(folder) as site:
        own = ((path, site.page(path) or b"") for path in _PAGES)
        for path, page in chain(own, site.pages_in("graph")):
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes(page)
            size += len(page)
    return time.perf_counter() - began, size


def plain_pyvis(folder: GraphFolder, path: Path) -> tuple[float, int]:
    """Write pyvis's page of the graph; return seconds and bytes."""
    from pyvis.network import Network

    began = time.perf_counter()
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for concept in pq.read_table(folder.table("concepts")).to_pylist():
        graph.add_node(concept["id"], label=concept["name"], title=concept["category"])
    for row in pq.read_table(folder.table("assertions")).to_pylist():
        graph.add_edge(row["subject"], row["object"], title=row["predicate"], value=row["belief"])
    network = Network(directed=True, cdn_resources="in_line")
    network.from_nx(graph)
    path.write_text(network.generate_html(notebook=False), encoding="utf-8")
    return time.perf_counter() - began, path.stat().st_size


def opened(browser: Any, address: str, drawn: str, limit: float) -> tuple[Any, dict[str, float | None]]:
    """Open a page; return it, and seconds to its first paint and until it is drawn, None where that takes too long.

    The page tells itself, because one that is busy answers no question.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.set_offline(True)
    context.route("**/*", lambda route: route.continue_() if route.request.url.startswith("file:") else route.abort())
    context.add_init_script(_WATCH.replace("DRAWN", drawn))
    page = context.new_page()
    told: dict[str, float | None] = {"first paint": None, "drawn": None}

    def hear(message: Any) -> None:
        name, _, milliseconds = message.text.partition(": ")
        if name in told and told[name] is None:
            told[name] = float(milliseconds) / 1000

    page.on("console", hear)
    page.goto(address, wait_until="commit")
    began = time.perf_counter()
    while told["drawn"] is None and time.perf_counter() - began < limit:
        page.wait_for_timeout(100)
    return page, told


def ours_used(browser: Any, address: str, limit: float) -> dict[str, float | None]:
    page, told = opened(browser, address, _OURS_DRAWN, limit)
    told |= {name: page.evaluate(_TIMED.replace("ACT", act)) for name, act in _OURS.items()}
    began = time.perf_counter()
    page.evaluate("location.hash = `assertion=${STRONGEST[0].id}`")
    page.wait_for_selector("#card blockquote")
    page.context.close()
    return {**told, "read a sentence": time.perf_counter() - began}


def theirs_used(browser: Any, address: str, limit: float) -> dict[str, float | None]:
    page, told = opened(browser, address, _THEIRS_DRAWN, limit)
    if told["drawn"] is not None:
        told |= {name: page.evaluate(_TIMED.replace("ACT", act)) for name, act in _THEIRS.items()}
    return told  # a page that is still at its physics does not let itself be closed; it ends with the browser


def least(found: list[dict[str, float | None]]) -> dict[str, float | None]:
    known = {name: [took for one in found if (took := one.get(name)) is not None] for name in found[0]}
    return {name: min(took, default=None) for name, took in known.items()}


def compare(place: Path, concepts: int, assertions: int, repeats: int, limit: float) -> None:
    """Write both pages of one graph, use them, and print a table."""
    folder = write_synthetic(place / "graph", concepts, assertions)
    (seconds, size), (their_seconds, their_size) = (
        written(folder, place / "site"),
        plain_pyvis(folder, place / "p.html"),
    )
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=list(_ARGUMENTS))
        ours = least([ours_used(browser, (place / "site/graph.html").as_uri(), limit) for _ in range(repeats)])
        theirs = theirs_used(browser, (place / "p.html").as_uri(), limit)
        browser.close()
    print(f"{concepts:,} concepts, {assertions:,} assertions\n{'':<28}{'kg':>10}{'pyvis':>10}")
    print(f"{'write, seconds':<28}{seconds:>10.1f}{their_seconds:>10.1f}")
    print(f"{'size, MB':<28}{size / 1e6:>10.1f}{their_size / 1e6:>10.1f}")
    for name, took in ours.items():
        late = f"> {limit:.0f}" if name == "drawn" else "-"
        figures = (f"{late if one is None else f'{one:.2f}':>10}" for one in (took, theirs.get(name)))
        print(f"{name:<28}{''.join(figures)}", flush=True)


def whole_site(folder: Path, place: Path) -> None:
    began = time.perf_counter()
    counts = write_site(GraphFolder(folder), place)
    seconds = time.perf_counter() - began
    print(f"{folder.name}: {counts['pages']:,} pages, {counts['bytes'] / 1e6:.1f} MB in {seconds:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--concepts", type=int, default=10_000)
    parser.add_argument("--assertions", type=int, default=30_000)
    parser.add_argument("--repeats", type=int, default=3, help="of ours")
    parser.add_argument("--limit", type=float, default=120, help="seconds for a page to be ready")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        compare(Path(scratch), given.concepts, given.assertions, given.repeats, given.limit)
        if given.folder:
            whole_site(given.folder, Path(scratch) / "whole")


if __name__ == "__main__":
    main()
