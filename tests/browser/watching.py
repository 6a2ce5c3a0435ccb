"""A browser page that is watched: what went wrong on it, what it asked for; the network is cut."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = shutil.which("chromium")
if not CHROMIUM:
    pytest.skip("there is no Chromium on this machine", allow_module_level=True)

_ARGUMENTS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
              "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
SCREENS = (("wide", 1280, "light"), ("phone", 390, "dark"))


@contextmanager
def launched() -> Iterator[Any]:
    """Give the machine's Chromium."""
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=list(_ARGUMENTS))
        yield chromium
        chromium.close()


class Watched:
    """A page of a site in a folder that remembers what went wrong and what was asked for."""

    def __init__(self, browser: Any, site: Path, width: int = 1280, **options: Any) -> None:
        self.site, self.width = site, width
        self.context = browser.new_context(
            viewport={"width": width, "height": 844}, reduced_motion="reduce", offline=True, **options
        )
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.page = self.context.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.wrong.append(message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def open(self, path: str = "index.html") -> Any:
        """Go to a page of the site; `path` may end in a fragment."""
        name, mark, fragment = path.partition("#")
        self.page.goto((self.site / name).as_uri() + mark + fragment)
        return self.page

    def fits(self) -> bool:
        """Whether the page is no wider than the screen."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth") <= self.width)

    def close(self) -> None:
        """Close it; nothing may have run, gone wrong or been asked of anybody."""
        try:
            assert self.page.evaluate("window.hacked") is None
            assert self.wrong == []
            assert [url for url in self.asked if not url.startswith(("file:", "data:"))] == []
        finally:
            self.context.close()
