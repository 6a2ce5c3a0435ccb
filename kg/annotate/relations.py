"""sentences, mentions, cues -> relations: rules over noun phrases and constructions, one paragraph at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.chunker import Chunker
from kg.annotate.context import context_of
from kg.annotate.doses import doses
from kg.annotate.findings import Finding
from kg.annotate.frames import Frames
from kg.annotate.idioms import plain
from kg.annotate.outcomes import Outcomes, Statement
from kg.annotate.phrases import Chunk
from kg.annotate.pieces import Piece, cut
from kg.annotate.pronouns import Topic, resolve, topic_of
from kg.annotate.qualifiers import NEGATION, SPECULATION
from kg.annotate.rows import CueRow, MentionRow, RelationRow, text_of
from kg.annotate.rules import Rules
from kg.core.lexicon import Concept

_DESCRIBES = re.compile(r"[a-z-]+(?:ory|al|ic|ive|ar|ous|ary)")
# What is said of "IL-2-induced expansion" or "the inhibitory effect of IL-10" takes them for granted
SUREST = 0.95  # of one sentence, however it is said
_GRANTED = frozenset({"compound", "effect"})
_STATED = frozenset({"active", "passive", "given", "altered", "lacking"})  # by a verb of their own
_KINDS = ("cytokine", "chemokine", "receptor", "inhibitor", "antibody", "antagonist", "agonist")
LONGEST = 160  # pieces; longer "sentences" are tables and lists, which no rule reads


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document: its number, offsets, and tokens as (text, start, end)."""

    index: int
    start: int
    end: int
    tokens: list[tuple[str, int, int]]


def _sentences(doc: Doc) -> list[Sentence]:
    text, sentences = text_of(doc), list[Sentence]()
    places = [(start, start + length) for start, length in doc.to_array(["IDX", "LENGTH"]).astype(int).tolist()]
    for sent in doc.sents:
        said = text[sent.start_char : sent.end_char]
        if not said.isspace():
            start = sent.start_char + len(said) - len(said.lstrip())
            tokens = [(text[slice(*place)], *place) for place in places[sent.start : sent.end]]
            sentences.append(Sentence(len(sentences), start, sent.start_char + len(said.rstrip()), tokens))
    return sentences


def of_its_concept(row: MentionRow, concepts: Mapping[str, Concept]) -> MentionRow:
    """Return a mention with the category of its concept: "inflammation" may be marked as a disease and be a process."""
    concept = concepts.get(row.concepts[0])
    return row._replace(category=concept.category) if concept else row


def _names(text: str, rows: Sequence[MentionRow]) -> Iterator[tuple[int, int, int]]:
    """Yield (mention, start, end) of the names that sentences are read by, in order, none overlapping.

    Those within longer ones ("lung" in "lung cancer") are none, nor what is said of a name before it ("gut-homing
    receptor" in "the gut-homing receptor CCR9", "JAK inhibitor" in "the JAK inhibitor tofacitinib"), nor words that
    only describe ("inflammatory activation", "renal function"), nor the words for people, which a tagger marks as a
    species: who is treated and who is ill is told by them as words.
    """
    followed = {(row.start - 1, row.category) for row in rows if not row.concepts[0].startswith("text:")}
    cores = [
        (row.start, row.end, index) if row.core is None or len(row.parts) > 1 else (*row.core, index)
        for index, row in enumerate(rows)
    ]
    reach = 0
    for start, end, index in sorted(cores, key=lambda core: (core[0], -core[1], core[2])):
        row = rows[index]
        read = row.found_by == "tagger"
        no_name = read and (row.category == "species" or _DESCRIBES.fullmatch(text, start, end) is not None)
        unknown = read and row.concepts[0].startswith("text:")
        said = (unknown or text[start:end].casefold().endswith(_KINDS)) and (end, row.category) in followed
        if end > reach and not no_name and not said:
            reach = end
            yield index, start, end


class RelationReader:
    """The component: sets `doc._.kg_relations`.

    Attributes:
        rules, therapeutics: set by whoever loads the pipeline.
    """

    def __init__(self) -> None:
        self.rules: Rules | None = None
        self.therapeutics: Mapping[str, str] = {}
        self.concepts: Mapping[str, Concept] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Read the relations of a Doc."""
        if self.rules is not None and len(doc._.kg_mentions) > 1:
            doc._.kg_relations = tuple(Reading(doc, self.rules, self.therapeutics, self.concepts).relations())
        return doc


class Reading:
    """The reading of one document."""

    def __init__(
        self, doc: Doc, rules: Rules, therapeutics: Mapping[str, str], concepts: Mapping[str, Concept]
    ) -> None:
        self.text = text_of(doc)
        self.rows = [of_its_concept(row, concepts) for row in doc._.kg_mentions]
        self.cues: Sequence[CueRow] = doc._.kg_cues
        self.sentences = _sentences(doc)
        self.rules = rules
        self.therapeutics = therapeutics
        self.categories = {index: row.category for index, row in enumerate(self.rows)}
        self.concepts = {index: row.concepts[0] for index, row in enumerate(self.rows)}
        self.title_end = self.text.find("\n") if "\n" in self.text else len(self.text)
        self.dosed = doses(self.text, self.rows)

    def relations(self) -> Iterator[RelationRow]:
        """Yield relations in text order, the best where one sentence says the same thing twice."""
        for sentence, pieces, chunks in self.walk():
            yield from self.read(sentence, pieces, chunks)

    def walk(self) -> Iterator[tuple[Sentence, list[Piece], list[Chunk]]]:
        """Yield each sentence that names something, with its pieces (pronouns resolved) and chunks."""
        topic: Topic | None = None
        for sentence, pieces in self._cut():
            if len(pieces) > LONGEST:
                topic = None
                continue
            if self._begins_paragraph(sentence):
                topic = None
            resolve(pieces, topic, self.rows, self.text, sentence.index)
            topic = None
            if any(piece.mention >= 0 for piece in pieces):
                chunks = Chunker(pieces, self.categories, self.concepts, self.rules).chunks()
                topic = topic_of(chunks, pieces, sentence.index)
                yield sentence, pieces, chunks

    def _cut(self) -> Iterator[tuple[Sentence, list[Piece]]]:
        names = list(_names(self.text, self.rows))
        at = 0
        for sentence in self.sentences:
            inside = []
            while at < len(names) and names[at][1] < sentence.end:
                inside.append(names[at])
                at += 1
            yield sentence, plain(cut(sentence.tokens, inside, self.rules, self.text), self.rules, self.text)

    def _begins_paragraph(self, sentence: Sentence) -> bool:
        before = self.sentences[sentence.index - 1].end if sentence.index else 0
        return "\n" in self.text[before : sentence.start + 1]

    def statements(self, pieces: list[Piece], chunks: list[Chunk]) -> Iterator[tuple[Finding, list[Statement]]]:
        """Yield each construction found in a sentence and what it comes to (nothing, where categories do not fit)."""
        outcomes = Outcomes(pieces, self.rows, self.rules, self.therapeutics)
        for finding in Frames(pieces, chunks, self.rules).findings():
            yield finding, list(outcomes.statements(finding, frozenset(self.dosed)))

    def read(self, sentence: Sentence, pieces: list[Piece], chunks: list[Chunk]) -> list[RelationRow]:
        """Return the relations of one sentence, the best of those that say the same thing."""
        best: dict[tuple[object, ...], RelationRow] = {}
        if len({piece.mention for piece in pieces if piece.mention >= 0}) > 1:
            said = [(finding, one) for finding, found in self.statements(pieces, chunks) for one in found]
            # what the sentence speaks of elsewhere is no condition: "improves A but not B"
            spoken = frozenset(end.mention for _, one in said for end in (one.subject, one.object))
            for finding, statement in said:
                row = self._row(sentence, pieces, finding, statement, spoken)
                if row.negated and pieces[finding.at].word in self.rules.words["complete"]:
                    continue  # "did not abolish A": it may have reduced it
                key = (row.subject_concept, row.predicate, row.object_concept, row.aspect, row.direction)
                if key not in best or row.score > best[key].score:
                    best[key] = row
        return sorted(best.values(), key=lambda row: (row.trigger, row.subject, row.object, row.aspect))

    def _row(
        self, sentence: Sentence, pieces: list[Piece], finding: Finding, statement: Statement, spoken: frozenset[int]
    ) -> RelationRow:
        trigger = pieces[finding.at]
        named = [pieces[end.piece].antecedent for end in (statement.subject, statement.object)]
        first = min((index for index in named if index >= 0), default=sentence.index)
        spans = tuple((s.start, s.end) for s in self.sentences[first : sentence.index + 1])
        score = self.rules.scores[finding.frame] * self.rules.factors.get(statement.predicate, 1.0)
        score *= self.rules.scores["pronoun"] if first < sentence.index else 1.0
        score *= self.rules.scores["title"] if sentence.end <= self.title_end else 1.0
        ends = (statement.subject.mention, statement.object.mention)
        return RelationRow(
            subject=statement.subject.mention,
            subject_concept=statement.subject.concept,
            predicate=statement.predicate,
            object=statement.object.mention,
            object_concept=statement.object.concept,
            aspect=statement.aspect,
            direction=statement.direction,
            via=statement.via,
            sentences=spans,
            trigger=(trigger.start, trigger.end),
            negated=finding.negated or self._denied(trigger, finding),
            speculated=self._reached(SPECULATION, trigger, finding) or self._asked(sentence, trigger, finding),
            context=context_of(self.rows, (spans[0][0], sentence.end), self.title_end, ends, spoken, self.dosed),
            score=round(min(score, SUREST), 4),
            extractor=f"rule:{finding.trigger.id if finding.trigger else 'change'}/{finding.frame}",
        )

    def _denied(self, trigger: Piece, finding: Finding) -> bool:
        """Tell whether a sentence says that it is not so, around the trigger or by the trigger itself."""
        by_itself = finding.trigger is not None and finding.trigger.denied
        return by_itself != self._reached(NEGATION, trigger, finding)  # "not unaffected"

    def _reached(self, kind: str, trigger: Piece, finding: Finding) -> bool:
        """Tell whether a cue of a kind reaches the trigger.

        "IL-2-induced expansion" is taken for granted by "did not block IL-2-induced expansion"; only what
        is said of it afterwards ("was not observed") reaches it.
        """
        granted = finding.frame in _GRANTED if kind == NEGATION else finding.frame == "compound"
        return any(
            cue.kind == kind and cue.scope_start <= trigger.start < cue.scope_end
            for cue in self.cues
            if not granted or cue.start > trigger.start
        )

    def _asked(self, sentence: Sentence, trigger: Piece, finding: Finding) -> bool:
        """Tell whether a study only asks what a construction says, or aims at it."""
        aims, place = self.rules.aims, (self.text, sentence.start, sentence.end)
        asked = [*aims.ahead(*place), *(() if finding.frame in _STATED else aims.back(*place))]
        return finding.frame != "compound" and any(start <= trigger.start < end for start, end in asked)


@Language.factory(
    "kg_relations",
    requires=["doc._.kg_mentions", "doc._.kg_cues", "token.is_sent_start"],
    assigns=["doc._.kg_relations"],
)
def make_relations(nlp: Language, name: str) -> RelationReader:
    """Return the component; without rules it reads nothing."""
    if not Doc.has_extension("kg_relations"):
        Doc.set_extension("kg_relations", default=())
    return RelationReader()
