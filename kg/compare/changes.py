"""assertions of two graphs, evidence that differs -> AssertionChanges, each with the documents that caused it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.compare.diff import (
    CONTRADICTED,
    DOCUMENT_KINDS,
    EVIDENCE,
    GAINED,
    KINDS,
    LOST,
    REVERSED,
    SETTLED,
    STANDING,
    STRONGER,
    WEAKER,
    AssertionChange,
    Cause,
    Passage,
    Statement,
)
from kg.core.vocabulary import OPPOSITE, predicates, standing

Row = dict[str, Any]
_BY_OPPOSERS = frozenset((CONTRADICTED, SETTLED, STRONGER, WEAKER))  # what a contrary assertion's papers may cause


def statement_of(row: Mapping[str, Any]) -> Statement:
    """Return a row of the assertions table, with the names of its ends, as a Statement."""
    same = ("id", "subject", "subject_name", "predicate", "object", "object_name", "aspect", "direction", "negated")
    return Statement(
        **{name: row[name] for name in same},
        belief=row["belief"],
        standing=standing(row),
        papers=row["document_count"],
        opposed_by=tuple(row["opposed_by"] or ()),
    )


def passage_of(row: Mapping[str, Any]) -> Passage:
    """Return evidence that differs as a Passage."""

    def place(role: str) -> tuple[int, int]:
        return row[f"{role}_start"] - row["start"], row[f"{role}_end"] - row["start"]

    same: Row = {name: row[name] for name in ("id", "section", "text", "score", "speculated", "via", "verdict")}
    return Passage(
        state="gained" if row["old"] is None else "lost" if row["new"] is None else next(_how(row)),
        document=row["paper"],
        subject=place("subject"),
        object=place("object"),
        trigger=place("trigger"),
        **same,
    )


def _contrary(one: Statement, other: Statement) -> int:
    """Tell how one statement is the contrary of another of the same concepts and aspect: 1 by its direction,
    2 because one denies it, 3 by its predicate; 0 if it is none."""
    if one.predicate != other.predicate:
        kinds = predicates()
        opposes = other.predicate == kinds[one.predicate].opposes or one.predicate == kinds[other.predicate].opposes
        return 3 if opposes and not one.negated and not other.negated else 0
    if one.direction == other.direction:
        return 2 if one.negated != other.negated else 0
    return 1 if one.negated == other.negated and one.direction == OPPOSITE[other.direction] else 0


def reversals(gone: Iterable[Statement], come: Iterable[Statement]) -> dict[str, str]:
    """Return for statements that are gone the contrary that has come in their place, id -> id, one to one."""
    places: dict[tuple[str, str, str], list[Statement]] = {}
    for one in come:
        places.setdefault((one.subject, one.object, one.aspect), []).append(one)
    found = [
        (how, min(one.id, other.id), max(one.id, other.id), one.id, other.id)
        for one in gone
        for other in places.get((one.subject, one.object, one.aspect), ())
        if (how := _contrary(one, other))
    ]
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for _, _, _, was, now in sorted(found):
        if was not in pairs and now not in taken:
            pairs[was] = now
            taken.add(now)
    return pairs


def _how(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield how the document of evidence that differs is the cause of it."""
    if row["gained"] or row["lost"]:
        yield "gained" if row["gained"] else "lost"
        return
    yield from (name for name in ("retracted", "reinstated", "curated") if row[name])
    if row["otherwise"]:
        yield "revised" if row["revised"] else "reread"


@dataclass(frozen=True, slots=True)
class Sides:
    """What two graphs say, and where their evidence differs.

    Attributes:
        old, new: statements by id.
        moved: by an assertion's id the rows of evidence that differ.
        tolerance: of belief.
    """

    old: Mapping[str, Statement]
    new: Mapping[str, Statement]
    moved: Mapping[str, Sequence[Row]]
    tolerance: float

    def changes(self, changed: Iterable[str]) -> Iterator[AssertionChange]:
        """Yield what became of the assertions with these ids; a reversal is one of two."""
        ids = sorted(changed)
        gone = [self.old[one] for one in ids if one not in self.new]
        come = [self.new[one] for one in ids if one not in self.old]
        reversed_to = reversals(gone, come)
        told = set(reversed_to.values())
        for one in ids:
            if one not in told:
                change = self._change(self.old.get(one), self.new.get(reversed_to.get(one, one)))
                if change.kinds:
                    yield change

    def _change(self, old: Statement | None, new: Statement | None) -> AssertionChange:
        before, after = (set(one.opposed_by) if one else set[str]() for one in (old, new))
        own = list(dict.fromkeys(one.id for one in (old, new) if one))
        came, went = sorted(after - before), sorted(before - after)
        kinds = self._kinds(old, new, bool(came), bool(went))
        opposing = before | after if _BY_OPPOSERS.intersection(kinds) and old and new else set[str]()
        return AssertionChange(
            kinds=kinds,
            old=old,
            new=new,
            causes=tuple(self._causes(own, sorted(opposing.difference(own)))),
            passages=tuple(passage_of(row) for one in own for row in self.moved.get(one, ())),
            contradicted_by=tuple(self.new[one] for one in came),
            settled_with=tuple(self.old[one] for one in went),
        )

    def _kinds(self, old: Statement | None, new: Statement | None, came: bool, went: bool) -> tuple[str, ...]:
        told = {CONTRADICTED: came, SETTLED: went, GAINED: old is None, LOST: new is None}
        if old and new:
            same, more = old.id == new.id, round(new.belief - old.belief, 6)
            told[REVERSED] = not same
            told[STANDING] = same and old.standing != new.standing
            told[STRONGER] = same and more > self.tolerance
            told[WEAKER] = same and -more > self.tolerance
            told[EVIDENCE] = same and bool(self.moved.get(old.id))
        return tuple(kind for kind in KINDS if told.get(kind))

    def _causes(self, own: Iterable[str], opposing: Iterable[str]) -> Iterator[Cause]:
        found = {
            Cause(row["paper"], how, against)
            for ids, against in ((own, False), (opposing, True))
            for one in ids
            for row in self.moved.get(one, ())
            for how in _how(row)
        }
        yield from sorted(found, key=lambda one: (one.opposing, DOCUMENT_KINDS.index(one.how), one.document))
