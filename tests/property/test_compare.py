"""Whatever two graphs hold: their diff is what the long way finds, mirrors the other way round, and is empty of one."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.compare.compare import compare
from kg.compare.diff import KINDS, AssertionChange, Cause, Diff, Passage
from kg.core.text import Extraction
from tests.plain_diff import Plain, agrees
from tests.unit.compare.worlds import IL2, SLE, TREG, both, paper

said = st.tuples(
    st.sampled_from([IL2, SLE]), st.sampled_from(["increased", "decreased", ""]), st.sampled_from([TREG, IL2])
)
_MIRROR = {"gained": "lost", "stronger": "weaker", "contradicted": "settled", "retracted": "reinstated"}
MIRROR = {**_MIRROR, **{new: old for old, new in _MIRROR.items()}}


@st.composite
def worlds(draw: st.DrawFn) -> list[Extraction]:
    """Some of six papers, each of which may say this or that."""
    found = []
    for number in draw(st.sets(st.integers(1, 6), min_size=1)):
        flags: dict[str, Any] = {
            name: draw(st.sampled_from([False, False, True])) for name in ("negated", "speculated", "retracted")
        }
        title = draw(st.sampled_from(["A title", "Another title"]))
        statements = draw(st.lists(said, min_size=1, max_size=3))
        found.append(
            paper(*statements, title=title, pmid=str(number), score=draw(st.sampled_from([0.5, 0.8])), **flags)
        )
    return found


def mirrored(kind: str) -> str:
    return MIRROR.get(kind, kind)


def _cause(cause: Cause) -> Cause:
    return replace(cause, how=mirrored(cause.how))


def _passage(passage: Passage) -> tuple[Any, ...]:
    return mirrored(passage.state), passage.document, passage.text


def _assertion(change: AssertionChange) -> Any:
    kinds = {mirrored(kind) for kind in change.kinds}
    return (
        tuple(kind for kind in KINDS if kind in kinds),
        change.new,
        change.old,
        frozenset(map(_cause, change.causes)),
        frozenset(map(_passage, change.passages)),
        frozenset(change.settled_with),
        frozenset(change.contradicted_by),
    )


def _as_is(change: AssertionChange) -> Any:
    passages = frozenset((one.state, one.document, one.text) for one in change.passages)
    opposing = frozenset(change.contradicted_by), frozenset(change.settled_with)
    return change.kinds, change.old, change.new, frozenset(change.causes), passages, *opposing


def _mirror(diff: Diff, other: Diff) -> None:
    assert {_assertion(change) for change in diff.assertions} == {_as_is(change) for change in other.assertions}
    turned = {(one.id, kind) for one in other.documents for kind in one.kinds}
    assert {(one.id, mirrored(kind)) for one in diff.documents for kind in one.kinds} == turned
    concepts = {(mirrored(one.kind), one.new, one.old, one.mentions, one.documents) for one in diff.concepts}
    assert concepts == {(one.kind, one.old, one.new, one.mentions, one.documents) for one in other.concepts}


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds(), worlds())
def test_diffs(one: list[Extraction], other: list[Extraction]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        old, new = both(Path(folder), one, other)
        assert not compare(old, old)
        assert compare(old, old).assertions == ()
        there, back = compare(old, new), compare(new, old)
        plain = Plain(old.root, new.root)
    agrees(there, plain)
    _mirror(there, back)
    gained = {
        change.new.id
        for change in there.assertions
        if change.new and (not change.old or change.old.id != change.new.id)
    }
    lost = {
        change.old.id
        for change in there.assertions
        if change.old and (not change.new or change.old.id != change.new.id)
    }
    assert (plain.old.keys() - lost) | gained == plain.new.keys()
    assert list(there.assertions) == sorted(there.assertions, key=lambda one: (KINDS.index(one.group), -one.belief))
