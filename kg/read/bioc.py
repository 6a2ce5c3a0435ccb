"""BioC passages, parsed from XML or JSON -> Document, and -> a gold Extraction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from kg.core.errors import RecordError
from kg.core.text import (
    Document,
    Extraction,
    Metadata,
    Section,
    Span,
    clean_doi,
    lay_out,
    make_document,
)
from kg.read.cleaning import is_unicode
from kg.read.columns import pmcid_in, pmid_in, year_in
from kg.read.gold import GoldMention, GoldRelation, gold_mention, make_extraction

Infons = Mapping[str, str]  # keys in lower case

_FURTHEST = 1 << 26  # characters; gaps are filled, so that a wrong offset must not fill memory
# Passages that are not the paper's own prose
_NOT_PROSE = frozenset({"ref", "references", "table", "table_caption", "table_footnote", "fig", "fig_caption"})
_ID_KEYS = (
    "identifier",
    "mesh",
    "omim",
    "ncbi gene",
    "ncbi species",
    "ncbi taxonomy",
    "cvcl",
    "tmvar",
    "chebi",
    "cui",
)
_NOT_ARGUMENTS = frozenset({"type", "relation", "novel", "novelty", "score", "note", "annotator", "updated_at"})


@dataclass(frozen=True, slots=True)
class Annotation:
    """A marked stretch, at offsets into the document; several locations where it is not contiguous."""

    id: str
    infons: Infons
    locations: tuple[Span, ...]
    text: str


@dataclass(frozen=True, slots=True)
class BioCRelation:
    """A relation: its arguments stand in infons, or are annotations named by id."""

    infons: Infons
    annotation_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text at its offset in the document, with the annotations that stand in it."""

    infons: Infons
    offset: int
    text: str
    annotations: tuple[Annotation, ...] = ()

    @property
    def kind(self) -> str:
        """What part of the paper it is, in lower case; PMC's full texts say so as `section_type`."""
        return (self.infons.get("section_type") or self.infons.get("type") or "text").lower()

    @property
    def is_title(self) -> bool:
        """Whether it is the paper's title."""
        return self.kind == "title" and self.infons.get("type", "title").lower() in ("title", "front")


@dataclass(frozen=True, slots=True)
class Record:
    """One BioC document as its file states it; `annotations` are those outside its passages."""

    id: str
    infons: Infons
    passages: tuple[Passage, ...]
    annotations: tuple[Annotation, ...] = ()
    relations: tuple[BioCRelation, ...] = ()


def place(value: object) -> int:
    """Return an offset or a length.

    Raises:
        ValueError: it is no whole number, or no text reaches so far.
    """
    if not isinstance(value, int | str):
        raise ValueError(f"{value!r} is no offset")
    number = int(value)
    if abs(number) > _FURTHEST:
        raise ValueError(f"the offset {number:.3e} is beyond any text")
    return number


def join_sentences(offset: int, sentences: Sequence[tuple[int, str]]) -> str:
    """Return the text of a passage from the (offset, text) of its sentences, each at its place."""
    pieces, at = [], offset
    for start, sentence in sentences:
        pieces += [" " * (start - at), sentence]
        at = max(at, start) + len(sentence)
    return "".join(pieces)


def to_document(record: Record, path: Path, number: int) -> Document | RecordError:
    """Return the paper's prose; references, tables and figures are left out."""
    prose = [one for one in record.passages if not _NOT_PROSE & {one.kind, one.infons.get("type", "").lower()}]
    return _build(record, prose, path, number)[0]


def to_gold(record: Record, path: Path, number: int) -> Extraction | RecordError:
    """Return the whole document with the mentions and relations marked in it."""
    document, starts = _build(record, record.passages, path, number)
    if isinstance(document, RecordError):
        return document
    mentions: list[GoldMention] = []
    index_of: dict[str, int] = {}
    for annotation, shift in _annotations(record, starts):
        if annotation.infons.get("compositerole") == "IndividualMention":
            continue  # BC5CDR's second copy of a part of a composite mention
        if not annotation.locations:
            return RecordError(path, number, f"mention {annotation.id} of {record.id} has no location")
        index_of.setdefault(annotation.id, len(mentions))
        mentions.append(_gold_mention(annotation, shift, document.text))
    relations = [found for one in record.relations if (found := _gold_relation(one, mentions, index_of))]
    return make_extraction(document, mentions, relations, path=path, number=number)


def _annotations(record: Record, starts: Sequence[int]) -> Iterator[tuple[Annotation, int]]:
    """Yield each annotation and how far its passage has moved in the document."""
    shifts = [start - one.offset for one, start in zip(record.passages, starts, strict=True)]
    for passage, shift in zip(record.passages, shifts, strict=True):
        for annotation in passage.annotations:
            yield annotation, shift
    for annotation in record.annotations:
        first = min((one.start for one in annotation.locations), default=0)
        around = (
            shift for one, shift in zip(record.passages, shifts, strict=True) if 0 <= first - one.offset < len(one.text)
        )
        yield annotation, next(around, 0)


def _build(
    record: Record, passages: Sequence[Passage], path: Path, number: int
) -> tuple[Document | RecordError, tuple[int, ...]]:
    """Return the document and where each passage starts in it."""
    title, sections, starts = _lay(passages)
    if not title.strip() and not any(section.text.strip() for section in sections):
        return RecordError(path, number, f"{record.id or 'the document'} has no text"), ()
    document = make_document(title, sections, _metadata(record, path, number))
    if not is_unicode(document.text):
        return RecordError(path, number, f"{record.id or 'the document'} holds half a character"), ()
    return document, starts


def _lay(passages: Sequence[Passage]) -> tuple[str, tuple[Section, ...], tuple[int, ...]]:
    """Return title, sections and each passage's start: its own offset, if the offsets fit together."""
    head = next((one for one in passages if one.is_title), None)
    rest = [one for one in passages if one is not head]
    whole = sorted(filter(None, (head, *rest)), key=lambda one: (one.offset, len(one.text)))
    fits = all(one.offset + len(one.text) <= other.offset for one, other in pairwise(whole))
    if fits and (head is None or head.offset == 0) and all(one.offset >= 0 for one in whole):
        # The gap up to the next passage is line feeds, so those at the end of this one may go
        sections = [Section(one.kind, "", one.offset, one.text.rstrip("\n")) for one in whole if one is not head]
        title = head.text.rstrip("\n") if head else ""
        return title, tuple(one for one in sections if one.text), tuple(one.offset for one in passages)
    title = head.text if head else ""
    starts, at = {id(head): 0}, len(title) + 1
    for passage in rest:
        starts[id(passage)] = at
        at += len(passage.text) + 1 if passage.text else 0
    laid = lay_out(title, ((one.kind, "", one.text) for one in rest))
    return title, laid, tuple(starts[id(one)] for one in passages)


def _metadata(record: Record, path: Path, number: int) -> Metadata:
    front = dict(record.infons)
    for passage in record.passages[:1]:
        front.update(passage.infons)
    pmcid = _pmcid(front, record.id)
    pmid = front.get("article-id_pmid") or front.get("pmid") or ""
    if not pmid and f"PMC{record.id}" != pmcid:
        pmid = pmid_in(record.id)
    first, last = front.get("fpage", ""), front.get("lpage", "")
    journal, _, rest = front.get("journal", front.get("journal-title", "")).partition(";")
    return Metadata(
        pmid=pmid,
        doi=clean_doi(front.get("article-id_doi") or front.get("doi") or ""),
        pmcid=pmcid,
        journal=journal.strip(),
        year=year_in(front.get("year", "") or rest),
        volume=front.get("volume", ""),
        issue=front.get("issue", ""),
        pages=f"{first}-{last}" if last else first,
        authors=tuple(_authors(front)),
        source_id=record.id,
        source=str(path),
        record=number,
    )


def _pmcid(front: Infons, record_id: str) -> str:
    stated = front.get("article-id_pmc") or front.get("pmcid") or front.get("pmc") or ""
    if not stated and record_id.upper().startswith("PMC"):
        stated = record_id
    return pmcid_in(stated)


def _authors(front: Infons) -> Iterator[str]:
    """Yield "Last FM" from PMC's name_0, name_1 … (`surname:X;given-names:Y`), or the names of a list."""
    numbered = [front[f"name_{index}"] for index in range(len(front)) if f"name_{index}" in front]
    for name in numbered:
        parts = dict(part.partition(":")[::2] for part in name.split(";"))
        initials = "".join(given[0] for given in re.split(r"[\s.-]+", parts.get("given-names", "")) if given)
        yield f"{parts.get('surname', '')} {initials}".strip()
    if not numbered:
        yield from filter(None, (name.strip() for name in front.get("authors", "").split(",")))


def _gold_mention(annotation: Annotation, shift: int, text: str) -> GoldMention:
    spans = [Span(one.start + shift, one.end + shift) for one in annotation.locations]
    ids = next((annotation.infons[key] for key in _ID_KEYS if annotation.infons.get(key)), "")
    return gold_mention(text, spans, annotation.text, annotation.infons.get("type", ""), ids)


def _gold_relation(
    relation: BioCRelation, mentions: Sequence[GoldMention], index_of: Mapping[str, int]
) -> GoldRelation | None:
    """Return a relation of two; None for those of one or more than two, which a graph's edge cannot hold."""
    label = relation.infons.get("type") or relation.infons.get("relation") or ""
    novelty = relation.infons.get("novel", "")
    if relation.annotation_ids:
        found = [index_of[one] for one in relation.annotation_ids if one in index_of]
        if len(found) != 2 or len(relation.annotation_ids) != 2:
            return None
        subject, other = found
        return GoldRelation(label, mentions[subject].ids, mentions[other].ids, subject, other, novelty=novelty)
    stated = [value for key, value in sorted(relation.infons.items()) if key not in _NOT_ARGUMENTS]
    return GoldRelation(label, stated[0], stated[1], novelty=novelty) if len(stated) == 2 else None
