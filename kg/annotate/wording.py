"""links.toml -> the Wording: what a mention may stand for, and how else its name may be worded."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.annotate.declared import declared
from kg.core.errors import DataError
from kg.core.vocabulary import categories

STEPS = 2  # rewordings that may be applied one upon the other
FORMS = 48  # wordings tried for one surface
_NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Rewording:
    """Another way to say a name: what is replaced by what, and how far the result means the same (0 to 1).

    Attributes:
        categories: of mentions it is tried for; () means all.
        example: a wording, and one that it becomes.
    """

    id: str
    categories: tuple[str, ...]
    regex: re.Pattern[str]
    becomes: tuple[str, ...]
    trust: float
    example: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """What `kg_links` is told beside the lexicon.

    Attributes:
        grounded_in: category of a mention -> categories of the concepts it may stand for.
        else_in: the same, where nothing of those kinds is called so.
        alike: category of a mention -> how like a known name it must be, 0 to 1; a category without is not guessed.
        rewordings: in the order of the file.
        least: score below which a candidate is none.
        species: finds the words that speak of a species; `taxa` (NCBITaxon CURIEs) says which, by the group's number.
    """

    grounded_in: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    else_in: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    alike: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    rewordings: tuple[Rewording, ...] = ()
    least: float = 0.0
    species: re.Pattern[str] = _NOTHING
    taxa: tuple[str, ...] = ()

    def kinds(self, category: str) -> tuple[str, ...]:
        """Return the categories of concepts that a mention may stand for."""
        return self.grounded_in.get(category, (category,))

    def forms(self, surface: str, category: str) -> Iterator[tuple[str, float]]:
        """Yield the other wordings of a surface, each once, the most trusted first, with their trust."""
        rules = [rule for rule in self.rewordings if not rule.categories or category in rule.categories]
        queue, seen = [(-1.0, 0, surface)], {surface}
        for _ in range(FORMS):
            if not queue:
                return
            trust, steps, form = heapq.heappop(queue)
            if steps:
                yield form, -trust
            for rule in rules if steps < STEPS else ():
                for other in _reworded(form, rule):
                    if other not in seen:
                        seen.add(other)
                        heapq.heappush(queue, (round(trust * rule.trust, 4), steps + 1, other))


def _reworded(form: str, rule: Rewording) -> Iterator[str]:
    for becomes in rule.becomes:
        other, count = rule.regex.subn(becomes, form, count=1)
        if count and len(other) > 1 and other.strip():
            yield other.strip()


def _words(alternatives: tuple[str, ...]) -> re.Pattern[str]:
    pattern = "|".join(f"({words})" for words in alternatives)
    found = re.compile(rf"\b(?:{pattern})\b") if alternatives else _NOTHING
    if found.groups != len(alternatives):
        raise ValueError("the words of a species hold a group: write (?:…)")
    return found


def load_wording(path: Path) -> Wording:
    """Read a links.toml; a pipeline without one grounds names only as they stand.

    Raises:
        DataError: it does not parse, a field is missing, or a category or regular expression is none.
    """
    if not path.exists():
        return Wording()
    with declared(path) as table:
        wording = Wording(
            grounded_in=_kinds(table["grounded_in"]),
            else_in=_kinds(table["else_in"]),
            alike=MappingProxyType({name: float(value) for name, value in table["alike"].items()}),
            rewordings=tuple(map(_rewording, table["rewording"])),
            least=float(table["least"]),
            species=_words(tuple(table["species"].values())),
            taxa=tuple(table["species"]),
        )
    named = {*wording.grounded_in, *wording.else_in, *wording.alike}
    named.update(one for kinds in (*wording.grounded_in.values(), *wording.else_in.values()) for one in kinds)
    named.update(one for rule in wording.rewordings for one in rule.categories)
    if unknown := sorted(named - set(categories())):
        raise DataError(path, 0, f"{unknown[0]!r} is no category")
    return wording


def _kinds(table: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({name: tuple(kinds) for name, kinds in table.items()})


def _rewording(row: Mapping[str, Any]) -> Rewording:
    return Rewording(
        id=row["id"],
        categories=tuple(row.get("categories", ())),
        regex=re.compile(row["regex"]),
        becomes=tuple(row["becomes"]),
        trust=float(row["trust"]),
        example=(row["example"][0], row["example"][1]),
    )
