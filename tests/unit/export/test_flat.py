from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kg.core.page import xml_safe
from kg.export.flat import joined, one_line


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_one_line_keeps_length_and_is_one_line(text: str) -> None:
    assert len(one_line(text)) == len(text)
    assert len(one_line(text).splitlines()) <= 1
    assert "\t" not in one_line(text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_xml_safe_goes_through_xml(text: str) -> None:
    element = etree.Element("x")
    element.text = xml_safe(text)
    assert (etree.fromstring(etree.tostring(element)).text or "") == xml_safe(text)


def test_joined() -> None:
    assert joined(["a|b", "c\td"]) == "a¦b|c d"
    assert joined(["a;b", "c"], ";", ",") == "a,b;c"
