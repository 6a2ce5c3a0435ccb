from __future__ import annotations

import io
import json

from kg.export.jsonl import row, write_all
from tests.fixtures_graph import extractions


def test_rows() -> None:
    for extraction in extractions():
        found = row(extraction)
        text = f"{found['title']}\n{found['abstract']}"
        assert text == extraction.document.text
        for mention in found["mentions"]:
            assert text[mention["start"] : mention["end"]] == mention["text"]
    assert row(extractions()[1])["metadata"] == {
        "doi": "10.1000/xyz<2>", "version": 1, "retracted": True, "source": "two.txt", "record": 1,
    }  # fmt: skip


def test_one_line_per_document() -> None:
    stream = io.StringIO()
    assert write_all(extractions(), stream) == 3
    lines = stream.getvalue().split("\n")
    assert lines[-1] == ""
    assert [json.loads(line)["id"] for line in lines[:-1]] == [each.document.id for each in extractions()]
