"""mentions -> the dose class that the text states for them ("low-dose IL-2")."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.annotate.rows import MentionRow

_DOSE = re.compile(r"\b(low|high)[- ]doses?\b(?:\s+[\w-]+){0,2}\s*$", re.IGNORECASE)
_AT_DOSE = re.compile(r"\s+(?:at|in)\s+(?:a\s+)?(low|high)[- ]doses?\b(?!\s+of)", re.IGNORECASE)
_BEFORE, _BEHIND = 32, 24  # characters looked at


def doses(text: str, rows: Sequence[MentionRow]) -> dict[int, str]:
    """Return the dose class by the number of the mention; mentions without one are left out."""
    return {
        index: f"{found[1].casefold()}-dose"
        for index, row in enumerate(rows)
        if (
            found := _DOSE.search(text[max(0, row.start - _BEFORE) : row.start])
            or _AT_DOSE.match(text[row.end : row.end + _BEHIND])
        )
    }
