"""kg.read.standoff: JSON Lines with spans, as lists and as CRAFT has them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.core.errors import RecordError
from kg.core.text import Extraction
from kg.read import standoff


def _read(tmp_path: Path, *rows: object) -> list[Extraction | RecordError]:
    file = tmp_path / "f.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return list(standoff.gold(file))


def test_recognises() -> None:
    assert standoff.recognises('{"doc": "7", "text": "T cells')
    assert not standoff.recognises('{"pmid": "7", "title": "T", "abstract": "…"}')
    assert not standoff.recognises('{"passages": [{"text": "…"}]}')
    assert not standoff.recognises('text: "text": "…"')


def test_spans_as_lists(tmp_path: Path) -> None:
    row = {"doc": "PMID-7", "text": "T cells\nIL-2 acts.", "entities": [[8, 12, "protein", "IL-2", "P60568"]]}
    (found,) = _read(tmp_path, row)
    assert isinstance(found, Extraction)
    (one,) = found.mentions
    assert (found.document.id, found.document.title) == ("PMID:7", "T cells")
    assert (one.text, one.category, one.parts[0][0].concept_id) == ("IL-2", "protein", "P60568")


def test_spans_as_craft_has_them(tmp_path: Path) -> None:
    cells = [
        {"spans": [[0, 1], [8, 13]], "text": "B ... cells", "id": "CL:0000236"},
        {"spans": [[6, 13], [9, 9]], "text": "T cells ... ", "id": "CL:0000084"},
    ]
    (found,) = _read(tmp_path, {"pmid": 7, "text": "B and T cells", "annotations": {"CL": cells, "PR": []}})
    assert isinstance(found, Extraction)
    assert found.document.id == "PMID:7"
    assert [(one.text, one.category) for one in found.mentions] == [("B and T cells", "CL"), ("T cells", "CL")]


def test_bare_digits_are_no_pmid_unless_called_so(tmp_path: Path) -> None:
    found = _read(tmp_path, {"doc": "90110496", "text": "a", "entities": []}, {"text": "b", "entities": []})
    documents = [one.document for one in found if isinstance(one, Extraction)]
    assert [one.metadata.source_id for one in documents] == ["90110496", "2"]
    assert all(one.id.startswith("sha1:") for one in documents)


def test_a_bad_record_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    good = {"doc": "1", "text": "T cells", "entities": []}
    bad = ["{broken", '["a"]', {"text": "a"}, {"text": 7, "entities": []}, {"text": "a", "entities": [[0, 1]]}]
    wrong = {"text": "T cells", "entities": [[0, 6, "Cell", "T cells"]]}
    found = _read(tmp_path, *bad, wrong, "", good)
    assert [one.record for one in found if isinstance(one, RecordError)] == [1, 2, 3, 4, 5, 6]
    assert isinstance(found[-1], Extraction)
    assert "is 'T cells', but there stands 'T cell'" in str(found[-2])


@pytest.mark.parametrize("end", ["Infinity", "9" * 5000, "[" * 100_000, '"x"'])
def test_an_offset_that_is_none_is_an_error(tmp_path: Path, end: str) -> None:
    (tmp_path / "a").write_text(f'{{"text": "x", "entities": [[0, {end}, "a", "x"]]}}', encoding="utf-8")
    (error,) = standoff.gold(tmp_path / "a")
    assert isinstance(error, RecordError)
