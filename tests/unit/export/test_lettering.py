from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from kg.export.lettering import clean, text, width, wrapped
from tests.fixtures_graph import NASTY
from tests.unit.explore.hostile import SCRIPT, TURNED


@given(st.text(max_size=120), st.floats(20, 200))
def test_no_line_is_wider_than_it_may_be(name: str, widest: float) -> None:
    lines = wrapped(clean(name), 7.0, widest)
    assert 1 <= len(lines) <= 3
    assert all(width(line, 7.0) <= widest for line in lines)


def test_what_fits_is_all_there_and_what_does_not_ends_in_an_ellipsis() -> None:
    assert wrapped("systemic lupus erythematosus", 7.0, 84.0) == ["systemic lupus", "erythematosus"]
    assert wrapped("IL2", 7.0, 84.0) == ["IL2"]
    assert wrapped("word " * 40, 7.0, 84.0)[-1].endswith("…")
    assert "".join(wrapped("a" * 30, 7.0, 60.0)) == "a" * 30


def test_a_line_is_text_whatever_it_holds() -> None:
    for hostile in (SCRIPT, TURNED, NASTY, "]]>", "\x00\ud800", ""):
        read = ElementTree.fromstring(text(clean(hostile), 0, 0, 7))
        assert list(read) == []
        assert read.text == clean(hostile)
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in clean(TURNED)


def test_bold_is_wider() -> None:
    assert width("IL2", 7, bold=True) > width("IL2", 7) > width("il2", 7)
