"""the command line -> what does not hold in a graph: check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.options import AsJson, Folder
from kg.printing import emit, number, plain, stages

if TYPE_CHECKING:
    from kg.check.problems import Outcome

SHOWN = 120  # characters of what is found


def check(
    folder: Folder,
    examples: Annotated[int, typer.Option(min=0, help="How many of each kind of problem are shown.")] = 3,
    as_json: AsJson = False,
) -> None:
    """Check that DIR is whole and says what it should: tables, offsets, RDF, shapes, queries; exit 1 where it is not.

    What does not fit Biolink's domains and ranges is a warning.

    Example: kg check my-graph
    """
    from kg.check.check import CHECKS
    from kg.check.check import check as checked
    from kg.core.folder import GraphFolder
    from kg.store.build import ensure_store
    from kg.store.query import query

    graph, outcomes = GraphFolder(folder), list["Outcome"]()
    running = checked(
        graph, partial(ensure_store, graph), lambda sparql, values: query(graph, sparql, bind=values), examples
    )
    with stages("checking", [one.name for one in CHECKS]) as advance:
        for outcome in running:
            outcomes.append(outcome)
            advance()
    broken = [one.check for one in outcomes if one.broken]
    checks = [_told(one) for one in outcomes]
    emit({"graph": str(folder), "ok": not broken, "checks": checks}, _lines(checks, broken), as_json)
    if broken:
        raise typer.Exit(1)


def _told(outcome: Outcome) -> dict[str, Any]:
    return {**asdict(outcome), "seconds": round(outcome.seconds, 3), "broken": outcome.broken}


def _lines(checks: list[dict[str, Any]], broken: list[str]) -> Iterator[str]:
    """Tell each check in a line, then the problems by rule, warnings last."""
    for one in checks:
        yield _line(one)
    for one in checks:
        for kind in one["kinds"]:
            yield ""
            yield from _kind_lines(one["check"], kind)
    yield ""
    warnings = sum(kind["count"] for one in checks for kind in one["kinds"] if kind["warning"])
    beside = f"; {number(warnings, 'warning')}" if warnings else ""
    yield (f"broken: {', '.join(broken)}" if broken else "all checks hold") + beside


def _line(one: Mapping[str, Any]) -> str:
    counts = {mark: sum(kind["count"] for kind in one["kinds"] if kind["warning"] is mark) for mark in (False, True)}
    words = [number(counts[False], "problem")] if counts[False] else []
    words += [number(counts[True], "warning")] if counts[True] else []
    came_to = f"could not be made: {plain(one['skipped'])}" if one["skipped"] else ", ".join(words) or "ok"
    looked_at = f"{one['looked_at']:,} {one['what']}"
    return f"{one['check']:<12}{looked_at:<36}{one['seconds']:>7.1f} s  {came_to}"


def _kind_lines(check: str, kind: Mapping[str, Any]) -> Iterator[str]:
    mark = "warning, " if kind["warning"] else ""
    yield f"{mark}{check}: {kind['rule']}  ({kind['count']:,})"
    for example in kind["examples"]:
        found = plain(example["found"])
        cut = found if len(found) <= SHOWN else f"{found[: SHOWN - 1]}…"
        yield f"    {plain(example['where'])}" + (f"  {cut}" if cut else "")
    if kind["count"] > len(kind["examples"]):
        yield f"    and {kind['count'] - len(kind['examples']):,} more"
