"""Rows of delimited text, and what becomes of broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.core.errors import InputError
from kg.index.rows import delimiter_of, fields, lines, rows, unquoted


def read(path: Path, content: str | bytes, delimiter: str) -> list[object]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = rows(path, delimiter)
    return [str(one).partition("record ")[2] if isinstance(one, InputError) else one for one in found]


def test_tabs_part_whatever_stands_between_them(tmp_path: Path) -> None:
    content = 'a\t"b ""x"""\tc\n\n# comment\nd\t"e\tf\r\n'
    assert read(tmp_path / "t", content, "\t") == [(1, ["a", 'b "x"', "c"]), (4, ["d", '"e', "f"])]


def test_a_quoted_field_may_go_over_lines(tmp_path: Path) -> None:
    content = 'a,"b\nb, ""b""",c\nd,e,f\n'
    assert read(tmp_path / "t", content, ",") == [(1, ["a", 'b\nb, "b"', "c"]), (3, ["d", "e", "f"])]


def test_a_quote_that_never_closes_costs_its_own_line_only(tmp_path: Path) -> None:
    content = 'a,b\nc,"open\nd,e\nf,"g" h\ni,j\n'
    assert read(tmp_path / "t", content, ",") == [
        (1, ["a", "b"]),
        "2: line 2: is no row (unexpected end of data)",
        (3, ["d", "e"]),
        "4: line 4: is no row (',' expected after '\"')",
        (5, ["i", "j"]),
    ]


def test_a_quote_open_for_many_lines_is_given_up(tmp_path: Path) -> None:
    found = read(tmp_path / "t", 'a,"b\n' + "c,d\n" * 500, ",")
    assert found[0] == "1: line 1: is no row (unexpected end of data)"
    assert found[1:] == [(number, ["c", "d"]) for number in range(2, 502)]


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    assert read(tmp_path / "t", b"a\tb\nc\t\xff\n\xce\xb1\td\n", "\t") == [
        (1, ["a", "b"]),
        "2: line 2: holds bytes that are not UTF-8 text",
        (3, ["α", "d"]),
    ]


def test_lines_are_numbered_and_marks_are_off(tmp_path: Path) -> None:
    path = tmp_path / "t"
    path.write_bytes(b"\xef\xbb\xbfone\r\ntwo")
    assert list(lines(path)) == [(1, "one"), (2, "two")]


@pytest.mark.parametrize(
    ("line", "delimiter"), [("a\tb,c", "\t"), ("a,b", ","), ("a;b", ";"), ("a|b", "|"), ("a", "\t")]
)
def test_delimiter_of(line: str, delimiter: str) -> None:
    assert delimiter_of(line) == delimiter


def test_fields() -> None:
    assert fields('a, "b"', ",") == ["a", ' "b"']
    assert fields("", ",") == []
    assert unquoted('"') == '"'
    with pytest.raises(ValueError, match="unexpected end"):
        fields('a,"b', ",")
