from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from kg.core import registry
from kg.core.errors import UnknownName
from kg.core.registry import Registry

BUILTINS = {"text": "kg.core.text", "units": "kg.core.lexicon:units", "gone": "kg.core.nowhere"}


def test_names_are_loaded_when_asked_for_and_stay_in_order() -> None:
    table = Registry("reader", "kg.tests.none", BUILTINS)
    assert list(table) == ["text", "units", "gone"]
    assert table["text"].__name__ == "kg.core.text"
    assert table["units"]("IL-2")[1].norm == "2"
    assert "text" in table
    assert "csv" not in table
    with pytest.raises(ModuleNotFoundError):
        table["gone"]


def test_an_unknown_name_is_answered_with_the_closest() -> None:
    with pytest.raises(UnknownName, match="no reader is called 'unit'; did you mean 'units'"):
        Registry("reader", "kg.tests.none", BUILTINS)["unit"]


def test_other_packages_add_names_but_never_replace_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [
        EntryPoint("zeta", "kg.core.text:Span", "kg.tests.some"),
        EntryPoint("alpha", "kg.core.text:Section", "kg.tests.some"),
        EntryPoint("text", "kg.core.text:Span", "kg.tests.some"),
    ]
    monkeypatch.setattr(registry, "entry_points", lambda group: points if group == "kg.tests.some" else [])
    table = Registry("reader", "kg.tests.some", {"text": "kg.core.text"})
    assert list(table) == ["text", "alpha", "zeta"]
    assert table["alpha"].__name__ == "Section"
    assert table["text"].__name__ == "kg.core.text"
