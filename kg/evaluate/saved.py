"""predictions -> JSON Lines, one line for each document, and back: what a later run is compared with.

    {"document": "PMID:1", "mentions": [
        {"start": 0, "end": 4, "text": "IL-2", "category": "gene", "ids": ["HGNC:6001"]}, …]}

`ids` holds each part's best candidate, "" where a part has none. Whoever writes such a file, this pipeline or another
program, is compared by the same rules.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.core.errors import DataError
from kg.core.opening import open_text
from kg.core.text import Candidate, Extraction, Mention
from kg.evaluate.judged import name_of

# What a strange line can raise
_ILL_FORMED = (ValueError, KeyError, TypeError, AttributeError)


def saved_line(gold: Extraction, predicted: Extraction) -> str:
    """Return the line for a document, called as the gold calls it."""
    mentions = [
        {
            "start": one.start,
            "end": one.end,
            "text": one.text,
            "category": one.category,
            "ids": [part[0].concept_id if part else "" for part in one.parts],
        }
        for one in predicted.mentions
    ]
    return json.dumps({"document": name_of(gold.document), "mentions": mentions}, ensure_ascii=False) + "\n"


class Saved:
    """Predictions of an earlier run.

    Args:
        path: the file they are from, for messages.
        mentions: by document; a list for each time the corpus holds it.
    """

    def __init__(self, path: Path, mentions: Mapping[str, list[tuple[Mention, ...]]]) -> None:
        self.path = path
        self.mentions = mentions
        self.taken: defaultdict[str, int] = defaultdict(int)

    def of(self, gold: Extraction) -> Extraction:
        """Return what was predicted for a gold document.

        Raises:
            DataError: nothing was, or it was for another text.
        """
        name = name_of(gold.document)
        held, text = self.mentions.get(name, []), gold.document.text
        if self.taken[name] >= len(held):
            raise DataError(self.path, 0, f"holds no predictions for {name}")
        mentions = held[self.taken[name]]
        self.taken[name] += 1
        for one in mentions:
            if text[one.start : one.end] != one.text:
                raise DataError(
                    self.path, 0, f"{name}: {one.text!r} does not stand at {one.start}; is it another text?"
                )
        return Extraction(gold.document, mentions)


def read_saved(path: Path) -> Saved:
    """Read saved predictions.

    Raises:
        InputError: the file cannot be read.
        DataError: a line is none of what `saved_line` writes.
    """
    mentions: defaultdict[str, list[tuple[Mention, ...]]] = defaultdict(list)
    with open_text(path) as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                found = tuple(_mention(place, one) for place, one in enumerate(row["mentions"]))
                mentions[str(row["document"])].append(found)
            except _ILL_FORMED as error:
                raise DataError(path, number, f"no saved predictions: {error!r}") from error
    return Saved(path, mentions)


def _mention(number: int, row: dict[str, Any]) -> Mention:
    parts = tuple((Candidate(str(one), 1.0),) if one else () for one in row["ids"]) or ((),)
    return Mention(number, int(row["start"]), int(row["end"]), row["text"], row["category"], parts, "saved", 1.0)
