"""text -> its pairs of brackets, nested ones too, and how far back the words before each may reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import NamedTuple

_SIGNS = re.compile(r"[()\[\]\n]")
_OPENS = MappingProxyType({")": "(", "]": "["})


class Bracket(NamedTuple):
    """Offsets of both signs, and of the first character that what stands before the bracket may include."""

    opens: int
    closes: int
    reach: int


def brackets(text: str) -> Iterator[Bracket]:
    """Yield the pairs of brackets in order of their closing signs; none runs over a line's end.

    The words before one reach back to the bracket around it, or to the last one that stands alone: that of
    "poly(A) tail (PAT)" belongs to a word.
    """
    unclosed: list[tuple[int, int]] = []
    reach = 0
    for sign in _SIGNS.finditer(text):
        at = sign.start()
        if sign[0] == "\n":
            unclosed.clear()
            reach = at + 1
        elif sign[0] in "([":
            unclosed.append((at, reach))
            reach = at + 1
        while sign[0] in ")]" and unclosed:
            opens, before = unclosed.pop()
            if text[opens] == _OPENS[sign[0]]:
                yield Bracket(opens, at, before)
                alone = (opens == 0 or text[opens - 1].isspace()) and text[at + 1 : at + 2] != "-"
                reach = at + 1 if alone else before
                break
