"""an HTML page -> what its markup states (meta tags, JSON-LD, h1), and its visible text as a dump."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from lxml import etree

from kg.core.opening import decode
from kg.read.cleaning import collapse

# our field -> the names of meta tags that state it, the best first (Highwire, PRISM, Dublin Core)
_META = MappingProxyType(
    {
        "title": ("citation_title", "dc.title", "dcterms.title"),
        "abstract": ("citation_abstract", "dcterms.abstract", "dc.description.abstract"),
        "description": ("dc.description", "og:description", "description"),
        "doi": ("citation_doi", "prism.doi", "dc.identifier", "dc.identifier.doi"),
        "pmid": ("citation_pmid",),
        "pmcid": ("citation_pmcid",),
        "journal": ("citation_journal_title", "prism.publicationname", "dc.source"),
        "year": (
            "citation_publication_date",
            "citation_date",
            "citation_year",
            "citation_online_date",
            "prism.publicationdate",
            "dc.date",
            "dcterms.issued",
        ),
        "volume": ("citation_volume", "prism.volume"),
        "issue": ("citation_issue", "prism.number"),
        "first page": ("citation_firstpage", "prism.startingpage"),
        "last page": ("citation_lastpage", "prism.endingpage"),
        "authors": ("citation_author", "citation_authors", "dc.creator"),
        "keywords": ("citation_keywords", "citation_keyword", "dc.subject"),
    }
)
_ARTICLE_TYPES = frozenset({"ScholarlyArticle", "MedicalScholarlyArticle", "Article", "Report", "PublicationIssue"})
_SKIPPED = frozenset(
    {
        "script", "style", "noscript", "template", "nav", "footer", "aside", "button", "select",
        "svg", "iframe", "figure", "dialog", "menu", "head", "textarea",
    }
)  # fmt: skip
_SKIPPED_ROLES = frozenset({"navigation", "banner", "dialog", "contentinfo", "complementary", "search", "alert"})
_SKIPPED_CLASS = re.compile(
    r"cookie|consent|breadcrumb|share|social|comment|sidebar|related|recommend|advert|login|signin|modal|popup|"
    r"newsletter|rating|toolbar|(?:^|[\s_-])(?:nav|menu|tabs?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LINE = frozenset({"br", "li", "tr", "dt", "dd", "td", "th", "option", "caption"})
_PARAGRAPH = frozenset(
    {
        "address", "article", "blockquote", "body", "div", "dl", "fieldset", "form", "h1", "h2",
        "h3", "h4", "h5", "h6", "header", "hr", "main", "ol", "p", "pre", "section", "table", "ul",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Markup:
    """What an HTML page says: fields stated in its markup, titles in order of trust, and its text."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    titles: tuple[str, ...] = ()
    text: str = ""


def parse_html(content: bytes) -> Markup:
    """Read a page's markup; nothing is fetched, and no entity is expanded but HTML's characters."""
    root = _root(content)
    if root is None:
        return Markup()
    fields = dict(_meta_fields(root))
    for name, values in _json_ld_fields(root):
        fields.setdefault(name, values)
    return Markup(fields, tuple(filter(None, _titles(root, fields))), "".join(_visible(root)))


def _root(content: bytes) -> etree._Element | None:
    try:
        text = content.decode("utf-8-sig") if content[:2] not in (b"\xff\xfe", b"\xfe\xff") else decode(content)
        content, encoding = text.encode(), "utf-8"
    except UnicodeDecodeError:
        encoding = None  # the page's own meta tag tells it
    parser = etree.HTMLParser(encoding=encoding, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(content.replace(b"\0", b" "), parser)
    except etree.XMLSyntaxError:
        return None  # nothing in it is markup


def _meta_fields(root: etree._Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    stated: dict[str, list[str]] = {}
    for tag in root.iter("meta"):
        name = str(tag.get("name") or tag.get("property") or "").lower()
        if value := collapse(str(tag.get("content") or "")):
            stated.setdefault(name, []).append(value)
    for ours, names in _META.items():
        if values := next((stated[name] for name in names if name in stated), None):
            yield ours, tuple(values)


def _json_ld_fields(root: etree._Element) -> Iterator[tuple[str, tuple[str, ...]]]:
    for script in root.iter("script"):
        if "ld+json" not in str(script.get("type") or ""):
            continue
        try:
            things = list(_things(json.loads(script.text or "")))
            fields = [field for thing in things for field in _article_fields(thing)]
        except (ValueError, RecursionError):
            continue  # a page's broken JSON-LD, or one nested without end, takes nothing from its text
        yield from fields


def _things(data: object) -> Iterator[dict[str, object]]:
    if isinstance(data, list):
        for entry in data:
            yield from _things(entry)
    elif isinstance(data, dict):
        types = data.get("@type")
        if _ARTICLE_TYPES.intersection(types if isinstance(types, list) else [str(types)]):
            yield data
        yield from _things(data.get("@graph"))
        yield from _things(data.get("mainEntity"))


def _article_fields(article: Mapping[str, object]) -> Iterator[tuple[str, tuple[str, ...]]]:
    part = article.get("isPartOf")
    whole = part if isinstance(part, dict) else {}
    outer = whole.get("isPartOf")
    values = {
        "title": _names(article.get("headline") or article.get("name")),
        "abstract": _names(article.get("abstract")),
        "description": _names(article.get("description")),
        "doi": _names([article.get("identifier"), article.get("sameAs"), article.get("@id")]),
        "journal": _names(outer) or _names(whole.get("name")),
        "year": _names(article.get("datePublished")),
        "volume": _names(whole.get("volumeNumber") or article.get("volumeNumber")),
        "issue": _names(whole.get("issueNumber") or article.get("issueNumber")),
        "first page": _names(article.get("pageStart") or article.get("pagination")),
        "last page": _names(article.get("pageEnd")),
        "authors": _names(article.get("author")),
        "keywords": _names(article.get("keywords")),
    }
    yield from ((name, value) for name, value in values.items() if value)


def _names(value: object) -> tuple[str, ...]:
    """Return the texts in a JSON-LD value: strings, numbers, and the names or values of things."""
    if isinstance(value, list):
        return tuple(name for entry in value for name in _names(entry))
    if isinstance(value, dict):
        return _names(value.get("name") or value.get("value"))
    text = collapse(str(value)) if isinstance(value, str | int) else ""
    return (text,) if text else ()


def _titles(root: etree._Element, fields: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    yield from fields.get("title", ())[:1]
    headings = [collapse("".join(map(str, heading.itertext()))) for heading in root.iter("h1")]
    yield from sorted(headings, key=len, reverse=True)
    whole = [str(tag.get("content") or "") for tag in root.iter("meta") if tag.get("property") == "og:title"]
    whole += ["".join(map(str, tag.itertext())) for tag in root.iter("title")]
    for title in whole:
        yield re.split(r"\s+[|–—-]\s+(?=[^|–—]{1,60}$)", collapse(title))[0]


def _is_skipped(element: etree._Element) -> bool:
    tag = str(element.tag)
    if tag in ("html", "body", "main", "article"):
        return False
    if tag in _SKIPPED or str(element.get("role") or "").lower() in _SKIPPED_ROLES:
        return True
    style = str(element.get("style") or "").replace(" ", "")
    if element.get("hidden") is not None or element.get("aria-hidden") == "true" or "display:none" in style:
        return True
    marked = _SKIPPED_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    return bool(marked or tag in ("form", "header")) and next(element.iter("h1", "article", "main"), None) is None


def _visible(root: etree._Element) -> Iterator[str]:
    """Yield the text one sees: a line per list entry or cell, a blank line around every other block."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = str(element.tag)
        gap = "\n" if tag in _LINE else "\n\n" if tag in _PARAGRAPH else ""
        yield gap
        if event == "start" and _is_skipped(element):
            walk.skip_subtree()
        elif event == "start":
            yield _spaced(element.text)
        if event == "end":
            yield _spaced(element.tail)


def _spaced(text: str | None) -> str:
    """Return the text with runs of space as one, also at its ends: words of inline tags must not join."""
    return re.sub(r"\s+", " ", text or "")
