"""`ontologies/names.toml` -> the rules that keep names with other meanings out of the lexicon."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.core.errors import DataError
from kg.core.names import normal_form
from kg.core.vocabulary import categories

LEAVE_OUT, DEFINED_ONLY = ACTIONS = ("leave out", "only where defined")


@dataclass(frozen=True, slots=True)
class Example:
    """A name the rule is for: what an ontology calls so, and a sentence in which it means something else."""

    name: str
    category: str
    concept: str
    sentence: str


@dataclass(frozen=True, slots=True)
class NameRule:
    """A kind of name that often means something else.

    Attributes:
        id, why: what the rule is called, and its reason.
        action: what becomes of such a name: no name at all, or one only where the paper defines it.
        categories: of the concepts it looks at; all where empty.
        forms: normal forms of the names it is for; `pattern`: a shape of names, matched as a whole.
        preferred: whether it looks at concepts' own names too, or at synonyms only.
    """

    id: str
    why: str
    action: str
    categories: frozenset[str]
    forms: frozenset[str]
    pattern: re.Pattern[str] | None
    preferred: bool
    examples: tuple[Example, ...]

    def hits(self, name: str, form: str, category: str, preferred: bool) -> bool:
        """Tell whether the rule is for this name, in its normal form, of a concept of this category."""
        if (preferred and not self.preferred) or (self.categories and category not in self.categories):
            return False
        return form in self.forms or bool(self.pattern and self.pattern.fullmatch(name))


def _rule(row: dict[str, Any]) -> NameRule:
    return NameRule(
        id=row["id"],
        why=row["why"],
        action=row["action"],
        categories=frozenset(row.get("categories", ())),
        forms=frozenset(normal_form(word) for words in row.get("names", ()) for word in words.split("|")),
        pattern=re.compile(row["pattern"]) if "pattern" in row else None,
        preferred=row.get("preferred", True),
        examples=tuple(Example(**example) for example in row["examples"]),
    )


def read_rules(path: Path) -> tuple[NameRule, ...]:
    """Return the rules of a file, in its order.

    Raises:
        DataError: it does not parse, a rule lacks a field, or an action, category or pattern is none.
    """
    try:
        rules = tuple(map(_rule, tomllib.loads(path.read_text(encoding="utf-8"))["rule"]))
    except KeyError as error:
        raise DataError(path, 0, f"a rule lacks {error}") from error
    except (tomllib.TOMLDecodeError, re.error, TypeError) as error:
        raise DataError(path, 0, str(error)) from error
    for rule in rules:
        if rule.action not in ACTIONS:
            raise DataError(path, 0, f"rule {rule.id!r}: {rule.action!r} is no action; {' or '.join(ACTIONS)}")
        unknown = rule.categories - set(categories())
        if unknown:
            raise DataError(path, 0, f"rule {rule.id!r}: {min(unknown)!r} is no category")
        if not rule.forms and rule.pattern is None:
            raise DataError(path, 0, f"rule {rule.id!r} names neither names nor a pattern")
    return rules


def read_branches(path: Path) -> frozenset[str]:
    """Return the ids below which an ontology holds words about things, and no things."""
    return frozenset(tomllib.loads(path.read_text(encoding="utf-8")).get("left_out_below", ()))


def judge(rules: Sequence[NameRule], name: str, form: str, category: str, preferred: bool) -> NameRule | None:
    """Return the first rule that is for a name (and its normal form), or None where it may stand as it is."""
    return next((rule for rule in rules if rule.hits(name, form, category, preferred)), None)
