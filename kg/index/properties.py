"""RDF properties -> what they say of a concept: one table for OWL and SKOS, in whatever syntax."""

from __future__ import annotations

from types import MappingProxyType

from kg.index.draft import EXACT, RELATED, Draft, is_true

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OBO_IN_OWL = "http://www.geneontology.org/formats/oboInOwl#"
TYPE = f"{RDF}type"

NAME, PARENT, XREF, SAME, OBSOLETE, NAMESPACE = "name", "parent", "xref", "same", "obsolete", "namespace"

ROLES = MappingProxyType(
    {
        f"{RDFS}label": NAME,
        f"{SKOS}prefLabel": NAME,
        f"{OBO_IN_OWL}hasExactSynonym": EXACT,
        f"{SKOS}altLabel": EXACT,
        "http://www.ebi.ac.uk/efo/alternative_term": EXACT,
        f"{OBO_IN_OWL}hasRelatedSynonym": RELATED,
        f"{OBO_IN_OWL}hasSynonym": RELATED,
        f"{SKOS}hiddenLabel": RELATED,
        "http://purl.obolibrary.org/obo/IAO_0000118": RELATED,
        f"{RDFS}subClassOf": PARENT,
        f"{SKOS}broader": PARENT,
        f"{OBO_IN_OWL}hasDbXref": XREF,
        f"{SKOS}exactMatch": SAME,
        f"{OWL}equivalentClass": SAME,
        f"{OWL}sameAs": SAME,
        f"{OWL}deprecated": OBSOLETE,
        f"{OBO_IN_OWL}hasOBONamespace": NAMESPACE,
    }
)
# Types of what is a concept -> its category; None where the id tells it. Relations are kept, but name nothing in texts
KINDS = MappingProxyType(
    {f"{OWL}Class": None, f"{RDFS}Class": None, f"{SKOS}Concept": None, f"{OWL}ObjectProperty": ""}
)
# Roles that only concepts play: enough where a type is not stated
TELLING = frozenset({f"{SKOS}prefLabel", f"{SKOS}broader", f"{RDFS}subClassOf", f"{OBO_IN_OWL}hasExactSynonym"})


def is_english(language: str) -> bool:
    """Tell whether a label may be read: in English, or in no stated language."""
    return not language or language.lower().partition("-")[0] == "en"


def apply(draft: Draft, role: str, value: str, language: str = "") -> None:
    """Let a property's value speak for a concept. Names in other languages than English are passed over."""
    if role in {NAME, EXACT, RELATED}:
        if not is_english(language):
            return
        if role == NAME and not draft.name:
            draft.name = value
        else:
            draft.synonym(value, EXACT if role == NAME else role)
    elif role == OBSOLETE:
        draft.obsolete = draft.obsolete or is_true(value)
    elif role == NAMESPACE:
        draft.namespace = value
    else:
        {PARENT: draft.parents, XREF: draft.xrefs, SAME: draft.same}[role].append(value)
