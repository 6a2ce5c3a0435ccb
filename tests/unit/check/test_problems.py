from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Store

from kg.check.problems import Check, Outcome, Problem, Subject, gathered
from kg.core.folder import GraphFolder

SUBJECT = Subject(GraphFolder(Path("nowhere")), Store, lambda sparql, values: ())


def found(*problems: Problem) -> Outcome:
    def run(_: Subject) -> tuple[int, Iterator[Problem]]:
        return 9, iter(problems)

    return gathered(Check("some", "rows", run), SUBJECT, examples=2)


def test_problems_are_grouped_by_rule_with_the_first_as_examples() -> None:
    outcome = found(
        Problem("even", "3"),
        Problem("small", "99", "too big", warning=True),
        *(Problem("odd", str(n)) for n in range(4)),
    )
    assert (outcome.check, outcome.what, outcome.looked_at, outcome.broken) == ("some", "rows", 9, True)
    assert [(kind.rule, kind.count) for kind in outcome.kinds] == [("odd", 4), ("even", 1), ("small", 1)]
    assert outcome.kinds[0].examples == [{"where": "0", "found": ""}, {"where": "1", "found": ""}]
    assert outcome.seconds >= 0


def test_warnings_break_nothing_and_what_could_not_be_made_does() -> None:
    assert not found(Problem("small", "99", warning=True)).broken
    assert not found().broken
    assert Outcome("some", "rows", skipped="no table").broken
