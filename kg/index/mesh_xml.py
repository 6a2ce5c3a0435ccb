"""MeSH XML (descriptors, supplementary records) -> concepts; parents come behind them.

A record holds one or more concepts in MeSH's sense: names of the preferred one are synonyms; those of the others go by
their relation to it (narrower ones are names of something else).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from lxml import etree

from kg.core.errors import RecordError
from kg.core.lexicon import Concept
from kg.core.opening import open_binary
from kg.core.xml import records, root_name, text_of, texts_of
from kg.index.draft import EXACT, NARROW, RELATED, Draft, problem
from kg.index.mesh import RECORD, SCOPES, Trees, category_of_class, category_of_trees

_ROOTS = frozenset({"DescriptorRecordSet", "SupplementalRecordSet"})


def recognises(head: str) -> bool:
    """Return whether a file that begins so is MeSH XML."""
    return root_name(head) in _ROOTS


def read(path: Path) -> Iterator[Concept | RecordError]:
    """Yield a file's records in order, then what the tree says of their parents.

    Raises:
        InputError: the file cannot be opened or decompressed.
    """
    trees = Trees()
    with open_binary(path) as stream:
        for found in records(stream, path, ("DescriptorRecord", "SupplementalRecord")):
            if isinstance(found, RecordError):
                # what the parser says of broken XML may go over lines
                yield RecordError(path, found.record, " ".join(found.reason.split()))
                continue
            number, element = found
            draft = _draft(element, trees)
            if draft:
                yield from draft.concepts()
            else:
                yield problem(
                    path, number, cast(int, element.sourceline), "a record without a UI of MeSH, or without a name"
                )
    yield from trees.parents()


def _draft(element: etree._Element, trees: Trees) -> Draft | None:
    kind = "Descriptor" if element.tag == "DescriptorRecord" else "SupplementalRecord"
    identifier = text_of(element.find(f"{kind}UI"))
    name = text_of(element.find(f"{kind}Name/String"))
    if not RECORD.fullmatch(identifier) or not name:
        return None
    draft = Draft(f"MESH:{identifier}", name)
    numbers = texts_of(element, "TreeNumberList/TreeNumber")
    for number in numbers:
        trees.add(identifier, number)
    scopes = _scopes(element)
    for concept in element.iterfind("ConceptList/Concept"):
        preferred = concept.get("PreferredConceptYN", "Y") == "Y"
        scope = EXACT if preferred else scopes.get(text_of(concept.find("ConceptUI")), RELATED)
        for text in texts_of(concept, "TermList/Term/String"):
            draft.synonym(text, scope)
    kind = element.get("SCRClass", "")
    draft.category = category_of_class(kind, name) if kind else category_of_trees(numbers)
    return draft


def _scopes(element: etree._Element) -> dict[str, str]:
    """Return, by the UI of a record's concept that is not the preferred one, the scope of its names."""
    scopes = {}
    for relation in element.iterfind("ConceptList/Concept/ConceptRelationList/ConceptRelation"):
        # of a relation between two, one is the preferred concept, whose names need no scope
        for which in ("Concept1UI", "Concept2UI"):
            scopes[text_of(relation.find(which))] = SCOPES.get(relation.get("RelationName", "REL"), NARROW)
    return scopes
