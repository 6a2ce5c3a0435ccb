"""values -> what flat formats can hold: lists joined, tabs and line ends gone, nothing that XML forbids."""

from __future__ import annotations

import re
from collections.abc import Iterable

SEPARATOR = "|"
# What XML 1.0 cannot hold, not even escaped
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What ends a line or a field for some reader
_BREAKS = re.compile("[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


def one_line(text: str) -> str:
    """Return text of the same length without tabs, line ends and other control characters."""
    return _NOT_XML.sub(" ", _BREAKS.sub(" ", text))


def xml_safe(text: str) -> str:
    """Return text of the same length without the characters that XML 1.0 forbids."""
    return _NOT_XML.sub("\ufffd", text).replace("\r", "\n")


def joined(values: Iterable[str], separator: str = SEPARATOR, instead: str = "¦") -> str:
    """Return values on one line, parted by a separator that none of them holds any more."""
    return separator.join(one_line(value).replace(separator, instead) for value in values)
