"""chunks -> who acts and on what: finds subjects and objects of a verb by walking over the chunks of a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotate import pieces as p
from kg.annotate.phrases import ABOUT, KIND, OTHER, PATIENTS, Chunk, Phrase
from kg.annotate.pieces import Piece
from kg.annotate.rules import BASE, ING, Rules, S

_VERB_GROUP = frozenset({p.ADVERB, p.BE, p.HAVE, p.DO, p.MODAL, p.NEGATION, p.TO, p.LINKING})
_FINITE = frozenset({p.TRIGGER, p.VERB, p.BE, p.HAVE, p.MODAL, p.DO})
_INSERTED = frozenset((
    "which", "who", "including", "such", "like", "but", "together", "along", "especially", "particularly", "the", "a",
    "an", "also", "in", "however", "therefore", "thus", "by", "on", "similarly", "although",
))  # fmt: skip
_REPORTED_WITHIN = 8  # chunks between "decreased numbers of Tregs" and "has been documented in"


class Clauses:
    """Answers questions about one sentence's chunks; indices are chunk indices."""

    def __init__(self, pieces: Sequence[Piece], chunks: Sequence[Chunk], rules: Rules) -> None:
        self.pieces = pieces
        self.chunks = chunks
        self.rules = rules

    def tag(self, index: int) -> str:
        """Return a chunk's tag, "" outside the sentence."""
        return self.chunks[index].tag if 0 <= index < len(self.chunks) else ""

    def word(self, index: int) -> str:
        """Return the word of a single-piece chunk, "" for phrases and outside the sentence."""
        if not 0 <= index < len(self.chunks) or self.chunks[index].phrase:
            return ""
        return self.pieces[self.chunks[index].first].word

    def first_word(self, index: int) -> str:
        """Return the first word of a chunk of any kind."""
        return self.pieces[self.chunks[index].first].word if 0 <= index < len(self.chunks) else ""

    def phrase(self, index: int) -> Phrase | None:
        """Return a chunk's phrase, None for other chunks and outside the sentence."""
        return self.chunks[index].phrase if 0 <= index < len(self.chunks) else None

    def form(self, index: int) -> str:
        """Return a chunk's verb form, "" where it is no trigger."""
        return self.pieces[self.chunks[index].first].form() if self.tag(index) == p.TRIGGER else ""

    def skip_adverbs(self, index: int, optional: str) -> int:
        """Return the next index that is no adverb (and not the optional preposition)."""
        while self.tag(index) in (p.ADVERB, p.LINKING) or (optional and self.word(index) == optional):
            index += 1
        return index

    # -- to the right -------------------------------------------------------------------------------

    def objects(self, index: int) -> list[Phrase]:
        """Return the phrase at an index and those listed with it: "A and B", "A, B and C"."""
        index = self.skip_adverbs(index, "")
        found: list[Phrase] = []
        while (phrase := self.phrase(index)) is not None:
            if found and found[0].sign < 0 and found[0].senses and found[0].senses[0].trigger and phrase.sign > 0:
                break  # "suppression of A and B": whether B is suppressed too cannot be told
            if phrase.kind in (ABOUT, PATIENTS) and phrase.refs:
                found.append(phrase)
            elif not found:
                return []
            following = self._next_in_list(index)
            if following is None:
                break
            index = following
        return found

    def _next_in_list(self, index: int) -> int | None:
        """Return the phrase that goes on a list; None where what follows begins a clause of its own."""
        after = index + 1
        while self.tag(after) in (p.COMMA, p.CONJUNCTION):
            after += 1
        if after == index + 1 or self.phrase(after) is None or self.tag(after + 1) in _FINITE:
            return None
        if self.tag(after - 1) == p.CONJUNCTION:
            return after
        # behind a bare comma only where the list is closed by "and" further on
        closed = self.tag(after + 1) in (p.COMMA, p.CONJUNCTION) and self._next_in_list(after) is not None
        return after if closed else None

    def behind_report(self, index: int) -> int:
        """Return the chunk after which "in SLE" is looked for: the phrase, or "has been documented" behind it.

        An insertion between commas is passed over.
        """
        at = index + 1
        if self.tag(at) == p.COMMA and self.first_word(at + 1) in _INSERTED | {"especially", "in", "as"}:
            closing = next((i for i in range(at + 1, len(self.chunks)) if self.tag(i) == p.COMMA), 0)
            at = closing + 1 if closing else at
        reported = False
        for _ in range(_REPORTED_WITHIN):
            if self.tag(at) not in _VERB_GROUP and self.word(at) not in self.rules.words["observed"]:
                break
            reported = reported or self.word(at) in self.rules.words["observed"]
            at += 1
        return at - 1 if reported else index

    # -- to the left --------------------------------------------------------------------------------

    def before_verb_group(self, index: int, wanted: str) -> bool:
        """Tell whether a tag stands among the auxiliaries directly before a verb."""
        at = index - 1
        while self.tag(at) in _VERB_GROUP:
            if self.tag(at) == wanted:
                return True
            at -= 1
        return False

    def has_be(self, index: int) -> bool:
        """Tell whether a participle is passive: "was (also) restored", "were decreased … and restored"."""
        if self.before_verb_group(index, p.BE):
            return True
        if self.tag(index - 1) == p.CONJUNCTION:
            earlier = self._joined_verb(index, index - 1)
            return (
                earlier is not None and self.form(earlier) == self.form(index) and self.before_verb_group(earlier, p.BE)
            )
        return False

    def subjects(self, index: int) -> list[Phrase]:
        """Return the subjects of the finite verb at a chunk; empty where they cannot be told."""
        at = self.group_start(index) - 1
        if self.tag(at) == p.CONJUNCTION or self.word(at) == "but":
            earlier = self._joined_verb(index, at)
            return self.subjects(earlier) if earlier is not None else []
        if self.tag(at) == p.COMMA:
            at = self._before_insertion(at)
        elif self.tag(at) == p.SUBORDINATOR and self.word(at) in {"which", "that", "who"}:
            at -= 2 if self.tag(at - 1) == p.COMMA else 1
            loose = self.tag(at + 1) == p.COMMA and self.tag(at - 1) == p.PREPOSITION
            return [] if loose else self._relative(at, self.form(index))  # "in T cells, which": what, the cells?
        return self._from_phrase(at)

    def _relative(self, at: int, form: str) -> list[Phrase]:
        """Return what "that" refers to; "a balance between A and B that prevents" is not about A and B."""
        if self.tag(at - 1) == p.BE and self.first_word(at) in {"a", "an", "the", "one"}:
            return self.subjects(at - 1)  # "IL-16 is a cytokine that binds"
        near = self.phrase(at)
        if near is None or near.kind not in (ABOUT, PATIENTS) or not near.refs:
            return []
        return [] if form == S and len(near.refs) > 1 else [near]

    def infinitive_subjects(self, index: int) -> list[Phrase]:
        """Return who does what "to …" names: "Tregs are able to", "using IL-2 to", "the ability of Tregs to"."""
        start = self.group_start(index)
        near = self.phrase(start - 1)
        linked = any(self.tag(i) in (p.LINKING, p.BE, p.HAVE) for i in range(start, index))
        if linked:
            return self.subjects(index)
        if self.tag(start - 1) == p.CONJUNCTION:  # "to decrease A and to increase B"
            earlier = self._joined_verb(index, start - 1)
            return self.infinitive_subjects(earlier) if earlier is not None else []
        if near is not None and near.senses and near.senses[0].id == "role" and not near.refs:
            return self.subjects(start - 2) if self.tag(start - 2) == p.HAVE else []  # "has the ability to"
        if near is None or near.kind != ABOUT or not near.refs:
            return []
        able = bool(near.senses) and near.senses[0].id == "role"
        return [near] if able or self.word(start - 2) in {"using", "used"} else []

    def participle_subjects(self, index: int) -> list[Phrase]:
        """Return who does what "-ing" names."""
        before = self.phrase(index - 1)
        if before is not None:
            if before.kind == ABOUT and before.refs:
                # "fails to use A, leading to B": what leads there is the whole clause, unless A is an event
                event = (bool(before.senses) and not self._lessens(index - 2)) or self.first_word(index) not in {
                    "leading",
                    "resulting",
                }
                return [before] if event else []
            if before.kind == KIND and self.tag(index - 2) == p.BE:
                return self.subjects(index - 2)  # "IL-7 is a cytokine promoting A"
            owner = self.phrase(index - 3) if self.tag(index - 2) == p.COMMA else None
            return [owner] if before.kind == KIND and owner and owner.kind == ABOUT and owner.refs else []
        if self.word(index - 1) in {"by", "via", "through"} or self.word(index - 1) in self.rules.words["thereby"]:
            verb = self._earlier_verb(index - 1)
            return self.subjects(verb) if verb is not None and not self.has_be(verb) else []
        role = self._role_before(index)
        return self.subjects(role) if role is not None else []

    def _lessens(self, index: int) -> bool:
        """Tell whether a verb lessens its object: "reduced the amount of A resulting in B" is not A's doing."""
        piece = self.pieces[self.chunks[index].first] if index >= 0 and self.tag(index) == p.TRIGGER else None
        return piece is not None and any(trigger.sign < 0 for trigger, _ in piece.triggers)

    def _role_before(self, index: int) -> int | None:
        """Return the verb group behind whose role word ("have roles in …", "is key to") a participle stands."""
        for at in range(index - 1, max(-1, index - 9), -1):
            if self.tag(at) in (p.TRIGGER, p.SUBORDINATOR, p.STOP):
                return None
            phrase = self.phrase(at)
            words = set(phrase.words) if phrase else {self.word(at)}
            if words & self.rules.words["roles"]:
                return at - 1 if self.tag(at - 1) in (p.BE, p.HAVE, p.VERB, p.ADVERB) else None
        return None

    def group_start(self, index: int) -> int:
        """Return where the auxiliaries and adverbs before a verb begin."""
        start = index
        while self.tag(start - 1) in _VERB_GROUP:
            start -= 1
        return start

    def _earlier_verb(self, index: int) -> int | None:
        for at in range(index - 1, -1, -1):
            if self.tag(at) in (p.SUBORDINATOR, p.STOP):
                return None
            if self.tag(at) in (p.TRIGGER, p.VERB) and self.form(at) != ING:
                return at
        return None

    def _joined_verb(self, index: int, joint: int) -> int | None:
        """Return the verb that the verb at `index` is joined to by the "and" or "but" at `joint`."""
        earlier = self._earlier_verb(joint)
        if earlier is None:
            return None
        finite = self.tag(earlier) == p.VERB or self.has_be(earlier) or self.word(joint) == "but"
        finite = finite or self.before_verb_group(earlier, p.DO)
        return earlier if finite or self.form(earlier) == self.form(index) else None

    def _before_insertion(self, comma: int) -> int:
        """Return the chunk before an insertion that ends at a comma ("IL-2, the main cytokine, …"); -1 none."""
        for at in range(comma - 1, -1, -1):
            if self.tag(at) == p.COMMA:
                return at - 1 if self.first_word(at + 1) in _INSERTED else -1
            if self.tag(at) == p.STOP:
                return -1
        return -1

    def _from_phrase(self, at: int) -> list[Phrase]:
        """Return the head phrase of the chain "A in B of C" that ends at a chunk, and what is joined to it."""
        if self.phrase(at) is None:
            return []
        at = self._chain_head(at)
        if at < 0 or self._denied(at):
            return []
        before = self.tag(at - 1)
        if before in (p.PREPOSITION, p.TO):
            return []  # the phrase belongs to "in mice", not to the verb
        if before == p.TRIGGER:
            return self._behind_verb(at)
        if before in (p.VERB, p.LINKING):
            return []
        if before == p.COMMA and (owner := self._apposed(at)) is not None:
            return self._from_phrase(owner)
        phrase = self.phrase(at)
        found = [phrase] if phrase and phrase.kind in (ABOUT, PATIENTS) and phrase.refs else []
        if (
            before == p.CONJUNCTION
            and self.phrase(at - 2) is not None
            and self.tag(at - 3) in ("", p.STOP, p.SUBORDINATOR, p.COMMA)
        ):
            other = self.phrase(at - 2)
            joined = other is not None and other.kind == ABOUT and other.refs and found
            # "loss of A and B": whether B is lost too cannot be told
            found = [other, *found] if joined and other and (not other.senses or found[0].senses) else []
        return found

    def _denied(self, at: int) -> bool:
        """Tell whether a phrase ends a list that "not" begins: "A, but not B, C or D, does"."""
        while self.tag(at - 1) in (p.COMMA, p.CONJUNCTION) and self.phrase(at - 2) is not None:
            at -= 2
        return self.tag(at - 1) == p.NEGATION

    def _chain_head(self, at: int) -> int:
        """Return the first phrase of "A in B and C of D"; -1 for "A by B", where the sign of A is not A's own."""
        while True:
            if self.tag(at - 1) in (p.PREPOSITION, p.TO) and self.phrase(at - 2) is not None:
                phrase = self.phrase(at)
                if self.word(at - 1) == "by" or (phrase is not None and phrase.refs and phrase.sign < 0):
                    return -1  # nor is "Tregs from IL-2-deficient mice" about Tregs
                at -= 2
            elif self.tag(at - 1) == p.CONJUNCTION and self.tag(at - 3) == p.PREPOSITION and self.phrase(at - 2):
                at -= 2
            else:
                return at

    def _behind_verb(self, at: int) -> list[Phrase]:
        """The phrase is the object of an infinitive or participle; the subject stands before that."""
        form = self.form(at - 1)
        start = self.group_start(at - 1)
        if form == BASE and any(self.tag(i) == p.TO for i in range(start, at - 1)):
            return self._from_phrase(start - 1)
        if form == ING:
            return self._from_phrase(at - 2)
        return []

    def _apposed(self, at: int) -> int | None:
        """Return the phrase that the one at a chunk explains ("IL-2, the main cytokine"), None otherwise."""
        phrase, owner = self.phrase(at), self.phrase(at - 2)
        explains = phrase is not None and phrase.kind in (KIND, OTHER) and self.first_word(at) in {"the", "a", "an"}
        return at - 2 if explains and owner is not None and owner.kind == ABOUT else None
