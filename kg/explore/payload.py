"""A Selection -> the data block of a page: what is drawn, and what the cards say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from kg.core.links import concept_link, document_links
from kg.core.page import pieces
from kg.core.vocabulary import categories, predicates
from kg.explore.select import Row, Selection
from kg.explore.slugs import article_page, assertion_page, concept_page


def _evidence(row: Row, names: dict[str, str]) -> dict[str, Any]:
    context = [
        names.get(concept_id, concept_id)
        for column in ("context_disease", "context_species", "context_tissue")
        for concept_id in row[column] or ()
    ]
    return {
        "pieces": pieces(row),
        "document": row["document_id"],
        "section": row["label"] or row["section"] or "",
        "speculated": row["speculated"],
        "via": "" if row["via"] == "direct" else row["via"],
        "context": [*context, *([row["context_dose"]] if row["context_dose"] else [])],
        "id": row["id"],
        "verdict": row["verdict"],
        "error": row["error"].replace("_", " "),
        "note": row["note"],
        "curator": row["curator"],
    }


def _assertion(row: Row, evidence: list[dict[str, Any]]) -> dict[str, Any]:
    predicate = predicates()[row["predicate"]]
    kept = ("id", "subject", "object", "predicate", "direction", "negated", "belief", "speculated", "rejected")
    return {
        **{key: row[key] for key in kept},
        "verb": predicate.verb(row["direction"]),
        "aspect": (row["aspect"] or "").replace("_", " "),
        "symmetric": predicate.symmetric,
        "papers": row["document_count"],
        "sentences": row["evidence_count"],
        "opposed": row["opposed_by"] or [],
        "evidence": evidence,
    }


def _concept(row: Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "name": row["name"],
        "category": row["category"],
        "grounded": row["grounded"],
        "synonyms": row["synonyms"] or [],
        "papers": row["document_count"],
        "link": concept_link(row["id"]),
    }


def _document(row: Row) -> dict[str, Any]:
    return {
        "title": row["title"] or row["id"],
        "journal": row["journal"] or "",
        "year": row["year"],
        "retracted": bool(row["retracted"]),
        "links": document_links(row),
    }


def _categories(concepts: Iterable[Row]) -> list[dict[str, str]]:
    present = {concept["category"] for concept in concepts}
    known = [
        {"name": category.name, "label": category.label, "colour": category.colour}
        for category in categories().values()
        if category.name in present
    ]
    other = [{"name": name, "label": name, "colour": "#6b6f76"} for name in present - set(categories())]
    return known + sorted(other, key=lambda category: category["name"])


def _pages(selection: Selection) -> dict[str, str]:
    """Return the path of the page of everything a card speaks of, by id."""
    spoken_of = {concept["id"] for concept in selection.concepts} | selection.names.keys()
    return {
        **{one: concept_page(one) for one in sorted(spoken_of)},
        **{row["id"]: assertion_page(row["id"]) for row in (*selection.assertions, *selection.opposing)},
        **{row["id"]: article_page(row["id"]) for row in selection.documents},
    }


def payload(selection: Selection, drawn: dict[str, Any], title: str, *, in_site: bool = False) -> dict[str, Any]:
    """Return the JSON of a page; every text in it is plain text, to be shown as such.

    Args:
        in_site: whether concepts, assertions and papers have pages of their own, beside this one.
    """
    names = selection.names | {concept["id"]: concept["name"] for concept in selection.concepts}
    evidence: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in selection.evidence:
        evidence[row["assertion_id"]].append(_evidence(row, names))
    return {
        "title": title,
        "focus": selection.focus,
        "counts": {
            "concepts": len(selection.concepts),
            "assertions": len(selection.assertions),
            "conceptsInAll": selection.concepts_in_all,
            "assertionsInAll": selection.assertions_in_all,
            "documentsInAll": selection.documents_in_all,
        },
        "categories": _categories(selection.concepts),
        "predicates": {name: predicate.plain for name, predicate in predicates().items()},
        "concepts": [_concept(row) for row in selection.concepts],
        "names": selection.names,
        "assertions": [_assertion(row, evidence[row["id"]]) for row in selection.assertions],
        "opposing": [_assertion(row, evidence[row["id"]]) for row in selection.opposing],
        "documents": {row["id"]: _document(row) for row in selection.documents},
        "drawn": drawn,
        "pages": _pages(selection) if in_site else {},
    }
