"""Gold written inside the sentence: "[IL-2|HGNC:6001] expands [Tregs|CL:0000815]." -> what is read from it.

A mark without an id says that something is mentioned there, whatever it is. Edges are written with the words
that the sentence marks: "IL-2 affects+ Tregs", "not: IL-2 affects+ Tregs", "maybe: IL-2 affects- Tregs"; an end
may also be an id, where it is not marked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.annotate.phrases import Phrase
from kg.annotate.pipeline import Annotator
from kg.annotate.relations import Reading
from kg.core.text import Extraction, Metadata, Relation, lay_out, make_document
from kg.core.vocabulary import DECREASED, INCREASED, predicates

_MARK = re.compile(r"\[([^\[\]|]+)(?:\|([^\[\]|]*))?\]|\{([^{}|]+)(?:\|([^{}|]*))?\}")
_EDGE = re.compile(rf"(?:(\w+): )?(.+) ({'|'.join(sorted(predicates(), key=len, reverse=True))})([+-]?) (.+)")
_SIGNS = {INCREASED: "+", DECREASED: "-", "": ""}


@dataclass(frozen=True)
class Mark:
    """A marked stretch of a paragraph: its offsets there, its text, its id ("" where none is given)."""

    start: int
    end: int
    text: str
    curie: str
    braced: bool = False


def strip_marks(marked: str) -> tuple[str, list[Mark]]:
    """Return the text without its marks, and the marks at their offsets in it."""
    pieces: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for found in _MARK.finditer(marked):
        pieces.append(marked[at : found.start()])
        length += len(pieces[-1])
        text = found[1] or found[3]
        marks.append(Mark(length, length + len(text), text, found[2] or found[4] or "", found[3] is not None))
        pieces.append(text)
        length += len(text)
        at = found.end()
    return "".join([*pieces, marked[at:]]), marks


@dataclass(frozen=True)
class Read:
    """What was read from marked paragraphs; `marks` at offsets of the document's text."""

    extraction: Extraction
    marks: tuple[Mark, ...]

    @property
    def edges(self) -> set[str]:
        """The relations as "HGNC:6001 affects+ CL:0000815", prefixed "not: " or "maybe: "."""
        return {edge(relation) for relation in self.extraction.relations}

    @property
    def told(self) -> set[str]:
        """The edges with aspects: "HGNC:6001 affects+ CL:0000815 (abundance)"."""
        return {f"{edge(one)} ({one.aspect})" if one.aspect else edge(one) for one in self.extraction.relations}

    def expected(self, edges: str) -> set[str]:
        """Return edges written with the marked words ("; " between them) as `edges` writes them."""
        ids = {mark.text: mark.curie for mark in self.marks}
        found = set()
        for written in filter(None, (one.strip() for one in edges.split(";"))):
            parts = _EDGE.fullmatch(written)
            assert parts, f"{written!r} is no edge"
            flag, subject, predicate, sign, one = parts.groups()
            start, end = ids.get(subject, subject), ids.get(one, one)
            if predicates()[predicate].symmetric and not sign:
                start, end = sorted((start, end))
            found.add(f"{f'{flag}: ' if flag else ''}{start} {predicate}{sign} {end}")
        return found


def edge(relation: Relation) -> str:
    """Return a relation as "HGNC:6001 affects+ CL:0000815"."""
    flag = "not: " if relation.negated else "maybe: " if relation.speculated else ""
    sign = _SIGNS[relation.direction]
    return f"{flag}{relation.subject.concept_id} {relation.predicate}{sign} {relation.object.concept_id}"


def read(annotator: Annotator, *marked: str, title: str = "") -> Read:
    """Annotate marked paragraphs and check that every mark is a mention with that id.

    It may stand in a longer mention that means the same: "human Tregs" for "Tregs".

    Of every mention and relation found it is checked that its offsets are those of its text.
    """
    plain_title, title_marks = strip_marks(title)
    paragraphs = [strip_marks(paragraph) for paragraph in marked]
    sections = lay_out(plain_title, [("abstract", "", text) for text, _ in paragraphs])
    extraction = annotator.annotate(make_document(plain_title, sections, Metadata()))
    marks = list(title_marks)
    for section, (_, inside) in zip(sections, paragraphs, strict=True):
        shift = section.start
        marks += [Mark(m.start + shift, m.end + shift, m.text, m.curie, m.braced) for m in inside]
    check_offsets(extraction)
    found = {(one.start, one.end): one for one in extraction.mentions}
    for mark in marks:
        around = (one for one in extraction.mentions if one.start <= mark.start and mark.end <= one.end)
        mention = found.get((mark.start, mark.end)) or next(around, None)
        assert mention, f"{mark.text!r} is no mention; found: {[one.text for one in extraction.mentions]}"
        if mark.curie:
            best = mention.parts[0][0].concept_id if mention.parts[0] else ""
            assert best == mark.curie, f"{mark.text!r} was taken for {best}"
    return Read(extraction, tuple(marks))


def check_offsets(extraction: Extraction) -> None:
    """Check the promises every extraction keeps: offsets slice, ids count, relations point to mentions."""
    text = extraction.document.text
    assert [one.id for one in extraction.mentions] == list(range(len(extraction.mentions)))
    for mention in extraction.mentions:
        assert text[mention.start : mention.end] == mention.text
    for relation in extraction.relations:
        sentences = relation.sentences
        assert list(sentences) == sorted(sentences)
        assert sentences[-1].start <= relation.trigger.start < relation.trigger.end <= sentences[-1].end
        for argument in (relation.subject, relation.object):
            mention = extraction.mentions[argument.mention]
            assert sentences[0].start <= mention.start < mention.end <= sentences[-1].end


def reading(annotator: Annotator, text: str) -> Reading:
    """Return the reading of a text, for looking at what stands between its words and its relations."""
    reader = annotator.nlp.get_pipe("kg_relations")
    return Reading(annotator.nlp(text), reader.rules, reader.therapeutics, reader.concepts)


def first_phrase(annotator: Annotator, text: str) -> tuple[Phrase, list[str]]:
    """Return the first noun phrase of a text, and the words of what it is about."""
    _, pieces, chunks = next(reading(annotator, text).walk())
    phrase = next(chunk.phrase for chunk in chunks if chunk.phrase)
    return phrase, [text[pieces[ref].start : pieces[ref].end] for ref in phrase.refs]
