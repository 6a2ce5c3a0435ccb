"""Extractions -> PubTator: title and abstract, one line per mention, then one per relation.

Offsets run over title + one character + abstract, as in `Document.text`. A mention's last field has the best
id of each concept it names, parted by commas, or `-`. Negated relations are left out, because the format cannot
say *not*; so are those of ungrounded concepts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TextIO

from kg.core.folder import GraphFolder
from kg.core.places import new_text
from kg.core.text import Extraction
from kg.core.vocabulary import categories
from kg.export.flat import one_line
from kg.export.found import best_ids, extractions, is_grounded, source_id


def lines(extraction: Extraction) -> Iterator[str]:
    """Yield the lines of one document, without line ends."""
    document, name = extraction.document, one_line(source_id(extraction)).replace("|", "_")
    yield f"{name}|t|{one_line(document.title)}"
    yield f"{name}|a|{one_line(document.text[len(document.title) + 1 :])}"
    for mention in extraction.mentions:
        label = categories()[mention.category].pubtator
        ids = ",".join(best_ids(mention)) or "-"
        yield "\t".join((name, str(mention.start), str(mention.end), one_line(mention.text), label, ids))
    stated = {
        (relation.predicate, relation.subject.concept_id, relation.object.concept_id): None
        for relation in extraction.relations
        if not relation.negated and is_grounded(relation.subject.concept_id) and is_grounded(relation.object.concept_id)
    }
    for statement in stated:
        yield "\t".join((name, *statement))


def write_all(found: Iterable[Extraction], stream: TextIO) -> int:
    """Write documents, each followed by an empty line; return how many."""
    count = 0
    for extraction in found:
        count += 1
        stream.writelines(f"{line}\n" for line in (*lines(extraction), ""))
    return count


def write(folder: GraphFolder, path: Path) -> Mapping[str, int]:
    """Write the graph's documents with their mentions and relations."""
    with new_text(path) as stream:
        return {"documents": write_all(extractions(folder), stream)}
