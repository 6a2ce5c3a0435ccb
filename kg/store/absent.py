"""a graph folder, SPARQL that found nothing -> the names in it that no statement of the graph has."""

from __future__ import annotations

from difflib import get_close_matches

from pyoxigraph import NamedNode, Store

from kg.core.folder import GraphFolder
from kg.core.prefixes import BASE, expand, prefixes
from kg.core.vocabulary import categories, predicates
from kg.store.build import ensure_store
from kg.store.query import names

_BIOLINK = "biolink"
_LONGEST = 200  # characters of a name; longer ones are left out, for the IRIs of names are remembered
_NO_STATEMENTS = frozenset(["xsd"])  # names of types, and what casts to them


def absent(folder: GraphFolder, sparql: str) -> dict[str, str]:
    """Return the prefixed names of a query that stand in no statement, each with one that is meant, or "".

    Prefixes that the query declares itself, and names that it calls as functions, are left out.
    """
    return absent_from(ensure_store(folder), sparql, folder.base)


def absent_from(store: Store, sparql: str, base: str = BASE) -> dict[str, str]:
    """As `absent`, of an open store; the text may be no query.

    Args:
        base: the base IRI of the graph's own names.
    """
    known, found = prefixes(base), {}
    for name in names(sparql):
        prefix, _, local = name.partition(":")
        if len(name) > _LONGEST or prefix not in known or prefix in _NO_STATEMENTS:
            continue
        if not _stands(store, expand(name, base)):
            close = get_close_matches(local, _vocabulary(), n=1) if prefix == _BIOLINK else []
            found[name] = f"{prefix}:{close[0]}" if close else ""
    return found


def _vocabulary() -> list[str]:
    return [*predicates(), *(category.biolink for category in categories().values())]


def _stands(store: Store, iri: str) -> bool:
    node = NamedNode(iri)
    places = ((node, None, None), (None, node, None), (None, None, node))
    return any(next(iter(store.quads_for_pattern(*place)), None) for place in places)
