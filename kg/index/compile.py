"""concepts, naming rules -> the Lexicon: names judged, inverted ones set upright."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from kg.core.lexicon import Concept, Lexicon, Name, name_table
from kg.core.names import normal_form, upright
from kg.index.rules import LEAVE_OUT, NameRule, judge
from kg.index.unify import unify


@dataclass(frozen=True, slots=True)
class Judge:
    """What decides whether a name of an installed ontology may stand.

    Attributes:
        rules: for names that mean something else.
        doubtful: normal forms of names that a reviewer called ambiguous; they are so for everybody.
        hits: how many names each rule was for, by its id.
    """

    rules: Sequence[NameRule]
    doubtful: Set[str]
    hits: Counter[str] = field(default_factory=Counter)

    def names(self, names: Iterable[Name], concepts: Mapping[str, Concept]) -> Iterator[Name]:
        """Yield the names that may stand, marked ambiguous where they count only if a paper defines them.

        Names that somebody reviewed for this vocabulary are not judged.
        """
        for name in names:
            form = "" if name.reviewed else normal_form(name.text)
            rule = (
                judge(self.rules, name.text, form, concepts[name.concept_id].category, name.preferred) if form else None
            )
            if rule is not None:
                self.hits[rule.id] += 1
            if rule is None or rule.action != LEAVE_OUT:
                yield name._replace(ambiguous=True) if rule is not None or form in self.doubtful else name


def spoken(names: Iterable[Name]) -> Iterator[Name]:
    """Yield names, inverted ones as they are spoken: no text says "Lupus Erythematosus, Systemic"."""
    for name in names:
        text = upright(name.text)
        yield name if text == name.text else name._replace(text=text)


def compile_lexicon(
    reviewed: Mapping[str, Concept],
    installed: Iterable[Concept],
    rules: Sequence[NameRule],
    left_out_below: Set[str] = frozenset(),
) -> tuple[Lexicon, Counter[str]]:
    """Return the lexicon of reviewed concepts and of installed ontologies, and how many names each rule was for.

    Args:
        reviewed: the shipped vocabulary and the user's own tables, by id.
        installed: what installed ontologies hold, the preferred ontology first; an id may come several times.
        rules: for the names of installed ontologies.
        left_out_below: branches of installed ontologies that hold no things.
    """
    whole = unify(reviewed, installed, left_out_below)
    doubtful = {normal_form(name) for concept in reviewed.values() for name in concept.ambiguous}
    court = Judge(rules, doubtful)
    names = court.names(spoken(whole.names()), whole.concepts)
    return Lexicon(whole.concepts, name_table(names)), court.hits
