"""RDF/XML -> concepts: OWL classes and relations, and SKOS concepts.

Class expressions and annotated axioms are passed over. XML entities that the file declares are read in attributes
(Protégé abbreviates namespaces so) and nowhere else; nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from lxml import etree

from kg.core.errors import RecordError
from kg.core.lexicon import Concept
from kg.core.opening import open_binary
from kg.core.xml import SAFE, Metered, TooLarge, root_name, verbatim
from kg.index.draft import Draft, problem
from kg.index.properties import KINDS, NAME, RDF, ROLES, TELLING, TYPE, apply

_ABOUT, _ID, _RESOURCE = f"{{{RDF}}}about", f"{{{RDF}}}ID", f"{{{RDF}}}resource"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_DESCRIPTION = f"{RDF}Description"


def recognises(head: str) -> bool:
    """Return whether a file that begins so is RDF/XML."""
    return root_name(head) == "RDF" and RDF in head


def read(path: Path) -> Iterator[Concept | RecordError]:
    """Yield a file's classes, relations and SKOS concepts in order; XML that breaks off is one error behind them.

    Raises:
        InputError: the file cannot be opened or decompressed.
    """
    record = 0
    with open_binary(path) as stream:
        try:
            for record, element in enumerate(_below_root(stream), 1):
                for node in _nodes(element):
                    draft = _draft(node)
                    if isinstance(draft, str):
                        yield problem(path, record, cast(int, node.sourceline), draft)
                    elif draft:
                        yield from draft.concepts()
        except TooLarge as error:
            yield problem(path, record + 1, 0, str(error))
        except etree.XMLSyntaxError as error:
            reason = str(error.msg).rsplit(", line", 1)[0]
            yield problem(path, record + 1, error.lineno or 0, f"broken XML: {reason}")


def _below_root(stream: BinaryIO) -> Iterator[etree._Element]:
    """Yield each finished element below the root; it is emptied when the next one is asked for."""
    depth = 0
    metered = Metered(stream)
    events = etree.iterparse(
        metered,
        events=("start", "end"),
        **SAFE,
    )
    for event, element in events:
        depth += 1 if event == "start" else -1
        if event == "end" and depth == 1:
            yield element
            parent = element.getparent()
            element.clear()
            while parent is not None and len(parent) > 1:
                del parent[0]
            metered.ended()


def _iri(name: object) -> str:
    """Return the IRI of an element's or attribute's name, "" for an entity."""
    return name.replace("{", "", 1).replace("}", "", 1) if isinstance(name, str) else ""


def _nodes(top: etree._Element) -> Iterator[etree._Element]:
    """Yield an element below the root and the named ones inside it: SKOS may be written one concept in another."""
    for element in top.iter(etree.Element):
        if element is top or (element.get(_ABOUT) and _iri(element.tag) in KINDS):
            yield element


def _draft(element: etree._Element) -> Draft | str | None:
    """Return the draft of a node, None where it is no concept, or what is wrong with it."""
    kind = _iri(element.tag)
    if kind not in KINDS and kind != _DESCRIPTION:
        return None
    said = list(_said(element))
    kinds = {kind, *(value for name, value, _ in said if name == TYPE)}
    if not kinds & set(KINDS) and not any(name in TELLING for name, _, _ in said):
        return None
    about = element.get(_ABOUT, "")
    if element.get(_ID):
        about = f"{element.base or ''}#{element.get(_ID)}"
    if not about:
        # a class without a name describes one; with a label it was meant to have an id
        return "a class without an id" if any(ROLES.get(name) == NAME for name, _, _ in said) else None
    relation = any(KINDS.get(one) == "" for one in kinds)
    namespaces = {namespace: prefix for prefix, namespace in element.nsmap.items() if prefix}
    draft = Draft(about, category="" if relation else None, namespaces=namespaces)
    for name, value, language in said:
        if role := ROLES.get(name):
            apply(draft, role, value.strip(), language)
    return draft


def _said(element: etree._Element) -> Iterator[tuple[str, str, str]]:
    """Yield (property, value, language) of what is said of a node; class expressions are passed over."""
    for name, text in element.attrib.items():
        yield _iri(name), str(text), ""
    for child in element:
        inside = [one for one in child if isinstance(one.tag, str)] if isinstance(child.tag, str) else []
        value = child.get(_RESOURCE)
        if value is None and len(inside) == 1:
            value = inside[0].get(_ABOUT)
        if value is None and not inside:
            value = verbatim(child)
        if value is not None:
            yield _iri(child.tag), value, child.get(_LANGUAGE) or element.get(_LANGUAGE) or ""
