from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pytest

from kg.core.errors import DataError, WorkerError
from kg.core.shards import Answer
from kg.core.tables import EXTRACTION
from kg.core.text import Document, Metadata
from kg.workers import AHEAD, Pool
from tests import dying


def documents(*titles: str) -> list[Document]:
    return [Document(f"PMID:{n}", title, (), Metadata(source="in", record=n)) for n, title in enumerate(titles, 1)]


def ids(answer: Answer) -> list[str]:
    return [one for rows in answer.rows for one in pa.ipc.read_record_batch(rows, EXTRACTION)["id"].to_pylist()]


def test_answers_come_in_order_and_few_batches_are_read_ahead() -> None:
    taken: list[int] = []

    def batches() -> Iterator[list[Document]]:
        for number in range(30):
            taken.append(number)
            yield [Document(f"PMID:{number}", "fine")] if number % 7 else []

    answers = Pool(2, dying.work).map(batches())
    begin = [ids(one) for one in islice(answers, 3)]
    assert len(taken) <= 3 + 2 * AHEAD
    assert begin + [ids(one) for one in answers] == [[f"PMID:{n}"] if n % 7 else [] for n in range(30)]


def test_a_document_that_ends_its_process_is_found_and_the_others_go_on(tmp_path: Path) -> None:
    batch = documents("fine", "kill", "fine", f"kill-once {tmp_path / 'marker'}", "fine", "exit")
    (answer,) = Pool(2, dying.work).map([batch])
    assert ids(answer) == ["PMID:1", "PMID:3", "PMID:4", "PMID:5"]
    assert (answer.count, answer.unsure) == (6, True)
    assert [(one.path, one.record) for one in answer.failed] == [("in", 2), ("in", 6)]
    killed, ended = (one.reason for one in answer.failed)
    assert killed == "PMID:2 could not be annotated: its worker process was killed (SIGKILL, out of memory perhaps)"
    assert ended == "PMID:6 could not be annotated: its worker process ended with code 3"


def test_each_process_computes_in_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    (answer,) = Pool(1, dying.work).map([documents("threads")])
    assert ids(answer) == ["threads:1"]
    assert "OMP_NUM_THREADS" not in os.environ


def test_a_document_that_takes_too_long_is_ended() -> None:
    (answer,) = Pool(1, dying.work, limit=3).map([documents("fine", "sleep", "fine")])
    assert ids(answer) == ["PMID:1", "PMID:3"]
    assert answer.unsure
    assert [one.reason for one in answer.failed] == [
        "PMID:2 could not be annotated: its worker process took longer than 3 seconds"
    ]


def test_a_start_that_fails_says_why() -> None:
    with pytest.raises(DataError, match=r"config\.cfg, line 3"):
        list(Pool(2, dying.refuses).map([documents("fine")]))  # type: ignore[arg-type]
    with pytest.raises(WorkerError, match="ended with code 7"):
        list(Pool(1, dying.dies).map([documents("fine")]))  # type: ignore[arg-type]


def test_a_pipe_that_cannot_be_asked_is_that_of_a_dead_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> bool:  # as on Windows, where a pipe has no end of file
        raise BrokenPipeError

    monkeypatch.setattr("multiprocessing.connection.Connection.poll", broken)
    with pytest.raises(WorkerError, match="ended with code 7"):
        list(Pool(1, dying.dies).map([documents("fine")]))  # type: ignore[arg-type]
