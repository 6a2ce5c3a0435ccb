"""a run of nominal pieces -> the phrase its last word makes of it: what it is about, with which sign and aspect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.annotate import pieces as p
from kg.annotate.phrases import ABOUT, KIND, OTHER, PATIENTS, Phrase
from kg.annotate.pieces import Piece
from kg.annotate.rules import Rules

# Categories that only modify what follows them: "human Tregs", "lupus T cells"
_LIGHT = frozenset({"species", "anatomy", "disease", "phenotype"})
# Words between a name and its noun that leave the noun to the name: "Treg suppressive function"
_BETWEEN = (
    *("ive", "al", "ic", "ory", "ary", "ous", "ar", "ed", "ent", "ing"),
    *("gene", "mrna", "protein", "cell", "surface", "tyrosine", "serine"),
)
_DOSES = frozenset({"dose", "doses", "dosage", "dosages", "concentration", "concentrations"})
_GIVEN = frozenset({"gene", "drug", "chemical", "antibody", ""})  # what a treatment can be made of


class Heads:
    """Reads runs of nominal pieces of one sentence.

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
        self.categories = categories  # by mention index
        self.concepts = concepts  # by mention index
        self.rules = rules

    def tag(self, at: int) -> str:
        """Return the tag at an index, "" behind the end."""
        return self.pieces[at].tag if at < len(self.pieces) else ""

    def category(self, at: int) -> str:
        """Return the category of the mention at a piece."""
        return self.categories.get(self.pieces[at].mention, "")

    def head(self, run: list[int]) -> Phrase:
        """Return what a run of piece indices says."""
        words = tuple(self.pieces[i].word for i in run)
        phrase = Phrase(OTHER, words=words, negated=words[0] == "no")
        if self._unreadable(run, words):
            return phrase
        self._note_change(run, phrase)
        run = self._without_compounds(run, phrase)
        if phrase.refs:  # "IL-10-deficient mice": the loss is in the sign already
            phrase.change, phrase.change_aspect = 0, ""
            return phrase
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

    def _note_change(self, run: list[int], phrase: Phrase) -> None:
        words = self.rules.words
        for i in run:
            word = self.pieces[i].word
            if i < run[-1] and self.pieces[i + 1].word in _DOSES:
                continue  # "low dose of GM-CSF" is GM-CSF
            if word in words["increased"] or word in words["intensified"]:
                phrase.change = 1
            elif word in words["decreased"] or word in words["impaired"]:
                phrase.change = -1
            if word in words["impaired"] or word in words["intensified"]:
                phrase.change_aspect = "activity"

    def _unreadable(self, run: list[int], words: tuple[str, ...]) -> bool:
        """Tell whether a run names concepts without speaking of them.

        A ratio; an antibody that stimulates; "ATG16L1-deficient dendritic cells", which are not dendritic cells.
        """
        lacking = [
            i for i in run[1:] if self.tag(i - 1) == p.HYPHEN and self.pieces[i].word in self.rules.words["lacking"]
        ]
        if lacking and self.tag(run[-1]) != p.PATIENTS:
            return True
        if "lacking" in words[1:]:  # "cells lacking A"
            return True
        effect = bool(set(words) & self.rules.words["effects"])  # "the stimulatory effect of IL-2" is read
        if set(words) & (self.rules.words["unread"] | (frozenset() if effect else self.rules.words["agonistic"])):
            return True
        return any(self._anti(i) and self.concepts.get(self.pieces[i].mention, "") in self.rules.agonised for i in run)

    def _joined(self, run: list[int], named: list[int]) -> bool:
        """Tell whether several mentions of a run stand side by side ("mouse lung Tregs")."""
        return named[-1] - named[0] == len(named) - 1 and all(self.category(i) in _LIGHT for i in named[:-1])

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
        medicine = bool(named) and self.category(named[-1]) in ("drug", "antibody")
        for sense in phrase.senses:
            if medicine and sense.id == "blockade":
                continue  # "anti-TNF antibodies", "JAK inhibitors blockade": the medicine itself
            if sense.id == "blockade" and named and self.category(named[-1]) in ("disease", "phenotype", "species"):
                return  # "APS antibodies": the patients' own
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
        if any(self.tag(i) == p.WORD and not self.describes(i) for i in range(name + 1, noun)):
            return True
        sense = self.rules.nouns[self.pieces[noun].word]
        return sense.id == "treating" and self.category(name) not in _GIVEN

    def describes(self, at: int) -> bool:
        """Tell whether an unknown word only describes the noun behind it ("suppressive", "surface", "reduced")."""
        words, piece = self.rules.words, self.pieces[at]
        known = (
            piece.word
            in words["increased"] | words["decreased"] | words["impaired"] | words["intensified"] | words["degree"]
        )
        return known or (not piece.acronym and piece.word.endswith(_BETWEEN))

    def _anti(self, at: int) -> bool:
        """Tell whether "anti-" stands before a mention."""
        return at >= 2 and self.pieces[at - 2].word == "anti"
