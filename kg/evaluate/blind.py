"""gold Extractions and a pipeline -> (gold, predicted) pairs; the pipeline sees the text and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kg.core.errors import RecordError
from kg.core.text import Document, Extraction

Annotate = Callable[[Iterable[Document]], Iterable[Extraction | RecordError]]


def predict(
    gold: Iterable[Extraction | RecordError], annotate: Annotate, skipped: list[RecordError]
) -> Iterator[tuple[Extraction, Extraction]]:
    """Yield each gold document with what a pipeline finds in its text.

    The pipeline is told neither what is marked in it, nor which paper or file it is from. A gold record that cannot
    be read is put into `skipped`. So is a document that the pipeline fails on, which then counts as one in which
    it finds nothing.
    """
    for found in gold:
        if isinstance(found, RecordError):
            skipped.append(found)
            continue
        about = found.document.metadata
        blind = Document("text", found.document.title, found.document.sections)
        for predicted in annotate([blind]):
            if isinstance(predicted, RecordError):
                skipped.append(RecordError(about.source, about.record, predicted.reason))
                yield found, Extraction(blind)
            else:
                yield found, predicted
