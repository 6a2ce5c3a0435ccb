from __future__ import annotations

import io

from kg.serve.frames import DATA, HEADER, Job, send


def test_a_job_is_one_line() -> None:
    job = Job('ASK {\n ?a ?b "é\u2028" }', "json", 7, ("urn:a",), ("urn:b", "urn:c"), {"x": "HGNC:1"})
    line = job.line()
    assert line.count(b"\n") == 1
    assert Job.read(line) == job


def test_a_frame_tells_its_length() -> None:
    into = io.BytesIO()
    send(into, DATA, b"abc\n")
    told = into.getvalue()
    assert HEADER.unpack(told[: HEADER.size]) == (DATA, 4)
    assert told[HEADER.size :] == b"abc\n"
