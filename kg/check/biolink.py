"""the tables of a graph -> warnings: edges whose ends are not what Biolink's domains and ranges say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from kg.check.problems import Problem, Subject
from kg.check.rules import counted, rows_of
from kg.core.folder import rows
from kg.core.paths import data_folder
from kg.core.vocabulary import categories, predicates, read_tsv

_EDGES = """
SELECT a.id, a.predicate, s.category AS subject, o.category AS object, s.name || ' … ' || o.name AS ends
FROM assertions a JOIN concepts s ON s.id = a.subject JOIN concepts o ON o.id = a.object ORDER BY a.id
"""


class Ends(NamedTuple):
    """What Biolink lets stand at an end of a predicate: its class, and our categories that are kinds of it."""

    kind: str
    categories: frozenset[str]


@cache
def ends() -> Mapping[tuple[str, str], Ends]:
    """Return by (Biolink predicate, "subject" or "object") what may stand there: `ontologies/biolink.tsv`.

    What is not in it may be anything.
    """
    found = {}
    for _, row in read_tsv(data_folder("ontologies") / "biolink.tsv"):
        found[row["predicate"], row["end"]] = Ends(row["class"], frozenset(row["categories"].split("|")))
    return MappingProxyType(found)


def domains(subject: Subject) -> tuple[int, Iterator[Problem]]:
    """Compare the categories of every edge's ends with Biolink's domains and ranges; one kind for each combination."""
    return counted(subject, rows_of("assertions")), _mismatches(subject)


def _mismatches(subject: Subject) -> Iterator[Problem]:
    for row in rows(subject.connection.execute(_EDGES)):
        predicate = predicates()[row["predicate"]].biolink
        kinds = {end: categories()[row[end]].biolink for end in ("subject", "object")}
        for end in kinds:
            wanted = ends().get((predicate, end))
            if wanted and row[end] not in wanted.categories:
                says = f"{kinds['subject']} {predicate} {kinds['object']}: in Biolink its {end} is of {wanted.kind}"
                yield Problem(says, f"assertions {row['id']}", row["ends"], warning=True)
