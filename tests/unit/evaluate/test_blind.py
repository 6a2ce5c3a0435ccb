"""kg.evaluate.blind: what a pipeline is shown, and what its failures count as."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kg.core.errors import RecordError
from kg.core.text import Document, Extraction, Metadata
from kg.evaluate.blind import Known, Marked, link, predict, relate
from tests.unit.evaluate.marked import marked

SOURCE = Metadata(pmid="1", source_id="1", source="gold.txt", record=3)


def _gold(text: str) -> Extraction:
    extraction = marked(text)
    return replace(extraction, document=replace(extraction.document, metadata=SOURCE))


def test_the_pipeline_sees_the_text_alone() -> None:
    seen: list[Document] = []

    def annotate(documents: Iterable[Document]) -> Iterator[Extraction]:
        for document in documents:
            seen.append(document)
            yield Extraction(document)

    gold = _gold("[IL-2|Gene|3558] acts")
    ((first, predicted),) = predict([gold], annotate, [])
    assert first is gold
    assert predicted.mentions == ()
    assert seen == [Document("text", "IL-2 acts")]


def test_failures_are_noted_and_count_as_nothing_found() -> None:
    def annotate(documents: Iterable[Document]) -> Iterator[RecordError]:
        for _ in documents:
            yield RecordError("", 0, "text could not be annotated")

    skipped: list[RecordError] = []
    unread = RecordError(Path("gold.txt"), 2, "no title line")
    ((_, predicted),) = predict([unread, _gold("[IL-2|Gene|3558]")], annotate, skipped)
    assert predicted.mentions == ()
    assert skipped[0] is unread
    assert str(skipped[1]) == "gold.txt, record 3: text could not be annotated"


def test_for_linking_the_spans_are_told_and_no_ids() -> None:
    seen: list[tuple[Document, list[Marked]]] = []

    def link_spans(document: Document, spans: Sequence[Marked]) -> Extraction:
        seen.append((document, list(spans)))
        return Extraction(document)

    gold = _gold("[IL-2|Gene|3558] acts on [T cells|Cell|CL:1] with [Dex|Chemical|D003907] by [SH2|DomainMotif|]")
    ((first, _),) = link([gold], link_spans, [])
    assert first is gold
    spans = [(0, 4, ("gene",)), (13, 20, ("cell_type", "cell_line")), (26, 29, ("drug", "chemical"))]
    assert seen == [(Document("text", "IL-2 acts on T cells with Dex by SH2"), spans)]


def test_a_document_that_cannot_be_linked_is_noted() -> None:
    def link_spans(document: Document, spans: Sequence[Marked]) -> Extraction:
        raise ValueError("a bug of ours")

    skipped: list[RecordError] = []
    ((_, predicted),) = link([_gold("[IL-2|Gene|3558]")], link_spans, skipped)
    assert predicted.mentions == ()
    assert str(skipped[0]) == "gold.txt, record 3: could not be linked: ValueError: a bug of ours"


def test_for_relations_the_marked_mentions_are_told_with_their_ids() -> None:
    seen: list[tuple[Document, list[Known]]] = []

    def relate_mentions(document: Document, mentions: Sequence[Known]) -> Extraction:
        seen.append((document, list(mentions)))
        return Extraction(document)

    gold = _gold("[IL-2|Gene|3558,3559] acts on [T cells|cell_type|CL:1] with [Dex|Chemical|] by [SH2|DomainMotif|D1]")
    ((first, _),) = relate([gold], relate_mentions, [])
    assert first is gold
    known = [((0, 4, ("gene",)), (("3558",), ("3559",))), ((13, 20, ("cell_type",)), (("CL:1",),))]
    assert seen == [(Document("text", "IL-2 acts on T cells with Dex by SH2"), known)]


def test_a_span_that_is_marked_twice_is_told_once() -> None:
    seen: list[Known] = []

    def relate_mentions(document: Document, mentions: Sequence[Known]) -> Extraction:
        seen.extend(mentions)
        return Extraction(document)

    gold = _gold("[IL-2|Gene|3558]")
    again = replace(gold.mentions[0], id=1, category="Chemical")
    list(relate([replace(gold, mentions=(*gold.mentions, again))], relate_mentions, []))
    assert seen == [((0, 4, ("gene",)), (("3558",),))]


def test_a_document_whose_relations_cannot_be_read_is_noted() -> None:
    def relate_mentions(document: Document, mentions: Sequence[Known]) -> Extraction:
        raise ValueError("a bug of ours")

    skipped: list[RecordError] = []
    ((_, predicted),) = relate([_gold("[IL-2|Gene|3558]")], relate_mentions, skipped)
    assert predicted.relations == ()
    assert str(skipped[0]) == "gold.txt, record 3: could not be read: ValueError: a bug of ours"
