"""a graph folder -> a figure for a paper or a slide: SVG, and PNG made of it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from math import ceil
from pathlib import Path
from typing import Any

from kg.core.errors import MissingDependency, OptionError
from kg.core.folder import GraphFolder, rows
from kg.core.places import new_file, new_text
from kg.export.picture import drawn

_MOST = 80  # concepts; more are no figure
_DPI = 300

# What a curator rejected is not drawn, nor what is believed of no paper, as where all are retracted
_DRAWN = "NOT rejected AND belief > 0"
# Assertions that differ in the aspect alone are one line, drawn as the plain one that is believed most; where all that
# is plainly stated is retracted, others still speculate
_LINES = f"""
SELECT subject, object, predicate, direction, negated, bool_and(NOT plain) AS speculated,
       coalesce(max(belief) FILTER (plain), max(belief)) AS belief, count(*) AS assertions
FROM (SELECT *, asserted OR (negated AND NOT speculated) AS plain FROM assertions WHERE {_DRAWN}) GROUP BY ALL
ORDER BY belief DESC, subject, object, predicate, direction, negated
"""
_CONCEPTS = f"""
SELECT id, name, category, grounded FROM concepts
WHERE id IN (SELECT subject FROM assertions WHERE {_DRAWN} UNION SELECT object FROM assertions WHERE {_DRAWN})
ORDER BY id
"""
# How many concepts are left from each belief on
_LEFT = f"""
SELECT belief, count(DISTINCT id) OVER (ORDER BY belief DESC) AS concepts FROM (
  SELECT max(belief) AS belief, id FROM (
    SELECT belief, subject AS id FROM assertions WHERE {_DRAWN}
    UNION ALL SELECT belief, object FROM assertions WHERE {_DRAWN}
  ) GROUP BY id
) ORDER BY belief DESC
"""


def write_svg(folder: GraphFolder, path: Path) -> Mapping[str, int]:
    """Write a figure as SVG: as wide as a column of a journal, or as a page's two where it needs to be.

    Raises:
        OptionError: there are too many concepts for a figure, or none.
    """
    svg, counts = figure(folder)
    with new_text(path) as stream:
        stream.write(svg)
    return counts


def write_png(folder: GraphFolder, path: Path) -> Mapping[str, int]:
    """Write the same figure as PNG, 300 pixels to the inch.

    Raises:
        OptionError: as `write_svg`; or this machine has no font to write with.
        MissingDependency: resvg-py is not installed.
    """
    try:
        import resvg_py
    except ImportError as error:
        remedy = "pip install 'immunokg[png]'; --format svg needs nothing"
        raise MissingDependency("resvg-py", "a figure as PNG", remedy) from error
    svg, counts = figure(folder)
    empty, letter = (
        resvg_py.svg_to_bytes(
            dpi=_DPI, svg_string=f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{one}</svg>'
        )
        for one in ("", '<text y="9" font-family="Arial, Liberation Sans, DejaVu Sans, sans-serif">x</text>')
    )
    if empty == letter:
        raise OptionError("this machine has no sans-serif font, the figure would be without words; write --format svg")
    image = bytes(resvg_py.svg_to_bytes(svg_string=svg, dpi=_DPI))
    with new_file(path) as temporary:
        temporary.write_bytes(_with_resolution(image))
    return counts


def _with_resolution(image: bytes) -> bytes:
    """Return a PNG that says how large it is on paper (the chunk pHYs, behind the header)."""
    header = 8 + 4 + 4 + 13 + 4
    per_metre = round(_DPI / 0.0254)
    chunk = b"pHYs" + struct.pack(">IIB", per_metre, per_metre, 1)
    return image[:header] + struct.pack(">I", 9) + chunk + struct.pack(">I", zlib.crc32(chunk)) + image[header:]


def figure(folder: GraphFolder) -> tuple[str, Mapping[str, int]]:
    """Return the figure as SVG, and how many concepts and lines are in it.

    Raises:
        OptionError: as `write_svg`.
    """
    manifest = folder.manifest()
    with folder.connect() as connection:
        concepts = list(rows(connection.execute(_CONCEPTS)))
        if not concepts:
            raise OptionError("there is no assertion to draw in this part of the graph")
        if len(concepts) > _MOST:
            raise OptionError(_too_many(len(concepts), list(rows(connection.execute(_LEFT)))))
        lines = list(rows(connection.execute(_LINES)))
        named = dict(connection.execute("SELECT id, name FROM concepts").fetchall())
    words = folder.chosen.in_words(named)
    if not folder.chosen.about:
        words = ", ".join(filter(None, (f"What {manifest['counts']['documents']:,} papers say", words)))
    counts = {"concepts": len(concepts), "lines": len(lines)}
    return drawn(concepts, lines, words), counts


def _too_many(number: int, left: list[dict[str, Any]]) -> str:
    """Say how many concepts there are, and which belief would leave few enough."""
    fitting = [row["belief"] for row in left if row["concepts"] <= _MOST]
    belief = ceil(fitting[-1] * 100) / 100 if fitting else 0.0
    enough = next((row["concepts"] for row in reversed(left) if row["belief"] >= belief), 0)
    advice = f" --min-belief {belief:g} leaves {enough:,};" if enough else ""
    return (
        f"a figure shows at most {_MOST} concepts, these are {number:,}: narrow the graph."
        f"{advice} --about NAME, --category, --context or --asserted-only leave less, too"
    )
