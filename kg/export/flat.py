"""values -> what flat formats can hold: lists joined, tabs and line ends gone, nothing that XML forbids."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.core.page import NOT_XML

SEPARATOR = "|"
# What ends a line or a field for some reader
_BREAKS = re.compile("[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def one_line(text: str) -> str:
    """Return text of the same length without tabs, line ends and other control characters."""
    return NOT_XML.sub(" ", _BREAKS.sub(" ", text))


def joined(values: Iterable[str], separator: str = SEPARATOR, instead: str = "¦") -> str:
    """Return values on one line, parted by a separator that none of them holds any more."""
    return separator.join(one_line(value).replace(separator, instead) for value in values)
