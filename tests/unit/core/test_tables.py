from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.core.tables import (
    EXTRACTION,
    GRAPH_SCHEMAS,
    atomic,
    extraction_from_row,
    extraction_row,
    read_extractions,
    write_json,
    write_rows,
)
from kg.core.text import (
    Argument,
    Candidate,
    Context,
    Document,
    Extraction,
    Mention,
    Metadata,
    Relation,
    Section,
    Span,
)

WORDS = st.text(st.sampled_from("aBα😀\n\t\"' "), max_size=6)
NUMBERS = st.integers(0, 2**31 - 1)
SCORES = st.floats(0, 1)
TUPLES = st.lists(WORDS, max_size=3).map(tuple)
SPANS = st.builds(Span, NUMBERS, NUMBERS)
CANDIDATES = st.lists(st.builds(Candidate, WORDS, SCORES), max_size=2).map(tuple)
METADATA = st.builds(
    Metadata, pmid=WORDS, doi=WORDS, year=st.none() | NUMBERS, authors=TUPLES, retracts=TUPLES,
    version=NUMBERS, retracted=st.booleans(), deleted=st.booleans(), record=NUMBERS,
)  # fmt: skip
DOCUMENTS = st.builds(
    Document,
    WORDS,
    WORDS,
    st.lists(st.builds(Section, WORDS, WORDS, NUMBERS, WORDS), max_size=2).map(tuple),
    METADATA,
)
MENTIONS = st.builds(
    Mention, NUMBERS, NUMBERS, NUMBERS, WORDS, WORDS, st.lists(CANDIDATES, max_size=2).map(tuple), WORDS, SCORES
)
ARGUMENTS = st.builds(Argument, NUMBERS, WORDS)
RELATIONS = st.builds(
    Relation, subject=ARGUMENTS, predicate=WORDS, object=ARGUMENTS, aspect=WORDS, direction=WORDS, via=WORDS,
    sentences=st.lists(SPANS, min_size=1, max_size=2).map(tuple), trigger=SPANS, negated=st.booleans(),
    speculated=st.booleans(), context=st.builds(Context, TUPLES, TUPLES, TUPLES, WORDS), score=SCORES, extractor=WORDS,
)  # fmt: skip
EXTRACTIONS = st.builds(
    Extraction, DOCUMENTS, st.lists(MENTIONS, max_size=2).map(tuple), st.lists(RELATIONS, max_size=2).map(tuple)
)


@given(EXTRACTIONS)
def test_an_extraction_comes_back_from_its_row(extraction: Extraction) -> None:
    assert extraction_from_row(extraction_row(extraction)) == extraction
    assert set(extraction_row(extraction)) == set(EXTRACTION.names)


@given(EXTRACTIONS)
def test_an_extraction_comes_back_through_arrow(extraction: Extraction) -> None:
    table = pa.Table.from_pylist([extraction_row(extraction)], schema=EXTRACTION)
    assert [extraction_from_row(row) for row in table.to_pylist()] == [extraction]


def test_shards_give_back_what_was_written_in_order(tmp_path: Path) -> None:
    extractions = [Extraction(Document(f"PMID:{n}", "Títle")) for n in range(7)]
    path = tmp_path / "new" / "part.parquet"
    assert write_rows(path, EXTRACTION, map(extraction_row, extractions), batch=3) == 7
    assert list(read_extractions(path, batch=2)) == extractions


def rows(count: int) -> list[dict[str, Any]]:
    return [extraction_row(Extraction(Document(f"PMID:{n}", "a title"))) for n in range(count)]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_rows(tmp_path / name, EXTRACTION, rows(5), batch=2)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    write_rows(path, EXTRACTION, rows(1))
    before = path.read_bytes()
    with pytest.raises(pa.ArrowTypeError):
        write_rows(path, EXTRACTION, [*rows(3), {**rows(1)[0], "title": 5, "sections": "wrong"}])
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_atomic_takes_the_place_only_when_done(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file"
    with atomic(path) as temporary:
        temporary.write_text("new")
        assert not path.exists()
    assert path.read_text() == "new"
    with pytest.raises(UnicodeEncodeError), atomic(path) as temporary:
        temporary.write_text("half \ud800", encoding="utf-8")
    assert path.read_text() == "new"
    assert list(path.parent.iterdir()) == [path]


def test_json_is_sorted_and_readable(tmp_path: Path) -> None:
    write_json(tmp_path / "m.json", {"b": 1, "a": "α"})
    assert (tmp_path / "m.json").read_text(encoding="utf-8") == '{\n  "a": "α",\n  "b": 1\n}\n'
    assert json.loads((tmp_path / "m.json").read_text(encoding="utf-8")) == {"a": "α", "b": 1}


def test_an_empty_table_keeps_its_columns(tmp_path: Path) -> None:
    for name, schema in GRAPH_SCHEMAS.items():
        assert write_rows(tmp_path / name, schema, []) == 0
        assert pq.read_schema(tmp_path / name).names == schema.names
