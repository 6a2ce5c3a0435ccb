from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

from kg.core.text import Candidate
from kg.export.pubtator import lines, write, write_all
from tests.fixtures_graph import IL2, TREG, extractions, write_graph


def test_offsets_run_over_title_and_abstract() -> None:
    for extraction in extractions():
        head, abstract, *rest = lines(extraction)
        text = head.split("|", 2)[2] + " " + abstract.split("|", 2)[2]
        mentions = [line.split("\t") for line in rest if len(line.split("\t")) == 6]
        assert len(mentions) == len(extraction.mentions)
        for _, start, end, words, _, _ in mentions:
            assert text[int(start) : int(end)] == words
        assert len(text) == len(extraction.document.text)


def test_ids_labels_and_relations() -> None:
    first, second, third = (list(lines(extraction)) for extraction in extractions())
    assert first[0] == "1|t|IL-2 and regulatory T cells"
    assert first[2].split("\t")[4:] == ["Gene", IL2]
    assert first[3].split("\t")[4:] == ["CellType", TREG]
    assert f"1\taffects\t{IL2}\t{TREG}" in first
    assert not [line for line in first if "causes" in line]  # negated
    assert [line for line in second if "\taffects\t" in line]
    assert [line for line in third if line.endswith("\tGene\t-")]


def test_several_parts() -> None:
    first = extractions()[0]
    two = replace(first.mentions[0], parts=((Candidate("CL:1", 0.9),), (), (Candidate("CL:2", 0.9),)))
    assert list(lines(replace(first, mentions=(two,))))[2].endswith("\tCL:1,CL:2")


def test_documents_are_parted_by_an_empty_line(tmp_path: Path) -> None:
    stream = io.StringIO()
    assert write_all(extractions(), stream) == 3
    assert write(write_graph(tmp_path / "g"), tmp_path / "x.pubtator") == {"documents": 3}
    assert (tmp_path / "x.pubtator").read_text(encoding="utf-8") == stream.getvalue()
    assert stream.getvalue().count("\n\n") == 3
    assert write_all([], stream) == 0
