"""Figures as a browser sets them, with the machine's own fonts: no word is cut off, none lies on another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.export.picture import drawn
from tests.browser.watching import Watched, launched
from tests.unit.export.test_picture import world

pytestmark = pytest.mark.browser

_BOXES = """() => {
  const box = (one) => {
    const { left, top, right, bottom } = one.getBoundingClientRect();
    return [left, top, right, bottom];
  };
  const words = [...document.querySelectorAll("text")].map((one) => [one.textContent, ...box(one)]);
  return { figure: box(document.documentElement), words };
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with launched() as chromium:
        yield chromium


@pytest.mark.parametrize("number", [3, 24, 80])
@pytest.mark.parametrize("name", ["concept of number", "IL2", "WWWMMM-MW αβγ in Mäusen"])
def test_words_stand_alone(browser: Any, tmp_path: Path, number: int, name: str) -> None:
    (tmp_path / "figure.svg").write_text(drawn(*world(number, 3, name), "What papers say"), encoding="utf-8")
    watched = Watched(browser, tmp_path)
    found = watched.open("figure.svg").evaluate(_BOXES)
    right, bottom = found["figure"][2:]
    words = found["words"]
    assert len(words) > number
    for n, (text, *box) in enumerate(words):
        assert box[0] >= 0, text
        assert box[2] <= right, text
        assert box[3] <= bottom + 1, text
        for other, *its in words[n + 1 :]:
            # boxes hold the font's whole height, of which lines may share what no letter reaches
            beside = box[2] <= its[0] or its[2] <= box[0]
            above = box[3] <= its[1] + 2 or its[3] <= box[1] + 2
            assert beside or above, (text, other)
    watched.close()
