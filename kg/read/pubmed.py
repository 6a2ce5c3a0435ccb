"""PubMed XML (efetch, baseline and update files) -> Document."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from kg.core.errors import RecordError
from kg.core.opening import open_binary
from kg.core.text import Document, Metadata, clean_doi, lay_out, make_document
from kg.core.xml import records, root_name, text_of, texts_of
from kg.read.columns import year_in

_ROOTS = frozenset({"PubmedArticleSet", "PubmedArticle", "PubmedBookArticleSet", "PubmedBookArticle"})
_RECORDS = ("PubmedArticle", "PubmedBookArticle", "DeleteCitation")
_NO_TITLE = frozenset({"", "[Not Available].", "[Not Available]"})
_NO_LABEL = frozenset({"UNLABELLED", "UNLABELED", "UNASSIGNED"})  # PubMed's stand-ins where there is no heading
_RETRACTED = "Retracted Publication"


def recognises(head: str) -> bool:
    """Return whether a file that begins so is PubMed XML."""
    return root_name(head) in _ROOTS


def read(path: Path) -> Iterator[Document | RecordError]:
    """Yield a file's articles and book chapters in order, and a tombstone for each deleted PMID."""
    with open_binary(path) as stream:
        for item in records(stream, path, _RECORDS):
            if isinstance(item, RecordError):
                yield item
            elif item[1].tag == "DeleteCitation":
                yield from _tombstones(item[1], path, item[0])
            else:
                yield _document(item[1], path, item[0])


def _tombstones(deleted: etree._Element, path: Path, number: int) -> Iterator[Document]:
    for found in deleted.iterfind("PMID"):
        pmid = text_of(found)
        origin = Metadata(
            pmid=pmid, version=_version(found), deleted=True, source_id=pmid, source=str(path), record=number
        )
        yield Document(f"PMID:{pmid}", "", (), origin)


def _document(record: etree._Element, path: Path, number: int) -> Document | RecordError:
    is_book = record.tag == "PubmedBookArticle"
    citation = record.find("BookDocument" if is_book else "MedlineCitation")
    if citation is None or not text_of(citation.find("PMID")):
        return RecordError(path, number, "the article has no PMID")
    article = citation if is_book else citation.find("Article")
    if article is None:
        return RecordError(path, number, f"PMID {text_of(citation.find('PMID'))} has no Article")
    title = _title(article)
    sections = lay_out(title, _abstract(citation, article))
    metadata = _metadata(record, citation, article, path, number)
    if not title and not sections:
        return RecordError(path, number, f"PMID {metadata.pmid} has neither title nor abstract")
    return make_document(title, sections, metadata)


def _title(article: etree._Element) -> str:
    """Return the title; the one in the paper's own language, or the book's, where there is no other."""
    title = text_of(article.find("ArticleTitle"))
    if title in _NO_TITLE:
        title = text_of(article.find("VernacularTitle")) or text_of(article.find("Book/BookTitle")) or title
    return title


def _abstract(citation: etree._Element, article: etree._Element) -> Iterator[tuple[str, str, str]]:
    """Yield the abstract's paragraphs, or an English one from elsewhere if PubMed has none of its own."""
    abstract = article.find("Abstract")
    if abstract is None:
        abstract = citation.find("OtherAbstract[@Language='eng']")
    if abstract is not None:
        for part in abstract.iterfind("AbstractText"):
            label = " ".join(part.get("Label", "").split())
            yield "abstract", "" if label.upper() in _NO_LABEL else label, text_of(part)


def _metadata(
    record: etree._Element, citation: etree._Element, article: etree._Element, path: Path, number: int
) -> Metadata:
    pmid = citation.find("PMID")
    types = texts_of(article, "PublicationTypeList/PublicationType") or texts_of(article, "PublicationType")
    notes = tuple(citation.iterfind("CommentsCorrectionsList/CommentsCorrections"))
    retracts = (text_of(note.find("PMID")) for note in notes if note.get("RefType") == "RetractionOf")
    ids = _ids(record, article)
    return Metadata(
        pmid=text_of(pmid),
        doi=ids.get("doi", ""),
        pmcid=ids.get("pmc", ""),
        journal=_first(article, "Journal/Title", "Journal/ISOAbbreviation", "Book/BookTitle"),
        year=_year(article),
        volume=_first(article, "Journal/JournalIssue/Volume", "Book/Volume"),
        issue=_first(article, "Journal/JournalIssue/Issue"),
        pages=_pages(article),
        authors=_authors(article),
        keywords=texts_of(citation, "KeywordList/Keyword"),
        publication_types=types,
        version=_version(pmid),
        revised=_day(citation.find("DateRevised")),
        retracted=_RETRACTED in types or any(note.get("RefType") == "RetractionIn" for note in notes),
        retracts=tuple(f"PMID:{other}" for other in retracts if other),
        source_id=text_of(pmid),
        source=str(path),
        record=number,
    )


def _first(element: etree._Element, *paths: str) -> str:
    return next((text for path in paths if (text := text_of(element.find(path)))), "")


def _version(pmid: etree._Element | None) -> int:
    stated = pmid.get("Version", "") if pmid is not None else ""
    return int(stated) if stated.isdecimal() and len(stated) < 5 else 1


def _day(date: etree._Element | None) -> str:
    parts = [text_of(date.find(name)) for name in ("Year", "Month", "Day")] if date is not None else []
    return "-".join([parts[0].zfill(4), *(part.zfill(2) for part in parts[1:])]) if all(parts) and parts else ""


def _ids(record: etree._Element, article: etree._Element) -> dict[str, str]:
    """Return the article's own DOI and PMCID; the lists below ReferenceList are the cited papers'."""
    ids: dict[str, str] = {}
    for place in ("PubmedData/ArticleIdList/ArticleId", "BookDocument/ArticleIdList/ArticleId"):
        for found in record.iterfind(place):
            ids.setdefault(found.get("IdType", ""), text_of(found))
    ids["doi"] = clean_doi(ids.get("doi", ""))
    for found in article.iterfind("ELocationID[@EIdType='doi']"):
        if found.get("ValidYN") != "N":
            ids["doi"] = ids["doi"] or clean_doi(text_of(found))
    return ids


def _year(article: etree._Element) -> int | None:
    date = article.find("Journal/JournalIssue/PubDate")
    if date is None:
        date = article.find("Book/PubDate")
    return year_in(_first(date, "Year", "MedlineDate")) if date is not None else None


def _pages(article: etree._Element) -> str:
    start, end = text_of(article.find("Pagination/StartPage")), text_of(article.find("Pagination/EndPage"))
    return text_of(article.find("Pagination/MedlinePgn")) or (f"{start}-{end}" if end else start)


def _authors(article: etree._Element) -> tuple[str, ...]:
    """Return "Last FM" or the group's name, in order; a book's editors are not its chapter's authors."""
    people = (
        author
        for group in article.iterfind("AuthorList")
        if group.get("Type", "authors") == "authors"
        for author in group.iterfind("Author")
        if author.get("ValidYN") != "N"
    )
    names = (
        " ".join(filter(None, (text_of(person.find("LastName")), text_of(person.find("Initials")))))
        or text_of(person.find("CollectiveName"))
        for person in people
    )
    return tuple(name for name in names if name)
