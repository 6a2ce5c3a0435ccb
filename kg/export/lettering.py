"""Text as a figure sets it: how wide it is, lines of it, and its SVG. Sizes are in points."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from xml.sax.saxutils import escape

from kg.export.flat import one_line

# Whatever sans serif is at hand; the widths below hold for the widest of them
FONT = "Arial, Helvetica, Liberation Sans, Nimbus Sans, DejaVu Sans, sans-serif"
LEADING = 1.16  # from line to line, in sizes
_WIDTHS: Mapping[str, float] = MappingProxyType(
    {
        **dict.fromkeys("ijl|'", 0.28),
        **dict.fromkeys('ftrI.,:;!/()[]{}-` "°·', 0.41),
        **dict.fromkeys("ABCDEFGHJKLNOPQRSTUVXYZ&+<>=~", 0.78),
        **dict.fromkeys("mwMW%@—", 0.98),
    }
)
_OTHER, _WIDE = 0.64, 1.05
_BOLD = 1.12
# What turns the rest of a line round; a label has only itself to turn, a wrapped one would turn by halves
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def clean(text: str) -> str:
    """Return text on one line, without what XML forbids and without marks that turn it round."""
    return " ".join(_TURNING.sub("", one_line(text)).split()) or "?"


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line is at most, in points."""
    ems = sum(_WIDTHS.get(one, _WIDE if ord(one) > 0x2E80 else _OTHER) for one in text)
    return ems * size * (_BOLD if bold else 1.0)


def wrapped(text: str, size: float, widest: float, most: int = 3, *, bold: bool = False) -> list[str]:
    """Return text in at most so many lines of at most such a width; what is left out becomes an ellipsis."""
    lines = [""]
    for word in _pieces(text, size, widest, bold):
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size, bold=bold) <= widest:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width(f"{last}…", size, bold=bold) > widest:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip()}…"]


def _pieces(text: str, size: float, widest: float, bold: bool) -> list[str]:
    """Return the words of a text, those too long for a line cut."""
    pieces = []
    for word in text.split():
        at = 0
        for end in range(1, len(word) + 1):
            if width(word[at : end + 1], size, bold=bold) > widest or end == len(word):
                pieces.append(word[at:end])
                at = end
    return pieces


def text(line: str, x: float, y: float, size: float, *, anchor: str = "start", style: str = "") -> str:
    """Return the SVG of one line, its baseline at y.

    Args:
        style: further attributes, written by us and never by a paper.
    """
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" text-anchor="{anchor}"{style and f" {style}"}>'
        f"{escape(line)}</text>"
    )
