"""What a page of another server gets from `kg serve` in the browser of somebody who may ask it: nothing."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.fixtures_graph import write_graph
from tests.served import serving

pytestmark = pytest.mark.browser
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = shutil.which("chromium")
if not CHROMIUM:
    pytest.skip("there is no Chromium on this machine", allow_module_level=True)

# The names of all concepts are a script that calls a function; whose page loads it may bring its own
_PAGE = """<!doctype html><title>a</title>
<script>var got = []; function kgNames(names) { got.push("script"); }</script>
<script src="AT/names.js"></script>
<img src="AT/map.svg" onload="got.push('image')">
<link rel="stylesheet" href="AT/look/site.css" onload="got.push('style')">
<iframe src="AT/"></iframe>
<a href="AT/">the graph</a>"""
_FETCH = """async (at) => {
  for (const mode of ["cors", "no-cors"]) {
    try { if (await (await fetch(`${at}/api/dataset`, { mode })).text()) got.push(mode); } catch {}
  }
  return got;
}"""


@contextmanager
def elsewhere(page: str) -> Iterator[str]:
    """Serve one page on another port; give its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_pages_of_other_servers_get_nothing_and_may_link(tmp_path: Path) -> None:
    with serving(write_graph(tmp_path / "g").root) as one, playwright.sync_playwright() as started:
        at = one.address.rstrip("/")
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        with elsewhere(_PAGE.replace("AT", at)) as address:
            page.goto(address)
            assert page.evaluate(_FETCH, at) == []
            page.click("a")
            page.wait_for_url(one.address)
            assert page.title().endswith("immunokg")
        browser.close()
