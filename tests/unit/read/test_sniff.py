"""A file's content chooses its reader, and the stream reports what it cannot read."""

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import pytest

from kg.core.errors import InputError, RecordError, UnknownFormat, UnknownName
from kg.core.text import Document
from kg.read.sniff import choose, read_documents

CONTENTS = {
    "jsonl": '{"pmid": 7, "title": "IL-7", "abstract": "IL-7 keeps naive T cells alive."}\n',
    "nbib": "\nPMID- 7\nOWN - NLM\nTI  - IL-7 keeps T cells alive.\n",
    "csv": "id,title,abstract\n7,IL-7,IL-7 keeps T cells alive.\n",
    "page": "<!DOCTYPE html><html><body><h1>IL-7 keeps naive T cells alive</h1></body></html>",
    "text": "IL-7 keeps naive T cells alive. Keywords are not what matters here.",
    "pubmed": '<?xml version="1.0"?><PubmedArticleSet></PubmedArticleSet>',
}


@pytest.mark.parametrize("reader", CONTENTS)
def test_the_content_chooses(tmp_path: Path, reader: str) -> None:
    path = tmp_path / "file.dat"
    path.write_bytes(gzip.compress(CONTENTS[reader].encode()))
    name, module = choose(path)
    assert name == reader
    assert module.__name__.startswith("kg.read.")


BINARY = {
    "picture.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)),
    "table.parquet": b"PAR1\x15\x04" + bytes(300),
    "config.json": b'{"width": 3}',
    "other.xml": b"<?xml version='1.0'?><rss></rss>",
}


@pytest.mark.parametrize("name", BINARY)
def test_what_is_in_no_known_format_is_said_so(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BINARY[name])
    with pytest.raises(UnknownFormat, match=name):
        choose(path)


@pytest.mark.parametrize(
    ("begins", "told"),
    [
        (b"%PDF-1.7\n1 0 obj\n", "is a PDF"),
        (b"PK\x03\x04\x14\x00\x00\x00word/", "office document"),
        (b"\xd0\xcf\x11\xe0", "office"),
    ],
)
def test_what_people_have_and_nobody_reads_is_called_by_its_name(tmp_path: Path, begins: bytes, told: str) -> None:
    (tmp_path / "paper").write_bytes(begins)
    with pytest.raises(InputError, match=told):
        choose(tmp_path / "paper")


def test_one_bad_file_does_not_stop_a_folder(tmp_path: Path) -> None:
    (tmp_path / "1.png").write_bytes(BINARY["picture.png"])
    (tmp_path / "2.txt").write_text("")
    (tmp_path / "3.jsonl.gz").write_bytes(gzip.compress(CONTENTS["jsonl"].encode() * 900)[:-9])
    (tmp_path / "4.jsonl").write_text(CONTENTS["jsonl"] + "{broken\n" + CONTENTS["jsonl"])
    found = list(read_documents([str(tmp_path)]))
    kinds = [type(item) for item in found]
    assert kinds[:2] == [UnknownFormat, InputError]
    assert kinds[-3:] == [Document, RecordError, Document]
    assert kinds[-4] is InputError
    assert str(found[1]) == f"{tmp_path / '2.txt'}: the file is empty"


def test_documents_know_their_file_and_their_place_in_it(tmp_path: Path) -> None:
    path = tmp_path / "two.jsonl"
    path.write_text(CONTENTS["jsonl"] * 2)
    found = list(read_documents([str(path)]))
    places = [(item.metadata.source, item.metadata.record) for item in found if isinstance(item, Document)]
    assert places == [(str(path), 1), (str(path), 2)]


def test_standard_input_goes_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    content = (CONTENTS["jsonl"] + "{broken\n").encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    document, error = read_documents(["-"])
    assert isinstance(document, Document)
    assert document.metadata.source == "-"
    assert str(error).startswith("-, record 2: is not valid JSON")


def test_a_reader_can_be_forced(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(CONTENTS["csv"])
    (document,) = read_documents([str(path)], "text")
    assert isinstance(document, Document)
    assert document.id.startswith("sha1:")


def test_a_wrong_reader_or_a_missing_file_raises(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="did you mean 'jsonl'"):
        next(read_documents([str(tmp_path)], "jsnl"))
    with pytest.raises(InputError, match="no such file"):
        next(read_documents([str(tmp_path / "absent")]))
