"""What sentences say of {this} and [that], sign and all: polarity.tsv, a sentence a row."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.annotate.pipeline import Annotator
from kg.core.text import Extraction, Relation
from kg.core.vocabulary import DIRECTIONS, VIAS, predicates
from tests.gold_sentences import Mark, read, strip_marks

TABLE = Path(__file__).with_name("polarity.tsv")
NOTHING = "nothing"  # said of the two: what is negated or only supposed asserts nothing
NEGATED, SPECULATED, ASSERTED = "negated", "speculated", "asserted"


class Row(NamedTuple):
    """A row of the table; "-" stands for what a predicate does not have."""

    group: str
    sentence: str
    predicate: str
    direction: str
    via: str
    said: str


def rows() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        assert tuple(next(lines)) == Row._fields
        return [Row(*(cell if cell != "-" else "" for cell in line)) for line in lines]


ROWS = rows()


def said(relation: Relation) -> str:
    return NEGATED if relation.negated else SPECULATED if relation.speculated else ASSERTED


def ids(extraction: Extraction, marks: Iterable[Mark]) -> set[int]:
    """Return the mentions that are marked, or the longer ones around them."""
    found = set()
    for mark in marks:
        around = [one for one in extraction.mentions if one.start <= mark.start and mark.end <= one.end]
        exact = [one for one in around if (one.start, one.end) == (mark.start, mark.end)]
        found |= {one.id for one in exact or around}
    return found


def told(extraction: Extraction, subjects: set[int], objects: set[int]) -> set[tuple[str, str, str, str]]:
    """Return what is read between subjects and objects; the wrong way round, it is marked so."""
    found = set()
    for one in extraction.relations:
        if not one.extractor.startswith("rule:"):
            continue
        ends = (one.subject.mention, one.object.mention)
        forth = ends[0] in subjects and ends[1] in objects
        back = ends[0] in objects and ends[1] in subjects
        if forth or back:
            turned = "" if forth or predicates()[one.predicate].symmetric else "reversed "
            found.add((f"{turned}{one.predicate}", one.direction, one.via, said(one)))
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.sentence)
def test_a_sentence_says_this_of_the_two_and_nothing_else(annotator: Annotator, row: Row) -> None:
    result = read(annotator, row.sentence)
    subjects = ids(result.extraction, (mark for mark in result.marks if mark.braced))
    objects = ids(result.extraction, (mark for mark in result.marks if not mark.braced))
    found = told(result.extraction, subjects, objects)
    if row.predicate == NOTHING:
        assert not [one for one in found if one[3] == ASSERTED]
    else:
        assert found == {(row.predicate, row.direction, row.via, row.said)}


def test_the_table_holds_two_hundred_sentences_in_its_own_words() -> None:
    assert len({strip_marks(row.sentence)[0] for row in ROWS}) >= 200
    assert len({row.sentence for row in ROWS}) == len(ROWS), "a sentence stands there twice with the same marks"
    for row in ROWS:
        marks = strip_marks(row.sentence)[1]
        assert {mark.braced for mark in marks} == {True, False}, f"{row.sentence} needs a {{subject}} and an [object]"
        assert row.predicate == NOTHING or row.predicate in predicates()
        assert row.direction in DIRECTIONS
        assert row.via in {*VIAS, ""}
        assert row.said in {NEGATED, SPECULATED, ASSERTED, ""}
