from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.assemble.statements import beliefs
from kg.core.folder import GraphFolder
from kg.core.graph import belief
from kg.core.text import Extraction, Section, Span, make_document
from tests.unit.assemble.said import IL2, TREG, assembled, paper

UP, DOWN = (IL2, "increased", TREG), (IL2, "decreased", TREG)
SCORES = st.lists(st.floats(0, 1) | st.decimals(0, 1, places=3).map(float), max_size=6)


@settings(deadline=None)
@given(st.lists(st.tuples(SCORES.filter(bool), SCORES), min_size=1, max_size=5))
def test_belief_in_columns_is_that_of_the_noun(cases: list[tuple[list[float], list[float]]]) -> None:
    def product(scores: list[float]) -> float:
        return float(np.multiply.reduceat(1.0 - np.array(scores), [0])[0]) if scores else np.nan

    found = beliefs(*(np.array([product(case[side]) for case in cases]) for side in (0, 1)))
    assert found == [belief(*case) for case in cases]


def shifted(extraction: Extraction, title: str, before: str) -> Extraction:
    """Return a paper of one statement behind another title, and with words before the sentence that state nothing."""
    (told, *_) = extraction.document.sections
    start = len(title) + 3  # two line feeds more than it needs
    sections = (
        Section("abstract", "AIM", start, before),
        Section("abstract", "END", start + len(before) + 1, told.text),
    )
    by = sections[1].start - told.start

    def moved(span: Span) -> Span:
        return Span(span.start + by, span.end + by)

    relations = tuple(
        replace(one, sentences=tuple(map(moved, one.sentences)), trigger=moved(one.trigger))
        for one in extraction.relations
    )
    mentions = tuple(replace(one, start=one.start + by, end=one.end + by) for one in extraction.mentions)
    return Extraction(make_document(title, sections, extraction.document.metadata), mentions, relations)


@pytest.mark.parametrize(
    "words",
    ["🧪 and 𝕀𝕃-2 🧬🧬", "e\u0301te\u0301 naïve α-β", "\u200d👩\u200d🔬 한글 שלום", '\x0b\u2028 tab\tand "quotes"'],
)
def test_offsets_count_code_points(tmp_path: Path, words: str) -> None:
    extraction = shifted(paper(UP, pmid="1"), f"On {words}", f"{words} {words}.")
    tables = assembled(tmp_path, [extraction])
    (document,), (row,) = tables["documents"], tables["evidence"]
    assert document["text"] == extraction.document.text
    assert row["text"] == document["text"][row["start"] : row["end"]] == "it does it."
    assert (row["section"], row["label"]) == ("abstract", "END")
    last = document["sections"][-1]
    assert (last["start"], last["end"]) == (
        extraction.document.sections[-1].start,
        extraction.document.sections[-1].end,
    )


def test_a_passage_read_twice_is_kept_as_it_was_read_surest(tmp_path: Path) -> None:
    first, second = paper(UP, pmid="1", score=0.6), paper(UP, pmid="1", score=0.9)
    twice = Extraction(first.document, first.mentions, (*first.relations, *second.relations, *first.relations))
    tables = assembled(tmp_path, [twice])
    assert [row["score"] for row in tables["evidence"]] == [0.9]
    assert tables["assertions"][0]["evidence_count"] == 1


def test_many_rows_come_to_the_same_as_few_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = [paper(UP, DOWN, UP, pmid=str(n), score=0.5, negated=n % 3 == 0) for n in range(30)]
    assembled(tmp_path / "1", papers)
    monkeypatch.setattr("kg.assemble.statements._ROWS", 7)
    monkeypatch.setattr("kg.assemble.statements._NARROW_ROWS", 5)
    assembled(tmp_path / "2", papers)
    one, other = (GraphFolder(tmp_path / name) for name in "12")
    assert one.manifest()["hashes"] == other.manifest()["hashes"]
