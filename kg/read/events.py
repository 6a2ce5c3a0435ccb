"""brat's event lines -> relations between mentions, with direction and aspect, and whether they are denied or hedged.

    T3<TAB>Negative_regulation 540 549<TAB>decreased               a trigger
    E9<TAB>Negative_regulation:T3 Theme:E2 Cause:T10               an event: of a mention or another event, by another
    M1<TAB>Negation E9

Events nest ("A blocks the expression of B"), and a relation is what the outer one comes to: its cause acts on the
mention that the inner one is about, with both signs multiplied. The types are those of the BioNLP shared tasks (Kim et
al., 2009; Pyysalo et al., 2013; Ohta et al., 2013).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from types import MappingProxyType
from typing import NamedTuple

from kg.core.vocabulary import DECREASED, INCREASED
from kg.read.gold import GoldRelation

# Types that say of their theme that there is more or less of it, or that it changes
_SIGN: Mapping[str, int] = MappingProxyType(
    {
        "Regulation": 0,
        "Positive_regulation": 1,
        "Negative_regulation": -1,
        "Activation": 1,
        "Inactivation": -1,
        "Gene_expression": 1,
        "Transcription": 1,
        "Translation": 1,
        "Localization": 1,
        "Degradation": -1,
        "Protein_catabolism": -1,
        "Cell_death": -1,
        "Death": -1,
        "Cell_proliferation": 1,
        "Growth": 1,
        "Development": 1,
        "Cell_differentiation": 1,
    }
)
_ASPECT: Mapping[str, str] = MappingProxyType(
    {
        "Gene_expression": "expression",
        "Transcription": "expression",
        "Translation": "expression",
        "Localization": "secretion",
        "Activation": "activity",
        "Inactivation": "activity",
        "Phosphorylation": "activity",
        "Binding": "activity",
        "Degradation": "abundance",
        "Protein_catabolism": "abundance",
        "Cell_death": "abundance",
        "Death": "abundance",
        "Cell_proliferation": "abundance",
        "Growth": "abundance",
        "Cell_differentiation": "abundance",
    }
)
_BINDING = "Binding"
_DIRECTION = MappingProxyType({1: INCREASED, -1: DECREASED, 0: ""})
_DEEPEST = 8  # events within events; a file may nest them in a circle


@dataclass(slots=True)
class _Event:
    """An event: its type, and what its arguments name, by role without number ("Theme2" is a theme)."""

    kind: str
    arguments: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    negated: bool = False
    speculated: bool = False


class _About(NamedTuple):
    """A mention that an event comes to be about, the sign of that, and its aspect."""

    mention: str
    sign: int
    aspect: str


def relations(lines: Sequence[str], mentions: Mapping[str, int]) -> Iterator[GoldRelation]:
    """Yield what the events say of pairs of mentions.

    Args:
        lines: of the file that holds the events; others are passed over.
        mentions: number ("T10") -> index of the mention.
    """
    events = _events(lines)
    for event in events.values():
        for cause, theme in product(event.arguments["Cause"], event.arguments["Theme"]):
            for one, other in product(_about(cause, events, mentions), _about(theme, events, mentions)):
                if one.mention != other.mention:
                    sign = one.sign * other.sign * _SIGN.get(event.kind, 0)
                    aspect = other.aspect or _ASPECT.get(event.kind, "")
                    yield _relation(event, mentions[one.mention], mentions[other.mention], aspect, sign)
        if event.kind == _BINDING:
            bound = [name for name in event.arguments["Theme"] if name in mentions]
            for first, second in combinations(dict.fromkeys(bound), 2):
                yield _relation(event, mentions[first], mentions[second], "", 0)


def _relation(event: _Event, subject: int, other: int, aspect: str, sign: int) -> GoldRelation:
    return GoldRelation(
        event.kind,
        "",
        "",
        subject,
        other,
        aspect=aspect,
        direction=_DIRECTION[sign],
        negated=event.negated,
        speculated=event.speculated,
    )


def _about(
    name: str,
    events: Mapping[str, _Event],
    mentions: Mapping[str, int],
    sign: int = 1,
    aspect: str = "",
    depth: int = 0,
) -> Iterator[_About]:
    """Yield the mentions that a mention or an event comes to be about."""
    if name in mentions:
        yield _About(name, sign, aspect)
    elif name in events and depth < _DEEPEST:
        event = events[name]
        inner = _ASPECT.get(event.kind, "") or aspect
        for theme in event.arguments["Theme"]:
            yield from _about(theme, events, mentions, sign * _SIGN.get(event.kind, 1), inner, depth + 1)


def _events(lines: Sequence[str]) -> dict[str, _Event]:
    """Return the events by number; lines that are none, and arguments without a name, are passed over."""
    events: dict[str, _Event] = {}
    for line in lines:
        number, _, said = line.rstrip("\r").partition("\t")
        if number.startswith("E") and said.strip():
            kind, *arguments = said.split()
            event = events[number] = _Event(kind.partition(":")[0])
            for argument in arguments:
                role, _, name = argument.partition(":")
                event.arguments[role.rstrip("0123456789")].append(name)
    for line in lines:
        words = line.split()
        if line.startswith(("M", "A")) and len(words) > 2 and words[2] in events:
            events[words[2]].negated |= words[1] == "Negation"
            events[words[2]].speculated |= words[1] == "Speculation"
    return events
