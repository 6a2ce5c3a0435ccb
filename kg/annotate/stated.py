"""the network's answers about two mentions in a sentence -> what is stated of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kg.annotate.committee import Reader
from kg.annotate.layers import Array
from kg.annotate.pairing import DIGITS
from kg.annotate.qualifiers import NEGATION, SPECULATION
from kg.annotate.rows import RelationRow
from kg.annotate.setting import Setting
from kg.core.pairs import Pairs, kinds_of, mention_pairs
from kg.core.text import Context
from kg.core.vocabulary import DIRECT, predicates

QUESTION = "stated"
_ASKED = ("predicate", "direction", "order", "aspect", "negated", "speculated")
_SIGNED = frozenset({"Positive_Correlation", "Negative_Correlation"})  # predicates that tell more or less by themselves


@dataclass(frozen=True, slots=True)
class Said:
    """What is stated of a pair of mentions.

    Attributes:
        turned: the second of them acts on the first.
        score: how likely it is that this is stated, and of whom, 0 to 1.
        sign: how sure it is whether there is more or less by it, 0 to 1.
    """

    predicate: str
    direction: str
    aspect: str
    turned: bool
    negated: bool
    speculated: bool
    score: float
    sign: float


class Stated:
    """The answers about the pairs of mentions of a document, those in doubtful sentences left out."""

    def __init__(self, reader: Reader, read: Any, pairs: Pairs, setting: Setting) -> None:
        self.reader, self.pairs, self.setting = reader, pairs, setting
        self.seen = reader.pairs(read, pairs)
        self.chance = reader.said(QUESTION, self.seen.pairs)
        index = setting.index
        self.place = {frozenset(index[one] for one in ends.mentions): at for at, ends in enumerate(pairs.ends)}

    def kinds(self, at: int) -> frozenset[str]:
        """Return the kinds of a pair."""
        return frozenset(self.setting.names[name].kind for name in self.pairs.ends[at].mentions)

    def said(self, at: int) -> Said:
        """Return what is stated of one pair, if anything is."""
        one, best, sure = self.seen.pairs[at : at + 1], {}, {}
        for question in _ASKED:
            chances = self.reader.answer(question, one)[0]
            best[question] = self.reader.questions[question][int(chances.argmax())]
            sure[question] = float(chances.max())
        told = predicates()[best["predicate"]]
        return Said(
            predicate=best["predicate"],
            direction=best["direction"] if told.increased else "",
            aspect=best["aspect"] if best["predicate"] == "affects" else "",
            turned=not told.symmetric and best["order"] == "backward",
            negated=best["negated"] == "yes",
            speculated=best["speculated"] == "yes",
            score=float(self.chance[at]) * sure["order"],
            sign=sure["predicate" if told.biored in _SIGNED else "direction"],
        )

    def rows(self, at: int, said: Said, sign: float) -> Iterator[RelationRow]:
        """Yield what is stated of one pair: a relation for each concept that either end names.

        Nothing, where its kinds never stood so in what the network learned from, or where it and the cues do not agree
        whether something is denied. A sign that is not sure is left out, and with it a predicate that has one.

        Args:
            sign: least probability of a sign.
        """
        direction = said.direction if said.sign >= sign else ""
        if said.sign < sign and predicates()[said.predicate].biored in _SIGNED:
            return
        names = self.pairs.ends[at].mentions[::-1] if said.turned else self.pairs.ends[at].mentions
        subject, other = (self.setting.names[name] for name in names)
        trigger = int(self.seen.triggers[at])
        if (said.predicate, subject.kind, other.kind) not in self.reader.fits:
            return
        if self.setting.reached(NEGATION, trigger) != said.negated:
            return
        ends = (self.setting.index[names[0]], self.setting.index[names[1]])
        passages, word = self.setting.around(names), self.setting.spans[trigger]
        for one in subject.concepts:
            for two in other.concepts:
                if one != two:
                    yield RelationRow(
                        subject=ends[0],
                        subject_concept=one,
                        predicate=said.predicate,
                        object=ends[1],
                        object_concept=two,
                        aspect=said.aspect,
                        direction=direction,
                        via=DIRECT,
                        sentences=passages,
                        trigger=(word.start, word.end),
                        negated=said.negated,
                        speculated=said.speculated or self.setting.reached(SPECULATION, trigger),
                        context=Context(),
                        score=round(said.score, DIGITS),
                        extractor=f"model:{QUESTION}",
                    )


def stated_of(reader: Reader, states: Array, setting: Setting, asked: bool) -> tuple[Any, Stated | None]:
    """Return what each word has come to, and the answers about pairs of mentions; None where there is no pair.

    Args:
        asked: the words are needed in any case; else they are read for pairs of mentions only.
    """
    widest = reader.reading["widest"]
    pairs = mention_pairs(setting.names, setting.sentence, setting.title, None, widest, setting.doubtful)
    if pairs is None and not asked:
        return None, None
    read = reader.read(states, kinds_of(setting.names, len(states)))
    return read, Stated(reader, read, pairs, setting) if pairs else None
