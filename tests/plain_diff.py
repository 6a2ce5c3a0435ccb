"""Two graphs compared the long way, in plain Python over whole tables: what `kg diff` must come to."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from kg.compare.diff import AssertionChange, Diff
from kg.core.folder import GraphFolder
from kg.core.tables import GRAPH_SCHEMAS
from kg.core.vocabulary import predicates

Row = dict[str, Any]
_SAID = ("section", "label", "score", "speculated", "via", "extractor")
_CONTEXTS = ("context_disease", "context_species", "context_tissue", "context_dose")
_JUDGED = ("verdict", "error", "note", "curator")
_WHOLE = ("subject", "object", "aspect")


def tables(root: Path) -> dict[str, list[Row]]:
    return {name: pq.read_table(GraphFolder(root).table(name)).to_pylist() for name in GRAPH_SCHEMAS}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


class _Evidence:
    """Per assertion and document: what is said, where within the sentence, and what a curator says of it."""

    def __init__(self, rows: list[Row]) -> None:
        self.said: dict[tuple[str, str], Counter[Any]] = defaultdict(Counter)
        self.judged: dict[tuple[str, str], Counter[Any]] = defaultdict(Counter)
        for row in rows:
            at = tuple(row[f"{role}_start"] - row["start"] for role in ("subject", "object", "trigger"))
            where = (row["assertion_id"], row["document_id"])
            said = (*(_frozen(row[name]) for name in (*_SAID, *_CONTEXTS)), len(row["sentences"]))
            self.said[where][(row["text"], at, said)] += 1
            self.judged[where][(row["text"], at, tuple(row[name] for name in _JUDGED))] += 1


class Plain:
    """What differs between two graph folders whose documents keep their ids."""

    def __init__(self, old: Path, new: Path, tolerance: float = 0.01) -> None:
        self.tolerance = tolerance
        was, now = tables(old), tables(new)
        self.old, self.new = ({row["id"]: row for row in side["assertions"]} for side in (was, now))
        self.documents = [{row["id"]: row for row in side["documents"]} for side in (was, now)]
        self.concepts = [{row["id"]: row["name"] for row in side["concepts"]} for side in (was, now)]
        evidence = [_Evidence(side["evidence"]) for side in (was, now)]
        self.caused: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for assertion, document in {*evidence[0].said, *evidence[1].said}:
            for how in self._how(assertion, document, *evidence):
                self.caused[assertion].add((document, how))

    def _how(self, assertion: str, document: str, old: _Evidence, new: _Evidence) -> set[str]:
        was, now = (side.get(document) for side in self.documents)
        if was is None or now is None:
            return {"gained" if was is None else "lost"}
        where, found = (assertion, document), set()
        if was["retracted"] != now["retracted"]:
            found.add("retracted" if now["retracted"] else "reinstated")
        if old.said[where] != new.said[where]:
            found.add("revised" if was["text"] != now["text"] else "reread")
        elif old.judged[where] != new.judged[where]:
            found.add("curated")
        return found

    def kinds(self, one: str) -> set[str]:
        """What became of an assertion that both graphs have."""
        old, new = self.old[one], self.new[one]
        more = round(new["belief"] - old["belief"], 6)
        before, after = set(old["opposed_by"]), set(new["opposed_by"])
        told = {
            "standing": any(old[name] != new[name] for name in ("asserted", "speculated", "rejected")),
            "stronger": more > self.tolerance,
            "weaker": -more > self.tolerance,
            "evidence": bool(self.caused.get(one)),
            "contradicted": bool(after - before),
            "settled": bool(before - after),
        }
        return {kind for kind, is_so in told.items() if is_so}


def contrary(one: Row, other: Row) -> bool:
    if any(one[name] != other[name] for name in _WHOLE):
        return False
    signs = (
        (one["predicate"], one["direction"], one["negated"]),
        (other["predicate"], other["direction"], other["negated"]),
    )
    (first, up, denied), (second, down, denied_too) = signs
    if first == second:
        turned = {up, down} == {"increased", "decreased"}
        return (turned and denied == denied_too) or (up == down and denied != denied_too)
    opposes = predicates()[first].opposes == second or predicates()[second].opposes == first
    return opposes and not denied and not denied_too


def _own(change: AssertionChange) -> set[tuple[str, str]]:
    return {(cause.document, cause.how) for cause in change.causes if not cause.opposing}


def agrees(diff: Diff, plain: Plain) -> None:
    """Assert that a Diff says what the long way says, and nothing else."""
    _assertions_agree(diff, plain)
    _documents_agree(diff, plain)
    was, now = plain.concepts
    found = {(one.kind, (one.new or one.old).id) for one in diff.concepts if one.kind != "regrounded"}  # type: ignore[union-attr]
    assert found == {
        *(("gained", one) for one in now.keys() - was.keys()),
        *(("lost", one) for one in was.keys() - now.keys()),
        *(("renamed", one) for one in was.keys() & now.keys() if was[one] != now[one]),
    }


def _assertions_agree(diff: Diff, plain: Plain) -> None:
    gained, lost = plain.new.keys() - plain.old.keys(), plain.old.keys() - plain.new.keys()
    turned = [change for change in diff.assertions if "reversed" in change.kinds]
    come = {
        change.new.id for change in diff.assertions if change.new and ("gained" in change.kinds or change in turned)
    }
    gone = {change.old.id for change in diff.assertions if change.old and ("lost" in change.kinds or change in turned)}
    assert (come, gone) == (gained, lost)
    for change in turned:
        assert change.old
        assert change.new
        assert contrary(plain.old[change.old.id], plain.new[change.new.id])
        assert _own(change) == plain.caused[change.old.id] | plain.caused[change.new.id]
        gained, lost = gained - {change.new.id}, lost - {change.old.id}
    assert not any(contrary(plain.old[one], plain.new[other]) for one in lost for other in gained)
    kept = {change.new.id: change for change in diff.assertions if change.old and change.new and change not in turned}
    for one in plain.old.keys() & plain.new.keys():
        assert set(kept[one].kinds if one in kept else ()) == plain.kinds(one), one
    for change in diff.assertions:
        if change not in turned:
            one = change.new or change.old
            assert one
            assert _own(change) == plain.caused[one.id]
            _opposing_agree(change, plain)


def _opposing_agree(change: AssertionChange, plain: Plain) -> None:
    found = {(cause.document, cause.how) for cause in change.causes if cause.opposing}
    if not (change.old and change.new) or not {"contradicted", "settled", "stronger", "weaker"}.intersection(
        change.kinds
    ):
        assert found == set()
        return
    opposing = {*plain.old[change.old.id]["opposed_by"], *plain.new[change.new.id]["opposed_by"]}
    assert found == set().union(*(plain.caused[one] for one in opposing))


def _documents_agree(diff: Diff, plain: Plain) -> None:
    was, now = plain.documents
    both = was.keys() & now.keys()
    found = {(one.id, kind) for one in diff.documents for kind in one.kinds}
    wanted = {
        *((one, "gained") for one in now.keys() - was.keys()),
        *((one, "lost") for one in was.keys() - now.keys()),
        *((one, "revised") for one in both if was[one]["text"] != now[one]["text"]),
        *((one, "retracted") for one in both if now[one]["retracted"] and not was[one]["retracted"]),
        *((one, "reinstated") for one in both if was[one]["retracted"] and not now[one]["retracted"]),
    }
    caused = {pair for pairs in plain.caused.values() for pair in pairs}
    assert {pair for pair in found if pair[1] not in {"described", "renamed"}} == wanted | caused
