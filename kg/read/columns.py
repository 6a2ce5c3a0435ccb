"""a row of named fields -> Document: the columns of JSON Lines and CSV, mapped by name."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from kg.core.text import Document, Metadata, clean_doi, lay_out, make_document
from kg.read.cleaning import collapse, is_unicode, labelled_parts

# our field -> the names it goes by in files, the best first; compared in lower case, `_` and `-` as spaces
SYNONYMS = MappingProxyType(
    {
        "pmid": ("pmid", "pubmed id", "pubmedid", "id", "uid"),
        "doi": ("doi",),
        "pmcid": ("pmcid", "pmc"),
        "title": ("title", "article title", "ti"),
        "abstract": ("abstract", "text", "ab", "abstract text", "summary", "body"),
        "journal": ("journal", "journal title", "source title", "journal/book", "source", "so"),
        "year": ("year", "publication year", "pub year", "py", "date", "publication date", "pub date"),
        "revised": ("revised", "date revised", "revision date", "date of revision"),
        "volume": ("volume", "vol"),
        "issue": ("issue",),
        "pages": ("pages", "pagination"),
        "authors": ("authors", "author", "au"),
        "keywords": ("keywords", "keyword", "author keywords"),
    }
)
TEXT_COLUMNS = frozenset((*SYNONYMS["title"], *SYNONYMS["abstract"]))
KNOWN_COLUMNS = frozenset(name for names in SYNONYMS.values() for name in names)

_PMID = re.compile(r"(?:PMID:?\s*)?([1-9][0-9]{0,7})", re.IGNORECASE)
_PMCID = re.compile(r"(?:PMCID:\s*)?(?:PMC)?([0-9]{1,9})", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})([-/])(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)", re.ASCII)
_YEAR = re.compile(r"(?<!\d)((?:1[89]|20)\d\d)(?=\D|$|\d{4}(?!\d))")


class BadRow(ValueError):
    """A row that makes no document; its message says why. Readers make a RecordError of it."""


def column_key(name: str) -> str:
    """Return a column's name as the tables here spell it."""
    return collapse(name).lower().replace("_", " ").replace("-", " ")


def year_in(text: str) -> int | None:
    """Return the first four-digit year (1800 to 2099) of a date in any notation."""
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def day_in(value: object) -> str:
    """Return the day that a text begins with, in ISO's order, as 2026-01-31; else ""."""
    found = _DAY.match(value) if isinstance(value, str) else None
    return f"{found[1]}-{found[3]}-{found[4]}" if found else ""


def pmid_in(text: str) -> str:
    """Return the PMID that a text consists of (1 to 8 digits, with or without `PMID:`), else ""."""
    found = _PMID.fullmatch(text)
    return found[1] if found else ""


def pmcid_in(text: str) -> str:
    """Return the PMCID that a text consists of, as `PMC…`, else ""."""
    found = _PMCID.fullmatch(text)
    return f"PMC{found[1]}" if found else ""


def _plain(text: str) -> str:
    if not is_unicode(text):
        raise BadRow("holds bytes that are not UTF-8 text")
    return collapse(html.unescape(text))


def _as_text(column: str, value: object) -> str:
    if isinstance(value, str):
        return _plain(value)
    if value is None or value != value:  # pandas writes NaN where a cell is empty
        return ""
    if isinstance(value, float) and value.is_integer():  # a column of numbers with gaps, as pandas writes it
        return str(int(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return " ".join(filter(None, (_as_text(column, part) for part in value)))
    raise BadRow(f"the value of {column!r} is no text")


def _as_list(column: str, value: object) -> tuple[str, ...]:
    parts: Iterable[object] = value if isinstance(value, list) else _as_text(column, value).split(";")
    return tuple(filter(None, (_as_text(column, part) for part in parts)))


def _first(row: Mapping[str, object], field: str) -> tuple[str, object]:
    """Return the name and value of the best column that has something to say about a field of ours."""
    for name in SYNONYMS[field]:
        if row.get(name) not in (None, "", []) and row[name] == row[name]:
            return name, row[name]
    return "", None


def _text(row: Mapping[str, object], field: str) -> str:
    return _as_text(*_first(row, field))


def _with_id(metadata: Metadata, given: str) -> Metadata:
    """Take an id for what it is: all digits are a PMID, a DOI shows, and any other is the source's own."""
    if pmid := pmid_in(given):
        return replace(metadata, pmid=pmid)
    return replace(metadata, source_id=given, doi=metadata.doi or clean_doi(given))


def row_to_document(row: Mapping[str, object], record: int) -> Document:
    """Return the document of one row: HTML entities decoded once, whitespace collapsed.

    Args:
        row: column name to value, as the file has them.
        record: its number in the file, from 1.

    Raises:
        BadRow: neither title nor text, a value that is no text, or characters that are none.
    """
    columns = {column_key(str(name)): value for name, value in reversed(list(row.items()))}
    title, abstract = _text(columns, "title"), _text(columns, "abstract")
    if not title and not abstract:
        raise BadRow("has neither a title nor a text")
    metadata = Metadata(
        doi=clean_doi(_text(columns, "doi")),
        pmcid=pmcid_in(_text(columns, "pmcid")),
        journal=_text(columns, "journal"),
        year=year_in(_text(columns, "year")),
        revised=day_in(_first(columns, "revised")[1]),
        volume=_text(columns, "volume"),
        issue=_text(columns, "issue"),
        pages=_text(columns, "pages"),
        authors=_as_list(*_first(columns, "authors")),
        keywords=_as_list(*_first(columns, "keywords")),
        record=record,
    )
    metadata = _with_id(metadata, _text(columns, "pmid"))
    sections = lay_out(title, [("abstract", label, text) for label, text in labelled_parts(abstract)])
    return make_document(title, sections, metadata)
