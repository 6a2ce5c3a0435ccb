"""What differs between two graphs, an older and a newer one, and which papers made it so: a Diff and its parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

# Kinds of change of an assertion, in the order in which people read them
REVERSED, CONTRADICTED, SETTLED, STANDING, GAINED, LOST, STRONGER, WEAKER, EVIDENCE = KINDS = (
    "reversed",
    "contradicted",
    "settled",
    "standing",
    "gained",
    "lost",
    "stronger",
    "weaker",
    "evidence",
)
# Of a document; the last three are what it did to assertions: nothing of it differs but what is found in it
DOCUMENT_KINDS = (
    "gained",
    "lost",
    "retracted",
    "reinstated",
    "revised",
    "renamed",
    "described",
    "curated",
    "reread",
)
CONCEPT_KINDS = ("gained", "lost", "renamed", "regrounded")
TOLERANCE = 0.01  # of belief


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two graphs.

    Attributes:
        counts: rows of each table, as far as they are compared.
    """

    folder: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """Something of how the graphs were made that differs; "" where one has none.

    Attributes:
        rereads: whether the same text can be read otherwise by it.
    """

    name: str
    old: str
    new: str
    rereads: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """An assertion as one graph has it.

    Attributes:
        standing: asserted, denied, speculated, "denied, speculated", rejected (by a curator), or withdrawn (all that
            plainly states it is retracted).
        papers: how many documents state it.
        opposed_by: ids of the assertions that contradict it.
    """

    id: str
    subject: str
    subject_name: str
    predicate: str
    object: str
    object_name: str
    aspect: str
    direction: str
    negated: bool
    belief: float
    standing: str
    papers: int
    opposed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """A document that made an assertion change.

    Attributes:
        document: its id, the newer one where it has another in each graph.
        how: one of DOCUMENT_KINDS.
        opposing: whether by what it says of an assertion that contradicts this one.
    """

    document: str
    how: str
    opposing: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """Evidence that differs.

    Attributes:
        state: gained, lost, or where both graphs have it what happened to it: another of DOCUMENT_KINDS.
        text: the sentence; `subject`, `object` and `trigger` are [start, end) in it.
    """

    state: str
    id: str
    document: str
    section: str
    text: str
    subject: tuple[int, int]
    object: tuple[int, int]
    trigger: tuple[int, int]
    score: float
    speculated: bool
    via: str
    verdict: str


@dataclass(frozen=True, slots=True)
class AssertionChange:
    """An assertion that is not in both graphs as it is in the other.

    Attributes:
        kinds: some of KINDS, in their order. `reversed`: the old one is gone, and its contrary has come: the other
            direction, the denial or the contrary predicate of the same two concepts and aspect. `contradicted`,
            `settled`: other assertions contradict it now that did not, or no more. `standing`: see Statement.
            `stronger`, `weaker`: its belief differs by more than the tolerance. `evidence`: what it rests on differs.
        old, new: as each graph has it; None where it has not.
        contradicted_by: those that contradict it now and did not, or were not there.
        settled_with: those that did and do not any more, or are gone.
    """

    kinds: tuple[str, ...]
    old: Statement | None
    new: Statement | None
    causes: tuple[Cause, ...]
    passages: tuple[Passage, ...]
    contradicted_by: tuple[Statement, ...]
    settled_with: tuple[Statement, ...]

    @property
    def group(self) -> str:
        """The kind that it is listed under: gained and lost ones there, others where they come first."""
        return next((kind for kind in (GAINED, LOST) if kind in self.kinds), self.kinds[0])

    @property
    def belief(self) -> float:
        """The greater of the two beliefs."""
        return max(one.belief for one in (self.old, self.new) if one)


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that is not in both graphs as it is in the other, or whose text was read otherwise.

    Attributes:
        id: the newer one; `was` is the older where that differs (renamed), else "".
        kinds: some of DOCUMENT_KINDS, in their order. `revised`: title or text differ; `described`: what is said of
            it (journal, year …) does; `curated`: verdicts on its sentences do; `reread`: the text is the same, and
            what was found in it is not.
        assertions: how many of them it made change.
    """

    kinds: tuple[str, ...]
    id: str
    was: str
    title: str
    journal: str
    year: int | None
    links: tuple[tuple[str, str], ...]
    assertions: int


@dataclass(frozen=True, slots=True)
class Named:
    """A concept as one graph has it."""

    id: str
    name: str
    category: str


@dataclass(frozen=True, slots=True)
class ConceptChange:
    """A concept that is in one graph only or called otherwise; or mentions of one that are now of another.

    Attributes:
        kind: one of CONCEPT_KINDS. `regrounded`: mentions in the same places of the same texts mean `new`, not `old`.
        mentions: how many there are of it; of a renamed one in the graph with more of them.
        documents: those with these mentions; of a renamed concept none are named.
    """

    kind: str
    old: Named | None
    new: Named | None
    mentions: int
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """What differs between two graphs. False where nothing does.

    Attributes:
        tolerance: a difference of belief that counts is greater.
        selection: the part of both that is compared, as `kg.core.select.Filter.told`, plain data.
        settings: what differs in how they were made.
        tables: names of those whose files differ in any byte.
        documents, concepts, assertions: the changes, by kind; assertions within a kind by belief.
    """

    old: Side
    new: Side
    tolerance: float
    selection: tuple[tuple[str, Any], ...]
    settings: tuple[Setting, ...]
    tables: tuple[str, ...]
    documents: tuple[DocumentChange, ...]
    concepts: tuple[ConceptChange, ...]
    assertions: tuple[AssertionChange, ...]

    def __bool__(self) -> bool:
        return bool(self.documents or self.concepts or self.assertions)

    def groups(self) -> Iterator[tuple[str, list[AssertionChange]]]:
        """Yield the assertions by `group`, in the order of KINDS."""
        for kind in KINDS:
            if found := [change for change in self.assertions if change.group == kind]:
                yield kind, found

    def told(self) -> dict[str, Any]:
        """Return all of it as plain data, and `counts`: how many changes there are of each kind."""
        counts = {
            "assertions": _counted(KINDS, [kind for change in self.assertions for kind in change.kinds]),
            "concepts": _counted(CONCEPT_KINDS, [change.kind for change in self.concepts]),
            "documents": _counted(DOCUMENT_KINDS, [kind for change in self.documents for kind in change.kinds]),
        }
        sides = {name: {**asdict(side), "counts": dict(side.counts)} for name, side in self._sides()}
        return {"equal": not self, "counts": counts, **asdict(self), "selection": dict(self.selection), **sides}

    def _sides(self) -> tuple[tuple[str, Side], tuple[str, Side]]:
        return ("old", self.old), ("new", self.new)


def _counted(kinds: tuple[str, ...], found: list[str]) -> dict[str, int]:
    counts = Counter(found)
    return {kind: counts[kind] for kind in kinds if counts[kind]}
