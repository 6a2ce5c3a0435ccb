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
from dataclasses import replace

from kg.annotate import pieces as p
from kg.annotate.changes import Changes
from kg.annotate.clauses import Clauses
from kg.annotate.findings import Finding, ungoverned
from kg.annotate.phrases import ABOUT, PATIENTS, Chunk, Phrase
from kg.annotate.pieces import Piece
from kg.annotate.roles import Roles
from kg.annotate.rules import BASE, ED, ING, Rules, Trigger


class Frames:
    """Recognises the constructions in one sentence."""

    def __init__(self, pieces: Sequence[Piece], chunks: Sequence[Chunk], rules: Rules) -> None:
        self.pieces = pieces
        self.chunks = chunks
        self.rules = rules
        self.clauses = Clauses(pieces, chunks, rules)
        self.changes = Changes(self.clauses)
        self.roles = Roles(self.clauses)

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
                yield from self.changes.of_phrase(index, chunk.phrase)
                yield from self.roles.needed(index)
                yield from self.roles.effects(index, chunk.phrase)
            elif chunk.tag == p.BE:
                yield from self.changes.predicated(index)
                yield from self.roles.susceptible(index)

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
        if trigger.over:  # "mice that lack A are protected from B"
            for subject in objects:
                for one in self._objects(index, trigger)[0] if subject.sign < 0 else ():
                    yield Finding("lacking", trigger, subject, one, self.chunks[index].first)
            return
        frame, agents = self._agents(index, trigger)
        objects = objects or (self._caused_before(index) if agents else [])
        for one in objects:
            for agent in agents:
                yield Finding(frame, trigger, agent, one, self.chunks[index].first)
            if not agents and trigger.sign:
                yield from self.changes.placed(index, one, trigger.sign, trigger.aspect)

    def _passive_objects(self, index: int) -> list[Phrase]:
        if self.clauses.has_be(index):
            return self.clauses.subjects(index)
        nearest = self.clauses.phrase(index - 1)
        if nearest is None or nearest.kind not in (ABOUT, PATIENTS):
            return []
        if nearest.senses and nearest.senses[0].trigger:  # "inhibition of A induced by B": A is what B induced
            nearest = replace(nearest, sign=1, via="direct", senses=(), aspects=())
        return [nearest]

    def _caused_before(self, index: int) -> list[Phrase]:
        """Return "the inhibition of A" where "by B" stands between it and a passive verb."""
        at = self.clauses.group_start(index) - 1
        event = self.clauses.phrase(at - 2)
        by = self.clauses.word(at - 1) == "by" and self.clauses.tag(at - 3) in ("", p.COMMA, p.STOP)
        return [event] if by and event and event.refs and event.senses and event.senses[0].trigger else []

    def _agents(self, index: int, trigger: Trigger) -> tuple[str, list[Phrase]]:
        """Return the construction and the phrases behind "by", "using" … or "with" in the next few chunks."""
        beside = self.rules.words["beside"]
        plain = {"with", "by"} if trigger.id == "treat" else self.rules.words["agents"] - beside
        at = self._behind_denial(index + 1)
        for _ in range(3):
            at = self.clauses.skip_adverbs(at, "")
            if self.clauses.word(at) in plain:
                return "passive", self.clauses.objects(at + 1)
            if self.clauses.word(at) in beside:
                return "given", self.clauses.objects(at + 1)
            place = self.clauses.phrase(at + 1)
            if self.clauses.tag(at) != p.PREPOSITION or not place:
                break
            at += 2
            if place.kind == PATIENTS and self.clauses.word(at) in {"treated", "injected"}:
                at += 1  # "in mice treated with A"
                return "given", self.clauses.objects(at + 1) if self.clauses.word(at) == "with" else []
        return "passive", []

    def _behind_denial(self, at: int) -> int:
        """Return the chunk behind ", not increased," and "but not abolished"."""
        start = at + 1 if self.clauses.tag(at) == p.COMMA else at
        start = start + 1 if self.clauses.word(start) == "but" else start
        if self.clauses.tag(start) != p.NEGATION:
            return at
        end = next((i for i in range(start, min(start + 5, len(self.chunks))) if self._acts(i)), -1)
        if end < 0:
            return at
        return end + 2 if self.clauses.tag(end + 1) == p.COMMA else end + 1

    def _acts(self, index: int) -> bool:
        return self.clauses.tag(index) == p.TRIGGER or self.clauses.word(index) in self.rules.verbs

    def _active(self, index: int, trigger: Trigger, form: str) -> Iterator[Finding]:
        objects, at = self._objects(index, trigger)
        if self._does_more(at) or self._goes_less_far(index, trigger):
            return
        subjects, frame = self._subjects(index, form)
        if not objects and trigger.sign and form == ED and self.clauses.word(index + 1) in {"in", ""}:
            for subject in subjects:  # "Tregs decreased in SLE"
                yield from self.changes.placed(index, subject, trigger.sign, trigger.aspect)
        means = [("given", one) for subject in subjects for one in self._means(subject)]
        for found, subject in [*((frame, subject) for subject in subjects), *means]:
            for one in objects:
                yield Finding(found, trigger, subject, one, self.chunks[index].first)

    def _means(self, subject: Phrase) -> list[Phrase]:
        """Return B in "blockade of A with B reduced C"."""
        if subject.sign > 0 or not subject.senses or subject.via != "blockade":
            return []
        at = next((i + 1 for i, chunk in enumerate(self.chunks) if chunk.phrase is subject), 0)
        return self.clauses.objects(at + 1) if self.clauses.word(at) in {"with", "by", "using"} else []

    def _objects(self, index: int, trigger: Trigger) -> tuple[list[Phrase], int]:
        """Return the objects of an active verb and the chunk where they begin."""
        if trigger.over:
            at = self.clauses.skip_adverbs(index + 1, "")
            at = at + 1 if self.clauses.phrase(at) is not None else at  # "mice" in "protects mice from"
            return (self.clauses.objects(at + 1) if self.clauses.word(at) in trigger.over else []), at + 1
        if trigger.after:
            return self._after(index, trigger.after), index + 2
        at = self.clauses.skip_adverbs(index + 1, trigger.after_optional)
        found = self.clauses.objects(at)
        joined = self._joined_behind(index)
        if not found and joined:  # "reduced but did not abolish A"
            at = joined + 1 + (self.clauses.tag(joined + 1) == p.COMMA)
            found = self.clauses.objects(at)
        return found, at

    def _joined_behind(self, index: int) -> int:
        """Return the verb that shares the object of the one at a chunk, 0 where there is none."""
        at = index + 1 + (self.clauses.tag(index + 1) == p.COMMA)
        if self.clauses.word(at) not in {"but", "and", "or"}:
            return 0
        at += 1
        while self.clauses.tag(at) in (p.DO, p.NEGATION, p.ADVERB, p.MODAL):
            at += 1
        return at if self.clauses.tag(at) == p.TRIGGER else 0

    def _goes_less_far(self, index: int, trigger: Trigger) -> bool:
        """Tell whether a verb only says how far another went: "reduced but did not prevent"."""
        if not self.clauses.before_verb_group(index, p.NEGATION):
            return False
        for at in range(index - 1, max(-1, index - 8), -1):
            if self.clauses.tag(at) == p.TRIGGER and self._joined_behind(at) == index:
                return any(one.sign == trigger.sign for one, _ in self.pieces[self.chunks[at].first].triggers)
        return False

    def _does_more(self, at: int) -> bool:
        """Tell whether the object does something itself: "induced A to do B", "prevents A from doing B"."""
        phrase = self.clauses.phrase(at)
        if phrase is None or (phrase.senses and phrase.senses[0].id == "role"):  # "the ability of A to do B"
            return False
        behind = at + 1
        word = self.clauses.first_word(behind + 1)
        ing = self.clauses.tag(behind) == p.VERB and self.clauses.word(behind).endswith("ing")
        if self.clauses.tag(behind) == p.TO:  # "reduced A to below B"
            return self.clauses.tag(behind + 1) != p.PREPOSITION
        return ing or (self.clauses.word(behind) == "from" and word.endswith("ing"))

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
            bare = ungoverned(phrase, sense)
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
            seen = self.clauses.word(at + 1) in self.rules.words["observed"]
            if self.clauses.tag(at) == p.BE and seen:  # "a decrease in A was seen after B"
                at += 2
                continue
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
                        "compound", self.rules.named(name), Phrase(ABOUT, [causer]), replace(phrase, causers=[]), at
                    )
            elif sense.trigger or sense.aspect:
                trigger = sense.trigger or self.rules.named("increase" if sense.sign > 0 else "reduce")
                bare = ungoverned(phrase, sense) if sense.trigger else replace(phrase, sign=1)
                yield Finding("compound", trigger, Phrase(ABOUT, [causer]), replace(bare, causers=[]), at)
        for product, expressed in phrase.products:
            trigger = self.rules.named("express" if expressed else "produce")
            yield Finding("compound", trigger, phrase, Phrase(ABOUT, [product]), at)

    def _applied(self, index: int) -> Iterator[Finding]:
        """Recognise "treatment of lupus with rituximab"."""
        chunk, phrase = self.chunks[index], self.chunks[index].phrase
        if phrase is None or self.pieces[chunk.first].word not in {"treatment", "therapy", "the"}:
            return
        if not {"treatment", "therapy"} & set(phrase.words) or self.clauses.word(index + 1) != "with":
            return
        treat = self.rules.named("treat")
        for medicine in self.clauses.objects(index + 2):
            yield Finding("applied", treat, medicine, replace(phrase, senses=(), aspects=()), chunk.first)
