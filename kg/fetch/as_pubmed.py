"""a record of Europe PMC -> PubMed XML; one without a PMID -> a line of JSON; both as the readers here take them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree

from kg.fetch.records import XML, form_of

# Markup that Europe PMC leaves in titles and abstracts; any other `<` is one that the authors wrote
_ATTRIBUTES = r"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*\s*/?>"""
_HEADING = re.compile(rf"<h[1-6]{_ATTRIBUTES}(.*?)</h[1-6]>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(rf"</?(?:p|br|div|ul|ol|li|sec|title|h[1-6]){_ATTRIBUTES}", re.IGNORECASE)
_INLINE = re.compile(
    r"</?(?:i|b|u|em|strong|sub|sup|sc|tt|span|a|font|small|bold|italic|underline|(?:jats|mml):[a-z-]+)" + _ATTRIBUTES,
    re.IGNORECASE,
)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_YEAR = re.compile(r"\d{4}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_RETRACTED = "Retracted Publication"


def plain(markup: object) -> str:
    """Return text without HTML's tags and named characters, on one line; what XML has no room for is dropped."""
    text = _INLINE.sub("", _BREAK.sub(" ", str(markup or "")))
    return " ".join(_NO_XML.sub("", html.unescape(text)).split())


def paragraphs(markup: object) -> list[tuple[str, str]]:
    """Return an abstract's parts as (heading, text), "" where it has no heading."""
    pieces = _HEADING.split(str(markup or ""))
    parts = [("", plain(pieces[0]))]
    parts += [(plain(label).rstrip(": "), plain(text)) for label, text in zip(pieces[1::2], pieces[2::2], strict=True)]
    return [(label, text) for label, text in parts if text]


def record(identity: str, row: Mapping[str, Any]) -> bytes:
    """Return a record's bytes, one line; b"" where it has neither title nor abstract.

    Args:
        identity: a PMID, for PubMed XML; any other for JSON Lines.
        row: what Europe PMC answers with `resultType=core`.
    """
    if not plain(row.get("title")) and not paragraphs(row.get("abstractText")):
        return b""
    return _article(identity, row) if form_of(identity) == XML else _line(identity, row)


def _rows(row: Mapping[str, Any], outer: str, inner: str) -> list[Any]:
    """Return the rows that Europe PMC keeps two levels deep; none where they are not as they should be."""
    group = row.get(outer)
    found = group.get(inner) if isinstance(group, Mapping) else None
    return found if isinstance(found, list) else []


def _in(row: Mapping[str, Any], *path: str) -> str:
    here: Any = row
    for name in path:
        here = here.get(name) if isinstance(here, Mapping) else None
    return plain(here) if isinstance(here, str | int) else ""


def _year(row: Mapping[str, Any]) -> str:
    found = _YEAR.search(_in(row, "journalInfo", "yearOfPublication") or _in(row, "pubYear"))
    return found[0] if found else ""


def _revised(row: Mapping[str, Any], *otherwise: str) -> str:
    """Return the day when the record was revised last, by which the readers know the newest of one paper's records."""
    days = (_in(row, name) for name in ("dateOfRevision", *otherwise))
    return next(filter(_DAY.fullmatch, days), "")


def _authors(row: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield (last name, initials, name of a group): of a person the first two, of a group the third."""
    for one in _rows(row, "authorList", "author"):
        if isinstance(one, Mapping):
            yield _in(one, "lastName"), _in(one, "initials"), _in(one, "collectiveName") or _in(one, "fullName")


def _journal(row: Mapping[str, Any]) -> str:
    return _in(row, "journalInfo", "journal", "title") or _in(row, "bookOrReportDetails", "publisher")


def _line(identity: str, row: Mapping[str, Any]) -> bytes:
    people = (" ".join(filter(None, (last, initials))) or group for last, initials, group in _authors(row))
    parts = paragraphs(row.get("abstractText"))
    said = {
        "id": identity,
        "doi": _in(row, "doi"),
        "pmcid": _in(row, "pmcid"),
        "title": plain(row.get("title")),
        "abstract": " ".join(f"{label.upper()}: {text}" if label else text for label, text in parts),
        "journal": _journal(row),
        "year": _year(row),
        "revised": _revised(row, "firstIndexDate"),  # versions of a preprint, of one DOI, are never revised
        "authors": [name for name in people if name],
        "keywords": [plain(word) for word in _rows(row, "keywordList", "keyword")],
    }
    # its reader takes named characters out once more
    kept = {name: _guarded(value) for name, value in said.items() if value}
    return json.dumps(kept, ensure_ascii=False).encode()


def _guarded(value: Any) -> Any:
    return [_guarded(one) for one in value] if isinstance(value, list) else value.replace("&", "&amp;")


def _put(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, name, attributes)
    element.text = text or None
    return element


def _fill(parent: etree._Element, texts: Iterable[tuple[str, str]]) -> None:
    for name, text in texts:
        if text:
            _put(parent, name, text)


def _article(pmid: str, row: Mapping[str, Any]) -> bytes:
    root = etree.Element("PubmedArticle")
    citation = _put(root, "MedlineCitation", Owner="EuropePMC")
    _put(citation, "PMID", pmid, Version="1")
    if revised := _revised(row):
        _fill(_put(citation, "DateRevised"), zip(("Year", "Month", "Day"), revised.split("-"), strict=True))
    article = _put(citation, "Article")
    _put_journal(article, row)
    _put(article, "ArticleTitle", plain(row.get("title")))
    _fill(_put(article, "Pagination"), [("MedlinePgn", _in(row, "pageInfo"))])
    if parts := paragraphs(row.get("abstractText")):
        abstract = _put(article, "Abstract")
        for label, text in parts:
            _put(abstract, "AbstractText", text, **({"Label": label} if label else {}))
    _put_authors(article, row)
    types = _put(article, "PublicationTypeList")
    for kind in map(plain, _rows(row, "pubTypeList", "pubType")):
        _put(types, "PublicationType", _RETRACTED if kind.lower() == _RETRACTED.lower() else kind)
    _put_notes(citation, row)
    words = _put(citation, "KeywordList", Owner="NOTNLM")
    _fill(words, (("Keyword", plain(word)) for word in _rows(row, "keywordList", "keyword")))
    ids = _put(_put(root, "PubmedData"), "ArticleIdList")
    for kind, identity in (("pubmed", pmid), ("doi", _in(row, "doi")), ("pmc", _in(row, "pmcid"))):
        if identity:
            _put(ids, "ArticleId", identity, IdType=kind)
    return etree.tostring(root, encoding="UTF-8")


def _put_journal(article: etree._Element, row: Mapping[str, Any]) -> None:
    journal = _put(article, "Journal")
    issue = _put(journal, "JournalIssue")
    _fill(issue, [("Volume", _in(row, "journalInfo", "volume")), ("Issue", _in(row, "journalInfo", "issue"))])
    _fill(_put(issue, "PubDate"), [("Year", _year(row))])
    short = _in(row, "journalInfo", "journal", "isoabbreviation")
    _fill(journal, [("Title", _journal(row)), ("ISOAbbreviation", short)])


def _put_authors(article: etree._Element, row: Mapping[str, Any]) -> None:
    people = _put(article, "AuthorList")
    for last, initials, group in _authors(row):
        named = [("LastName", last), ("Initials", initials)] if last else [("CollectiveName", group)]
        _fill(_put(people, "Author"), named)


def _put_notes(citation: etree._Element, row: Mapping[str, Any]) -> None:
    """Write what notices say of the paper: "Retraction in" is RefType `RetractionIn`."""
    notes = _put(citation, "CommentsCorrectionsList")
    for one in _rows(row, "commentCorrectionList", "commentCorrection"):
        if isinstance(one, Mapping) and (kind := _in(one, "type")):
            reference = "".join(word[:1].upper() + word[1:] for word in kind.split())
            pmid = _in(one, "id") if _in(one, "source") == "MED" else ""
            _fill(_put(notes, "CommentsCorrections", RefType=reference), [("PMID", pmid)])
