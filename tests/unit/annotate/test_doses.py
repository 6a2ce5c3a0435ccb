"""kg.annotate.doses: "low-dose IL-2" and "IL-2 at a low dose"."""

from __future__ import annotations

import pytest

from kg.annotate.doses import doses
from kg.annotate.rows import MentionRow


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("low-dose IL-2", "low-dose"),
        ("Low dose IL-2", "low-dose"),
        ("HIGH-DOSES IL-2", "high-dose"),
        ("high-dose recombinant human IL-2", "high-dose"),
        ("high-dose of the recombinant human IL-2", ""),
        ("high-dose, IL-2", ""),
        ("slow-dose IL-2", ""),
        ("a dose of IL-2", ""),
        ("IL-2 at a low dose", "low-dose"),
        ("IL-2 in high doses", "high-dose"),
        ("IL-2 at low-dose", "low-dose"),
        ("IL-2 at a low dose of prednisone", ""),
        ("IL-2 at a lower dose", ""),
        ("IL-2 was given at a low dose", ""),
        ("low-dose " + "x" * 40 + " IL-2", ""),
    ],
)
def test_a_dose_is_its_own_name_s(text: str, found: str) -> None:
    at = text.index("IL-2")
    assert doses(text, [MentionRow(at, at + 4, "gene", (), "lexicon", 1.0)]) == ({0: found} if found else {})


def test_each_mention_has_its_own() -> None:
    text = "low-dose IL-2; IL-6 and then high-dose IL-7"
    rows = [MentionRow(at, at + 4, "gene", (), "lexicon", 1.0) for at in (9, 15, 39)]
    assert [text[row.start : row.end] for row in rows] == ["IL-2", "IL-6", "IL-7"]
    assert doses(text, rows) == {0: "low-dose", 2: "high-dose"}
    assert doses(text, []) == {}
