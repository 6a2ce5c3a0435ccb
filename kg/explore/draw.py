"""A Selection -> nodes, edges and options as vis-network draws them, through pyvis."""

from __future__ import annotations

import json
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import sqrt
from types import MappingProxyType
from typing import Any

from pyvis.network import Network

from kg.core.layout import Box, place
from kg.core.vocabulary import DECREASED, predicates
from kg.explore.select import Row, Selection

_LINE = 20  # characters of a label's line
_LINES = 3
_FONT = (7.2, 15.0)  # width of a character and height of a line, in pixels, at the page's 12 px font
_DASHES = MappingProxyType({"rejected": (1, 9), "negated": (9, 6), "speculated": (2, 5)})
_SIGNS = MappingProxyType({"rejected": "✗", "negated": "¬"})
_FAN = 0.16  # roundness by which neighbouring edges of one pair differ
_OPTIONS = json.dumps(
    {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {
            "hover": True,
            "hoverConnectedEdges": False,
            "selectConnectedEdges": False,
            "keyboard": {"enabled": True, "bindToWindow": False},
        },
        "nodes": {"shape": "dot", "borderWidth": 2, "chosen": False},
        "edges": {"chosen": False, "selfReference": {"size": 22}},
    }
)


def wrap(name: str) -> str:
    """Return a name in at most three short lines; the rest becomes an ellipsis."""
    return "\n".join(textwrap.wrap(name, _LINE, max_lines=_LINES, placeholder="…")) or "?"


def _box(label: str, size: float) -> Box:
    lines = label.split("\n")
    return max(max(map(len, lines)) * _FONT[0], size * 2), size * 2 + len(lines) * _FONT[1]


def _sizes(concepts: Iterable[Row], degrees: Mapping[str, int]) -> dict[str, float]:
    return {c["id"]: round(min(8 + 3.2 * sqrt(degrees[c["id"]]), 26), 1) for c in concepts}


def fan(assertions: Iterable[Row]) -> dict[str, float]:
    """Return a signed roundness by assertion, so that no two edges of a pair lie on one another.

    Positive bends clockwise as seen from the subject. An edge that runs the other way round bends the
    other way for the same place in the fan.
    """
    pairs: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for assertion in assertions:
        first, second = sorted((assertion["subject"], assertion["object"]))
        pairs[first, second].append(assertion)
    bent = {}
    for (first, _), edges in pairs.items():
        for number, assertion in enumerate(edges):
            bend = (number - (len(edges) - 1) / 2) * _FAN
            bent[assertion["id"]] = round(bend if assertion["subject"] == first else -bend, 3)
    return bent


def _smooth(bend: float) -> dict[str, Any]:
    if not bend:
        return {"enabled": False}
    return {"enabled": True, "type": "curvedCW" if bend > 0 else "curvedCCW", "roundness": abs(bend)}


def _arrows(assertion: Row) -> dict[str, Any]:
    if predicates()[assertion["predicate"]].symmetric:
        return {"to": {"enabled": False}}
    kind = "bar" if assertion["direction"] == DECREASED else "arrow"
    return {"to": {"enabled": True, "type": kind, "scaleFactor": 0.65}}


def _dashes(assertion: Row) -> list[int] | bool:
    for flag, dashes in _DASHES.items():
        if assertion[flag]:
            return list(dashes)
    return False


def draw(selection: Selection) -> dict[str, Any]:
    """Return `nodes`, `edges` and `options` of a vis network with every place computed.

    Colours are left to the page, which knows whether it is light or dark.
    """
    network = Network(directed=True)
    ends = [(a["subject"], a["object"]) for a in selection.assertions]
    sizes = _sizes(selection.concepts, Counter(end for pair in ends for end in set(pair)))
    labels = {concept["id"]: wrap(concept["name"]) for concept in selection.concepts}
    boxes = {node: _box(label, sizes[node]) for node, label in labels.items()}
    for node, (x, y) in place(list(labels), ends, boxes).items():
        network.add_node(node, label=labels[node], group="", size=sizes[node], x=x, y=y)
    bends = fan(selection.assertions)
    for assertion in selection.assertions:
        network.add_edge(
            assertion["subject"],
            assertion["object"],
            id=assertion["id"],
            label=next((sign for flag, sign in _SIGNS.items() if assertion[flag]), ""),
            width=round(1 + 2.6 * assertion["belief"], 1),
            arrows=_arrows(assertion),
            arrowStrikethrough=assertion["direction"] == DECREASED,  # the line must reach the bar
            dashes=_dashes(assertion),
            smooth=_smooth(bends[assertion["id"]]),
        )
    network.set_options(_OPTIONS)
    return {"nodes": network.nodes, "edges": network.edges, "options": network.options}
