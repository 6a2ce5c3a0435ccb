"""pieces -> chunks: noun phrases, read with what "of", "with" and "and" add to them, and the words between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kg.annotate import pieces as p
from kg.annotate.heads import Heads
from kg.annotate.phrases import ABOUT, OTHER, PATIENTS, Chunk, Phrase
from kg.annotate.pieces import Piece
from kg.annotate.rules import Rules

_NOUNS = (p.MENTION, p.NOUN, p.WORD, p.GENERIC, p.PATIENTS)
_NOMINAL = frozenset({*_NOUNS, p.POSSESSIVE, p.DETERMINER, p.ADVERB, p.HYPHEN, p.NEGATION})
_TURNING = frozenset({"into", "to", "toward", "towards"})
# What may stand, besides "of", between a noun and what it governs: "increase in A", "antibody to A"
_GOVERNING: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "loss": frozenset({"in"}),
        "silencer": frozenset({"for", "to", "against"}),
        "blockade": frozenset({"for", "to", "against"}),
        "giving": frozenset({"with"}),
        "treating": frozenset({"with", "for", "in"}),
    }
)
_OF_EVENTS = frozenset({"in", "for", "to", "against"})


class Chunker:
    """Reads one sentence's pieces from left to right into chunks.

    Args:
        categories, concepts: category and best concept by mention index.
    """

    def __init__(
        self,
        pieces: Sequence[Piece],
        categories: Mapping[int, str],
        concepts: Mapping[int, str],
        rules: Rules,
    ) -> None:
        self.pieces = pieces
        self.rules = rules
        self.heads = Heads(pieces, categories, concepts, rules)
        self.tag, self.category = self.heads.tag, self.heads.category

    def chunks(self) -> list[Chunk]:
        """Return the chunks of the sentence."""
        found, at = [], 0
        while at < len(self.pieces):
            phrase, after = self.phrase(at)
            if phrase:
                found.append(Chunk("phrase", at, after - 1, phrase))
                at = after
            else:
                found.append(Chunk(self.pieces[at].tag, at, at))
                at += 1
        return found

    def phrase(self, at: int) -> tuple[Phrase | None, int]:
        """Return the noun phrase that begins at a piece and the index behind it, or (None, at)."""
        run, after = self._run(at)
        if not run:
            return None, at
        phrase = self.heads.head(run)
        if self.tag(after) == p.HYPHEN:  # "inflammation- and stress-related": cut off before its head
            return Phrase(OTHER, words=phrase.words), after
        if phrase.kind == OTHER or (phrase.senses and not phrase.refs) or phrase.kind == PATIENTS:
            after = self._complement(phrase, run, after)
        elif phrase.refs and phrase.senses and phrase.senses[0].trigger:
            after = self._object_behind(phrase, after)
        if phrase.kind == ABOUT and phrase.refs:
            after = self._coordinated(phrase, after)
        return phrase, after

    def _run(self, at: int) -> tuple[list[int], int]:
        """Return the indices of a maximal run of nominal pieces, with its hyphens, and the index behind."""
        start = at
        while self.tag(at) in _NOMINAL:
            if self.tag(at) == p.NEGATION and (at > start or self.pieces[at].word != "no"):
                break
            if at > start and self.tag(at) in (p.DETERMINER, p.POSSESSIVE) and self._holds_noun(start, at):
                break
            at += 1
        while at > start and (self.tag(at - 1) in (p.ADVERB, p.HYPHEN, p.NEGATION) or self._compares(at - 1)):
            at -= 1
        return (list(range(start, at)), at) if self._holds_noun(start, at) else ([], start)

    def _compares(self, at: int) -> bool:
        """Tell whether a piece is "more" in "reduced CRP more than B did"."""
        return self.pieces[at].word in {"more", "less"} and self.tag(at + 1) == p.PREPOSITION

    def _holds_noun(self, start: int, end: int) -> bool:
        return any(self.tag(i) in _NOUNS for i in range(start, end))

    def _complement(self, phrase: Phrase, run: list[int], after: int) -> int:
        """Read "of Tregs", "with IL-2" behind a noun that governs, "with SLE" behind patients."""
        after = self._more_nouns(phrase, after)
        preposition = self.pieces[after].word if self.tag(after) == p.PREPOSITION else ""
        if phrase.kind == PATIENTS:
            return self._sufferers(phrase, after) if preposition in {"with", "of"} else after
        if not phrase.senses and preposition != "of":
            return after
        wanted = self._prepositions(phrase, run)
        if preposition not in wanted and self.tag(after) != p.TO:
            return after
        if self.tag(after) == p.TO and not (phrase.senses and phrase.senses[0].id in {"blockade", "treating"}):
            return after
        inner, behind = self.phrase(after + 1)
        if inner is None:
            return after
        treating = bool(phrase.senses) and phrase.senses[0].id == "treating"
        exposed = self.tag(after) == p.TO and phrase.words[-1] == "exposure"
        if treating and not exposed and preposition != "with":
            return self._treatment(phrase, inner, behind)
        if phrase.senses and inner.kind == ABOUT and inner.refs:
            self._take_over(phrase, inner)
            return self._turned_into(phrase, behind)
        return behind if preposition == "of" else after

    def _prepositions(self, phrase: Phrase, run: list[int]) -> frozenset[str]:
        """Return behind which prepositions a run's noun finds what it governs.

        Where the run names something itself, known or not ("TF gene expression in THP-1 cells"), what
        follows is only the place.
        """
        unknown = [i for i in run if self.tag(i) == p.WORD and not self.heads.describes(i)]
        if any(self.pieces[i].acronym for i in unknown):
            return frozenset()
        if unknown or not phrase.senses:
            return frozenset({"of"})
        sense = phrase.senses[0]
        return frozenset({"of"}) | (_OF_EVENTS if sense.trigger else _GOVERNING.get(sense.id, frozenset()))

    def _sufferers(self, phrase: Phrase, after: int) -> int:
        """Read "with SLE" behind "patients"; "mice with IL-2" is left to the treatment it belongs to."""
        inner, behind = self.phrase(after + 1)
        if inner is None or inner.kind != ABOUT:
            return after
        suffered = [i for i in inner.refs if self.category(i) in ("disease", "phenotype")]
        phrase.refs += suffered
        carried = all(self.category(i) in ("antibody", "variant", "species") for i in inner.refs)
        return behind if suffered or carried else after

    def _treatment(self, phrase: Phrase, treated: Phrase, after: int) -> int:
        """Read "with IL-2" in "treatment of mice with IL-2"; a treated disease is what the phrase is about."""
        exposed = self.tag(after) == p.TO and "exposure" in phrase.words
        if exposed or (self.tag(after) == p.PREPOSITION and self.pieces[after].word == "with"):
            inner, behind = self.phrase(after + 1)
            if inner and inner.kind == ABOUT and inner.refs:
                if all(self.category(i) in ("disease", "phenotype") for i in treated.refs) and treated.refs:
                    phrase.kind, phrase.refs = ABOUT, treated.refs
                    return after
                self._take_over(phrase, inner)
                return behind
        return after

    def _object_behind(self, phrase: Phrase, after: int) -> int:
        """Read "IL-2 induction of IFN-gamma": the name before the noun acts, the one behind "of" is acted on."""
        if self.tag(after) != p.PREPOSITION or self.pieces[after].word != "of":
            return after
        inner, behind = self.phrase(after + 1)
        if inner is None or inner.kind != ABOUT or not inner.refs:
            return after
        phrase.causers = phrase.refs
        phrase.refs, phrase.aspects = inner.refs, inner.aspects or phrase.aspects
        phrase.sign *= inner.sign
        return behind

    def _turned_into(self, phrase: Phrase, after: int) -> int:
        """Read "into Tregs" in "conversion of naive T cells into Tregs": it is Tregs that become more."""
        turning = bool({"conversion", "differentiation", "polarization", "development"} & set(phrase.words))
        if turning and self.tag(after) in (p.PREPOSITION, p.TO) and self.pieces[after].word in _TURNING:
            inner, behind = self.phrase(after + 1)
            if inner and inner.kind == ABOUT and inner.refs:
                phrase.refs = inner.refs
                return behind
        elif "conversion" in phrase.words:
            phrase.kind, phrase.refs = OTHER, []
        return after

    def _take_over(self, phrase: Phrase, inner: Phrase) -> None:
        phrase.kind, phrase.refs = ABOUT, inner.refs
        phrase.sign *= inner.sign
        phrase.via = inner.via if phrase.via == "direct" else phrase.via
        event = phrase.senses[0].trigger is not None  # "inhibition of IL-2 production" is about production
        phrase.aspects = inner.aspects if event and inner.aspects else phrase.aspects or inner.aspects
        phrase.senses += inner.senses
        phrase.words += inner.words
        phrase.embedded += (*inner.embedded, *((inner,) if inner.causers else ()))
        phrase.change = phrase.change or inner.change

    def _more_nouns(self, phrase: Phrase, after: int) -> int:
        """Read "and expansion" in "stimulation and expansion of Tregs", "or impaired function" likewise."""
        while phrase.senses and not phrase.refs and self.tag(after) in (p.CONJUNCTION, p.COMMA):
            start = after + 1
            while self.tag(start) in (p.CONJUNCTION, p.COMMA):
                start += 1
            run, behind = self._run(start)
            second = self.heads.head(run) if run else None
            if not second or not second.senses or second.refs or second.sign != phrase.sign:
                return after
            if phrase.change and second.change and phrase.change != second.change:
                return after
            phrase.senses += second.senses
            phrase.aspects = tuple(dict.fromkeys(phrase.aspects + second.aspects))
            after = behind
        return after

    def _coordinated(self, phrase: Phrase, after: int) -> int:
        """Read ", B and C" behind A, and ", activity and homeostasis" behind "Treg differentiation"."""
        while True:
            start = after
            while self.tag(start) in (p.CONJUNCTION, p.COMMA):
                start += 1
            run, behind = self._run(start) if start > after else ([], after)
            if not run or not self._belongs(phrase, after, start, behind):
                return after
            second = self.heads.head(run)
            if self.rules.words["unread"] & set(second.words):  # "a higher IL-6/IL-10 ratio"
                phrase.kind, phrase.refs = OTHER, []
                return behind
            if not self._join(phrase, second, run, behind):
                return after
            after = behind

    def _belongs(self, phrase: Phrase, after: int, start: int, behind: int) -> bool:
        """Tell whether what follows a comma or "and" can go on a list rather than begin a clause."""
        if self.tag(start - 1) == p.COMMA and self.tag(behind) not in (p.COMMA, p.CONJUNCTION):
            return False  # "unlike IL-6, IL-2 expands": no "and" closes a list
        verb = self.tag(behind) in (p.TRIGGER, p.VERB, p.BE, p.HAVE, p.DO, p.MODAL)
        return not verb or self._list_goes_on(phrase, after)

    def _join(self, phrase: Phrase, second: Phrase, run: list[int], behind: int) -> bool:
        """Take a coordinate into a phrase; False where it does not fit."""
        nouns = bool(second.senses) and not second.refs and second.sign == 1 and bool(phrase.senses)
        if nouns and self.tag(behind) != p.PREPOSITION and self.tag(run[0]) != p.DETERMINER:
            phrase.senses += second.senses
            phrase.aspects = tuple(dict.fromkeys(phrase.aspects + second.aspects))
        elif second.kind == ABOUT and self._same_kind(phrase, second):
            phrase.refs += second.refs
        elif second.kind == ABOUT and self._shares(phrase, second):  # "IL-2 and IL-4 expression"
            phrase.refs += second.refs
            phrase.sign, phrase.via = second.sign, second.via
            phrase.aspects, phrase.senses = second.aspects, second.senses
        else:
            return False
        return True

    def _list_goes_on(self, phrase: Phrase, after: int) -> bool:
        """A verb behind "A and B" makes B a new subject only where A already is an object."""
        first = phrase.refs[0]
        return not any(self.tag(i) in (p.TRIGGER, p.VERB) for i in range(max(0, first - 6), first))

    def _shares(self, phrase: Phrase, second: Phrase) -> bool:
        """Tell whether the noun behind the last of a list governs the whole list."""
        kinds = {self._group(i) for i in [*phrase.refs, *second.refs]}
        return len(kinds) == 1 and not phrase.senses and bool(second.senses) and bool(second.refs)

    def _same_kind(self, phrase: Phrase, second: Phrase) -> bool:
        kinds = {self._group(i) for i in [*phrase.refs, *second.refs]}
        plain = not (phrase.senses or second.senses or phrase.causers or second.causers)
        return len(kinds) == 1 and plain and second.sign == 1

    def _group(self, i: int) -> str:
        category = self.category(i)
        return {"phenotype": "disease", "chemical": "drug", "cell_line": "cell_type"}.get(category, category)
