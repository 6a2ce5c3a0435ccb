"""pieces -> chunks: noun phrases with what they say of the concepts in them, and the words between.

"Depletion of Tregs" is a phrase about Tregs with sign -1; "IL-2-induced expansion of Tregs" one about Tregs that
grow, caused by IL-2; "patients with SLE" one about patients whose disease is SLE.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.annotate import pieces as p
from kg.annotate.pieces import Piece
from kg.annotate.rules import NounSense, Rules

# What a phrase is about: concepts, patients, a bare kind ("this cytokine"), or something unread
ABOUT, PATIENTS, KIND, OTHER = "about", "patients", "kind", "other"

_NOMINAL = frozenset(
    {
        p.MENTION,
        p.POSSESSIVE,
        p.DETERMINER,
        p.ADVERB,
        p.WORD,
        p.NOUN,
        p.PATIENTS,
        p.GENERIC,
        p.HYPHEN,
        p.NEGATION,
    }
)
_LIGHT = frozenset(
    {"species", "anatomy", "disease", "phenotype"}
)  # modify what follows: "human Tregs", "lupus T cells"


_ADJECTIVAL = (
    "ive",
    "al",
    "ic",
    "ory",
    "ary",
    "ous",
    "ar",
    "ed",
    "gene",
    "mrna",
    "protein",
    "cell",
    "surface",
    "ent",
    "ing",
)
_GIVEN = frozenset({"gene", "drug", "chemical", "antibody", ""})  # what a treatment can be made of


@dataclass(slots=True)
class Phrase:
    """A noun phrase.

    Attributes:
        refs: indices of the pieces (mentions, resolved pronouns) it is about.
        sign: -1 where it speaks of their loss or blockade.
        via: `direct`, `loss` or `blockade`.
        aspects: what of them it speaks of.
        senses: the nouns that govern them, outermost first.
        change: +1/-1 where a participle says they are increased/decreased, with `change_aspect`.
        causers: mentions that "-induced" or "-mediated" stands behind.
        products: mentions that "-producing" (False) or "-expressing" (True) stands behind.
        negated: "no increase in …".
    """

    kind: str
    refs: list[int] = field(default_factory=list)
    sign: int = 1
    via: str = "direct"
    aspects: tuple[str, ...] = ()
    senses: tuple[NounSense, ...] = ()
    change: int = 0
    change_aspect: str = ""
    causers: list[int] = field(default_factory=list)
    products: list[tuple[int, bool]] = field(default_factory=list)
    words: tuple[str, ...] = ()
    negated: bool = False


@dataclass(slots=True)
class Chunk:
    """A noun phrase (`phrase` is set) or a single piece; `first` to `last` index the pieces, inclusive."""

    tag: str
    first: int
    last: int
    phrase: Phrase | None = None


class Chunker:
    """Reads one sentence's pieces from left to right into chunks."""

    def __init__(
        self,
        pieces: Sequence[Piece],
        categories: Mapping[int, str],
        concepts: Mapping[int, str],
        rules: Rules,
    ) -> None:
        self.pieces = pieces
        self.categories = categories  # by mention index
        self.concepts = concepts  # by mention index
        self.rules = rules

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

    def tag(self, at: int) -> str:
        """Return the tag at an index, "" behind the end."""
        return self.pieces[at].tag if at < len(self.pieces) else ""

    def category(self, at: int) -> str:
        """Return the category of the mention at a piece."""
        return self.categories.get(self.pieces[at].mention, "")

    def phrase(self, at: int) -> tuple[Phrase | None, int]:
        """Return the noun phrase that begins at a piece and the index behind it, or (None, at)."""
        run, after = self._run(at)
        if not run:
            return None, at
        phrase = self._head(run)
        if self.tag(after) == p.HYPHEN:  # "inflammation- and stress-related": cut off before its head
            return Phrase(OTHER, words=phrase.words), after
        if phrase.kind == OTHER or (phrase.senses and not phrase.refs) or phrase.kind == PATIENTS:
            after = self._complement(phrase, run, after)
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
        while at > start and self.tag(at - 1) in (p.ADVERB, p.HYPHEN, p.NEGATION):
            at -= 1
        return (list(range(start, at)), at) if self._holds_noun(start, at) else ([], start)

    def _holds_noun(self, start: int, end: int) -> bool:
        return any(
            self.tag(i) in (p.MENTION, p.NOUN, p.WORD, p.GENERIC, p.PATIENTS) for i in range(start, end)
        )

    def _head(self, run: list[int]) -> Phrase:
        words = tuple(self.pieces[i].word for i in run)
        phrase = Phrase(OTHER, words=words, negated=words[0] == "no")
        if self._unreadable(run, words):
            return phrase
        self._note_change(run, phrase)
        run = self._without_compounds(run, phrase)
        named = [i for i in run if self.pieces[i].mention >= 0]
        head = run[-1] if run else -1
        tag = self.tag(head) if run else ""
        if tag == p.MENTION:
            before = named[:-1]
            if all(self.category(i) in _LIGHT for i in before) or self._joined(run, named):
                phrase.kind, phrase.refs = ABOUT, [head]
                if self._anti(head):
                    phrase.sign, phrase.via = -1, "blockade"
        elif tag == p.NOUN:
            self._govern(run, named, phrase)
        elif tag == p.PATIENTS:
            phrase.kind = PATIENTS
            phrase.refs = [i for i in named if self.category(i) in ("disease", "phenotype")]
        elif tag == p.GENERIC:
            phrase.kind = KIND
            if named and self.tag(named[-1]) == p.MENTION and named[-1] == head - 1:
                phrase.kind, phrase.refs = ABOUT, [named[-1]]
        elif tag == p.WORD and not named:
            phrase.kind = KIND if any(self.tag(i) == p.GENERIC for i in run) else OTHER
        return phrase

    def _unreadable(self, run: list[int], words: tuple[str, ...]) -> bool:
        """Tell whether a run names concepts without speaking of them.

        A ratio; an antibody that stimulates; "ATG16L1-deficient dendritic cells", which are not dendritic cells.
        """
        lacking = [
            i
            for i in run[1:]
            if self.tag(i - 1) == p.HYPHEN and self.pieces[i].word in self.rules.words["lacking"]
        ]
        if lacking and self.tag(run[-1]) != p.PATIENTS:
            return True
        if set(words) & (self.rules.words["unread"] | self.rules.words["agonistic"]):
            return True
        return any(
            self._anti(i) and self.concepts.get(self.pieces[i].mention, "") in self.rules.agonised
            for i in run
        )

    def _joined(self, run: list[int], named: list[int]) -> bool:
        """Tell whether several mentions of a run stand side by side ("mouse lung Tregs")."""
        return named[-1] - named[0] == len(named) - 1 and all(self.category(i) in _LIGHT for i in named[:-1])

    def _note_change(self, run: list[int], phrase: Phrase) -> None:
        words = self.rules.words
        for i in run:
            word = self.pieces[i].word
            if word in words["increased"] or word in words["intensified"]:
                phrase.change = 1
            elif word in words["decreased"] or word in words["impaired"]:
                phrase.change = -1
            if word in words["impaired"] or word in words["intensified"]:
                phrase.change_aspect = "activity"

    def _without_compounds(self, run: list[int], phrase: Phrase) -> list[int]:
        """Take "IL-2-induced", "IL-17-producing", "DSG3-specific" out of a run and note what they say.

        "CD25-deficient mice" are about CD25, and its loss.
        """
        words, kept, i = self.rules.words, list(run), 0
        while i + 2 < len(kept):
            first, hyphen, suffix = kept[i : i + 3]
            word = self.pieces[suffix].word
            if self.tag(first) != p.MENTION or self.tag(hyphen) != p.HYPHEN or self.tag(suffix) == p.MENTION:
                i += 1
                continue
            if word in words["caused"] and not self._anti(first):
                phrase.causers.append(first)
            elif word in words["making"] or word in words["carrying"]:
                phrase.products.append((first, word in words["carrying"]))
            elif word in words["lacking"] and i + 3 < len(kept) and self.tag(kept[i + 3]) == p.PATIENTS:
                phrase.kind, phrase.refs, phrase.sign, phrase.via = ABOUT, [first], -1, "loss"
            del kept[i : i + 3]
        return kept

    def _govern(self, run: list[int], named: list[int], phrase: Phrase) -> None:
        """Note what the nouns at the end of a run say, and of which mention of the run they say it."""
        nouns = [i for i in run if self.tag(i) == p.NOUN and (not named or i > named[-1])]
        if named and self._about_another(named[-1], nouns[0]):
            return
        phrase.senses = tuple(self.rules.nouns[self.pieces[i].word] for i in reversed(nouns))
        for sense in phrase.senses:
            phrase.sign *= sense.sign
            phrase.via = sense.via if sense.via != "direct" else phrase.via
        phrase.aspects = tuple(sense.aspect for sense in phrase.senses[:1] if sense.aspect)
        if named and self._anti(named[-1]) and all(sense.id != "blockade" for sense in phrase.senses):
            phrase.sign, phrase.via = -phrase.sign, "blockade"
        if named:
            phrase.kind = ABOUT
            phrase.refs = [named[-1]]
        else:
            phrase.kind = OTHER

    def _about_another(self, name: int, noun: int) -> bool:
        """Tell whether a noun governs an unknown word rather than the name: "B cell Ig secretion"."""
        between = [self.pieces[i].word for i in range(name + 1, noun) if self.tag(i) == p.WORD]
        if any(not word.endswith(_ADJECTIVAL) for word in between):
            return True
        sense = self.rules.nouns[self.pieces[noun].word]
        return sense.id == "treating" and self.category(name) not in _GIVEN

    def _anti(self, at: int) -> bool:
        """Tell whether "anti-" stands before a mention."""
        return at >= 2 and self.pieces[at - 2].word == "anti"

    def _complement(self, phrase: Phrase, run: list[int], after: int) -> int:
        """Read "of Tregs", "with IL-2" behind a noun that governs, "with SLE" behind patients."""
        after = self._more_nouns(phrase, after)
        preposition = self.pieces[after].word if self.tag(after) == p.PREPOSITION else ""
        if phrase.kind == PATIENTS:
            return self._sufferers(phrase, after) if preposition in {"with", "of"} else after
        if not phrase.senses and preposition != "of":
            return after
        wanted = {"of"}
        if (
            phrase.senses and self.tag(run[-2] if len(run) > 1 else -1) != p.WORD
        ):  # not "RNASET2 knockdown in T cells"
            wanted = {"of", "for", "in", "with", "to", "against"}
        if preposition not in wanted and self.tag(after) != p.TO:
            return after
        if self.tag(after) == p.TO and not (
            phrase.senses and phrase.senses[0].id in {"blockade", "treating"}
        ):
            return after
        inner, behind = self.phrase(after + 1)
        if inner is None:
            return after
        treating = bool(phrase.senses) and phrase.senses[0].id == "treating"
        if treating and preposition != "with":
            return self._treatment(phrase, inner, behind)
        if phrase.senses and inner.kind == ABOUT and inner.refs:
            self._take_over(phrase, inner)
            return behind
        return behind if preposition == "of" else after

    def _sufferers(self, phrase: Phrase, after: int) -> int:
        """Read "with SLE" behind "patients"."""
        inner, behind = self.phrase(after + 1)
        if inner is None or inner.kind != ABOUT:
            return after
        phrase.refs += [i for i in inner.refs if self.category(i) in ("disease", "phenotype")]
        return behind

    def _treatment(self, phrase: Phrase, treated: Phrase, after: int) -> int:
        """Read "with IL-2" in "treatment of mice with IL-2"; a treated disease is what the phrase is about."""
        if self.tag(after) == p.PREPOSITION and self.pieces[after].word == "with":
            inner, behind = self.phrase(after + 1)
            if inner and inner.kind == ABOUT and inner.refs:
                if all(self.category(i) in ("disease", "phenotype") for i in treated.refs) and treated.refs:
                    phrase.kind, phrase.refs = ABOUT, treated.refs
                    return after
                self._take_over(phrase, inner)
                return behind
        return after

    def _take_over(self, phrase: Phrase, inner: Phrase) -> None:
        phrase.kind, phrase.refs = ABOUT, inner.refs
        phrase.sign *= inner.sign
        phrase.via = inner.via if phrase.via == "direct" else phrase.via
        phrase.aspects = phrase.aspects or inner.aspects
        phrase.senses += inner.senses
        phrase.causers += inner.causers
        phrase.change = phrase.change or inner.change

    def _more_nouns(self, phrase: Phrase, after: int) -> int:
        """Read "and expansion" in "stimulation and expansion of Tregs", "or impaired function" likewise."""
        while phrase.senses and not phrase.refs and self.tag(after) in (p.CONJUNCTION, p.COMMA):
            start = after + 1
            while self.tag(start) in (p.CONJUNCTION, p.COMMA):
                start += 1
            run, behind = self._run(start)
            second = self._head(run) if run else None
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
            if start == after:
                return after
            run, behind = self._run(start)
            if not run or (
                self.tag(behind) in (p.TRIGGER, p.VERB, p.BE, p.HAVE, p.DO, p.MODAL)
                and not self._list_goes_on(phrase, after)
            ):
                return after
            second = self._head(run)
            if (
                second.senses
                and not second.refs
                and phrase.senses
                and self.tag(behind) != p.PREPOSITION
                and second.sign == 1
                and self.tag(run[0]) != p.DETERMINER
            ):
                phrase.senses += second.senses
                phrase.aspects = tuple(dict.fromkeys(phrase.aspects + second.aspects))
            elif second.kind == ABOUT and self._same_kind(phrase, second):
                phrase.refs += second.refs
            elif second.kind == ABOUT and self._shares(phrase, second):  # "IL-2 and IL-4 expression"
                phrase.refs += second.refs
                phrase.sign, phrase.via = second.sign, second.via
                phrase.aspects, phrase.senses = second.aspects, second.senses
            else:
                return after
            after = behind

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
        return len(kinds) == 1 and not phrase.senses and not second.senses and second.sign == 1

    def _group(self, i: int) -> str:
        category = self.category(i)
        return {"phenotype": "disease", "chemical": "drug", "cell_line": "cell_type"}.get(category, category)
