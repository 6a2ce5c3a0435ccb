"""a graph folder -> the outcome of every check, in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pyoxigraph import Store

from kg.check import rdf, rules
from kg.check.biolink import domains
from kg.check.files import files
from kg.check.places import places
from kg.check.problems import Ask, Check, Outcome, Subject, gathered
from kg.core.errors import KGError
from kg.core.folder import GraphFolder

_FILES = Check("files", "tables", files)
_TABLES = (
    Check("ids", "rows", rules.ids),
    Check("references", "references", rules.references),
    Check("counts", "assertions and concepts", rules.counts),
    Check("words", "rows", rules.words),
    Check("places", "mentions and passages", places),
    Check("stated", "assertions", rules.stated),
    Check("concepts", "concepts", rules.concepts),
)
_RDF = (
    Check("store", "quads", rdf.store),
    Check("shapes", "constraints", rdf.shapes),
    Check("queries", "queries", rdf.queries),
)
_BIOLINK = Check("biolink", "assertions", domains)
CHECKS = (_FILES, *_TABLES, _BIOLINK, *_RDF)


def check(folder: GraphFolder, open_store: Callable[[], Store], ask: Ask, examples: int = 3) -> Iterator[Outcome]:
    """Yield the outcome of each of CHECKS, one after the other.

    A check that cannot be made (a table is gone, the store cannot be written) says why in its outcome.

    Args:
        open_store: gives the graph's store, built where it is missing or stale.
        ask: answers a shipped query, its parameters given.
        examples: how many of each kind of problem are kept.

    Raises:
        GraphFolderError: there is no graph folder at all.
    """
    folder.manifest()
    subject, damaged = Subject(folder, open_store, ask), False
    for one in CHECKS:
        try:
            outcome = gathered(one, subject, examples)
        except (KGError, OSError, RuntimeError) as error:  # the last two: what Oxigraph says of a damaged database
            outcome = Outcome(one.name, one.what, skipped=str(error))
        except Exception as error:  # rows that are damaged can make anything fail; where none are, it is our bug
            if not damaged:
                raise
            outcome = Outcome(one.name, one.what, skipped=f"{type(error).__name__}: {error}".splitlines()[0])
        damaged = damaged or outcome.broken
        yield outcome
