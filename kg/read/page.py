"""scraped article pages -> Document: HTML, or the text dump of a page, in English or Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.core.errors import RecordError
from kg.core.opening import decode, read_whole
from kg.core.text import Document, Metadata, clean_doi, lay_out, make_document
from kg.read.cleaning import collapse
from kg.read.columns import pmcid_in, pmid_in, year_in
from kg.read.page_copies import drop_copies
from kg.read.page_dump import Dump, make_paragraphs, parse_dump
from kg.read.page_labels import is_prose, may_be_title

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|title|main|article|section|div|h1|p)\b(?![^>]*dtd-version)",
    re.IGNORECASE | re.DOTALL,
)
_NOT_PAGE = re.compile(
    r"<!DOCTYPE\s+article|<article\b[^>]*(?:article-type|xmlns:xlink)|<body>\s*<sec\b", re.IGNORECASE
)
# what only a web page says (2 points), and what a paper's text may say too (1 point); 3 make a page
_STRONG = re.compile(
    r"click to (?:show|read|see) (?:the )?(?:full|more)|"
    r"\bsign up (?:to|now|for (?:free|alerts|an|our|the|updates))\b|\b(?:uses?|our|accept|of) cookies\b|"
    r"^(?:journal title|year published):|^photo from \w+$|^skip to (?:main )?content|^share (?:on|this)\b|"
    r"^(?:related (?:content|articles?|papers)|similar articles|save to library)$|^cited by\b|"
    r"^download (?:full-text )?pdf|^下载PDF|^【(?:摘\s*要|关键词)】|"
    r"^(?:期刊|关键词|页码|出版社|作者|摘要|刊名|来源)\s*(?:[:：].*)?$|^卷\s*\d+",
    re.IGNORECASE | re.MULTILINE,
)
_WEAK = re.compile(
    r"^[^\S\n]*(?:doi:|https?://(?:dx\.)?doi\.org/10\.|journal:|keywords:?|authors?:|volume:? \d|pmid:|abstract$|"
    r"published(?: online)?:|references$)",
    re.IGNORECASE | re.MULTILINE,
)


def recognises(head: str) -> bool:
    """Say whether a file that begins so is HTML, or a dump with the marks of a page."""
    if _HTML.match(head):
        return _NOT_PAGE.search(head[:2000]) is None
    if "\0" in head or head.lstrip()[:1] in ("<", "{"):
        return False
    strong = {found[0].lower().strip(" :：")[:12] for found in _STRONG.finditer(head)}
    weak = {found[0].lower().strip(" :：")[:12] for found in _WEAK.finditer(head)}
    return bool(strong) and 2 * len(strong) + len(weak) >= 3


def read(path: Path) -> Iterator[Document | RecordError]:
    """Yield the page's one document, or a RecordError if it shows neither a title nor an abstract.

    Raises:
        InputError: the file cannot be opened or decompressed, or is too large for one page.
    """
    content = read_whole(path)
    head = decode(content)
    document = _from_html(content) if _HTML.match(head) else _from_dump(parse_dump(head.replace("\0", " ")))
    if document is None:
        yield RecordError(path, 1, "the page shows neither a title nor an abstract")
    else:
        yield document


def _from_dump(dump: Dump) -> Document | None:
    if not dump.title and not dump.paragraphs:
        return None
    return make_document(dump.title, lay_out(dump.title, dump.paragraphs), _metadata(dump.fields))


def _from_html(content: bytes) -> Document | None:
    from kg.read.page_html import parse_html

    markup = parse_html(content)
    first = {name: values[0] for name, values in markup.fields.items()}
    title = first.get("title") or next((one for one in markup.titles if may_be_title(one, 3)), "")
    dump = parse_dump(markup.text, title, marked=True)
    fields = {**dump.fields, **first}
    if "authors" in markup.fields:
        fields["authors"] = ";".join((*markup.fields["authors"], ""))  # the comma of "Last, First" parts nobody
    if "keywords" in markup.fields:
        fields["keywords"] = ";".join(markup.fields["keywords"])
    fields["doi"] = next(filter(None, map(clean_doi, markup.fields.get("doi", ()))), dump.fields.get("doi", ""))
    if "first page" in first:
        fields["pages"] = "-".join(filter(None, (first["first page"], first.get("last page", ""))))
    return _from_dump(Dump(dump.title, _paragraphs(dump, first), dump.headed, fields))


def _paragraphs(dump: Dump, stated: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Choose between the abstract that one sees and the one in the markup, which is often cut short."""
    if dump.headed:
        return dump.paragraphs
    abstract = _untagged(stated.get("abstract", ""))
    if abstract and abstract in drop_copies([abstract, *(text for _, _, text in dump.paragraphs)]):
        return tuple(make_paragraphs([("", abstract)]))
    if not dump.paragraphs and is_prose(description := _untagged(stated.get("description", ""))):
        return tuple(make_paragraphs([("", description)]))
    return dump.paragraphs


def _untagged(text: str) -> str:
    return collapse(re.sub(r"</?[A-Za-z][^<>]*>", " ", text))


def _metadata(fields: Mapping[str, str]) -> Metadata:
    return Metadata(
        pmid=pmid_in(fields.get("pmid", "")),
        doi=clean_doi(fields.get("doi", "")),
        pmcid=pmcid_in(fields.get("pmcid", "")),
        journal=fields.get("journal", ""),
        year=year_in(fields.get("year", "")),
        volume=fields.get("volume", ""),
        issue=fields.get("issue", ""),
        pages=fields.get("pages", ""),
        authors=_listed(fields.get("authors", "")),
        keywords=_listed(fields.get("keywords", "")),
        record=1,
    )


def _listed(text: str) -> tuple[str, ...]:
    separator = r"[;；]" if re.search("[;；]", text) else r"[,，、]"
    return tuple(filter(None, (part.strip(" .。") for part in re.split(separator, text))))
