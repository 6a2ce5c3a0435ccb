"""kg.core.xml: safe, flat, and plain text out of markup."""

from __future__ import annotations

import io
import time
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from kg.core import xml
from kg.core.errors import RecordError
from kg.core.xml import records, root_name, text_of, texts_of, verbatim


def _texts(content: str, name: str = "r") -> list[str]:
    """Return the text of each record, and the message of each error."""
    items = records(io.BytesIO(content.encode()), "f.xml", (name,))
    return [str(item) if isinstance(item, RecordError) else text_of(item[1]) for item in items]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("<?xml version='1.0'?>\n<!DOCTYPE set SYSTEM 'x'>\n<set>", "set"),
        ("\ufeff  <!-- <not> --><oai:record xmlns:oai='x'>", "record"),
        ("plain <text>", ""),
        ("", ""),
    ],
)
def test_root_name(head: str, name: str) -> None:
    assert root_name(head) == name


def test_inline_markup_joins_and_white_space_collapses() -> None:
    markup = "<r>CD4<sup>+</sup>  <i>T</i>\n cells, H<sub>2</sub>O</r>"
    assert _texts(f"<s>{markup}</s>") == ["CD4+ T cells, H2O"]


def test_mathml_and_comments_leave_their_text_only() -> None:
    namespace = 'xmlns:mml="http://www.w3.org/1998/Math/MathML"'
    formula = "<mml:math><mml:mo>=</mml:mo><mml:mn>2</mml:mn></mml:math>"
    assert _texts(f"<s><r {namespace}>p {formula}<!-- no --><?pi no?> end</r></s>") == ["p =2 end"]


def test_namespaces_are_taken_off() -> None:
    assert _texts("<s xmlns='urn:x'><r><a>one</a></r><r>two</r></s>") == ["one", "two"]


def test_characters_that_html_names_are_read() -> None:
    assert _texts("<!DOCTYPE s SYSTEM 'absent.dtd'><s><r>TNF-&alpha; &lt; 5</r></s>") == ["TNF-α < 5"]


def test_a_file_entity_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden")
    content = f"<!DOCTYPE s [<!ENTITY x SYSTEM '{secret.as_uri()}'>]><s><r>1</r><r>&x;</r><r>3</r></s>"
    first, second, third = _texts(content)
    assert (first, third) == ("1", "3")
    assert second == "f.xml, record 2: line 1: entity &x; is not expanded"


@pytest.mark.parametrize("use", ["<r>&h;</r>", "<r a='&h;'>x</r>"])
def test_an_entity_bomb_is_refused(use: str) -> None:
    names = "abcdefgh"
    bomb = "<!ENTITY a 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'>" + "".join(
        f"<!ENTITY {name} '{f'&{before};' * 12}'>" for before, name in pairwise(names)
    )
    (answer,) = _texts(f"<!DOCTYPE s [{bomb}]><s>{use}</s>")
    assert answer.startswith("f.xml, record 1: line 1: ")
    assert len(answer) < 300


def test_a_truncated_file_keeps_what_stood_before() -> None:
    first, second = _texts("<s>\n<r>one</r>\n<r>two <i>and")
    assert first == "one"
    assert second.startswith("f.xml, record 2: line 3: broken XML: ")


def test_a_file_without_records_says_so() -> None:
    assert _texts("<s><other/></s>") == ["f.xml, record 1: there is no <r> in it"]
    assert "record 1: line " in _texts("")[0]


def test_records_count_on_and_forget_what_was_read() -> None:
    content = b"<s>" + b"<r>some words</r> <x/> " * 20_000 + b"</s>"
    kept = 0
    for expected, item in enumerate(records(io.BytesIO(content), "f.xml", ("r",), after=4), 5):
        assert not isinstance(item, RecordError)
        assert item[0] == expected
        parent = item[1].getparent()
        assert parent is not None
        kept = max(kept, len(parent))
    assert expected == 20_004
    assert kept < 5_000  # what the parser reads ahead


def test_text_helpers() -> None:
    element = etree.fromstring("<a><b> one <c>two</c></b><b/><b>three</b></a>")
    assert texts_of(element, "b") == ("one two", "three")
    assert verbatim(element.find("b")) == " one two"
    assert text_of(None) == verbatim(None) == ""


@pytest.mark.parametrize("head", ["<!--" * 16_000, "<?" * 30_000, "<!--a-->" * 8000 + "x", "<" * 60_000])
def test_no_beginning_takes_long(head: str) -> None:
    started = time.process_time()
    assert root_name(head) == ""
    assert time.process_time() - started < 5


def test_a_record_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "LARGEST_RECORD", 100_000)
    content = b"<s><r>1</r><r>" + b"<a/>" * 200_000 + b"</r></s>"
    good, bad = xml.records(io.BytesIO(content), "f", ("r",))
    assert not isinstance(good, RecordError)
    assert isinstance(bad, RecordError)
    assert "more than 100,000 bytes" in bad.reason
    many = xml.records(io.BytesIO(b"<s>" + b"<r>1</r>" * 100_000 + b"</s>"), "f", ("r",))
    assert sum(not isinstance(one, RecordError) for one in many) == 100_000
