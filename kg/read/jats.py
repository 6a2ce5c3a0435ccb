"""JATS / NLM article XML, a PMC article set, or a zip of such files -> Document: title, abstract and body."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from kg.core.errors import InputError, RecordError
from kg.core.opening import open_binary
from kg.core.text import Document, Metadata, clean_doi, lay_out, make_document
from kg.core.xml import records, root_name, text_of, texts_of
from kg.read.columns import pmcid_in, pmid_in, year_in

_ROOTS = frozenset({"article", "pmc-articleset"})
_ZIPPED = re.compile(r"PK\x03\x04.{0,400}?\.(?:nxml|jats)", re.DOTALL)
_ARTICLE_FILES = (".nxml", ".xml", ".jats")
# What is no running text: dropped before anything is read
_NOT_PROSE = (
    "fig",
    "fig-group",
    "table-wrap",
    "table-wrap-group",
    "boxed-text",
    "disp-formula",
    "disp-formula-group",
    "tex-math",
    "supplementary-material",
    "media",
    "graphic",
    "ref-list",
    "fn-group",
    "fn",
    "object-id",
    "sub-article",
    "response",
)
# Elements that words do not run across
_BLOCKS = ("p", "title", "list", "list-item", "def-item", "break", "disp-quote", "sec", "label")
_MARKS = frozenset({"fn", "table-fn", "aff", "corresp", "author-notes"})
# Abstracts that repeat the abstract in pictures or catchwords
_NO_ABSTRACT = frozenset({"graphical", "teaser", "key-points", "toc", "toc-graphical", "video", "highlights"})

# Stands for a citation number until it is clear what else goes with it; a private character no text holds
_CITED = "\ue000"
_NUMBERS = re.compile(r"[\[(]?\s*\d+[a-z]?(?:\s*[,;–—‐-]\s*\d+[a-z]?)*\s*[\])]?")
_IN_BRACKETS = re.compile(rf"\s*[\[(]\s*{_CITED}(?:{_CITED}|[\s,;–—‐-])*[\])]")
_BARE = re.compile(rf"\s*{_CITED}(?:[\s,;–—‐-]*{_CITED})*")
_BEFORE_WORD = re.compile(rf"{_BARE.pattern}(?=\w)")  # "cells.¹The": nothing else parts the sentences


def recognises(head: str) -> bool:
    """Return whether a file that begins so is an article, a set of articles, or a zip of `.nxml` files."""
    return root_name(head) in _ROOTS or _ZIPPED.match(head) is not None


def read(path: Path) -> Iterator[Document | RecordError]:
    """Yield a file's articles in order.

    Raises:
        InputError: the file, or the zip, is damaged.
    """
    if zipfile.is_zipfile(path):
        yield from _read_zip(path)
    else:
        with open_binary(path) as stream:
            for item in records(stream, path, ("article",)):
                yield item if isinstance(item, RecordError) else _document(item[1], path, item[0])


def _read_zip(path: Path) -> Iterator[Document | RecordError]:
    number = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                if name.lower().endswith(_ARTICLE_FILES):
                    with archive.open(name) as stream:
                        for item in records(stream, path, ("article",), after=number):
                            if isinstance(item, RecordError):
                                number = item.record
                                yield RecordError(path, number, f"{name}: {item.reason}")
                            else:
                                number = item[0]
                                yield _document(item[1], path, number)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise InputError(path, f"the zip is damaged or locked: {error}") from error


def _document(article: etree._Element, path: Path, number: int) -> Document | RecordError:
    front = article.find("front/article-meta")
    if front is None:
        return RecordError(path, number, "the article has no article-meta")
    etree.strip_elements(article, *_NOT_PROSE, with_tail=False)
    _part_blocks(article)
    _mark_citations(article)
    title = _text(front.find("title-group/article-title"))
    sections = lay_out(title, (*_abstracts(front), *_body(article)))
    metadata = _metadata(article, front, path, number)
    if not title and not sections:
        return RecordError(path, number, f"{metadata.source_id or 'the article'} has neither title nor text")
    return make_document(title, sections, metadata)


def _part_blocks(article: etree._Element) -> None:
    """Put a space around blocks, so that the last word of one does not run into the next."""
    for block in article.iter(*_BLOCKS):
        block.text = f" {block.text or ''}"
        block.tail = f" {block.tail or ''}"


def _mark_citations(article: etree._Element) -> None:
    """Replace citation numbers by a mark, and drop footnote marks; "Smith et al. (2010)" stays as it is."""
    for cited in article.iter("xref"):
        kind, text = cited.get("ref-type", ""), text_of(cited)
        if kind in _MARKS or (kind == "bibr" and _NUMBERS.fullmatch(text)):
            tail = cited.tail
            cited.clear()
            cited.text, cited.tail = _CITED if kind == "bibr" else "", tail


def _text(element: etree._Element | None) -> str:
    """Return an element's text without citation numbers and the brackets and commas that held them."""
    text = _IN_BRACKETS.sub("", text_of(element))
    text = _BARE.sub("", _BEFORE_WORD.sub(" ", text)).replace("et al..", "et al.")
    return " ".join(text.split())


def _paragraphs(part: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield (heading, text) of each outermost paragraph below an element."""
    for paragraph in part.iter("p"):
        if next(paragraph.iterancestors("p"), None) is None:
            section = next(paragraph.iterancestors("sec"), None)
            yield _text(section.find("title")) if section is not None else "", _text(paragraph)


def _abstracts(front: etree._Element) -> Iterator[tuple[str, str, str]]:
    for abstract in front.iterfind("abstract"):
        kind = abstract.get("abstract-type", "")
        if kind not in _NO_ABSTRACT:
            for heading, text in _paragraphs(abstract):
                yield "summary" if kind else "abstract", heading.rstrip(":"), text


def _body(article: etree._Element) -> Iterator[tuple[str, str, str]]:
    body = article.find("body")
    if body is not None:
        for heading, text in _paragraphs(body):
            yield "body", heading, text


def _metadata(article: etree._Element, front: etree._Element, path: Path, number: int) -> Metadata:
    ids = {one.get("pub-id-type", ""): text_of(one) for one in reversed(front.findall("article-id"))}
    journal = article.find("front/journal-meta")
    kind = article.get("article-type", "")
    related = tuple(front.iterfind("related-article"))
    pmcid = pmcid_in(ids.get("pmc") or ids.get("pmcid") or "")
    doi = clean_doi(ids.get("doi", ""))
    return Metadata(
        pmid=pmid_in(ids.get("pmid", "")),
        doi=doi,
        pmcid=pmcid,
        journal=text_of(next(journal.iter("journal-title"), None)) if journal is not None else "",
        year=_year(front),
        volume=text_of(front.find("volume")),
        issue=text_of(front.find("issue")),
        pages=_pages(front),
        authors=tuple(_authors(front)),
        keywords=texts_of(front, "kwd-group/kwd"),
        publication_types=(kind,) if kind else (),
        retracted=any(one.get("related-article-type") == "retraction-forward" for one in related),
        retracts=tuple(_retracted_ids(related)),
        source_id=ids.get("pmid") or doi or pmcid or ids.get("publisher-id", ""),
        source=str(path),
        record=number,
    )


def _year(front: etree._Element) -> int | None:
    """Return the year of print, else of electronic publication, else the first one stated."""
    years: dict[str, int] = {}
    for date in front.iterfind("pub-date"):
        year = year_in(text_of(date.find("year")))
        if year:
            years.setdefault(date.get("pub-type") or date.get("publication-format") or "", year)
            years.setdefault("any", year)
    kinds = ("ppub", "epub-ppub", "print", "epub", "electronic", "any")
    return next((years[kind] for kind in kinds if kind in years), None)


def _pages(front: etree._Element) -> str:
    first, last = text_of(front.find("fpage")), text_of(front.find("lpage"))
    return f"{first}-{last}" if last not in ("", first) else first or text_of(front.find("elocation-id"))


def _authors(front: etree._Element) -> Iterator[str]:
    """Yield "Last FM", or the group's name, in order."""
    for person in front.iterfind("contrib-group/contrib"):
        if person.get("contrib-type", "author") == "author":
            name = person.find("name")
            if name is None:
                name = person.find("name-alternatives/name")
            if name is None:
                yield from filter(None, [text_of(person.find("collab"))])
            else:
                given = re.split(r"[\s.-]+", text_of(name.find("given-names")))
                initials = "".join(part[0] for part in given if part)
                yield f"{text_of(name.find('surname'))} {initials}".strip()


def _retracted_ids(related: tuple[etree._Element, ...]) -> Iterator[str]:
    for one in related:
        if one.get("related-article-type") == "retracted-article":
            target = one.get("href") or one.get("{http://www.w3.org/1999/xlink}href") or text_of(one)
            if pmid_in(target):
                yield f"PMID:{target}"
            elif clean_doi(target):
                yield f"DOI:{clean_doi(target)}"
