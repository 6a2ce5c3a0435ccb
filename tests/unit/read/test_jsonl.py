"""JSON Lines, arrays of records, and what is wrong with some of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.core.errors import RecordError
from kg.core.text import Document
from kg.read import jsonl

ONE = {"pmid": "1", "title": "IL-1 and fever", "abstract": "IL-1 causes fever."}
TWO = {"pmid": "2", "title": "IL-2 and Tregs", "text": "IL-2 expands Tregs."}


def read(path: Path, content: str | bytes) -> list[Document | RecordError]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(jsonl.read(path))


def test_bad_lines_are_reported_by_number_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = [json.dumps(ONE), "", "{oops", "[1]", '{"pmid": 3}', json.dumps(TWO)]
    found = read(tmp_path / "a.jsonl", "\n".join(lines))
    assert [item.id for item in found if isinstance(item, Document)] == ["PMID:1", "PMID:2"]
    errors = [item for item in found if isinstance(item, RecordError)]
    assert [error.record for error in errors] == [3, 4, 5]
    assert ["JSON" in error.reason for error in errors] == [True, True, False]
    assert errors[2].reason == "has neither a title nor a text"


def test_bytes_that_are_no_text_spoil_their_own_line_only(tmp_path: Path) -> None:
    bad, good = b'{"title": "caf\xe9"}', json.dumps(ONE).encode()
    first, second = read(tmp_path / "a.jsonl", bad + b"\n" + good)
    assert isinstance(first, RecordError)
    assert "UTF-8" in first.reason
    assert isinstance(second, Document)


@pytest.mark.parametrize("indent", [None, 1])
def test_an_array_is_as_good(tmp_path: Path, indent: int | None) -> None:
    found = read(tmp_path / "a.json", json.dumps([ONE, "x", TWO], indent=indent))
    assert [getattr(item, "id", "") for item in found] == ["PMID:1", "", "PMID:2"]
    assert isinstance(found[1], RecordError)
    assert found[1].record == 2


def test_one_record_over_several_lines(tmp_path: Path) -> None:
    (document,) = read(tmp_path / "a.json", json.dumps(ONE, indent=2))
    assert isinstance(document, Document)
    assert document.text == "IL-1 and fever\nIL-1 causes fever."


def test_an_array_that_is_cut_short_says_so(tmp_path: Path) -> None:
    whole = json.dumps([ONE, TWO])
    for cut in (whole[:-1], whole[:-20]):
        found = read(tmp_path / "a.json", cut)
        assert isinstance(found[0], Document)
        assert isinstance(found[-1], RecordError)


def test_nesting_without_end_is_an_error_of_that_line(tmp_path: Path) -> None:
    (error,) = read(tmp_path / "a.jsonl", '{"title": ' + "[" * 100_000)
    assert isinstance(error, RecordError)


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        (json.dumps(ONE), True),
        (json.dumps([ONE], indent=2), True),
        ('{"title": "a record longer than the head', True),
        ('{"width": 3}', False),
        ("[Article in French] An own title", False),
        ("title,abstract", False),
    ],
)
def test_recognises(head: str, answer: bool) -> None:
    assert jsonl.recognises(head) is answer


@pytest.mark.shared
def test_the_shared_abstracts_read_without_an_error(shared: Path) -> None:
    found = list(jsonl.read(shared / "inputs" / "abstracts" / "rheumatology_frontier_2026.jsonl.gz"))
    assert len(found) == 2019
    for item in found:
        assert isinstance(item, Document)
        assert "&#x" not in item.text
        assert all(item.text[part.start : part.end] == part.text for part in item.sections)


@pytest.mark.parametrize("depth", [600, 100_000])
def test_what_is_nested_too_deeply_spoils_its_own_line_only(tmp_path: Path, depth: int) -> None:
    line = '{"title": ' + "[" * depth + "]" * depth + "}"
    bad, good = read(tmp_path / "a.jsonl", f"{line}\n{json.dumps(ONE)}\n")
    assert isinstance(bad, RecordError)
    assert bad.reason == "is nested too deeply"
    assert isinstance(good, Document)


def test_what_is_not_a_number_is_no_text(tmp_path: Path) -> None:
    (document,) = read(
        tmp_path / "a.jsonl", '{"title": NaN, "ti": "IL-2", "year": Infinity, "authors": [NaN, "Roe A"]}\n'
    )
    assert isinstance(document, Document)
    assert (document.title, document.metadata.year, document.metadata.authors) == ("IL-2", None, ("Roe A",))
