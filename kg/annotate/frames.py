"""chunks -> findings: the constructions in which a sentence says that one thing acts on another.

active      IL-2 expands Tregs                      passive      Tregs were expanded by IL-2
nominal     expansion of Tregs by IL-2              compound     IL-2-induced expansion of Tregs
participle  IL-2, the cytokine driving Tregs        infinitive   Tregs are able to suppress B cells
role        IL-2 is essential for Tregs             apposition   the activity of IL-2, the expansion of Tregs
altered     Tregs are decreased in SLE              applied      treatment of SLE with rituximab
given       B cells were depleted with rituximab
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.annotate import pieces as p
from kg.annotate.clauses import Clauses
from kg.annotate.phrases import ABOUT, PATIENTS, Chunk, Phrase
from kg.annotate.pieces import Piece
from kg.annotate.rules import BASE, ED, ING, NounSense, Rules, Trigger


@dataclass(frozen=True, slots=True)
class Finding:
    """A construction that was recognised, before categories decide what it comes to.

    Attributes:
        frame: the construction's name, a key of the rules' scores.
        trigger: what was triggered; None for `altered` and `role`.
        subject, object: phrases.
        at: index of the piece that triggers.
        negated: "no effect", "not".
    """

    frame: str
    trigger: Trigger | None
    subject: Phrase
    object: Phrase
    at: int
    negated: bool = False


class Frames:
    """Recognises the constructions in one sentence."""

    def __init__(self, pieces: Sequence[Piece], chunks: Sequence[Chunk], rules: Rules) -> None:
        self.pieces = pieces
        self.chunks = chunks
        self.rules = rules
        self.clauses = Clauses(pieces, chunks, rules)

    def findings(self) -> Iterator[Finding]:
        """Yield every construction found, in text order of the triggers."""
        before_and_after = any(piece.word in self.rules.words["treated"] for piece in self.pieces)
        for finding in self._recognised():
            if not (before_and_after and finding.frame == "altered"):
                yield finding

    def _recognised(self) -> Iterator[Finding]:
        for index, chunk in enumerate(self.chunks):
            if chunk.tag == p.TRIGGER:
                yield from self._verbal(index)
            elif chunk.phrase:
                yield from self._nominal(index, chunk.phrase)
                yield from self._altered_phrase(index, chunk.phrase)
                yield from self._role(index)
            elif chunk.tag == p.BE:
                yield from self._altered_predicate(index)

    # -- verbs --------------------------------------------------------------------------------------

    def _verbal(self, index: int) -> Iterator[Finding]:
        piece = self.pieces[self.chunks[index].first]
        for trigger, form in piece.triggers:
            if self._is_passive(index, form):
                yield from self._passive(index, trigger)
            elif not trigger.passive_only:
                yield from self._active(index, trigger, form)

    def _is_passive(self, index: int, form: str) -> bool:
        if form != ED:
            return False
        return self.clauses.has_be(index) or self.clauses.word(index + 1) == "by"

    def _passive(self, index: int, trigger: Trigger) -> Iterator[Finding]:
        objects = self._passive_objects(index)
        if trigger.after == "with":  # "is associated with", "were correlated with": subject first
            for one in objects:
                for other in self._after(index, trigger.after)[:1]:  # "A with B and C with D": C goes with D
                    yield Finding("passive", trigger, one, other, self.chunks[index].first)
            return
        frame, agents = self._agents(index, trigger)
        for one in objects:
            for agent in agents:
                yield Finding(frame, trigger, agent, one, self.chunks[index].first)
            if not agents and trigger.sign:
                yield from self._altered_in(index, one, trigger.sign, trigger.aspect)

    def _passive_objects(self, index: int) -> list[Phrase]:
        if self.clauses.has_be(index):
            return self.clauses.subjects(index)
        nearest = self.clauses.phrase(index - 1)
        if nearest is None or nearest.kind not in (ABOUT, PATIENTS):
            return []
        if nearest.senses and nearest.senses[0].trigger:  # "inhibition of A induced by B": A is what B induced
            nearest = replace(nearest, sign=1, via="direct", senses=(), aspects=())
        return [nearest]

    def _agents(self, index: int, trigger: Trigger) -> tuple[str, list[Phrase]]:
        """Return the construction and the phrases behind "by", "using" … or "with" in the next few chunks."""
        beside = self.rules.words["beside"]
        plain = {"with", "by"} if trigger.id == "treat" else self.rules.words["agents"] - beside
        at = index + 1
        for _ in range(3):
            at = self.clauses.skip_adverbs(at, "")
            if self.clauses.word(at) in plain:
                return "passive", self.clauses.objects(at + 1)
            if self.clauses.word(at) in beside:
                return "given", self.clauses.objects(at + 1)
            if self.clauses.tag(at) != p.PREPOSITION or not self.clauses.phrase(at + 1):
                break
            at += 2
        return "passive", []

    def _active(self, index: int, trigger: Trigger, form: str) -> Iterator[Finding]:
        if trigger.after:
            objects = self._after(index, trigger.after)
        else:
            at = self.clauses.skip_adverbs(index + 1, trigger.after_optional)
            objects = self.clauses.objects(at)
        if self._does_more(at if not trigger.after else index + 2):
            return
        subjects, frame = self._subjects(index, form)
        if not objects and trigger.sign and form == ED and self.clauses.word(index + 1) == "in":
            for subject in subjects:  # "Tregs decreased in SLE"
                yield from self._altered_in(index, subject, trigger.sign, trigger.aspect)
        for subject in subjects:
            for one in objects:
                yield Finding(frame, trigger, subject, one, self.chunks[index].first)

    def _does_more(self, at: int) -> bool:
        """Tell whether the object does something itself: "induced A to do B", "results in A undergoing B"."""
        behind = at + 1
        ing = self.clauses.tag(behind) == p.VERB and self.clauses.word(behind).endswith("ing")
        return self.clauses.phrase(at) is not None and (self.clauses.tag(behind) == p.TO or ing)

    def _after(self, index: int, preposition: str) -> list[Phrase]:
        at = self.clauses.skip_adverbs(index + 1, "")
        return self.clauses.objects(at + 1) if self.clauses.word(at) == preposition else []

    def _subjects(self, index: int, form: str) -> tuple[list[Phrase], str]:
        if form == ING:
            return self.clauses.participle_subjects(index), "participle"
        if form == BASE and self.clauses.before_verb_group(index, p.TO):
            return self.clauses.infinitive_subjects(index), "infinitive"
        return self.clauses.subjects(index), "active"

    # -- nouns --------------------------------------------------------------------------------------

    def _nominal(self, index: int, phrase: Phrase) -> Iterator[Finding]:
        if phrase.kind != ABOUT or not phrase.refs:
            return
        for one in (phrase, *phrase.embedded):
            yield from self._compound(index, one)
        if not phrase.senses:
            return
        sense = phrase.senses[0]
        at = self.chunks[index].first
        if sense.trigger:
            bare = _ungoverned(phrase, sense)
            for frame, agent in self._nominal_agents(index):
                yield Finding(frame, sense.trigger, agent, bare, at, phrase.negated)
            for owner in self._apposed_owner(index):
                yield Finding("apposition", sense.trigger, owner, bare, at)
        elif sense.id == "treating":
            yield from self._applied(index)

    def _nominal_agents(self, index: int) -> list[tuple[str, Phrase]]:
        """Return construction and agents behind "expansion of Tregs (in mice) by …", also of a coordinate."""
        at = index + 1
        for _ in range(4):
            if self.clauses.word(at) in self.rules.words["agents"]:
                frame = "given" if self.clauses.word(at) in self.rules.words["beside"] else "nominal"
                return [(frame, agent) for agent in self.clauses.objects(at + 1)]
            following = self.clauses.phrase(at + 1)
            joined = self.clauses.tag(at) == p.CONJUNCTION and following and following.senses
            inside = self.clauses.tag(at) == p.PREPOSITION and self.clauses.word(at) == "in" and following
            if self.clauses.tag(at) == p.CONJUNCTION and self.clauses.tag(at + 1) == p.CONJUNCTION:
                at += 1  # "and / or"
            elif joined or inside:
                at += 2
            else:
                return []
        return []

    def _apposed_owner(self, index: int) -> list[Phrase]:
        """Return IL-2 in "the chief effect of IL-2, the expansion of Tregs"."""
        if self.clauses.tag(index - 1) != p.COMMA:
            return []
        before = self.clauses.phrase(index - 2)
        named = {"activity", "function", "effect", "action", "role", "mechanism", "property"}
        if before and before.kind == ABOUT and named & set(before.words):
            return [replace(before, aspects=(), senses=())]
        return []

    def _compound(self, index: int, phrase: Phrase) -> Iterator[Finding]:
        at = self.chunks[index].first
        for causer in phrase.causers:
            sense = phrase.senses[0] if phrase.senses else None
            if sense is None:  # "hydralazine-induced lupus", "IL-17-driven inflammation"
                for name in ("cause", "provoke"):
                    yield Finding(
                        "compound", self._named(name), Phrase(ABOUT, [causer]), replace(phrase, causers=[]), at
                    )
            elif sense.trigger or sense.aspect:
                trigger = sense.trigger or self._named("increase" if sense.sign > 0 else "reduce")
                bare = _ungoverned(phrase, sense) if sense.trigger else replace(phrase, sign=1)
                yield Finding("compound", trigger, Phrase(ABOUT, [causer]), replace(bare, causers=[]), at)
        for product, expressed in phrase.products:
            trigger = self._named("express" if expressed else "produce")
            yield Finding("compound", trigger, phrase, Phrase(ABOUT, [product]), at)

    def _named(self, name: str) -> Trigger:
        return next(trigger for trigger in self.rules.triggers if trigger.id == name)

    def _applied(self, index: int) -> Iterator[Finding]:
        """Recognise "treatment of lupus with rituximab"."""
        chunk, phrase = self.chunks[index], self.chunks[index].phrase
        if phrase is None or self.pieces[chunk.first].word not in {"treatment", "therapy", "the"}:
            return
        if not {"treatment", "therapy"} & set(phrase.words) or self.clauses.word(index + 1) != "with":
            return
        treat = self._named("treat")
        for medicine in self.clauses.objects(index + 2):
            yield Finding("applied", treat, medicine, replace(phrase, senses=(), aspects=()), chunk.first)

    # -- roles and changes --------------------------------------------------------------------------

    def _role(self, index: int) -> Iterator[Finding]:
        """Recognise "IL-2 is an important cytokine for Treg activity", "is required for"."""
        phrase = self.chunks[index].phrase
        effective = {"effective", "efficacious"}
        words = self.rules.words["needed"] | effective
        if phrase is None or phrase.kind == ABOUT or not words & set(phrase.words):
            return
        if self.chunks[index].last - self.chunks[index].first + 1 != len(phrase.words):
            return  # "important determinants of X": what follows belongs to X
        helps = bool(effective & set(phrase.words))
        if self.clauses.tag(index - 1) != p.BE or self.clauses.word(index + 1) not in {"for", "in", "to", "against"}:
            return
        at = self.chunks[index].first
        for subject in self.clauses.subjects(index - 1):
            for one in self.clauses.objects(index + 2):
                if not helps or one.kind == PATIENTS or not one.aspects:
                    yield Finding("role", self._named("improve" if helps else "increase"), subject, one, at)

    def _altered_phrase(self, index: int, phrase: Phrase) -> Iterator[Finding]:
        """Recognise "decreased numbers of Tregs (were found) in SLE" and "patients with SLE had increased IL-6"."""
        if phrase.kind != ABOUT or not phrase.change or (phrase.senses and not phrase.aspects):
            return  # "a reduced capacity for A" is no change of A
        aspect = phrase.change_aspect
        if self.clauses.word(index - 1) in self.rules.words["shows"]:
            for owner in self.clauses.subjects(index - 1):
                if owner.kind == PATIENTS:
                    yield self._change(owner, phrase, phrase.change, aspect, self.chunks[index].first)
        yield from self._altered_in(self.clauses.behind_report(index), phrase, phrase.change, aspect)

    def _altered_predicate(self, index: int) -> Iterator[Finding]:
        """Recognise "Tregs are (significantly) lower in patients with SLE"."""
        at = self.clauses.skip_adverbs(index + 1, "")
        words, word = self.rules.words, self.clauses.first_word(at)
        sign = 1 if word in words["increased"] or word in words["intensified"] else 0
        sign = -1 if word in words["decreased"] or word in words["impaired"] else sign
        if not sign or self.clauses.tag(at) == p.TRIGGER or self.chunks[at].first != self.chunks[at].last:
            return
        aspect = "activity" if word in words["impaired"] or word in words["intensified"] else ""
        for one in self.clauses.subjects(index):
            if one.kind == ABOUT:
                yield from self._altered_in(at, one, sign, aspect)

    def _altered_in(self, index: int, phrase: Phrase, sign: int, aspect: str) -> Iterator[Finding]:
        """Yield the change of a phrase's concepts in the disease that "in …" behind a chunk names."""
        at = self.clauses.skip_adverbs(index + 1, "")
        if self.clauses.word(at) not in {"in", "of", "from"} or phrase.kind != ABOUT or phrase.sign < 0:
            return
        place = self.clauses.phrase(at + 1)
        if place and self.clauses.word(at + 2) in {"of", "from", "in"} and place.kind == PATIENTS and not place.refs:
            place = self.clauses.phrase(at + 3)
        if place and place.refs and place.sign > 0 and not place.senses:
            yield self._change(place, phrase, sign, aspect, self.chunks[index].first)

    def _change(self, place: Phrase, phrase: Phrase, sign: int, aspect: str, at: int) -> Finding:
        changed = replace(phrase, sign=sign, aspects=(aspect,) if aspect and not phrase.aspects else phrase.aspects)
        return Finding("altered", None, place, changed, at)


def _ungoverned(phrase: Phrase, sense: NounSense) -> Phrase:
    """Return what an event noun governs: "expansion of Tregs" without the expansion's own sign."""
    return replace(phrase, sign=phrase.sign * sense.sign, senses=phrase.senses[1:])
