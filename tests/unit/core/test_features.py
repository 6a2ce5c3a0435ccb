"""kg.core.features: a text and its marks as arrays."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.core.features import (
    ABBREVIATED,
    LONG_FORM,
    MAYBE,
    NAMED,
    PART,
    Mark,
    Word,
    cover,
    encode,
    flag_names,
    mark_columns,
    words,
)


def on(text: str, *marks: Mark) -> list[set[str]]:
    """The flags that stand at each word."""
    names = flag_names()
    return [{names[at] for at in np.flatnonzero(row)} for row in encode(text, marks).flags]


def test_words_end_at_every_sign() -> None:
    text = "TNF-α-induced IL2_a"
    assert [text[start:end] for start, end in words(text)] == ["TNF", "-", "α", "-", "induced", "IL2", "_", "a"]


def test_flags_of_place() -> None:
    flags = on("IL-2\nHigh. It (x) rose")
    assert [word & {"after space", "before space"} for word in flags][:3] == [
        {"after space"},
        set(),
        {"before space"},
    ]
    assert ["title" in word for word in flags] == [True] * 3 + [False] * 7
    assert [at for at, word in enumerate(flags) if "line" in word] == [0, 3]
    assert [at for at, word in enumerate(flags) if "sentence" in word] == [0, 5]
    assert "capitals" in flags[0]
    assert [at for at, word in enumerate(flags) if "single" in word] == [1, 2, 4, 6, 7, 8]


def test_flags_of_marks() -> None:
    text = "human IL 2 receptor"
    flags = on(
        text, Mark(6, 10, NAMED, "gene"), Mark(6, 19, MAYBE, "drug"), Mark(0, 5, LONG_FORM), Mark(0, 1, ABBREVIATED)
    )
    assert f"{NAMED}:gene" in flags[1]
    assert f"{PART}:gene" in flags[2]
    assert [f"{MAYBE}:drug" in word for word in flags] == [False, True, True, True]
    assert {LONG_FORM, ABBREVIATED} <= flags[0]
    dictionary = set(flag_names()[mark_columns()])
    assert dictionary == {name for name in flag_names() if ":" in name}


def test_words_alike_share_a_group_and_a_cut_counts_anew() -> None:
    features = encode("a B b a c")
    assert features.groups.tolist() == [0, 1, 1, 0, 2]
    cut = features.cut(2, 5)
    assert (cut.groups.tolist(), list(cut.lowered), len(cut)) == ([1, 0, 2], ["b", "a", "c"], 3)


def test_case_is_seen_in_the_shape_and_the_prefix_alone() -> None:
    small, large = encode("treg"), encode("TREG")
    assert small.lowered == large.lowered
    assert small.shapes[0] != large.shapes[0]
    assert small.prefixes[0] != large.prefixes[0]
    assert small.suffixes[0] == large.suffixes[0]


def test_what_a_stretch_covers() -> None:
    spans = [Word(0, 3), Word(3, 4), Word(5, 9)]
    assert cover(spans, 0, 4) == (0, 2)
    assert cover(spans, 1, 6) == (0, 3)
    assert cover(spans, 4, 5) == (2, 2)
    assert cover(spans, 20, 30) == (3, 3)


@given(st.text(max_size=80))
def test_any_text_is_encoded(text: str) -> None:
    features = encode(text, [Mark(0, len(text), NAMED, "gene")])
    assert len(features) == len(features.flags) == len(features.prefixes) == len(words(text))
    assert [text[start:end].lower() for start, end in features.spans] == list(features.lowered)
