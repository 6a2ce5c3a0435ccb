"""Values of a stream, one at a time, whatever stands between and behind them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from kg.read import json_values
from kg.read.json_values import NESTED, Problem, first_chunk, json_lines, reason, values


def read(text: str, *, in_list: bool = False) -> list[object]:
    stream = io.StringIO(text)
    return list(values(stream, first_chunk(stream), 0, in_list=in_list))


@pytest.mark.parametrize("chunk", [1, 2, 7, 100])
def test_values_longer_than_a_chunk(monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(json_values, "_CHUNK", chunk)
    rows = [{"a": "x" * 50}, {"b": [1, 2]}]
    assert read(",\n".join(map(json.dumps, rows)) + "]", in_list=True) == rows


def test_behind_a_broken_value_reading_goes_on_at_the_next_line() -> None:
    first, broken, last = read('{"a": 1}\n{"b": \n{"c": 3}\n')
    assert (first, last) == ({"a": 1}, {"c": 3})
    assert isinstance(broken, Problem)


def test_what_no_parser_takes_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    deep, number = read("[" * 100_000), read('{"a": ' + "9" * 5000 + "}")
    assert [reason(one) for one in deep if isinstance(one, Problem)] == [NESTED]
    assert [type(one) for one in number] == [ValueError]
    monkeypatch.setattr(json_values, "_CHUNK", 8)
    monkeypatch.setattr(json_values, "LARGEST_RECORD", 100)
    (long,) = read('"' + "a" * 10_000, in_list=True)
    assert isinstance(long, ValueError)
    assert "more than 100 characters" in reason(long)


def test_lines_give_rows_and_say_what_the_others_are(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('\ufeff{"id": "a"}\n\n{"id": ""}\n{\n[]\n', encoding="utf-8")
    told = {
        number: row if isinstance(row, dict) else row.reason
        for number, row in json_lines(path, lambda row: bool(row["id"]), "names nothing", "no row")
    }
    assert told[1] == {"id": "a"}
    assert told[3] == "names nothing"
    assert all(str(told[number]).startswith("no row: ") for number in (4, 5))
    assert list(told) == [1, 3, 4, 5]
