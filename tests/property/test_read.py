"""Whatever the text, a reader yields errors, or documents whose sections slice to their text."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.core.errors import InputError, RecordError
from kg.core.text import Document
from kg.read import READERS
from kg.read.sniff import read_documents

FORGIVING = ("text", "jsonl", "csv", "page", "nbib")

pieces = st.sampled_from(
    ["title", "abstract", ",", "\t", '"', "\n", "\n\n", "{", "}", "[", "]", ": ", "Abstract\n",
     "Keywords: a; b\n", "期刊\n", "DOI: 10.1000/x", "<p>", "</p>", "<meta name=citation_title content=x>",
     "<script>", "References\n", "METHODS: ", "PMID- 1\n", "TI  - ", "AB  - ",
     "IL-2 expands regulatory T cells in most of the mice we saw. ",
     "In this Review, Roe and Poe say so. ", "…", "&#0;", "\\ud800", "\0", "\x85", "\u2028", "\r"]
)  # fmt: skip
texts = st.one_of(st.text(), st.lists(st.one_of(pieces, st.text(max_size=5)), max_size=25).map("".join))


def check(found: Iterator[object]) -> int:
    count = 0
    for count, item in enumerate(found, 1):  # noqa: B007 (the count is what is returned)
        assert isinstance(item, Document | InputError)
        if isinstance(item, Document):
            assert item.title or item.sections
            assert all(item.text[part.start : part.end] == part.text for part in item.sections)
            assert not any(mark in item.title + item.text for mark in "\0\r\t")
            item.text.encode()
    return count


def read_bytes(reader: str, content: bytes) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        return check(read_documents([str(path)], reader))


@pytest.mark.parametrize("reader", FORGIVING)
@given(text=texts)
def test_any_text(reader: str, text: str) -> None:
    read_bytes(reader, text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("reader", FORGIVING)
@given(content=st.binary(max_size=200))
def test_any_bytes(reader: str, content: bytes) -> None:
    read_bytes(reader, content)


@pytest.mark.parametrize("reader", ["text", "page"])
@given(text=texts)
def test_whole_file_readers_yield_one_item(reader: str, text: str) -> None:
    assert read_bytes(reader, text.encode("utf-8", "replace")) == 1


scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text())
rows = st.dictionaries(
    st.sampled_from(["id", "title", "abstract", "year", "authors", "doi"]),
    st.one_of(scalars, st.lists(scalars)),
)


@given(records=st.lists(st.one_of(rows, scalars), min_size=1, max_size=4))
def test_one_item_per_json_line(records: list[object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
        found = list(READERS["jsonl"].read(path))
    assert all(isinstance(item, Document | RecordError) for item in found)
    assert len(found) == len(records)
