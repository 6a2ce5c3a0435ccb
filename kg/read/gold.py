"""Gold corpora -> Extraction: the mentions and relations that people have marked, in the corpus's own labels.

Each GOLD_READERS entry is a module:

    recognises(head: str) -> bool         does a file that begins so (up to 64 KiB, decompressed) look like mine?
    gold(path: Path) -> Iterator[Extraction | RecordError]     one document at a time; a bad one is yielded, not raised

One whose annotations come without their texts takes also `texts: Sequence[Path]`, the files that hold them.

Order matters: the first that recognises a file reads it. Offsets are the corpus's own wherever it has any; a mention
with holes covers them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.core.errors import RecordError, UnknownFormat
from kg.core.opening import read_head
from kg.core.registry import Registry
from kg.core.text import Argument, Candidate, Context, Document, Extraction, Mention, Relation, Span
from kg.core.vocabulary import DIRECT

WITHOUT_TEXTS = "annotations"
GOLD_READERS = Registry(
    "gold reader",
    "kg.gold_readers",
    {
        "curations": "kg.read.curations",
        "pubtator": "kg.read.pubtator",
        "bioc-xml": "kg.read.bioc_xml",
        "bioc-json": "kg.read.bioc_json",
        WITHOUT_TEXTS: "kg.read.annotations",
        "standoff": "kg.read.standoff",
        "brat": "kg.read.brat",
        "drugprot": "kg.read.drugprot",
        "conll": "kg.read.conll",
        "ppi": "kg.read.ppi",
        "evidence-inference": "kg.read.evidence_inference",
    },
)

ZIP = "PK\x03\x04"  # how a .zip begins; folders are taken for one
_WITHIN_ZIP = re.compile(r"(.+\.zip)!/*(.*?)/*", re.IGNORECASE)
_SEPARATORS = re.compile(r"[,;|]")
_SEPARATORS_OF_VARIANTS = re.compile(r"[,;]")
_VARIANT = re.compile(r"(?:^|[,;:])[a-z]\|(?:[A-Z]+|Allele)\|")  # tmVar's own form is full of bars: p|SUB|V|600|E
_QUOTED = 60  # characters of a mention that an error repeats
_UNGROUNDED = frozenset({"", "-", "-1"})


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A marked stretch of text; `ids` is the corpus's id column as given."""

    start: int
    end: int
    text: str
    label: str
    ids: str


@dataclass(frozen=True, slots=True)
class GoldRelation:
    """A marked relation between two concept ids; with the mentions' index, by order of marking, if stated.

    Attributes:
        novelty: what the corpus says of it ("Novel", "No"), "" where it does not tell.
    """

    label: str
    subject: str
    object: str
    subject_mention: int = -1
    object_mention: int = -1
    aspect: str = ""
    direction: str = ""
    via: str = DIRECT
    negated: bool = False
    speculated: bool = False
    sentences: tuple[Span, ...] = ()
    novelty: str = ""


def read(path: Path, texts: Sequence[Path] = ()) -> Iterator[Extraction | RecordError]:
    """Yield a gold file's Extractions; the reader is chosen by the file's content.

    Args:
        path: a file; or a folder, a .zip, or a folder within one (`corpus.zip!devel/`) that holds brat's files.
        texts: where the annotations come without their texts: files that hold the documents.

    Raises:
        InputError: it cannot be opened.
        UnknownFormat: no gold reader recognises it.
    """
    head = ZIP if path.is_dir() or within_zip(path) else read_head(path)
    for name in GOLD_READERS:
        if GOLD_READERS[name].recognises(head):
            reader = GOLD_READERS[name]
            yield from reader.gold(path, texts) if name == WITHOUT_TEXTS else reader.gold(path)
            return
    raise UnknownFormat(path)


def within_zip(path: Path) -> tuple[Path, str] | None:
    """Return the archive and the folder in it that a path like `corpus.zip!devel/` names; None for other paths."""
    found = _WITHIN_ZIP.fullmatch(str(path))
    return (Path(found[1]), f"{found[2]}/" if found[2] else "") if found and not path.exists() else None


def gold_mention(text: str, spans: Sequence[Span], stated: str, label: str, ids: str) -> GoldMention:
    """Return a mention of one or more spans: with holes it covers them, from the first character to the last.

    Args:
        text: the document's.
        stated: the mention's text as the corpus gives it; of several spans, each must stand in it.
    """
    real = [one for one in spans if one.start < one.end] or spans  # CRAFT has an empty one beside a whole one
    start, end = min(one.start for one in real), max(one.end for one in real)
    pieces = [text[one.start : one.end] for one in real]
    if len(spans) > 1 and all(piece and piece in stated for piece in pieces):
        stated = text[start:end]
    return GoldMention(start, end, stated, label, ids)


def split_ids(ids: str) -> tuple[str, ...]:
    """Return the ids in an id column: several stand between `,`, `;` or `|`; none where it says `-` or `-1`.

    A variant in tmVar's form is one id with bars in it; ids joined by `+` name one concept together.
    """
    separators = _SEPARATORS_OF_VARIANTS if _VARIANT.search(ids) else _SEPARATORS
    parts = (part.strip() for part in separators.split(ids))
    return tuple(part for part in parts if part not in _UNGROUNDED)


def make_extraction(
    document: Document,
    mentions: Iterable[GoldMention],
    relations: Sequence[GoldRelation],
    *,
    path: Path,
    number: int,
) -> Extraction | RecordError:
    """Return the Extraction, mentions by offset; or a RecordError if one does not slice, or there is no text."""
    marked = list(mentions)
    text = document.text
    if not text.strip():
        return RecordError(path, number, f"{document.metadata.source_id or document.id} has no text")
    for index, mention in enumerate(marked, 1):
        if not 0 <= mention.start < mention.end <= len(text) or text[mention.start : mention.end] != mention.text:
            there, stated = text[mention.start : mention.end][:_QUOTED], mention.text[:_QUOTED]
            where = f"mention {index} of {document.metadata.source_id or document.id}"
            reason = f"{where} ({mention.start}-{mention.end}) is {stated!r}, but there stands {there!r}"
            return RecordError(path, number, reason)
    order = sorted(range(len(marked)), key=lambda index: (marked[index].start, marked[index].end, index))
    new_id = {old: new for new, old in enumerate(order)}
    ordered = tuple(_mention(new, marked[old]) for new, old in enumerate(order))
    return Extraction(document, ordered, tuple(_relation(relation, ordered, new_id) for relation in relations))


def _mention(index: int, marked: GoldMention) -> Mention:
    parts = tuple((Candidate(one, 1.0),) for one in split_ids(marked.ids)) or ((),)
    return Mention(index, marked.start, marked.end, marked.text, marked.label, parts, "gold", 1.0)


def _relation(marked: GoldRelation, mentions: Sequence[Mention], new_id: dict[int, int]) -> Relation:
    return Relation(
        subject=_argument(marked.subject, marked.subject_mention, mentions, new_id),
        predicate=marked.label,
        object=_argument(marked.object, marked.object_mention, mentions, new_id),
        aspect=marked.aspect,
        direction=marked.direction,
        via=marked.via,
        sentences=marked.sentences,
        trigger=Span(0, 0),
        negated=marked.negated,
        speculated=marked.speculated,
        context=Context(),
        score=1.0,
        extractor="gold",
        novelty=marked.novelty,
    )


def _argument(concept_id: str, mention: int, mentions: Sequence[Mention], new_id: dict[int, int]) -> Argument:
    """Return the argument: the mention that is named, else the first one with this concept, else -1."""
    if mention >= 0:
        return Argument(new_id[mention], concept_id)
    named = (one.id for one in mentions if any(c.concept_id == concept_id for part in one.parts for c in part))
    return Argument(next(named, -1), concept_id)
