"""relations.toml -> Rules: word classes, noun senses, triggers by inflected form, outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.annotate.aims import Aims, parse_aims
from kg.annotate.declared import declared

# Forms of a verb
BASE, S, ED, ING = "base", "s", "ed", "ing"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A group of words that say one kind of relation.

    Attributes:
        sign: +1 the object grows, -1 it shrinks, 0 no sign (then `predicate` is given).
        on_condition: the sign where the object is a disease or phenotype.
        aspect: what of the object changes, unless the object's own noun says so.
        predicate: a fixed predicate, else "" (the outcome table decides).
        of_medicine: the predicate where a medicine lessens a condition, instead of the table's.
        subject, object: groups of categories that may stand there.
        after: preposition between verb and object; "" none.
        after_optional: preposition that may stand there.
        only_of_loss: only where the subject is lacking.
        passive_only: only "is associated with", never "associates X".
        denied: the word itself says that it is not so: "unaffected".
        over: prepositions of which one stands before the object, maybe behind those concerned: "protects mice from".
        only_of_events: only where the object is an event or a loss: "causes depletion of".
        onset: the predicate where a medicine brings a condition about, instead of the table's.
    """

    id: str
    sign: int
    on_condition: int
    aspect: str
    predicate: str
    of_medicine: str
    subject: frozenset[str]
    object: frozenset[str]
    after: str
    after_optional: str
    only_of_loss: bool
    passive_only: bool
    denied: bool
    over: frozenset[str]
    only_of_events: bool
    onset: str
    example: str
    counter: str


@dataclass(frozen=True, slots=True)
class NounSense:
    """What a noun says of the concept it governs; `trigger` where it is an event noun ("expansion")."""

    id: str
    sign: int
    aspect: str
    via: str
    trigger: Trigger | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row of the table from (sign, categories) to a predicate."""

    sign: int
    subject: frozenset[str]
    object: frozenset[str]
    predicate: str
    direction: str


@dataclass(frozen=True, slots=True)
class Rules:
    """A compiled relations.toml.

    Attributes:
        scores: how often what a construction says is right, and factors of what makes it less sure.
        factors: by predicate, where it is right more or less often than its constructions.
        gerunds: verbs in -ing that stand for an event as a clause's subject -> its noun, "" where it is unread.
    """

    scores: Mapping[str, float]
    factors: Mapping[str, float]
    words: Mapping[str, frozenset[str]]
    nouns: Mapping[str, NounSense]
    verbs: Mapping[str, tuple[tuple[Trigger, str], ...]]
    groups: Mapping[str, frozenset[str]]
    outcomes: tuple[Outcome, ...]
    triggers: tuple[Trigger, ...]
    agonised: frozenset[str]
    gerunds: Mapping[str, str]
    aims: Aims

    def named(self, name: str) -> Trigger:
        """Return the trigger of an id."""
        return next(trigger for trigger in self.triggers if trigger.id == name)


_VOWELS = frozenset("aeiou")


def inflect(lemma: str) -> dict[str, set[str]]:
    """Return the forms of a regular verb, or of "lemma form form" with its irregular ones."""
    base, *irregular = lemma.split()
    stem = base[:-1] if base.endswith("e") else base
    past = f"{base[:-1]}ied" if base.endswith("y") and base[-2] not in _VOWELS else f"{stem}ed"
    third = (
        f"{base[:-1]}ies" if past.endswith("ied") else f"{base}{'es' if base.endswith(('s', 'sh', 'ch', 'x')) else 's'}"
    )
    forms = {BASE: {base}, S: {third}, ED: {past}, ING: {f"{stem}ing"}}
    ing = {form for form in irregular if form.endswith("ing")}
    ed = set(irregular) - ing
    return forms | ({ED: ed} if ed else {}) | ({ING: ing} if ing else {})


def _trigger(row: Mapping[str, Any], groups: Mapping[str, frozenset[str]]) -> Trigger:
    sign = row.get("sign", 0)
    return Trigger(
        id=row["id"],
        sign=sign,
        on_condition=row.get("on_condition", sign),
        aspect=row.get("aspect", ""),
        predicate=row.get("predicate", ""),
        of_medicine=row.get("of_medicine", ""),
        subject=groups[row.get("subject", "thing")],
        object=groups[row.get("object", "thing")],
        after=row.get("after", ""),
        after_optional=row.get("after_optional", ""),
        only_of_loss=row.get("only_of_loss", False),
        passive_only=row.get("passive_only", False),
        denied=row.get("denied", False),
        over=frozenset(row.get("over", "").split()),
        only_of_events=row.get("only_of_events", False),
        onset=row.get("onset", ""),
        example=row["example"],
        counter=row["counter"],
    )


def _noun_senses(
    table: Mapping[str, Any], triggers: Iterable[tuple[Trigger, Mapping[str, Any]]]
) -> dict[str, NounSense]:
    senses: dict[str, NounSense] = {}
    blockades = table["words"].get("blockades", "").split()
    for row in table["noun"]:
        sense = NounSense(row["id"], row.get("sign", 1), row.get("aspect", ""), row.get("via", "direct"))
        senses |= dict.fromkeys(row["words"].split(), sense)
    for trigger, row in triggers:
        for word in row["nouns"].split():
            known = senses.get(word)
            via = "loss" if trigger.sign < 0 else "direct"
            if word in blockades:
                via = "blockade"
            aspect = known.aspect if known else trigger.aspect
            senses[word] = NounSense(trigger.id, trigger.sign, aspect, via, trigger)
    return senses


def _verbs(
    triggers: Iterable[tuple[Trigger, Mapping[str, Any]]],
) -> dict[str, tuple[tuple[Trigger, str], ...]]:
    verbs: dict[str, tuple[tuple[Trigger, str], ...]] = {}
    for trigger, row in triggers:
        for lemma in row["verbs"]:
            for form, words in inflect(lemma).items():
                for word in words:
                    verbs[word] = (*verbs.get(word, ()), (trigger, form))
    return verbs


def parse_rules(table: Mapping[str, Any]) -> Rules:
    """Return the rules a parsed relations.toml declares.

    Raises:
        KeyError: a section, field or group is missing.
    """
    groups = {name: frozenset(members) for name, members in table["groups"].items()}
    triggers = [(_trigger(row, groups), row) for row in table["trigger"]]
    return Rules(
        scores=MappingProxyType(dict(table["scores"])),
        factors=MappingProxyType(dict(table.get("predicates", {}))),
        words=MappingProxyType({name: frozenset(words.split()) for name, words in table["words"].items()}),
        nouns=MappingProxyType(_noun_senses(table, triggers)),
        verbs=MappingProxyType(_verbs(triggers)),
        groups=MappingProxyType(groups),
        outcomes=tuple(
            Outcome(
                row["sign"],
                groups[row["subject"]],
                groups[row["object"]],
                row["predicate"],
                row.get("direction", ""),
            )
            for row in table["outcome"]
        ),
        triggers=tuple(trigger for trigger, _ in triggers),
        agonised=frozenset(table["agonised"]["concepts"]),
        gerunds=MappingProxyType(dict(table["gerunds"])),
        aims=parse_aims(table["aims"]),
    )


def load_rules(path: Path) -> Rules:
    """Read a relations.toml.

    Raises:
        DataError: it does not parse, or a field or group is missing.
    """
    with declared(path) as table:
        return parse_rules(table)
