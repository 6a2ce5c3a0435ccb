"""kg.watching: rounds that build when something has changed, and only then."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import watching
from kg.core.errors import DownloadError, InputError, KGError
from kg.core.folder import GraphFolder
from kg.core.report import Report
from kg.fetch.source import Way
from kg.recipe import Recipe
from kg.run import build
from kg.watching import Asked, Watch

TEXT = "IL-2 expands regulatory T cells in {}.\n\nIL-2 increased regulatory T cells in {}."


@pytest.fixture(autouse=True)
def settles_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "SETTLES", 0.0)


def write(folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.txt").write_text(TEXT.format(name, name), encoding="utf-8")


def test_a_graph_follows_its_folder(tmp_path: Path) -> None:
    papers, out = tmp_path / "papers", tmp_path / "graph"
    write(papers, "lupus")
    watch = Watch([str(papers)], lambda: build([str(papers)], out, Recipe()))

    def documents() -> int:
        return int(GraphFolder(out).manifest()["counts"]["documents"])

    first = watch.round()
    assert first is not None
    assert first.report is not None
    assert (first.report.read, documents()) == (1, 1)
    assert watch.round() is None  # nothing has changed
    write(papers, "asthma", "psoriasis")
    second = watch.round()
    assert second is not None
    assert second.report is not None
    assert (second.report.read, documents()) == (3, 3)
    (papers / "lupus.txt").unlink()
    assert watch.round() is not None
    assert documents() == 2


def test_a_problem_is_told_once_and_tried_again(tmp_path: Path) -> None:
    errors: Iterator[KGError | None] = iter([InputError("in", "away"), InputError("in", "away"), None])

    def once() -> Report:
        if error := next(errors):
            raise error
        return Report(read=1)

    write(tmp_path, "one")
    watch = Watch([str(tmp_path)], once)
    first = watch.round()
    assert first is not None
    assert (first.report, first.problem) == (None, "in: away")
    assert watch.round() is None
    last = watch.round()
    assert last is not None
    assert last.report == Report(read=1)


def test_a_folder_that_is_not_there_yet_is_waited_for(tmp_path: Path) -> None:
    watch = Watch([str(tmp_path / "papers")], Report)
    first = watch.round()
    assert first is not None
    assert "no such file or folder" in first.problem
    write(tmp_path / "papers", "one")
    assert watch.round() is not None


def test_what_lies_beside_counts_too(tmp_path: Path) -> None:
    write(tmp_path / "papers", "one")
    overrides = tmp_path / "mine.tsv"
    watch = Watch([str(tmp_path / "papers")], Report, [overrides])
    assert watch.round() is not None
    assert watch.round() is None
    overrides.write_text("subject_label\n", encoding="utf-8")
    assert watch.round() is not None


def test_it_goes_on_until_it_is_stopped(tmp_path: Path) -> None:
    write(tmp_path, "one")
    stop = threading.Event()
    watch = Watch([str(tmp_path)], Report, stop=stop)
    seen = []
    for done in watch.rounds(0.01):
        seen.append(done)
        write(tmp_path, f"paper{len(seen)}")
        if len(seen) == 3:
            stop.set()
    assert len(seen) == 3


def test_once_raises_what_is_wrong(tmp_path: Path) -> None:
    def fails() -> Report:
        raise DownloadError("https://example.org", "away")

    with pytest.raises(DownloadError):
        next(Watch([str(tmp_path)], fails).once())


def asking_nobody(tmp_path: Path) -> tuple[Watch, list[list[str]]]:
    """Return what watches a folder of papers and a query that is never answered, and the inputs that it builds."""
    built: list[list[str]] = []

    def build() -> Report:
        built.append([Path(one).name for one in watch.present()])
        return Report(read=1)

    (tmp_path / "asked" / ".fetch").mkdir(parents=True)
    asked = Asked("lupus", tmp_path / "asked", Way("pubmed", "last", mirror="http://127.0.0.1:9"))
    watch = Watch([str(tmp_path / "papers"), str(asked.folder)], build, asked=asked)
    write(tmp_path / "papers", "one")
    return watch, built


def test_a_server_that_is_away_keeps_nothing_from_being_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.fetch.service.Clock.sleep", lambda *_: None)
    watch, built = asking_nobody(tmp_path)
    first = watch.round()
    assert first is not None
    assert first.report == Report(read=1)
    assert "given up after" in first.problem
    assert watch.round() is None  # told, and nothing has changed
    write(tmp_path / "asked", "two")
    second = watch.round()
    assert second is not None
    assert (second.report, second.problem) == (Report(read=1), first.problem)
    assert built == [["papers"], ["papers", "asked"]]
    done = watch.once()
    assert next(done) == Report(read=1)
    with pytest.raises(DownloadError, match="given up after"):
        next(done)


def test_after_a_problem_it_looks_again_sooner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    errors: Iterator[KGError | None] = iter([InputError("in", "away"), None])

    def build() -> Report:
        if error := next(errors):
            raise error
        return Report(read=1)

    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        return False

    write(tmp_path, "one")
    watch = Watch([str(tmp_path)], build)
    monkeypatch.setattr(watch.stop, "wait", wait)
    rounds = watch.rounds(86_400.0)
    assert [bool(next(rounds).problem) for _ in range(2)] == [True, False]
    watch.stop.set()
    assert list(rounds) == []
    assert [wait for wait in waits if wait] == [watching.AGAIN, 86_400.0]
