"""Plain text: a title where one can be told, and labelled paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import RecordError
from kg.core.text import Document
from kg.read import text

PROSE = "IL-17 calls neutrophils to the joint. Its blockade helps people with spondyloarthritis a good deal."


def read(path: Path, content: str) -> Document:
    path.write_text(content, encoding="utf-8")
    (document,) = text.read(path)
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize(
    ("content", "title"),
    [
        (f"IL-17 in the joint\n\n{PROSE}", "IL-17 in the joint"),
        (f"IL-17 in the joint\n{PROSE}", "IL-17 in the joint"),
        (f"Is IL-17 a target? Yes\n\n{PROSE}", "Is IL-17 a target? Yes"),
        (PROSE, ""),
        (f"{PROSE}\n\n{PROSE}", ""),
        (f"Methods\n\n{PROSE}", ""),
        ("IL-17 calls neutrophils\nto the joint. Its blockade helps.\n", ""),
    ],
)
def test_titles(tmp_path: Path, content: str, title: str) -> None:
    assert read(tmp_path / "a.txt", content).title == title


def test_paragraphs_are_sections_on_one_line(tmp_path: Path) -> None:
    document = read(tmp_path / "a.txt", "A short title\n\nOne  line\nand another.\n \t\n\nA second paragraph.")
    assert [part.text for part in document.sections] == ["One line and another.", "A second paragraph."]
    assert document.text == "A short title\nOne line and another.\nA second paragraph."


def test_labels_are_taken_off(tmp_path: Path) -> None:
    content = (
        "A short title\n\nBACKGROUND: IL-6 matters.\n\nPatients and methods: We asked.\n\nResults\n\n"
        "It does. CONCLUSIONS: Block it."
    )
    sections = read(tmp_path / "a.txt", content).sections
    assert [(part.label, part.text) for part in sections] == [
        ("BACKGROUND", "IL-6 matters."),
        ("Patients and methods", "We asked."),
        ("Results", "It does."),
        ("CONCLUSIONS", "Block it."),
    ]


def test_an_empty_file_is_a_record_error(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(" \n\n ")
    (error,) = text.read(path)
    assert isinstance(error, RecordError)


@pytest.mark.parametrize(
    ("head", "answer"),
    [
        ("IL-2, just so", True),
        ("na\N{REPLACEMENT CHARACTER}ve T cells meet their antigen", True),
        ("[Article in Czech]", True),
        ("with \0 in it", False),
        ("\N{REPLACEMENT CHARACTER}PNG", False),
        ("<?xml version='1.0'?>", False),
        ('{"a": 1}', False),
    ],
)
def test_recognises(head: str, answer: bool) -> None:
    assert text.recognises(head) is answer
