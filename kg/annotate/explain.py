"""a text -> why: mentions with their candidates, and for each sentence what was read by which rule, or why nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from kg.annotate import pieces as p
from kg.annotate.pipeline import Annotator
from kg.annotate.relations import Reading, RelationReader
from kg.annotate.rows import RelationRow, text_of
from kg.core.text import Candidate, Document, Mention

_ONE = "it names one concept only"


def explain(annotator: Annotator, document: Document) -> dict[str, Any]:
    """Return {"mentions": […], "sentences": […]} of one document, plain data for printing or JSON.

    What no ontology has is called as the text calls it. Each sentence has its text, the relations read from it, and
    `why_none` where there are none. What a rule found and the network dropped is among them, marked `dropped`; the rule
    of what the network alone found begins with "model:".
    """
    extraction = annotator.annotate(document)
    doc = annotator.nlp(document.text)
    concepts = annotator.nlp.get_pipe("kg_mentions").lexicon.concepts
    names = {candidate.concept_id: mention.text for mention in extraction.mentions for candidate in _all(mention)}
    names |= {one: concepts[one].name for one in names if one in concepts}
    reader = annotator.nlp.get_pipe("kg_relations") if "kg_relations" in annotator.nlp.pipe_names else None
    sentences = []
    if isinstance(reader, RelationReader) and reader.rules is not None:
        reading = Reading(doc, reader.rules, reader.therapeutics, reader.concepts)
        walked = {sentence.index: (sentence, pieces, chunks) for sentence, pieces, chunks in reading.walk()}
        for sentence in reading.sentences:
            ruled = reading.read(*walked[sentence.index]) if sentence.index in walked else []
            kept = [row for row in doc._.kg_relations if sentence.start <= row.trigger[0] < sentence.end]
            said = {_said(row) for row in kept}
            rows = [*kept, *(row for row in ruled if _said(row) not in said)]
            told = [_told(row, text_of(doc), names) | {"dropped": _said(row) not in said} for row in rows]
            why = "" if told else _why_none(reading, walked.get(sentence.index), (sentence.start, sentence.end))
            text = document.text[sentence.start : sentence.end]
            sentences.append({"text": text, "relations": told, "why_none": why})
    mentions = [asdict(mention) for mention in extraction.mentions]
    for candidate in (one for mention in mentions for part in mention["parts"] for one in part):
        candidate["name"] = names[candidate["concept_id"]]
    return {"mentions": mentions, "sentences": sentences}


def _said(row: RelationRow) -> tuple[object, ...]:
    return row.subject_concept, row.predicate, row.object_concept, row.aspect, row.direction, row.trigger


def _all(mention: Mention) -> Iterator[Candidate]:
    yield from (candidate for part in mention.parts for candidate in part)


def _told(row: RelationRow, text: str, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "subject": row.subject_concept,
        "subject_name": names.get(row.subject_concept, row.subject_concept),
        "predicate": row.predicate,
        "object": row.object_concept,
        "object_name": names.get(row.object_concept, row.object_concept),
        "aspect": row.aspect,
        "direction": row.direction,
        "via": row.via,
        "negated": row.negated,
        "speculated": row.speculated,
        "trigger": text[slice(*row.trigger)],
        "rule": row.extractor,
        "score": row.score,
    }


def _why_none(reading: Reading, walked: Any, place: tuple[int, int]) -> str:
    """Say in words why a sentence gave no relation."""
    if walked is None:
        return "it names no concept"
    _, pieces, chunks = walked
    ends = {piece.mention for piece in pieces if piece.mention >= 0}
    if len(ends) < 2:
        rows = enumerate(reading.rows)
        others = [row for at, row in rows if at not in ends and place[0] <= row.start and row.end <= place[1]]
        told = ", ".join(repr(reading.text[row.start : row.end]) for row in others)
        return f"{told} cannot be an end: a part, a kind or a description of something" if told else _ONE
    words = [piece.word for piece in pieces if piece.tag == p.TRIGGER or piece.word in reading.rules.nouns]
    if not words:
        return "no word in it triggers a rule"
    unfit = [finding for finding, statements in reading.statements(pieces, chunks) if not statements]
    if unfit:
        frames = ", ".join(sorted({f"{one.trigger.id if one.trigger else 'change'}/{one.frame}" for one in unfit}))
        return f"{frames} matched, but not between these kinds of concepts"
    return f"no subject and object could be told for {', '.join(repr(word) for word in dict.fromkeys(words))}"
