"""Pairs of small graphs that differ in one known way."""

from __future__ import annotations

from pathlib import Path

from kg.compare.compare import compare
from kg.compare.diff import AssertionChange, Diff
from kg.core.folder import GraphFolder
from kg.core.select import EVERYTHING, Filter
from kg.core.text import Extraction
from tests.unit.assemble.said import IL2, SLE, TREG, assembled, paper

UP, DOWN = (IL2, "increased", TREG), (IL2, "decreased", TREG)
OTHER = (TREG, "decreased", SLE)


def both(root: Path, old: list[Extraction], new: list[Extraction]) -> tuple[GraphFolder, GraphFolder]:
    """Assemble two graphs."""
    assembled(root / "old", old)
    assembled(root / "new", new)
    return GraphFolder(root / "old"), GraphFolder(root / "new")


def differing(root: Path, old: list[Extraction], new: list[Extraction], chosen: Filter = EVERYTHING) -> Diff:
    """Return what differs between two graphs of these papers."""
    one, other = both(root, old, new)
    return compare(GraphFolder(one.root, chosen), GraphFolder(other.root, chosen))


def told(change: AssertionChange) -> tuple[tuple[str, ...], list[str]]:
    """Return the kinds of a change, and its causes in words."""
    from kg.compare.words import cause_words

    return change.kinds, [cause_words(cause, {}) for cause in change.causes]


__all__ = ["DOWN", "IL2", "OTHER", "SLE", "TREG", "UP", "both", "differing", "paper", "told"]
