"""Extractions -> JSON Lines: a document a line, with text, mentions and relations as our nouns have them.

Offsets run over title + one character + abstract, as in PubTator; the readers take such a line back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from kg.core.tables import extraction_row
from kg.core.text import Extraction

_UNSTATED: tuple[object, ...] = (None, "", 0, False, (), [])


def row(extraction: Extraction) -> dict[str, Any]:
    """Return one document with its text; of the metadata only what the source states."""
    whole = extraction_row(extraction)
    metadata = {name: value for name, value in whole["metadata"].items() if value not in _UNSTATED}
    return {
        "id": whole["id"],
        "title": whole["title"],
        "abstract": extraction.document.text[len(whole["title"]) + 1 :],
        "sections": whole["sections"],
        "metadata": metadata,
        "mentions": whole["mentions"],
        "relations": whole["relations"],
    }


def write_all(found: Iterable[Extraction], stream: TextIO) -> int:
    """Write one line per document; return how many."""
    count = 0
    for extraction in found:
        count += 1
        stream.write(json.dumps(row(extraction), ensure_ascii=False) + "\n")
    return count
