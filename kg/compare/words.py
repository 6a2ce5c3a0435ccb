"""a kind of change -> the words that people read for it; at the terminal and on the page alike."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kg.compare.diff import Cause, DocumentChange, Setting

# Above the assertions of a kind
HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "reversed": "reversed",
        "contradicted": "contradicted now",
        "settled": "no longer contradicted",
        "standing": "of another standing",
        "gained": "gained",
        "lost": "lost",
        "stronger": "believed more",
        "weaker": "believed less",
        "evidence": "with other evidence, believed as before",
    }
)
# Of a document
DID: Mapping[str, str] = MappingProxyType(
    {
        "gained": "gained",
        "lost": "lost",
        "retracted": "retracted",
        "reinstated": "no longer retracted",
        "revised": "text revised",
        "renamed": "under another id",
        "described": "described otherwise",
        "curated": "judged by a curator",
        "reread": "same text, read otherwise",
    }
)


def document_name(document_id: str, title: str) -> str:
    """Return the id, or in quotation marks the title of a document that has no other id than its text's."""
    return f"“{title}”" if document_id.startswith("sha1:") and title else document_id


def cause_words(cause: Cause, titles: Mapping[str, str]) -> str:
    """Return "PMID:1 (gained, against it)".

    Args:
        titles: of documents, by id.
    """
    named = document_name(cause.document, titles.get(cause.document, ""))
    return f"{named} ({DID[cause.how]}{', against it' if cause.opposing else ''})"


def did_words(change: DocumentChange) -> str:
    """Return "text revised, retracted"."""
    return ", ".join(DID[kind] for kind in change.kinds)


def setting_words(setting: Setting) -> str:
    """Return "overrides: none → mine.sssom.tsv (1f3b…)"."""
    return f"{setting.name}: {setting.old or 'none'} → {setting.new or 'none'}"
