"""What a check finds: problems grouped by the rule that is broken, as an Outcome."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from time import perf_counter
from typing import Any

import duckdb
from pyoxigraph import Store

from kg.core.folder import GraphFolder
from kg.core.rdf import Node

Ask = Callable[[str, Mapping[str, Node]], Iterable[Mapping[str, Node | None]]]


@dataclass(frozen=True, slots=True)
class Problem:
    """One record that breaks a rule.

    Attributes:
        rule: what should hold.
        where: the record: a table and an id, or an IRI.
        found: what is there instead; "" where the rule says it all.
        warning: what is worth a look, and breaks nothing.
    """

    rule: str
    where: str
    found: str = ""
    warning: bool = False


@dataclass(slots=True)
class Kind:
    """The problems with one rule: how many, and the first of them."""

    rule: str
    warning: bool
    count: int = 0
    examples: list[dict[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Outcome:
    """What came of one check.

    Attributes:
        looked_at: how many of what was looked at ("mentions and passages").
        seconds: of wall time.
        skipped: why the check could not be made; "" where it was.
    """

    check: str
    what: str
    looked_at: int = 0
    seconds: float = 0.0
    kinds: list[Kind] = field(default_factory=list)
    skipped: str = ""

    @property
    def broken(self) -> bool:
        """Whether anything does not hold; warnings do not count."""
        return bool(self.skipped) or any(not kind.warning for kind in self.kinds)


class Subject:
    """The graph folder that is checked, and how its RDF is reached.

    Args:
        open_store: gives the graph's store, built where it is missing or stale.
        ask: answers a shipped query, its parameters given.
    """

    def __init__(self, folder: GraphFolder, open_store: Callable[[], Store], ask: Ask) -> None:
        self.folder = folder
        self.open_store = open_store
        self.ask = ask

    @cached_property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The folder's tables as DuckDB views."""
        return self.folder.connect()

    @cached_property
    def store(self) -> Store:
        """The folder's RDF."""
        return self.open_store()


@dataclass(frozen=True, slots=True)
class Check:
    """A check by name: `run` returns how many things it looks at, and their problems as it finds them."""

    name: str
    what: str
    run: Callable[[Subject], tuple[int, Iterator[Problem]]]


def gathered(check: Check, subject: Subject, examples: int) -> Outcome:
    """Run a check and return its outcome, with so many examples of each kind of problem."""
    outcome, kinds, began = Outcome(check.name, check.what), dict[Any, Kind](), perf_counter()
    try:
        outcome.looked_at, problems = check.run(subject)
        for problem in problems:
            kind = kinds.setdefault((problem.rule, problem.warning), Kind(problem.rule, problem.warning))
            kind.count += 1
            if len(kind.examples) < examples:
                kind.examples.append({"where": problem.where, "found": problem.found})
    finally:
        outcome.seconds = perf_counter() - began
    outcome.kinds = sorted(kinds.values(), key=lambda kind: (kind.warning, -kind.count, kind.rule))
    return outcome
