"""chunks -> findings of roles: IL-2 is required for Tregs, inhibits them, protects where it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.annotate import pieces as p
from kg.annotate.clauses import Clauses
from kg.annotate.findings import Finding
from kg.annotate.phrases import ABOUT, OTHER, PATIENTS, Phrase

_HARDLY = frozenset({"little", "minor", "minimal", "negligible", "weak", "slight"})
# "No further effect", "virtually no effect" and "no adverse effect" do not say that there is none
_AS_SUCH = frozenset(
    {
        "",
        "no",
        "effect",
        "effects",
        "significant",
        "significantly",
        "statistically",
        "apparent",
        "detectable",
        "measurable",
    }
)


class Roles:
    """Recognises roles in one sentence; indices are chunk indices."""

    def __init__(self, clauses: Clauses) -> None:
        self.clauses = clauses
        self.rules = clauses.rules

    def needed(self, index: int) -> Iterator[Finding]:
        """Recognise "IL-2 is an important cytokine for Treg activity", "is required for"."""
        phrase, chunk = self.clauses.phrase(index), self.clauses.chunks[index]
        effective = {"effective", "efficacious"}
        words = self.rules.words["needed"] | effective
        if phrase is None or phrase.kind == ABOUT or not words & set(phrase.words):
            return
        if chunk.last - chunk.first + 1 != len(phrase.words):
            return  # "important determinants of X": what follows belongs to X
        helps = bool(effective & set(phrase.words))
        if self.clauses.tag(index - 1) != p.BE or self.clauses.word(index + 1) not in {"for", "in", "to", "against"}:
            return
        for subject in self.clauses.subjects(index - 1):
            for one in self.clauses.objects(index + 2):
                if not helps or one.kind == PATIENTS or not one.aspects:
                    trigger = self.rules.named("improve" if helps else "increase")
                    yield Finding("role", trigger, subject, one, chunk.first)

    def effects(self, index: int, phrase: Phrase) -> Iterator[Finding]:
        """Recognise "the inhibitory effect of IL-10 on B cells", "IL-10 has an inhibitory effect on", "no effect"."""
        words = set(phrase.words)
        if not words & self.rules.words["effects"] or self.clauses.word(index + 1) != "on":
            return
        sign = bool(words & self.rules.words["stimulating"]) - bool(words & self.rules.words["inhibiting"])
        unsigned = phrase.kind == OTHER or phrase.negated  # "the effect of A on B" alone is what was asked
        if not sign and not (unsigned and words & {"effect", "effects"}):
            return
        known = _AS_SUCH | self.rules.words["stimulating"] | self.rules.words["inhibiting"]
        if "no" in words and not (phrase.negated and words <= known):
            return
        trigger = self.rules.named("suppress" if sign < 0 else "enhance" if sign > 0 else "affect")
        at = self.clauses.chunks[index].first
        for subject in self._whose(index, phrase):
            for one in self.clauses.objects(index + 2):
                yield Finding("effect", trigger, subject, one, at, phrase.negated)

    def _whose(self, index: int, phrase: Phrase) -> list[Phrase]:
        if phrase.kind == ABOUT and phrase.refs and [sense.id for sense in phrase.senses] == ["giving"]:
            return [replace(phrase, aspects=(), change=0)]
        had = self.clauses.tag(index - 1) == p.HAVE or self.clauses.word(index - 1) in self.rules.words["shows"]
        if phrase.kind == OTHER and had and not (_HARDLY | self.rules.words["comparing"]) & set(phrase.words):
            return self.clauses.subjects(index - 1)
        return []

    def susceptible(self, index: int) -> Iterator[Finding]:
        """Recognise "IL-17-deficient mice are resistant to arthritis", "more susceptible to"."""
        at = self.clauses.skip_adverbs(index + 1, "")
        phrase = self.clauses.phrase(at)
        if phrase is None or phrase.kind != OTHER or self.clauses.tag(at + 1) != p.TO:
            return
        words = set(phrase.words)
        spared = "resistant" in words or ("susceptible" in words and "less" in words)
        if not spared and not {"susceptible", "prone"} & words:
            return
        for subject in self.clauses.subjects(index):
            if subject.sign < 0:
                for one in self.clauses.objects(at + 2):
                    trigger = self.rules.named("protect" if spared else "develop")
                    yield Finding("lacking", trigger, subject, one, self.clauses.chunks[at].first)
