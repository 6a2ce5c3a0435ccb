"""kg.evaluate.saved: predictions written and read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import DataError
from kg.evaluate.saved import read_saved, saved_line
from tests.unit.evaluate.marked import marked

GOLD = marked("[IL-2|Gene|3558] and [Th1/Th17 cells|Cell|]")
FOUND = marked("[IL-2|gene|HGNC:6001] and [Th1/Th17 cells|cell_type|CL:0000545,CL:0000899]")


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "saved.jsonl"
    ungrounded = marked("[IL-2|gene|] and Th1/Th17 cells")
    file.write_text(saved_line(GOLD, FOUND) + saved_line(GOLD, ungrounded), encoding="utf-8")
    saved = read_saved(file)
    for predicted in (FOUND, ungrounded):  # a corpus may hold a document twice
        assert [(one.start, one.end, one.text, one.category, one.parts) for one in saved.of(GOLD).mentions] == [
            (one.start, one.end, one.text, one.category, one.parts) for one in predicted.mentions
        ]
    with pytest.raises(DataError, match=r"saved\.jsonl: holds no predictions for PMID:1"):
        saved.of(GOLD)


def test_predictions_for_another_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "saved.jsonl"
    file.write_text(saved_line(GOLD, FOUND), encoding="utf-8")
    with pytest.raises(DataError, match="'IL-2' does not stand at 0"):
        read_saved(file).of(marked("The [IL-2|Gene|3558] gene"))


@pytest.mark.parametrize("line", ["{", "[]", '{"document": "1"}', '{"document": "1", "mentions": [{"start": 0}]}'])
def test_a_line_of_another_kind_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "saved.jsonl"
    file.write_text(saved_line(GOLD, FOUND) + line + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"saved\.jsonl, line 2"):
        read_saved(file)
