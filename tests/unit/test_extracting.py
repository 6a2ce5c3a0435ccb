from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kg import engines, extracting, run
from kg.core import shards
from kg.core.errors import GraphFolderError, InputError, RecordError, UnknownFormat
from kg.core.folder import GraphFolder
from kg.core.report import Report
from kg.core.shards import Answer, answer_of
from kg.core.tables import read_extractions
from kg.core.text import Document, Extraction
from kg.extracting import Pace
from kg.recipe import Recipe

Annotated = list[str]


@pytest.fixture
def annotated(monkeypatch: pytest.MonkeyPatch) -> Annotated:
    """The ids of the documents that are annotated, in order; nothing is found in them."""
    seen: Annotated = []

    def stream(documents: Iterable[Document]) -> Iterator[Extraction]:
        for document in documents:
            seen.append(document.id)
            yield Extraction(document)

    monkeypatch.setattr(engines, "load_annotator", lambda _: SimpleNamespace(stream=stream))
    monkeypatch.setattr(shards, "BATCH", 2)
    monkeypatch.setattr(shards, "SHARD", 2)
    return seen


def papers(path: Path, *numbers: int) -> str:
    path.parent.mkdir(exist_ok=True)
    lines = (json.dumps({"pmid": str(one), "title": f"Paper {one}", "abstract": "IL-2."}) for one in numbers)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(path)


def annotate(folder: Path, *inputs: object, **more: Any) -> Report:
    return run.annotate([*map(str, inputs)], folder, more.pop("recipe", Recipe()), **more)


def ids(folder: Path) -> list[str]:
    return [one.document.metadata.pmid for shard in GraphFolder(folder).shards() for one in read_extractions(shard)]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "extractions").iterdir())}


def test_what_stands_is_not_made_again_and_not_opened(
    tmp_path: Path, annotated: Annotated, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = papers(tmp_path / "a.jsonl", *range(9))
    first = annotate(tmp_path / "out", source)
    assert (first.read, first.reused, len(annotated)) == (9, 0, 9)
    before = contents(tmp_path / "out")
    monkeypatch.setattr("kg.read.portions.read_source", None)  # it would fail if it were asked
    again = annotate(tmp_path / "out", source)
    assert (again.read, again.reused, again.why, len(annotated)) == (9, 9, [], 9)
    assert contents(tmp_path / "out") == before


def test_a_build_goes_on_where_it_was_stopped(tmp_path: Path, annotated: Annotated) -> None:
    source = papers(tmp_path / "a.jsonl", *range(11))
    annotate(tmp_path / "whole", source)
    annotate(tmp_path / "out", source)
    parts = GraphFolder(tmp_path / "out").shards()
    for lost in (parts[1:], parts[:1], [parts[1]]):
        for path in (*lost, tmp_path / "out" / "extractions" / "manifest.json"):
            path.unlink()
        annotated.clear()
        report = annotate(tmp_path / "out", source)
        assert len(annotated) == report.read - report.reused == sum(len(list(_rows(path))) for path in lost)
        assert contents(tmp_path / "out") == contents(tmp_path / "whole")


def _rows(path: Path) -> Iterator[Extraction]:
    yield from read_extractions(path)


def test_a_damaged_shard_and_a_damaged_manifest_are_made_again(tmp_path: Path, annotated: Annotated) -> None:
    source = papers(tmp_path / "a.jsonl", *range(6))
    annotate(tmp_path / "out", source)
    before = contents(tmp_path / "out")
    (tmp_path / "out" / "extractions" / "manifest.json").write_text("{")
    for path in (tmp_path / "out" / "extractions").glob("*.parquet"):
        path.write_bytes(path.read_bytes()[:-9])
    assert annotate(tmp_path / "out", source).reused == 0
    assert contents(tmp_path / "out") == before
    path.write_bytes(b"")
    assert annotate(tmp_path / "out", source).why == [
        "they were missing, damaged or left without a document: 1 shard is made again"
    ]


def test_a_folder_costs_only_what_changes_in_it(tmp_path: Path, annotated: Annotated) -> None:
    for number in range(4):
        big = papers(tmp_path / "in" / f"{number}.jsonl", number)
        Path(big).write_text(Path(big).read_text() + "\n" * 70_000)  # each stands alone
    annotate(tmp_path / "out", tmp_path / "in")
    annotated.clear()
    (tmp_path / "in" / "0.jsonl").unlink()
    changed = papers(tmp_path / "in" / "1.jsonl", 11)
    papers(tmp_path / "in" / "9.jsonl", 9)
    report = annotate(tmp_path / "out", tmp_path / "in")
    assert annotated == ["PMID:11", "PMID:9"]
    assert (report.read, report.reused) == (4, 2)
    assert report.why == ["inputs: 1 new, 1 changed, 1 gone"]
    assert ids(tmp_path / "out") == ["11", "2", "3", "9"]
    annotate(tmp_path / "fresh", tmp_path / "in")
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")
    assert Path(changed).exists()


def test_what_is_added_keeps_what_was_there_even_without_its_file(tmp_path: Path, annotated: Annotated) -> None:
    first, second = papers(tmp_path / "a.jsonl", 1, 2), papers(tmp_path / "b.jsonl", 3)
    annotate(tmp_path / "out", first)
    Path(first).unlink()
    report = annotate(tmp_path / "out", second, add=True)
    assert (report.read, report.reused) == (3, 2)
    assert ids(tmp_path / "out") == ["1", "2", "3"]
    papers(tmp_path / "b.jsonl", 4)  # named again, it takes its own place
    annotate(tmp_path / "out", second, add=True)
    assert ids(tmp_path / "out") == ["1", "2", "4"]
    assert GraphFolder(tmp_path / "out").extracted()["inputs"] == [first, second]
    with pytest.raises(InputError, match="has to be read again, and is gone"):
        annotate(tmp_path / "out", second, add=True, recipe=Recipe(point="balanced"))
    assert ids(tmp_path / "out") == ["1", "2", "4"]


def test_files_beside_one_that_is_named_again_are_kept(tmp_path: Path, annotated: Annotated) -> None:
    for number in (1, 2, 3):
        papers(tmp_path / "in" / f"{number}.jsonl", number)
    annotate(tmp_path / "out", tmp_path / "in")
    again = papers(tmp_path / "in" / "2.jsonl", 8)
    annotate(tmp_path / "out", again, add=True)
    assert sorted(ids(tmp_path / "out")) == ["1", "3", "8"]


def test_the_same_name_elsewhere_is_another_file(
    tmp_path: Path, annotated: Annotated, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, place in enumerate(("a", "b"), 1):
        papers(tmp_path / place / "papers.jsonl", number)
        monkeypatch.chdir(tmp_path / place)
        annotate(tmp_path / "out", "papers.jsonl", add=True)
    assert ids(tmp_path / "out") == ["1", "2"]
    papers(tmp_path / "b" / "papers.jsonl", 3)
    annotate(tmp_path / "out", "papers.jsonl", add=True)
    assert ids(tmp_path / "out") == ["1", "3"]


def test_nothing_is_added_to_what_an_older_version_made(tmp_path: Path, annotated: Annotated) -> None:
    out = tmp_path / "out"
    annotate(out, papers(tmp_path / "in" / "a.jsonl", 1))
    manifest = json.loads((out / "extractions" / "manifest.json").read_text(encoding="utf-8"))
    del manifest["portions"]
    (out / "extractions" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(GraphFolderError, match="older version"):
        annotate(out, papers(tmp_path / "in" / "b.jsonl", 2), add=True)


def test_a_file_that_could_not_be_read_may_be_another_time(tmp_path: Path, annotated: Annotated) -> None:
    out, late = tmp_path / "out", tmp_path / "in" / "late.jsonl"
    papers(tmp_path / "in" / "a.jsonl", 1)
    late.symlink_to("/proc/self/mem")  # can be opened, and not read, by root neither
    assert annotate(out, tmp_path / "in").read == 1
    late.unlink()
    papers(late, 2)
    assert annotate(out, papers(tmp_path / "other" / "b.jsonl", 3), add=True).read in (2, 3)


def test_standard_input_is_known_by_what_it_holds(
    tmp_path: Path, annotated: Annotated, monkeypatch: pytest.MonkeyPatch
) -> None:
    def given(*numbers: int) -> None:
        text = Path(papers(tmp_path / "text", *numbers)).read_bytes()
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(text)))

    for numbers, known, all_of in (((1, 2), 0, "12"), ((3,), 2, "123"), ((3,), 3, "123")):
        given(*numbers)
        report = annotate(tmp_path / "out", "-", add=True)
        assert (report.reused, "".join(ids(tmp_path / "out"))) == (known, all_of)


def test_it_is_said_at_once_why_what_was_read_is_read_again(
    tmp_path: Path, annotated: Annotated, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, told = papers(tmp_path / "a.jsonl", *range(5)), list[str]()
    annotate(tmp_path / "out", source)
    report = annotate(tmp_path / "out", source, tell=told.append, recipe=Recipe(point="balanced"))
    assert told == ["the operating point was precise and is balanced: what had been read is read again"]
    assert report.why == ["the operating point was precise and is balanced: 2 shards are made again"]
    monkeypatch.setattr(extracting, "__version__", "9")
    report = annotate(tmp_path / "out", source, recipe=Recipe(point="balanced"))
    assert report.why == ["immunokg 0.1.0 made them, this is 9: 2 shards are made again"]
    assert len(contents(tmp_path / "out")) == 3


def test_what_could_not_be_read_is_told_again_when_it_is_not_read_again(tmp_path: Path, annotated: Annotated) -> None:
    good, bad = papers(tmp_path / "a.jsonl", 1), tmp_path / "b.jsonl"
    bad.write_text("{broken\n" + "\n" * 70_000)
    first, second = (annotate(tmp_path / "out", good, bad, reader="jsonl") for _ in range(2))
    assert first.skipped == second.skipped
    assert [row["input"] for row in first.skipped] == [str(bad)]
    assert second.reused == 1


def test_a_shard_that_was_left_without_a_document_is_made_again_while_its_file_is_given(
    tmp_path: Path, annotated: Annotated, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, other = papers(tmp_path / "a.jsonl", *range(6)), papers(tmp_path / "b.jsonl", 7)
    annotate(tmp_path / "fresh", source)

    def work(documents: list[Document], _: object) -> Answer:  # as processes answer of which one was killed
        failed = tuple(RecordError(source, 6, "killed") for one in documents if one.metadata.pmid == "5")
        found = answer_of([Extraction(one) for one in documents if one.metadata.pmid != "5"])
        return replace(found, count=len(documents), failed=failed, unsure=bool(failed))

    with monkeypatch.context() as patch:
        patch.setattr(engines, "work_of", lambda _: work)
        assert [row["reason"] for row in annotate(tmp_path / "out", source).skipped] == ["killed"]
    assert annotate(tmp_path / "out", other, add=True).skipped  # its file is not given, and may be gone
    annotated.clear()
    report = annotate(tmp_path / "out", source)
    assert (annotated, report.skipped, report.reused) == (["PMID:4", "PMID:5"], [], 4)
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_a_file_that_changes_under_its_reader_leaves_nothing(
    tmp_path: Path, annotated: Annotated, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = papers(tmp_path / "a.jsonl", *range(9))

    def change(done: int, _: int | None) -> None:
        os.utime(source, ns=(done, done))

    with pytest.raises(InputError, match="was changed while it was read"):
        annotate(tmp_path / "out", source, progress=change)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("add", [False, True])
def test_shards_of_a_run_that_was_given_up_go(tmp_path: Path, annotated: Annotated, add: bool) -> None:
    one, other = papers(tmp_path / "a.jsonl", 1), papers(tmp_path / "b.jsonl", 2)
    annotate(tmp_path / "elsewhere", other)
    annotate(tmp_path / "out", one)
    (stray,) = GraphFolder(tmp_path / "elsewhere").shards()
    (tmp_path / "out" / "extractions" / stray.name).write_bytes(stray.read_bytes())
    annotate(tmp_path / "out", one, add=add)
    assert len(contents(tmp_path / "out")) == 2


def test_the_number_of_documents_is_estimated_from_the_bytes() -> None:
    told: list[tuple[int, int | None]] = []
    pace = Pace(lambda done, total: told.append((done, total)), size=1000)
    pace.advance(2)
    pace.passed(100, 5)
    pace.advance(3)
    pace.passed(900, 40)
    pace.advance(40)
    assert told == [(2, None), (5, 50), (45, 45)]


def test_where_every_format_is_unknown_the_way_out_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"\0\1")
    with pytest.raises(UnknownFormat, match="--reader"):
        annotate(tmp_path / "out", tmp_path / "a.bin")
