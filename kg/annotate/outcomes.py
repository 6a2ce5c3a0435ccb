"""findings -> relation rows: categories, signs and aspects decide which predicate a construction comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.annotate import pieces as p
from kg.annotate.findings import Finding
from kg.annotate.phrases import PATIENTS, Phrase
from kg.annotate.pieces import Piece
from kg.annotate.rows import MentionRow
from kg.annotate.rules import Rules, Trigger
from kg.core.vocabulary import BLOCKADE, DECREASED, DIRECT, INCREASED, LOSS, predicates

# Triggers behind which a change is meant as the outcome: "led to decreased Treg numbers"
_RESULTING = frozenset({"lead", "result", "cause", "bring", "contribute", "induce"})
_FEW = frozenset({"low", "lower", "less", "fewer"})  # "low concentrations of A" are still A
_THAN, _COMPARED = frozenset({"than", "versus", "vs"}), frozenset({"compared", "comparison", "relative", "contrast"})
_COMPARED_WITHIN = 7  # pieces
_ENDS = frozenset({p.COMMA, p.STOP, p.SUBORDINATOR, p.TRIGGER, p.BE, p.HAVE, p.MODAL})
_WORSE = frozenset({"more", "greater", "stronger"})  # "developed more severe colitis"
_OF_VARIANTS = frozenset({"associated_with", "predisposes_to_condition"})
_HEALING = frozenset({"improve", "treat", "restore"})
_UNDIRECTED = frozenset({"positively_correlated_with", "negatively_correlated_with"})


class End(NamedTuple):
    """One end of a relation: its piece and mention, the concept it stands for and that concept's category."""

    piece: int
    mention: int
    concept: str
    category: str


class Statement(NamedTuple):
    """What a finding comes to for one subject and one object."""

    subject: End
    predicate: str
    object: End
    aspect: str
    direction: str
    via: str


def _says(phrase: Phrase, sense: str) -> bool:
    return any(one.id == sense for one in phrase.senses)


class Outcomes:
    """Decides what findings come to, in one sentence.

    Args:
        therapeutics: gene concept -> the drug that is this gene's product given to patients.
    """

    def __init__(
        self,
        pieces: Sequence[Piece],
        rows: Sequence[MentionRow],
        rules: Rules,
        therapeutics: Mapping[str, str],
    ) -> None:
        self.pieces = pieces
        self.rows = rows
        self.rules = rules
        self.therapeutics = therapeutics

    def statements(self, finding: Finding, low_or_high_dose: frozenset[int]) -> Iterator[Statement]:
        """Yield the statements of a finding; none where the categories do not fit.

        Args:
            low_or_high_dose: mentions a dose is stated for: they are given as medicines.
        """
        for subject in self._ends(finding.subject):
            for one in self._ends(finding.object):
                if subject.concept == one.concept or subject.mention == one.mention:
                    continue
                if finding.frame == "altered" and self._compared_with_condition():
                    continue  # more in SLE than in arthritis: which of them is unusual?
                if finding.frame == "altered":
                    yield from self._altered(subject, one, finding.object)
                elif finding.trigger is not None:
                    medicine = self._as_medicine(subject, one, finding, low_or_high_dose)
                    yield from self._triggered(medicine, one, finding, finding.trigger)

    def _compared_with_condition(self) -> bool:
        """Tell whether a sentence compares with patients of a disease rather than with the healthy."""
        for at, piece in enumerate(self.pieces):
            paired = at + 1 < len(self.pieces) and self.pieces[at + 1].word in {"with", "to"}
            if piece.word in _THAN or (piece.word in _COMPARED and paired):
                for behind in self.pieces[at + 1 : at + 1 + _COMPARED_WITHIN]:
                    if behind.tag in _ENDS or behind.word in {"without", "no", "non", "not"}:
                        break
                    if behind.mention >= 0 and self.rows[behind.mention].category in self.rules.groups["condition"]:
                        return True
        return False

    def _ends(self, phrase: Phrase) -> Iterator[End]:
        for ref in phrase.refs:
            mention = self.pieces[ref].mention
            if mention >= 0:
                row = self.rows[mention]
                for concept in row.concepts:
                    yield End(ref, mention, concept, row.category)

    def _as_medicine(self, subject: End, one: End, finding: Finding, dosed: frozenset[int]) -> End:
        """IL-2 that is given to patients is the drug, not the gene."""
        drug = self.therapeutics.get(subject.concept)
        given = (
            (finding.trigger is not None and finding.trigger.id in _HEALING)
            or any(sense.id in {"giving", "treating", "use"} for sense in finding.subject.senses)
            or subject.mention in dosed
        )
        if drug and given and one.category in self.rules.groups["condition"] and finding.subject.sign > 0:
            return subject._replace(concept=drug, category="drug")
        return subject

    def _altered(self, place: End, one: End, phrase: Phrase) -> Iterator[Statement]:
        groups = self.rules.groups
        if place.category not in groups["condition"] or one.category not in groups["biology"]:
            return
        if _says(phrase, "variant"):
            return  # how many carry it, not how much there is
        up = phrase.sign > 0
        predicate = "positively_correlated_with" if up else "negatively_correlated_with"
        for aspect in self._aspects(one, phrase, "abundance"):
            yield Statement(place, predicate, one, aspect, INCREASED if up else DECREASED, DIRECT)

    def _triggered(self, subject: End, one: End, finding: Finding, trigger: Trigger) -> Iterator[Statement]:
        if subject.category not in trigger.subject or one.category not in trigger.object:
            return
        if finding.object.kind == PATIENTS and trigger.id not in _HEALING:
            return
        if any(sense.id == "use" for sense in finding.object.senses):
            return  # "its use is limited by toxicity" says nothing of what IL-2 does
        if trigger.only_of_loss and finding.subject.sign > 0:
            return
        if not self._says_enough(subject, one, finding, trigger):
            return
        if self._stimulated(subject, finding.subject) and one.category in self.rules.groups["molecule"]:
            return  # "stimulation of T cells increases c-Fos": in them, not by them
        if finding.frame == "given" and subject.category not in self.rules.groups["medicine"]:
            return  # "depleted with rituximab", but not "increased with age"
        if trigger.predicate and not (trigger.sign and finding.subject.sign < 0):
            yield from self._fixed(subject, one, finding, trigger)
        else:
            yield from self._signed(subject, one, finding, trigger)

    def _says_enough(self, subject: End, one: End, finding: Finding, trigger: Trigger) -> bool:
        """Tell whether a sign follows from what is said at all."""
        groups, condition = self.rules.groups, one.category in self.rules.groups["condition"]
        senses = {sense.id for sense in finding.subject.senses}
        told = trigger.predicate in _OF_VARIANTS or (condition and _says(finding.object, "risk"))
        if "variant" in senses and not told:
            return False  # a variant that lowers IL-6 does not tell what its gene does
        if any(sense.id == "variant" for sense in finding.object.senses):
            return False
        events = finding.object.sign < 0 or any(sense.trigger or sense.aspect for sense in finding.object.senses)
        if trigger.only_of_events and not events:
            return False
        if trigger.over and not condition and finding.object.sign > 0:
            return False  # "protects from A": only what harms is kept away
        lacking = {*groups["molecule"], *groups["cell"]} - groups["medicine"]
        return finding.frame != "lacking" or subject.category in lacking

    def _stimulated(self, subject: End, phrase: Phrase) -> bool:
        cell = subject.category in self.rules.groups["cell"]
        return cell and bool(phrase.senses) and phrase.senses[0].trigger is not None and phrase.sign > 0

    def _fixed(self, subject: End, one: End, finding: Finding, trigger: Trigger) -> Iterator[Statement]:
        if finding.object.sign < 0 or (finding.subject.sign < 0 and trigger.predicate != "affects"):
            return
        if self.rules.words["comparing"] & set(finding.object.words):
            return  # "T cells produce too little IL-2"
        predicate = trigger.predicate
        if predicate == "correlates" or (predicate == "associated_with" and self._inversely(finding.at)):
            predicate = "negatively_correlated_with" if self._inversely(finding.at) else "positively_correlated_with"
        changes = (finding.subject.change, finding.object.change)
        if predicate in {"associated_with", *_UNDIRECTED} and any(changes):
            yield from self._associated_change(subject, one, finding)
            return
        if predicate in predicates() and predicates()[predicate].symmetric and subject.concept > one.concept:
            subject, one = one, subject
        for aspect in self._aspects(one, finding.object, trigger.aspect) if predicate == "affects" else ("",):
            via = self._via(finding.subject.via) if finding.subject.sign < 0 else DIRECT
            yield Statement(subject, predicate, one, aspect, "", via)

    def _inversely(self, at: int) -> bool:
        around = {piece.word for piece in self.pieces[max(0, at - 2) : at + 3]}
        return bool(around & {"inversely", "negatively", "inverse", "negative"})

    def _associated_change(self, subject: End, one: End, finding: Finding) -> Iterator[Statement]:
        """Reduced Treg numbers associated with lupus: Tregs are fewer in lupus. Two changes together: unread."""
        condition = self.rules.groups["condition"]
        if finding.subject.change and not finding.object.change and one.category in condition:
            place, changed, phrase = one, subject, finding.subject
        elif finding.object.change and not finding.subject.change and subject.category in condition:
            place, changed, phrase = subject, one, finding.object
        else:
            return
        for statement in self._altered(place, changed, phrase):
            up = phrase.change > 0
            yield statement._replace(
                predicate="positively_correlated_with" if up else "negatively_correlated_with",
                direction=INCREASED if up else DECREASED,
            )

    def _signed(self, subject: End, one: End, finding: Finding, trigger: Trigger) -> Iterator[Statement]:
        compared = (self.rules.words["comparing"] | _FEW) & set(finding.object.words)
        if compared - (_WORSE if one.category in self.rules.groups["condition"] else frozenset()):
            return  # "A induced less C than B", "low levels of C": not that C decreased
        if finding.subject.change < 0 and _FEW & set(finding.subject.words) and finding.subject.aspects:
            return  # "low levels of A": a finding, neither A nor its loss
        condition = one.category in self.rules.groups["condition"]
        sign = trigger.on_condition if condition else trigger.sign
        via = finding.subject.via if finding.subject.sign < 0 else DIRECT
        sign *= finding.subject.sign
        if condition or trigger.id not in _HEALING:  # to mend a loss is to increase
            sign *= finding.object.sign
        if finding.subject.change < 0 and not _FEW & set(finding.subject.words):
            sign, via = -sign, LOSS
        if condition:  # "led to improvement of lupus": what improves is lessened
            for sense in finding.object.senses:
                healed = sense.trigger is not None and sense.trigger.on_condition != sense.trigger.sign
                sign = -sign if healed else sign
        if finding.object.change and trigger.id in _RESULTING:
            sign *= finding.object.change
        for outcome in self.rules.outcomes:
            if outcome.sign == sign and subject.category in outcome.subject and one.category in outcome.object:
                default = trigger.aspect or ("abundance" if trigger.id in {"increase", "reduce"} else "")
                for aspect in self._aspects(one, finding.object, default):
                    predicate = self._on_condition(outcome.predicate, finding, trigger)
                    yield Statement(subject, predicate, one, aspect, outcome.direction, self._via(via))
                return

    def _on_condition(self, predicate: str, finding: Finding, trigger: Trigger) -> str:
        """Return the predicate of a condition: its risk, its onset or what it is like may be meant."""
        senses = finding.object.senses
        risk, onset = _says(finding.object, "risk"), not any(s.trigger or s.id == "severity" for s in senses)
        if predicate == "ameliorates_condition":
            return trigger.of_medicine or ("preventative_for_condition" if risk else predicate)
        worse = predicate == "exacerbates_condition" or (predicate == "contributes_to" and finding.subject.sign > 0)
        if risk and worse:
            return "predisposes_to_condition"
        if predicate == "exacerbates_condition" and trigger.onset and onset:
            return trigger.onset
        return predicate

    def _via(self, via: str) -> str:
        return via if via in (LOSS, BLOCKADE) else DIRECT

    def _aspects(self, one: End, phrase: Phrase, default: str) -> tuple[str, ...]:
        """Return what of the object changes: its own nouns first, then the trigger's aspect."""
        if one.category not in self.rules.groups["biology"] or one.category == "process":
            return ("",)
        if phrase.aspects:
            return phrase.aspects
        if one.category in self.rules.groups["cell"]:
            return (default or "activity_or_abundance",)
        return ("activity" if default == "activity" else "activity_or_abundance",)
