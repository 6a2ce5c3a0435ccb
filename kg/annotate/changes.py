"""chunks -> findings of change: Tregs are fewer in SLE, or IL-6 is higher in mice that lack IL-10."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.annotate import pieces as p
from kg.annotate.clauses import Clauses
from kg.annotate.findings import Finding, ungoverned
from kg.annotate.phrases import ABOUT, PATIENTS, Phrase

# Behind "in IL-2-deficient mice": something else was done to them too
_ALSO_DONE = frozenset({"with", "after", "upon", "following", "during", "by"})


class Changes:
    """Recognises changes in one sentence; indices are chunk indices."""

    def __init__(self, clauses: Clauses) -> None:
        self.clauses = clauses
        self.rules = clauses.rules

    def of_phrase(self, index: int, phrase: Phrase) -> Iterator[Finding]:
        """Recognise "decreased numbers of Tregs (were found) in SLE" and "patients with SLE had increased IL-6"."""
        if phrase.kind != ABOUT:
            return
        if self.clauses.word(index - 1) in self.rules.words["shows"]:
            yield from self._shown(index, phrase)
        if phrase.change and not (phrase.senses and not phrase.aspects):  # "a reduced capacity for A": no change of A
            yield from self.placed(self.clauses.behind_report(index), phrase, phrase.change, phrase.change_aspect)

    def _shown(self, index: int, phrase: Phrase) -> Iterator[Finding]:
        at = self._piece(index)
        sense = phrase.senses[0] if phrase.senses else None
        event = sense is not None and sense.trigger is not None and sense.trigger.id in {"increase", "reduce"}
        if sense and sense.trigger and event:  # "patients who receive A showed a decrease in B"
            for medicine in self._received(index - 1):
                yield Finding("given", sense.trigger, medicine, ungoverned(phrase, sense), at, phrase.negated)
        for owner in self.clauses.subjects(index - 1):
            if owner.sign < 0:
                if sense and event:
                    bare = ungoverned(phrase, sense)
                    yield self._change(owner, bare, sense.sign, "", at, phrase.negated)
                elif phrase.change and phrase.sign > 0:
                    yield self._change(owner, phrase, phrase.change, phrase.change_aspect, at, phrase.negated)
            elif owner.kind == PATIENTS and phrase.change and not (phrase.senses and not phrase.aspects):
                yield self._change(owner, phrase, phrase.change, phrase.change_aspect, at)

    def _received(self, index: int) -> list[Phrase]:
        """Return A in "patients receiving A", "mice treated with A" before the verb at a chunk."""
        at = self.clauses.group_start(index) - 1
        phrase = self.clauses.phrase(at)
        before = at - 2 if self.clauses.word(at - 1) == "with" else at - 1
        given = self.clauses.word(before) in ({"treated", "injected"} if before == at - 2 else {"receiving", "given"})
        people = self.clauses.phrase(before - 1)
        ours = people is not None and people.kind == PATIENTS and self.clauses.tag(before - 2) in ("", p.STOP, p.COMMA)
        return [phrase] if given and ours and phrase and phrase.kind == ABOUT and phrase.refs else []

    def predicated(self, index: int) -> Iterator[Finding]:
        """Recognise "Tregs are (significantly) lower in patients with SLE"."""
        at = index + 1
        while self.clauses.tag(at) in (p.ADVERB, p.LINKING, p.NEGATION):
            at += 1
        found = self._adjective(at)
        if found is None:
            return
        sign, aspect = found
        for one in self.clauses.subjects(index):
            if one.kind == ABOUT:
                yield from self.placed(at, one, sign, aspect)

    def _adjective(self, at: int) -> tuple[int, str] | None:
        """Return sign and aspect of "(significantly) higher" at a chunk."""
        words, chunk = self.rules.words, self.clauses.chunks[at] if at < len(self.clauses.chunks) else None
        if chunk is None or chunk.tag == p.TRIGGER:
            return None
        said = [piece for piece in self.clauses.pieces[chunk.first : chunk.last + 1] if piece.tag != p.ADVERB]
        if len(said) != 1:
            return None
        word = said[0].word
        sign = 1 if word in words["increased"] or word in words["intensified"] else 0
        sign = -1 if word in words["decreased"] or word in words["impaired"] else sign
        return (sign, "activity" if word in words["impaired"] or word in words["intensified"] else "") if sign else None

    def placed(self, index: int, phrase: Phrase, sign: int, aspect: str) -> Iterator[Finding]:
        """Yield the change of a phrase's concepts in what "in …" behind a chunk, or before the clause, names."""
        if phrase.kind != ABOUT or phrase.sign < 0:
            return
        at = self._where(index)
        place = self.clauses.phrase(at + 1) if at else None
        if place and self.clauses.word(at + 2) in {"of", "from", "in"} and place.kind == PATIENTS and not place.refs:
            at += 2
            place = self.clauses.phrase(at + 1)
        if place and place.refs and (place.sign < 0 or not place.senses):
            if "absence" in place.words:
                return  # "also decreased in the absence of B"
            if place.sign > 0 or not self._more_done(at + 2):
                yield self._change(place, phrase, sign, aspect, self._piece(index))
        elif place is None and (fronted := self._fronted()) is not None and not self._more_done(index + 1):
            yield self._change(fronted, phrase, sign, aspect, self._piece(index))

    def _where(self, index: int) -> int:
        """Return the "in" behind a chunk, "on T cells" passed over; 0 where there is none."""
        at = self.clauses.skip_adverbs(index + 1, "")
        if self.clauses.word(at) == "on" and self.clauses.phrase(at + 1) is not None:
            at += 2
        return at if self.clauses.word(at) in {"in", "of", "from"} else 0

    def _fronted(self) -> Phrase | None:
        """Return what lacks in "In the absence of A, …" where that opens the sentence."""
        phrase = self.clauses.phrase(1)
        opens = self.clauses.word(0) == "in" and self.clauses.tag(2) == p.COMMA
        lacks = phrase is not None and phrase.kind == ABOUT and bool(phrase.refs) and phrase.sign < 0
        single = not any(chunk.tag == p.SUBORDINATOR for chunk in self.clauses.chunks)
        return phrase if opens and lacks and single and phrase and phrase.via == "loss" else None

    def _more_done(self, at: int) -> bool:
        verb = self.clauses.tag(at) in (p.TRIGGER, p.VERB, p.LINKING) and self.clauses.word(at) != "compared"
        return verb or self.clauses.word(at) in _ALSO_DONE

    def _piece(self, index: int) -> int:
        return self.clauses.chunks[index].first

    def _change(self, place: Phrase, phrase: Phrase, sign: int, aspect: str, at: int, negated: bool = False) -> Finding:
        aspects = (aspect,) if aspect and not phrase.aspects else phrase.aspects
        if place.sign < 0:  # "higher in mice that lack A": A lowers it
            changed = replace(phrase, aspects=aspects, words=(), change=0)
            return Finding(
                "lacking", self.rules.named("increase" if sign > 0 else "reduce"), place, changed, at, negated
            )
        return Finding("altered", None, place, replace(phrase, sign=sign, aspects=aspects), at, negated)
