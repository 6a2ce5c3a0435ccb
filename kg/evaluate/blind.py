"""gold Extractions and a pipeline -> (gold, predicted) pairs; the pipeline sees the text and nothing else.

Where linking is scored on its own, it sees also which spans are marked, and as what kind of thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from kg.core.errors import RecordError
from kg.core.text import Document, Extraction
from kg.core.vocabulary import categories
from kg.evaluate.labels import categories_of, kind_of

Annotate = Callable[[Iterable[Document]], Iterable[Extraction | RecordError]]
Marked = tuple[int, int, tuple[str, ...]]  # start, end, categories any of which it may be of
Link = Callable[[Document, Sequence[Marked]], Extraction]
Known = tuple[Marked, tuple[tuple[str, ...], ...]]  # and the ids of each part
Relate = Callable[[Document, Sequence[Known]], Extraction]


def predict(
    gold: Iterable[Extraction | RecordError], annotate: Annotate, skipped: list[RecordError]
) -> Iterator[tuple[Extraction, Extraction]]:
    """Yield each gold document with what a pipeline finds in its text.

    The pipeline is told neither what is marked in it, nor which paper or file it is from. A gold record that cannot
    be read is put into `skipped`. So is a document that the pipeline fails on, which then counts as one in which
    it finds nothing.
    """
    for found in _readable(gold, skipped):
        for predicted in annotate([_blind(found.document)]):
            yield found, _noted(found, predicted, skipped)


def link(
    gold: Iterable[Extraction | RecordError], link_spans: Link, skipped: list[RecordError]
) -> Iterator[tuple[Extraction, Extraction]]:
    """Yield each gold document with the concepts that a pipeline finds for the spans marked in it.

    The pipeline is told the spans and which of our categories their label stands for, in no case an id. A span that is
    marked twice as the same is told once; labels we do not know are not told. Failures are as in `predict`.
    """
    return _each(gold, lambda found: link_spans(_blind(found.document), _marked(found)), "linked", skipped)


def relate(
    gold: Iterable[Extraction | RecordError], relate_mentions: Relate, skipped: list[RecordError]
) -> Iterator[tuple[Extraction, Extraction]]:
    """Yield each gold document with the relations that a pipeline reads between the mentions marked in it.

    The pipeline is told the spans, their categories and their ids. Failures are as in `predict`.
    """
    return _each(gold, lambda found: relate_mentions(_blind(found.document), _known(found)), "read", skipped)


def _each(
    gold: Iterable[Extraction | RecordError],
    ask: Callable[[Extraction], Extraction],
    done: str,
    skipped: list[RecordError],
) -> Iterator[tuple[Extraction, Extraction]]:
    for found in _readable(gold, skipped):
        try:
            predicted: Extraction | RecordError = ask(found)
        except Exception as error:  # noqa: BLE001  (one bad document must not end an evaluation)
            predicted = RecordError("", 0, f"could not be {done}: {type(error).__name__}: {error}")
        yield found, _noted(found, predicted, skipped)


def _known(gold: Extraction) -> list[Known]:
    """Return the marked mentions that have an id, each span once."""
    known: dict[tuple[int, int], Known] = {}
    for one in gold.mentions:
        parts = tuple(tuple(candidate.concept_id for candidate in part) for part in one.parts if part)
        category = one.category if one.category in categories() else kind_of(one.category)
        fitting = (category,) if category in categories() else categories_of(category, categories())
        if parts and fitting:
            known.setdefault((one.start, one.end), ((one.start, one.end, fitting), parts))
    return list(known.values())


def _readable(gold: Iterable[Extraction | RecordError], skipped: list[RecordError]) -> Iterator[Extraction]:
    for found in gold:
        if isinstance(found, RecordError):
            skipped.append(found)
        else:
            yield found


def _blind(document: Document) -> Document:
    return Document("text", document.title, document.sections)


def _marked(gold: Extraction) -> list[Marked]:
    spans = dict.fromkeys((one.start, one.end, kind_of(one.category)) for one in gold.mentions)
    return [(start, end, categories_of(kind, categories())) for start, end, kind in spans if kind]


def _noted(gold: Extraction, predicted: Extraction | RecordError, skipped: list[RecordError]) -> Extraction:
    if isinstance(predicted, Extraction):
        return predicted
    about = gold.document.metadata
    skipped.append(RecordError(about.source, about.record, predicted.reason))
    return Extraction(_blind(gold.document))
