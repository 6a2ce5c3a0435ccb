"""OBO Graphs JSON -> concepts; what the edges say of parents comes behind the nodes, as pieces of concepts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.core.errors import RecordError
from kg.core.lexicon import Concept
from kg.core.opening import open_text
from kg.index.draft import BROAD, EXACT, NARROW, RELATED, Draft, is_text, problem
from kg.index.json_stream import Found, objects
from kg.index.properties import NAMESPACE, OBSOLETE, RDFS, ROLES, SAME, apply

_SCOPES = MappingProxyType(
    {"hasExactSynonym": EXACT, "hasRelatedSynonym": RELATED, "hasBroadSynonym": BROAD, "hasNarrowSynonym": NARROW}
)
_PARENT = frozenset({"is_a", "subClassOf", f"{RDFS}subClassOf"})


class _BadNode(ValueError):
    """A node or edge that is not as it should be; its message says why."""


def recognises(head: str) -> bool:
    """Return whether a file that begins so is OBO Graphs JSON."""
    begins = head.lstrip("\ufeff \t\n").startswith("{")
    return begins and ('"graphs"' in head or ('"nodes"' in head and '"lbl"' in head))


def read(path: Path) -> Iterator[Concept | RecordError]:
    """Yield a file's classes and relations in order, then what its edges say of their parents.

    Raises:
        InputError: the file cannot be opened or decompressed.
    """
    child = Draft()
    with open_text(path, errors="surrogateescape") as stream:
        for record, found in enumerate(objects(stream, ("nodes", "edges"), ("id", "sub")), 1):
            try:
                edge = _edge(found)
                if not edge:
                    yield from _node(found).concepts()
                    continue
            except _BadNode as error:
                yield problem(path, record, found.line, str(error))
                continue
            # the edges of one concept mostly stand together
            if edge[0] != child.id:
                yield from child.concepts()
                child = Draft(edge[0])
            if edge[1]:
                child.parents.append(edge[1])
    yield from child.concepts()


def _edge(found: Found) -> tuple[str, str] | None:
    """Return (what, parent) of an edge, the parent "" where it says something else; None for a node."""
    if found.reason or not isinstance(found.value, dict):
        raise _BadNode(found.reason or "is no object")
    if "sub" not in found.value or "obj" not in found.value:
        return None
    child, parent = _text(found.value, "sub"), _text(found.value, "obj")
    return child, parent if found.value.get("pred") in _PARENT else ""


def _text(fields: Mapping[str, Any], key: str) -> str:
    value = fields.get(key) or ""
    if not isinstance(value, str) or not is_text(value):
        raise _BadNode(f"its {key!r} is no text")
    return value


def _objects(fields: Mapping[str, Any], key: str) -> Iterator[Mapping[str, Any]]:
    values = fields.get(key) or []
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise _BadNode(f"its {key!r} is no list of objects")
    yield from values


def _node(found: Found) -> Draft:
    fields = found.value
    draft = Draft(_text(fields, "id"), _text(fields, "lbl"))
    if not draft.id:
        raise _BadNode("a node without an id")
    kind = _text(fields, "type")
    meta = fields.get("meta") or {}
    if not isinstance(meta, dict):
        raise _BadNode("its 'meta' is no object")
    draft.category = "" if kind == "PROPERTY" else None
    draft.obsolete = kind == "INDIVIDUAL" or meta.get("deprecated") is True
    for synonym in _objects(meta, "synonyms"):
        scope = _SCOPES.get(_text(synonym, "pred").rpartition("#")[2], RELATED)
        draft.synonym(_text(synonym, "val"), scope, _text(synonym, "synonymType"))
    draft.xrefs.extend(_text(xref, "val") for xref in _objects(meta, "xrefs"))
    for stated in _objects(meta, "basicPropertyValues"):
        role = ROLES.get(_text(stated, "pred"))
        if role in {NAMESPACE, OBSOLETE, SAME}:
            apply(draft, role, _text(stated, "val"))
    return draft
