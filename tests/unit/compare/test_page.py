from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from kg.compare.compare import compare
from kg.compare.diff import Diff
from kg.compare.page import SHOWN, payload, render, write_page
from tests.fixtures_graph import write_graph
from tests.unit.compare.worlds import DOWN, OTHER, UP, differing, paper
from tests.unit.explore.hostile import IMAGE, SCRIPT, write_hostile_graph


@pytest.fixture(scope="module")
def diff(tmp_path_factory: pytest.TempPathFactory) -> Diff:
    old = [paper(UP, pmid="1")]
    return differing(tmp_path_factory.mktemp("diff"), old, [*old, paper(DOWN, OTHER, pmid="2", journal="J")])


def _data(page: str) -> dict[str, Any]:
    block = page.partition('id="data">')[2].partition("</script>")[0]
    found: dict[str, Any] = json.loads(block)
    return found


def test_what_a_page_holds(diff: Diff) -> None:
    told = payload(diff)
    assert told["groups"] == [["contradicted", 1], ["gained", 2]]
    first = told["assertions"][0]
    assert (first["group"], first["new"]["verb"], first["against"][0]["verb"]) == (
        "contradicted",
        "increases",
        "decreases",
    )
    assert told["assertions"][1]["passages"][0]["pieces"] == [
        ["it", "subject"], [" ", ""], ["does", "trigger"], [" ", ""], ["it", "object"], [".", ""],
    ]  # fmt: skip
    assert [(one["id"], one["journal"]) for one in told["documents"]] == [("PMID:2", "J")]


def test_the_same_diff_gives_the_same_bytes(diff: Diff, tmp_path: Path) -> None:
    write_page(diff, tmp_path / "one.html")
    assert (tmp_path / "one.html").read_text(encoding="utf-8") == render(diff)
    assert [path.name for path in tmp_path.iterdir()] == ["one.html"]


def test_nothing_is_loaded_and_only_its_script_may_run(diff: Diff) -> None:
    page = render(diff)
    assert not re.search(r"<(?:link|img|iframe|object|embed|base)\b|<script[^>]+\bsrc\b|@import|url\(|\son\w+=", page)
    found = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert found
    policy = html.unescape(found[1])
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_hostile_texts_never_stand_in_the_page_as_they_are(tmp_path: Path) -> None:
    page = render(compare(write_graph(tmp_path / "old"), write_hostile_graph(tmp_path / "new")))
    assert "<img" not in page
    assert SCRIPT not in page
    assert page.count("</script>") == 2
    data = _data(page)
    assert any(IMAGE in passage["pieces"][-1][0] for one in data["assertions"] for passage in one["passages"])


def test_a_page_holds_the_most_believed_and_says_how_many_there_are(
    diff: Diff, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SHOWN > 1
    monkeypatch.setattr("kg.compare.page.SHOWN", 1)
    told = payload(diff)
    assert [one["group"] for one in told["assertions"]] == ["contradicted", "gained"]
    assert told["groups"] == [["contradicted", 1], ["gained", 2]]


def test_equal_graphs(tmp_path: Path) -> None:
    told = payload(differing(tmp_path, [paper(UP, pmid="1")], [paper(UP, pmid="1")]))
    assert (told["equal"], told["groups"], told["assertions"]) == (True, [], [])
