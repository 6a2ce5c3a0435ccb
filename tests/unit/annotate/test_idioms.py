from __future__ import annotations

import pytest

from kg.annotate.pipeline import Annotator
from tests.gold_sentences import reading


def words(annotator: Annotator, text: str) -> str:
    """Return the sentence as its pieces read, names as they stand in the text."""
    _, pieces, _ = next(reading(annotator, text).walk())
    return " ".join(piece.word or text[piece.start : piece.end] for piece in pieces)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("IL-10-/- mice had colitis.", "IL-10 - deficient mice had colitis ."),
        ("IL-10(−/−) mice had colitis.", "IL-10 - deficient mice had colitis ."),
        ("IL-10 knockout mice had colitis.", "IL-10 - knockout mice had colitis ."),
        ("Mice lacking IL-10 had colitis.", "mice lack of IL-10 had colitis ."),
        ("T cells lacking IL-10 reduced colitis.", "T cells lacking IL-10 reduced colitis ."),
        ("Silencing STAT3 reduced IL-17.", "silencing of STAT3 reduced IL-17 ."),
        ("Knocking out STAT3 reduced IL-17.", "knockdown of STAT3 reduced IL-17 ."),
        ("Blocking IL-6 in mice reduced IL-17.", "blockade of IL-6 in mice reduced IL-17 ."),
        ("Neutralizing IL-6 antibodies reduced IL-17.", "neutralizing IL-6 antibodies reduced IL-17 ."),
        ("Targeting IL-6 reduced IL-17.", "targeting of IL-6 reduced IL-17 ."),
        ("Small interfering RNA targeting STAT3 reduced IL-17.", "sirna against STAT3 reduced IL-17 ."),
        ("siRNA-mediated loss of STAT3 reduced IL-17.", "loss of STAT3 reduced IL-17 ."),
        ("IL-2 induced not only IL-6 but also IL-17.", "IL-2 induced IL-6 and IL-17 ."),
        ("IL-2 induced IL-6 but not IL-17.", "IL-2 induced IL-6 but not IL-17 ."),
    ],
)
def test_idioms_are_read_as_plain_words(annotator: Annotator, text: str, read: str) -> None:
    assert words(annotator, text) == read
