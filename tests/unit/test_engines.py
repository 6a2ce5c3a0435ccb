from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest

from kg import engines
from kg.core import shards
from kg.core.errors import MissingDependency, UnknownName
from kg.core.paths import data_folder
from kg.core.shards import Slice, read_told
from kg.core.tables import read_extractions
from kg.core.text import Document, Metadata
from kg.recipe import Recipe
from tests.foreign_model import copy_pipeline


def slices(folder: Path, counts: list[int]) -> list[Slice]:
    return [
        Slice(folder / f"{number}.parquet", number, iter([_paper(number, one) for one in range(count)]))
        for number, count in enumerate(counts)
    ]


def _paper(number: int, one: int) -> Document:
    return Document(f"PMID:{number}{one}", "IL-2 expands Tregs.", (), Metadata(source="in", record=one + 1))


def test_slices_become_the_same_shards_in_one_process_and_in_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "BATCH", 2)
    monkeypatch.setattr(engines, "FEW", 4)
    counts = [5, 0, 7]
    for workers in (1, 2):
        given = slices(tmp_path / str(workers), counts)
        told = list(engines.ENGINES["local"](given, Recipe(), engines.Resources(workers)))
        assert [(one.read, one.rows, one.last) for one in told] == [(count, count, True) for count in counts]
        assert [read_told(one.path) for one in given] == told
    for number, count in enumerate(counts):
        one, other = (tmp_path / worker / f"{number}.parquet" for worker in "12")
        assert one.read_bytes() == other.read_bytes()
        assert [len(found.relations) for found in read_extractions(one)] == [1] * count


def test_few_documents_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.workers.Pool", None)  # it would fail if it were asked
    (told,) = engines.local(slices(tmp_path, [3]), Recipe(), engines.Resources(2))
    assert told.rows == 3


def test_a_pipeline_that_cannot_be_loaded_is_the_same_error_in_one_process_and_in_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "BATCH", 1)
    monkeypatch.setattr(engines, "FEW", 4)
    missing = Recipe(str(copy_pipeline(tmp_path / "missing", ["en_ner_none_md"])))
    for workers in (1, 2):
        with pytest.raises(MissingDependency, match="en_ner_none_md"):
            list(engines.local(slices(tmp_path / "out", [6]), missing, engines.Resources(workers)))
    assert not list((tmp_path / "out").glob("*"))


def test_a_wrong_name_is_answered() -> None:
    with pytest.raises(UnknownName, match="no engine is called 'locl'; did you mean 'local'"):
        engines.ENGINES["locl"]


BOMB = """[[pattern]]
id = "bomb"
category = "gene"
regex = '(?:[A-Za-z]+)+9'
finds = "a9"
not = "b"
"""


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="this system has no alarm")
def test_a_pattern_without_end_costs_its_document_and_not_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bomb"
    shutil.copytree(data_folder("pipelines") / "immunology", folder)
    (folder / "patterns.toml").write_text(BOMB, encoding="utf-8")
    monkeypatch.setattr("kg.workers.LIMIT", 1.0)
    papers = [_paper(0, 0), Document("PMID:9", "a" * 60, (), Metadata(source="in", record=2)), _paper(0, 2)]
    (told,) = engines.local([Slice(tmp_path / "0.parquet", 0, iter(papers))], Recipe(str(folder)), engines.ALONE)
    (skipped,) = told.skipped
    assert (told.rows, skipped["record"]) == (2, 2)
    assert skipped["reason"].endswith("TimeoutError: took longer than 1 seconds")
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
