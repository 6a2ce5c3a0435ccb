"""CSV and TSV: the delimiter by the header, and what is wrong with some rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import InputError, RecordError
from kg.core.text import Document
from kg.read import csv


def read(path: Path, content: str) -> list[Document | RecordError]:
    path.write_text(content, encoding="utf-8")
    return list(csv.read(path))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_header_tells_the_delimiter(tmp_path: Path, delimiter: str) -> None:
    rows = [("PMID", "Title", "Abstract"), ("8", "IL-8", '"IL-8 calls neutrophils, many; and | fast."')]
    content = "\n".join(map(delimiter.join, rows))
    assert csv.recognises(content)
    (document,) = read(tmp_path / "a", content)
    assert isinstance(document, Document)
    assert document.id == "PMID:8"
    assert document.sections[0].text == "IL-8 calls neutrophils, many; and | fast."


def test_bad_rows_are_reported_by_line_and_the_rest_is_read(tmp_path: Path) -> None:
    content = 'id,title,text\n1,A,one\n2,B\n\n3,C,"two\nlines"\n4,,\n5,E,five,more\n6,F,six\n'
    found = read(tmp_path / "a.csv", content)
    documents = [(item.id, item.metadata.record) for item in found if isinstance(item, Document)]
    assert documents == [("PMID:1", 2), ("PMID:3", 5), ("PMID:6", 9)]
    errors = [(item.record, item.reason) for item in found if isinstance(item, RecordError)]
    assert errors == [
        (3, "2 fields where the header has 3"),
        (7, "has neither a title nor a text"),
        (8, "4 fields where the header has 3"),
    ]


def test_a_quote_that_never_closes_is_no_silent_loss(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", 'id,title,text\n1,A,one\n2,B,"never closed\n3,C,three\n')
    assert isinstance(found[0], Document)
    assert isinstance(found[1], RecordError)
    assert found[1].record == 3


def test_a_very_long_field_is_read(tmp_path: Path) -> None:
    (document,) = read(tmp_path / "a.csv", "title,text\nA," + "long " * 60_000)
    assert isinstance(document, Document)
    assert len(document.sections[0].text) == 299_999


def test_a_header_without_text_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="header"):
        read(tmp_path / "a.csv", "x,y\n1,2\n")
    with pytest.raises(InputError, match="header"):
        read(tmp_path / "b.csv", "")


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        ("id\tabstract\n", True),
        ("text,label\nIL-2 helps,1\n", True),
        ("Title, then text follow in this sentence.\nAnother line.", False),
        ("Abstract\n\nIL-2 expands Tregs.", False),
        ("x,y\n1,2\n", False),
        ("", False),
    ],
)
def test_recognises(head: str, answer: bool) -> None:
    assert csv.recognises(head) is answer


def test_behind_a_quote_that_does_not_close_the_next_row_is_read(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", 'id,title,text\n1,"A,one\n2,B,two\n3,C,"three\nlines"\n')
    assert [getattr(item, "id", item.args[1:2] if isinstance(item, RecordError) else "") for item in found] == [
        (2,),
        "PMID:2",
        "PMID:3",
    ]


def test_quotes_that_never_close_are_not_read_again_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv, "_MOST_OPEN", 3)
    monkeypatch.setattr(csv, "_MOST_LINES", 5)
    found = read(tmp_path / "a.csv", "id,title,text\n" + '1,x,"a\n2,y,b\n3,z,c\n4,v,d\n5,w,e\n6,u,f\n' * 10)
    assert all(isinstance(item, RecordError) or item.title for item in found)
    assert sum(isinstance(item, RecordError) for item in found) < 15
