"""What RDF properties say of a concept."""

from __future__ import annotations

import pytest

from kg.index.draft import EXACT, RELATED, Draft
from kg.index.properties import (
    KINDS,
    NAME,
    NAMESPACE,
    OBO_IN_OWL,
    OBSOLETE,
    PARENT,
    ROLES,
    SAME,
    SKOS,
    apply,
    is_english,
)


def test_one_table_for_owl_and_skos() -> None:
    assert ROLES[f"{SKOS}prefLabel"] == ROLES["http://www.w3.org/2000/01/rdf-schema#label"] == NAME
    assert ROLES[f"{SKOS}altLabel"] == ROLES[f"{OBO_IN_OWL}hasExactSynonym"] == EXACT
    assert ROLES[f"{SKOS}hiddenLabel"] == ROLES[f"{OBO_IN_OWL}hasRelatedSynonym"] == RELATED
    assert f"{OBO_IN_OWL}hasBroadSynonym" not in ROLES
    assert f"{SKOS}closeMatch" not in ROLES
    assert KINDS[f"{SKOS}Concept"] is None


@pytest.mark.parametrize(
    ("language", "answer"), [("", True), ("en", True), ("en-GB", True), ("EN", True), ("de", False)]
)
def test_is_english(language: str, answer: bool) -> None:
    assert is_english(language) is answer


def test_properties_speak_for_a_draft() -> None:
    draft = Draft("CL:1")
    apply(draft, NAME, "Glimmerzelle", "de")
    apply(draft, NAME, "glimmer cell", "en")
    apply(draft, NAME, "glimmering cell")  # a second label is a synonym
    apply(draft, EXACT, "glim cell")
    apply(draft, RELATED, "GC")
    apply(draft, PARENT, "CL:0")
    apply(draft, SAME, "MESH:D000001")
    apply(draft, NAMESPACE, "cell")
    apply(draft, OBSOLETE, "false")
    assert (draft.name, draft.exact, draft.related) == ("glimmer cell", ["glimmering cell", "glim cell"], ["GC"])
    assert (draft.parents, draft.same, draft.namespace, draft.obsolete) == (["CL:0"], ["MESH:D000001"], "cell", False)
    apply(draft, OBSOLETE, "true")
    assert draft.obsolete
