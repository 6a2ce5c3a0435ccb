"""Rows of a graph -> what the cards of a page say: sentences cut into pieces, names, addresses.

A page has the details of all its concepts and assertions in itself, or a site has them in files of many, each loaded
when a card first needs it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg.core.links import concept_link, document_links, document_title
from kg.core.page import pieces
from kg.explore.select import CONTEXTS, Row
from kg.explore.slugs import article_page, assertion_page, concept_page


def _evidence(row: Row, names: Mapping[str, str]) -> dict[str, Any]:
    context = [names.get(concept_id, concept_id) for column in CONTEXTS for concept_id in row[column] or ()]
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


def concept_details(concepts: Sequence[Row], *, in_site: bool) -> dict[str, Any]:
    """Return what the cards of concepts say, in the order given.

    Args:
        in_site: whether concepts, assertions and papers have pages of their own, beside this one.
    """
    return {
        "concepts": [
            {
                "synonyms": row["synonyms"] or [],
                "link": concept_link(row["id"]),
                "page": concept_page(row["id"]) if in_site else "",
            }
            for row in concepts
        ]
    }


def assertion_details(
    assertions: Sequence[Row],
    evidence: Mapping[str, Sequence[Row]],
    documents: Mapping[str, Row],
    names: Mapping[str, str],
    *,
    in_site: bool,
) -> dict[str, Any]:
    """Return what the cards of assertions say, in the order given, and the papers that they speak of.

    Args:
        evidence: rows of `evidence`, best first, by assertion.
        documents: rows of `documents` by id.
        names: of the concepts that evidence was seen under, by id.
    """
    cited = sorted({row["document_id"] for one in assertions for row in evidence.get(one["id"], ())})
    return {
        "assertions": [
            {
                "page": assertion_page(one["id"]) if in_site else "",
                "evidence": [_evidence(row, names) for row in evidence.get(one["id"], ())],
            }
            for one in assertions
        ],
        "documents": {one: _document(documents[one], in_site) for one in cited},
    }


def _document(row: Row, in_site: bool) -> dict[str, Any]:
    return {
        "title": document_title(row),
        "journal": row["journal"] or "",
        "year": row["year"],
        "retracted": bool(row["retracted"]),
        "links": document_links(row),
        "page": article_page(row["id"]) if in_site else "",
    }
