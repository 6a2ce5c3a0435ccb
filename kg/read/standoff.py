"""JSON Lines of texts with marked spans -> gold Extractions.

    {"doc": "PMID-1", "text": "…", "entities": [[start, end, "Cell", "T cells"], …]}         a fifth item is the id
    {"pmid": "1", "text": "…", "annotations": {"CL": [{"spans": [[0, 7]], "text": "T cells", "id": "CL:…"}, …], …}}

The second is how CRAFT's annotations are given: the label is the ontology. What a document is called stands under
`pmid`, `doc` or `id`; only `pmid`, and a name that says so, is taken for a PMID.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.core.errors import RecordError
from kg.core.opening import open_text
from kg.core.text import Extraction, Span
from kg.read.cleaning import is_unicode
from kg.read.gold import GoldMention, gold_mention, make_extraction
from kg.read.verbatim import metadata_named, verbatim

_TEXT = re.compile(r'"text"\s*:\s*"')
_NAMES = ("pmid", "doc", "id")
# What a strange record can raise
_ILL_FORMED = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OverflowError)


def recognises(head: str) -> bool:
    """Return whether a file that begins so is JSON Lines with a text in each."""
    return head.lstrip("\ufeff \t\r\n").startswith("{") and bool(_TEXT.search(head)) and '"passages"' not in head


def gold(path: Path) -> Iterator[Extraction | RecordError]:
    """Yield a file's documents with the mentions marked in them.

    Raises:
        InputError: the file cannot be opened or decompressed.
    """
    with open_text(path, errors="surrogateescape", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield _extraction(json.loads(line.removeprefix("\ufeff")), path, number)
            except _ILL_FORMED as error:
                yield RecordError(path, number, f"no text with marked spans: {error!r}")


def _extraction(row: dict[str, Any], path: Path, number: int) -> Extraction | RecordError:
    text, field = row["text"], next((name for name in _NAMES if row.get(name)), "")
    if not is_unicode(text):
        raise ValueError("the text holds bytes that are no UTF-8")
    name = str(row.get(field, number))
    metadata = metadata_named(f"PMID:{name}" if field == "pmid" and name.isdecimal() else name, path, number)
    if "entities" in row:
        mentions = [_entity(text, entity) for entity in row["entities"]]
    else:
        mentions = [_annotation(text, label, one) for label, marked in row["annotations"].items() for one in marked]
    return make_extraction(verbatim(text, metadata), mentions, (), path=path, number=number)


def _entity(text: str, entity: list[Any]) -> GoldMention:
    start, end, label, stated = entity[:4]
    ids = str(entity[4]) if len(entity) > 4 and entity[4] else ""
    return gold_mention(text, [Span(int(start), int(end))], str(stated), str(label), ids)


def _annotation(text: str, label: str, marked: dict[str, Any]) -> GoldMention:
    spans = [Span(int(start), int(end)) for start, end in marked["spans"]]
    return gold_mention(text, spans, str(marked["text"]), label, str(marked.get("id") or ""))
