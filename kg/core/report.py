"""What a run read, what it could not, and what it made."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from kg.core.errors import InputError, RecordError


def problem_row(problem: InputError) -> dict[str, Any]:
    """Return an input or record that could not be read as (input, record, reason); record 0 is the whole input."""
    record = problem.record if isinstance(problem, RecordError) else 0
    return {"input": str(problem.path), "record": record, "reason": problem.reason}


@dataclass(slots=True)
class Report:
    """What a run read, what it could not, and what it made.

    Attributes:
        read: documents; `skipped`: one (input, record, reason) for each that was not read.
        reused: of the documents, those whose extractions stood already.
        why: what was made again though it stood before, and for which reason.
        unchanged: nothing had changed since the graph was made, and it was left as it is.
        counts: rows of each table of the graph.
        contradicted: assertions that others oppose.
        ambiguous: the commonest names that mean several things alike, with their candidates.
        ungrounded: the commonest names that no ontology grounds.
    """

    read: int = 0
    skipped: list[dict[str, Any]] = field(default_factory=list)
    reused: int = 0
    why: list[str] = field(default_factory=list)
    unchanged: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    contradicted: int = 0
    ambiguous: list[dict[str, Any]] = field(default_factory=list)
    ungrounded: list[dict[str, Any]] = field(default_factory=list)

    def note(self, problem: InputError) -> None:
        """Take down an input or record that could not be read."""
        self.skipped.append(problem_row(problem))

    def reasons(self) -> Counter[str]:
        """Count the skipped by reason."""
        return Counter(row["reason"] for row in self.skipped)
