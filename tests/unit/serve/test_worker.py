from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from kg.serve.frames import DATA, DONE, FAILED, HEADER, READY, Job
from kg.serve.worker import answer
from kg.store.build import ensure_store
from kg.store.query import ask
from tests.fixtures_graph import write_graph


def frames(told: bytes) -> Iterator[tuple[bytes, bytes]]:
    while told:
        kind, length = HEADER.unpack(told[: HEADER.size])
        yield kind, told[HEADER.size : HEADER.size + length]
        told = told[HEADER.size + length :]


def test_answers_and_reasons_in_frames(tmp_path: Path) -> None:
    asking = partial(ask, ensure_store(write_graph(tmp_path / "g")))

    def told(job: Job) -> list[tuple[bytes, bytes]]:
        out = io.BytesIO()
        answer(asking, job, out)
        return list(frames(out.getvalue()))

    one = Job("SELECT ?n { $who rdfs:label ?n }", "csv", 5, values={"who": "HGNC:6001"})
    assert told(one) == [(DATA, b"n\r\nIL2\r\n"), (DONE, b"")]
    many = told(Job("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 3000", "json", 3000))
    assert [kind for kind, _ in many] == [DATA] * (len(many) - 1) + [DONE]
    assert len(many) > 3
    for sparql, kind in (("SELECT", "query"), ("DROP ALL", "refused"), ("SELECT * { ?a ?b ?c }", "rows")):
        *_, (last, reason) = told(Job(sparql, "json", 5))
        assert (last, json.loads(reason)["kind"]) == (FAILED, kind)


def test_a_worker_lives_as_long_as_its_input(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g")
    ensure_store(folder)
    jobs = Job("ASK {}", "csv", 5).line() + Job("SELECT", "csv", 5).line()
    command = [sys.executable, "-m", "kg.serve.worker", str(folder.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as worker:
        assert worker.stdin
        assert worker.stdout
        worker.stdin.write(jobs)
        worker.stdin.flush()
        told: list[tuple[bytes, bytes]] = []
        while len(told) < 4:
            kind, length = HEADER.unpack(worker.stdout.read(HEADER.size))
            told.append((kind, worker.stdout.read(length)))
        worker.stdin.close()
        assert worker.wait(10) == 0
    assert told[:3] == [(READY, b""), (DATA, b"true"), (DONE, b"")]
    assert told[3][0] == FAILED
