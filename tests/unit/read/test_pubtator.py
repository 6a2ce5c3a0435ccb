"""kg.read.pubtator: text to the letter, and the lines that are not PubTator."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from kg.core.errors import RecordError
from kg.core.text import Document, Extraction
from kg.read import pubtator

TWO = (
    "11|t|IL-2  and T cells \n"
    "11|a| Two  spaces stay. \n"
    "11\t0\t4\tIL-2\tGene\t3558\n"
    "11\t10\t17\tT cells\tCell\t-\n"
    "11\tBind\t3558\tCL:1\tNovel\n"
    "11\tCID\t3558\tCL:1\n"
    "\n"
    "x-7|t|Title only\n"
)


def _file(tmp_path: Path, content: str | bytes) -> Path:
    file = tmp_path / "f.pubtator"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def test_recognises() -> None:
    assert pubtator.recognises("\ufeff123|t|A title")
    assert not pubtator.recognises("a|b|c\n")
    assert not pubtator.recognises("<xml>1|t|</xml>")


def test_text_is_kept_to_the_letter(tmp_path: Path) -> None:
    first, second = pubtator.read(_file(tmp_path, TWO))
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert first.id == "PMID:11"
    assert first.title == "IL-2  and T cells "
    assert first.text == "IL-2  and T cells \n Two  spaces stay. "
    assert (first.sections[0].name, first.sections[0].start) == ("abstract", len(first.title) + 1)
    assert (first.metadata.source_id, first.metadata.record) == ("11", 1)
    assert second.id.startswith("sha1:")
    assert (second.sections, second.metadata.source_id, second.metadata.record) == ((), "x-7", 2)


def test_windows_line_ends_and_bare_carriage_returns(tmp_path: Path) -> None:
    (document,) = pubtator.read(_file(tmp_path, "1|t|One\rtwo\r\n1|a|Three\u2028four\r\n"))
    assert isinstance(document, Document)
    assert document.text == "One\rtwo\nThree\u2028four"


def test_documents_without_a_blank_line_between(tmp_path: Path) -> None:
    documents = list(pubtator.read(_file(tmp_path, "1|t|One\n1|a|A\n2|t|Two\n2|a|B\n")))
    assert [one.text for one in documents if isinstance(one, Document)] == ["One\nA", "Two\nB"]


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("no such line", "no PubTator line: 'no such line'"),
        ("1|t|T\n2|a|A", "lines of 2 stand among those of 1"),
        ("1|t|T\n1|a|A\n1|a|B", "1 has two |a| lines"),
        ("1|a|A", "1 has no title line"),
        ("1|t|\n1|a| ", "1 has neither title nor abstract"),
        (b"1|t|\xff", "1 holds bytes that are no UTF-8"),
    ],
)
def test_an_ill_formed_document_is_reported_and_the_next_is_read(
    tmp_path: Path, block: str | bytes, reason: str
) -> None:
    content = block if isinstance(block, bytes) else block.encode()
    bad, good = pubtator.read(_file(tmp_path, content + b"\n\n9|t|Good\n"))
    assert isinstance(bad, RecordError)
    assert (bad.record, bad.reason) == (1, reason)
    assert isinstance(good, Document)
    assert good.id == "PMID:9"
    assert good.metadata.record == 2


def test_gold_lines(tmp_path: Path) -> None:
    first, second = pubtator.gold(_file(tmp_path, TWO))
    assert isinstance(first, Extraction)
    assert [(one.text, one.category) for one in first.mentions] == [("IL-2", "Gene"), ("T cells", "Cell")]
    assert first.mentions[1].parts == ((),)
    relation, plain = first.relations
    assert (relation.novelty, plain.predicate, plain.novelty) == ("Novel", "CID", "")
    assert (relation.predicate, relation.subject.mention, relation.subject.concept_id) == ("Bind", 0, "3558")
    assert (relation.object.mention, relation.object.concept_id) == (-1, "CL:1")
    assert isinstance(second, Extraction)
    assert second.mentions == ()


def test_a_gold_line_without_a_type(tmp_path: Path) -> None:
    (error,) = pubtator.gold(_file(tmp_path, "1|t|IL-2\n1\t0\t4\tIL-2\n"))
    assert isinstance(error, RecordError)
    assert "annotation without a type" in error.reason


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "count"),
    [("pubtator_output_greenelab.pubtator.txt.gz", 132), ("pubtator_output_spyysalo.pubtator.txt.gz", 651)],
)
def test_real_files(shared: Path, name: str, count: int) -> None:
    path = shared / "inputs" / "formats" / name
    documents = list(pubtator.read(path))
    assert len(documents) == count
    lines = gzip.decompress(path.read_bytes()).decode().replace("\r\n", "\n").split("\n")
    titles = [line.split("|", 2)[2] for line in lines if "|t|" in line[:12]]
    assert [one.title for one in documents if isinstance(one, Document)] == titles


def test_an_offset_of_thousands_of_digits(tmp_path: Path) -> None:
    (error,) = pubtator.gold(_file(tmp_path, f"1|t|x\n1\t{'9' * 5000}\t2\tx\tGene\t1\n"))
    assert isinstance(error, RecordError)
    assert error.reason.startswith("1: no text has 9999")


def test_a_record_without_end_is_refused_and_the_next_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pubtator, "LARGEST_RECORD", 100)
    bad, good = pubtator.read(_file(tmp_path, "1|t|x\n" + "1\t0\t1\tx\tGene\t1\n" * 50 + "\n2|t|y\n"))
    assert isinstance(bad, RecordError)
    assert isinstance(good, Document)
