"""kg.read.conll: tokens with labels, documents with and without marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import RecordError
from kg.core.text import Extraction
from kg.read import conll


def _read(tmp_path: Path, content: str) -> list[Extraction | RecordError]:
    file = tmp_path / "f.iob"
    file.write_text(content, encoding="utf-8")
    return list(conll.gold(file))


def _mentions(found: Extraction | RecordError) -> list[tuple[str, str]]:
    assert isinstance(found, Extraction)
    text = found.document.text
    assert all(text[one.start : one.end] == one.text for one in found.mentions)
    return [(one.text, one.category) for one in found.mentions]


def test_recognises() -> None:
    assert conll.recognises("###MEDLINE:7\n\nIL-2\tB-protein\nacts\tO\n")
    assert conll.recognises("-DOCSTART- -X- O O\n\nT NN B-Cell\ncells NNS L-Cell\n")
    assert not conll.recognises("IL-2 acts on\nT cells\n")
    assert not conll.recognises("7\tTitle\tAbstract\n")
    assert not conll.recognises("-DOCSTART-\n")


def test_the_chunks_of_conlleval() -> None:
    # IOB2; I behind O, and behind another type, begins one (IOB1); two in a row; BILUO and IOBES end their own
    labels = ["B-a", "I-a", "O", "I-a", "I-b", "B-b", "U-a", "I-a", "B-c", "L-c", "I-c", "S-c", "E-c"]
    assert conll.chunks(labels) == [
        (0, 1, "a"),
        (3, 3, "a"),
        (4, 4, "b"),
        (5, 5, "b"),
        (6, 6, "a"),
        (7, 7, "a"),
        (8, 9, "c"),
        (10, 10, "c"),
        (11, 11, "c"),
        (12, 12, "c"),
    ]


def test_documents_with_marks(tmp_path: Path) -> None:
    first, second = _read(
        tmp_path,
        "###MEDLINE:90110496\n\nT\tB-cell_type\ncells\tI-cell_type\n\nIL-2\tB-protein\nacts\tO\n.\tO\n\n"
        "###PMID-7\n\nThey\tO\ndie\tO\n",
    )
    assert isinstance(first, Extraction)
    assert first.document.text == "T cells\nIL-2 acts ."
    assert (first.document.title, first.document.metadata.source_id) == ("T cells", "90110496")
    assert _mentions(first) == [("T cells", "cell_type"), ("IL-2", "protein")]
    assert isinstance(second, Extraction)
    assert (second.document.id, second.mentions) == ("PMID:7", ())


def test_without_marks_each_sentence_is_a_document(tmp_path: Path) -> None:
    first, second = _read(tmp_path, "T NN B-Cell\ncells NNS L-Cell\n\n\nIL-2 NN U-Gene\nacts VB O\n")
    assert _mentions(first) == [("T cells", "Cell")]
    assert _mentions(second) == [("IL-2", "Gene")]


@pytest.mark.parametrize("line", ["alone", "token\tlabel", "\tB-Cell"])
def test_a_bad_line_is_told_and_the_rest_goes_on(tmp_path: Path, line: str) -> None:
    bad, good = _read(tmp_path, f"-DOCSTART- O\n\nIL-2\tO\n{line}\n\n-DOCSTART- O\n\nIL-2\tB-Gene\n")
    assert isinstance(bad, RecordError)
    assert bad.record == 1
    assert _mentions(good) == [("IL-2", "Gene")]


def test_a_document_without_end_is_refused_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conll, "LARGEST_RECORD", 100)
    bad, good = _read(tmp_path, "###1\n" + "IL-2\tB-protein\n" * 50 + "###2\nIL-2\tB-protein\n")
    assert isinstance(bad, RecordError)
    assert _mentions(good) == [("IL-2", "protein")]
