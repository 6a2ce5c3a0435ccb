from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.check.places import places
from kg.check.problems import Subject
from kg.core.folder import GraphFolder
from tests.unit.check.damage import Tables, damaged, problems

Change = Callable[[Tables], object]


def shifted(table: str, **by: int) -> Change:
    """Return what moves offsets of the table's first row."""

    def change(tables: Tables) -> None:
        row = tables[table][0]
        for name, steps in by.items():
            row[name] += steps

    return change


def rewritten(table: str, text: str) -> Change:
    return lambda tables: tables[table][0].update(text=text)


def recased(document: dict[str, str]) -> None:
    document["text"] = document["text"].replace("does", "DOES")


def resectioned(start: int, end: int) -> Change:
    """Return what moves the ends of the first section of the first document."""

    def change(tables: Tables) -> None:
        section = tables["documents"][0]["sections"][0]
        section.update(start=section["start"] + start, end=section["end"] + end)

    return change


def retold(tables: Tables) -> None:
    sentence = tables["evidence"][0]["sentences"][0]
    tables["evidence"][0]["sentences"] = [sentence, sentence]


CASES: tuple[tuple[str, Change], ...] = (
    ("a mention is the text at its offsets", shifted("mentions", start=1, end=1)),
    ("a mention is the text at its offsets", rewritten("mentions", "IT")),
    ("a mention stands within its document", shifted("mentions", end=10_000)),
    ("a mention stands within its document", shifted("mentions", start=-10_000)),
    ("a mention stands within its document", shifted("mentions", end=-2)),
    ("a passage is the text at its offsets", rewritten("evidence", "it does it!")),
    ("a passage is the text at its offsets", lambda tables: recased(tables["documents"][0])),
    ("a passage stands within its document", shifted("evidence", end=10_000)),
    ("a document's text begins with its title, and its sections follow one another within it", resectioned(-99, 0)),
    ("a document's text begins with its title, and its sections follow one another within it", resectioned(0, 99)),
    ("a document's text begins with its title, and its sections follow one another within it", resectioned(99, 0)),
    (
        "a document's text begins with its title, and its sections follow one another within it",
        lambda tables: tables["documents"][0].update(title="Another"),
    ),
    *(
        (f"the {role} stands within the passage", shifted("evidence", **{f"{role}_{side}": steps}))
        for role in ("subject", "object", "trigger")
        for side, steps in (("start", -50), ("end", 50))
    ),
    ("the trigger stands within the passage", shifted("evidence", trigger_end=-4)),
    ("the subject of a passage is a mention", shifted("evidence", subject_end=1)),
    ("the object of a passage is a mention", lambda tables: tables["mentions"].clear()),
    ("a passage goes from the beginning of its first sentence to the end of its last, in their order", retold),
    (
        "a passage goes from the beginning of its first sentence to the end of its last, in their order",
        lambda tables: tables["evidence"][0].update(sentences=[]),
    ),
    (
        "a passage goes from the beginning of its first sentence to the end of its last, in their order",
        lambda tables: tables["evidence"][0]["sentences"][0].update(start=0),
    ),
)  # fmt: skip


@pytest.mark.parametrize(("rule", "change"), CASES)
def test_a_place_that_is_wrong_is_found(whole: Path, tmp_path: Path, rule: str, change: Change) -> None:
    assert ("places", rule) in problems(damaged(whole, tmp_path / "damaged", change))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, 13), start=st.integers(-30, 30), end=st.integers(-30, 30))
def test_any_mention_that_is_moved_is_found(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, which: int, start: int, end: int
) -> None:
    """A mention that is moved no longer slices to its text, unless the same words stand there."""

    def move(tables: Tables) -> None:
        row = tables["mentions"][which]
        row["start"], row["end"] = row["start"] + start, row["end"] + end
        text = next(one["text"] for one in tables["documents"] if one["id"] == row["document_id"])
        fits.append(row["start"] >= 0 and text[row["start"] : row["end"]] == row["text"])

    fits: list[bool] = []
    root = damaged(whole, tmp_path_factory.mktemp("moved") / "graph", move)
    _, found = places(Subject(GraphFolder(root), Store, lambda sparql, values: ()))
    wrong = {problem.rule for problem in found if problem.rule.startswith("a mention")}
    assert bool(wrong) != fits[0]
