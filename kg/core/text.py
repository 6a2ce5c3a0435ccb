"""What is read and what is found in it: Document, Mention, Relation, and their sum, the Extraction.

All offsets are character offsets (Python string indices) into `Document.text`, half-open.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

_WORD = re.compile(r"\w+")
PARAGRAPH_GAP = "\n"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters of a document's text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Section:
    """One paragraph of a document.

    Attributes:
        name: what part it is ("abstract", "summary", "body" …).
        label: the heading the source gives it ("METHODS"), else "".
        start: offset of its first character in the document's text.
        text: its characters.
    """

    name: str
    label: str
    start: int
    text: str

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Metadata:
    """Bibliographic data; empty where the source states none (never guessed).

    Attributes:
        version: PubMed's version of the record, 1 where none is stated.
        revised: the day its source last revised the record, as 2026-01-31.
        retracted: the source says this paper has been retracted.
        retracts: ids of the documents that this notice retracts.
        deleted: a tombstone: the source has withdrawn the record (title and sections are empty).
        source_id: the id the source gave it, kept for standoff exports.
        source: the file it was read from.
        record: its position in that file, from 1.
    """

    pmid: str = ""
    doi: str = ""
    pmcid: str = ""
    journal: str = ""
    year: int | None = None
    volume: str = ""
    issue: str = ""
    pages: str = ""
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    publication_types: tuple[str, ...] = ()
    version: int = 1
    revised: str = ""
    retracted: bool = False
    retracts: tuple[str, ...] = ()
    deleted: bool = False
    source_id: str = ""
    source: str = ""
    record: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A paper's title and paragraphs.

    Attributes:
        id: `PMID:…`, else `DOI:…`, else `PMCID:…`, else `sha1:…` of the normalised title and text.
    """

    id: str
    title: str
    sections: tuple[Section, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)

    @property
    def text(self) -> str:
        """Title and sections at their offsets; gaps between them are line feeds."""
        pieces, at = [self.title], len(self.title)
        for section in self.sections:
            pieces += [PARAGRAPH_GAP * (section.start - at), section.text]
            at = section.end
        return "".join(pieces)

    def section_at(self, offset: int) -> Section:
        """Return the section that holds an offset; the title is a section called `title`."""
        for section in self.sections:
            if section.start <= offset < section.end:
                return section
        return Section("title", "", 0, self.title)


def lay_out(title: str, paragraphs: Iterable[tuple[str, str, str]]) -> tuple[Section, ...]:
    """Place paragraphs (name, label, text) behind a title, one character between each; empty ones drop."""
    sections, at = [], len(title) + 1
    for name, label, text in paragraphs:
        if text:
            sections.append(Section(name, label, at, text))
            at += len(text) + 1
    return tuple(sections)


def text_hash(title: str, sections: Iterable[Section]) -> str:
    """Return the sha1 of title and text with case, accents, spacing and punctuation set aside.

    Two copies of a paper that differ only in those have the same hash.
    """
    whole = " ".join([title, *(section.text for section in sections)])
    letters = (char for char in unicodedata.normalize("NFKD", whole) if not unicodedata.combining(char))
    plain = "".join(letters).casefold()
    return hashlib.sha1(" ".join(_WORD.findall(plain)).encode(), usedforsecurity=False).hexdigest()


_DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+?)[.,;]?$", re.IGNORECASE)


def clean_doi(text: str) -> str:
    """Return a DOI in lower case without resolver or `doi:` (DOIs are case-insensitive), else ""."""
    found = _DOI.match(text.strip())
    return found[1].lower() if found else ""


def make_document(title: str, sections: tuple[Section, ...], metadata: Metadata) -> Document:
    """Return a document whose id follows from its PMID, DOI, PMCID or text, in this order."""
    if metadata.pmid:
        identity = f"PMID:{metadata.pmid}"
    elif metadata.doi:
        identity = f"DOI:{metadata.doi}"
    elif metadata.pmcid:
        identity = f"PMCID:{metadata.pmcid}"
    else:
        identity = f"sha1:{text_hash(title, sections)}"
    return Document(identity, title, sections, metadata)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A concept a mention may mean, and how likely (0 to 1)."""

    concept_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that names something; `text == document.text[start:end]`, always.

    Attributes:
        id: its number within the document, by offset, from 0.
        parts: ranked candidates, best first; one entry per concept named ("Th1/Th17 cells" has two);
            an empty entry is a part that could not be grounded.
        found_by: which finders made it ("lexicon", "tagger", "lexicon+tagger", "abbreviation" …).
        taxon: of a gene, the species whose gene the text speaks of ("NCBITaxon:10090"), "" where it is no gene. The
            concept is the human gene all the same.
    """

    id: int
    start: int
    end: int
    text: str
    category: str
    parts: tuple[tuple[Candidate, ...], ...]
    found_by: str
    score: float
    taxon: str = ""


@dataclass(frozen=True, slots=True)
class Argument:
    """One end of a relation: the mention, and the concept it stands for there."""

    mention: int
    concept_id: str


@dataclass(frozen=True, slots=True)
class Context:
    """Under which conditions a sentence holds: concept ids, and the dose class ("low-dose") or ""."""

    disease: tuple[str, ...] = ()
    species: tuple[str, ...] = ()
    tissue: tuple[str, ...] = ()
    dose: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """What one sentence says about two mentions.

    Attributes:
        via: `direct`, or `loss`/`blockade` where the text speaks of the subject's absence and the
            direction has been turned accordingly.
        sentences: the sentence, or several in text order where a pronoun was resolved.
        trigger: the words that say it.
        score: the extractor's estimate that the statement is right, 0 to 1.
        extractor: which rule or model ("rule:expand/active").
        novelty: whether the paper itself found it: "Novel", "No" (as BioRED says it), "" where nobody told.
    """

    subject: Argument
    predicate: str
    object: Argument
    aspect: str
    direction: str
    via: str
    sentences: tuple[Span, ...]
    trigger: Span
    negated: bool
    speculated: bool
    context: Context
    score: float
    extractor: str
    novelty: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """A document with everything found in it: the seam between slow reading and fast assembly."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    relations: tuple[Relation, ...] = ()
