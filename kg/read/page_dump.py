"""the text dump of an article page -> its title, paragraphs and fields, without what the site adds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.core.text import clean_doi
from kg.read.cleaning import collapse, is_heading, labelled_parts, leading_label
from kg.read.page_copies import drop_copies, split_summary
from kg.read.page_labels import (
    ABSTRACT,
    count_cjk,
    ends_article,
    field_of,
    is_furniture,
    is_prose,
    is_sentence,
    may_be_title,
    numbers_in,
    stated,
    without_teaser,
)

_DOI = re.compile(r"(?<![\w.])10\.\d{4,9}/[^\s,;，；<>\"]+")
_PMID = re.compile(r"\bPMID: ?(\d{1,8})\b")
_CITATION = re.compile(
    r"(?P<journal>[A-Z][\w &()-]{2,80}?)\. ?(?P<year>(?:19|20)\d\d)(?: [A-Z][a-z]{2}(?:[- ]\w+)?)?; ?"
    r"(?P<volume>\d+)(?: ?\((?P<issue>[\w -]+)\))?: ?(?P<pages>[\w–-]+)"
)
_JOURNAL_NAME = re.compile(
    r"(?:The )?(?:\w+ ){0,3}(?:Journal|Annals|Archives|Proceedings|Bulletin|Transactions) of\b", re.I
)


@dataclass(frozen=True, slots=True)
class Dump:
    """What a dump says.

    Attributes:
        title: "" where no line can be told to be it.
        paragraphs: (section name, label, text).
        headed: the paragraphs stand under a heading "Abstract".
        fields: field name to its first stated value.
    """

    title: str = ""
    paragraphs: tuple[tuple[str, str, str], ...] = ()
    headed: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)


def parse_dump(text: str, title: str = "", marked: bool = False) -> Dump:
    """Find the article in the text of a page.

    Args:
        text: the lines of the page; a paragraph is one line, or wrapped at a width.
        title: the title, where markup has told it already.
        marked: markup has taken menus and the like away, so that short paragraphs can be trusted.
    """
    lines = [line for block in re.split(r"\n\s*\n", text) for line in [*_unwrapped(block), ""]]
    head, headed = _abstract_start(lines)
    end = _article_end(lines, head if headed else 0)
    fields, used = _fields(lines[:end])
    first = next((i for i in range(head, end) if i not in used and _is_paragraph(lines[i], title)), end)
    named = title or fields.get("title", "") or _title(lines[: head if headed else end], first, used)
    body = [(i, lines[i]) for i in range(head, end) if lines[i] and lines[i] != named]
    texts = _headed_body(body, used) if headed else _loose_body(body, used, marked)
    return Dump(named, tuple(make_paragraphs(texts)), headed, fields)


def make_paragraphs(texts: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Yield the sections of (label, paragraph) pairs: copies dropped, summary and labelled parts cut out."""
    label_of = {text: label for label, text in reversed(texts)}
    for paragraph in drop_copies([text for _, text in texts]):
        abstract, summary = split_summary(paragraph)
        lead, rest = leading_label(abstract)
        for label, text in labelled_parts(rest):
            yield ABSTRACT, label or lead or label_of[paragraph], text
        if summary:
            yield "summary", "", summary


def _unwrapped(block: str) -> list[str]:
    """Return a block's lines; one line if it is a paragraph that was wrapped at a width of 55 to 100."""
    lines = [line for line in map(collapse, block.split("\n")) if line]
    widths = [len(line) for line in lines[:-1]]
    wrapped = len(widths) >= 2 and min(widths) >= 55 and max(widths) <= 100 and max(widths) - min(widths) <= 25
    return [" ".join(lines)] if wrapped else lines


def _next_line(lines: Sequence[str], at: int) -> int:
    return next((i for i in range(at + 1, len(lines)) if lines[i]), len(lines))


def _abstract_start(lines: Sequence[str]) -> tuple[int, bool]:
    """Return where the abstract begins, and whether a heading says so (0 and False where none does)."""
    for at, line in enumerate(lines):
        name, value = field_of(line)
        if name != ABSTRACT:
            continue
        if value and is_prose(value):
            return at, True
        below = _next_line(lines, at)
        under = _next_line(lines, below) if below < len(lines) and is_heading(lines[below]) else below
        # an entry of a menu has no sentence under it
        if under < len(lines) and (is_prose(lines[under]) or is_sentence(lines[under])):
            return below, True
    return 0, False


def _article_end(lines: Sequence[str], start: int) -> int:
    """Return the first heading behind the first paragraph that ends the article."""
    paragraph = next((i for i in range(start, len(lines)) if is_prose(without_teaser(lines[i]))), 0)
    return next((i for i in range(paragraph, len(lines)) if ends_article(lines[i])), len(lines))


def _fields(lines: Sequence[str]) -> tuple[dict[str, str], set[int]]:
    """Return the labelled values and the numbers of the lines they stand on; the first statement counts."""
    fields: dict[str, str] = {}
    used: set[int] = set()
    for at, line in enumerate(lines):
        for name, value in numbers_in(line):
            fields.setdefault(name, value)
            used.add(at)
        name, value = field_of(line)
        if name and name != ABSTRACT and at not in used and not _DOI.search(line):
            used.add(at)
            below = _next_line(lines, at)
            if not value and ":" not in line[:-1] and below < len(lines) and _is_value(lines[below]):
                value = stated(lines[below])
                used.add(below)
            fields.setdefault(name, value)
        if not is_prose(line) and (stated_ids := dict(_ids_and_citation(line))):
            fields = stated_ids | fields
            used.add(at)
    return fields, used


def _ids_and_citation(line: str) -> Iterator[tuple[str, str]]:
    """Yield what a line states by its form: a DOI, a PMID, `Journal. 2020 Jan;5(2):10-19`."""
    if doi := _DOI.search(line):
        yield (
            "doi",
            clean_doi(doi[0].removesuffix("Corpus").rstrip(").]")),
        )  # Semantic Scholar glues its own id on
    if pmid := _PMID.search(line):
        yield "pmid", pmid[1]
    if citation := _CITATION.match(line):
        yield from ((name, value) for name, value in citation.groupdict().items() if value)


def _is_value(line: str) -> bool:
    no_label = not field_of(line)[0] and not ends_article(line) and not is_heading(line)
    return no_label and not is_furniture(line) and not is_prose(line)


def _is_paragraph(line: str, title: str) -> bool:
    return line != title and is_prose(without_teaser(line))


def _title(lines: Sequence[str], first: int, used: set[int]) -> str:
    """Return the first line before the text that may be a title; journals' names and shouted lines last."""
    free = [line for at, line in enumerate(lines) if at < first and at not in used and line]
    for words in (4, 3):
        found = [line for line in free if may_be_title(line, words)]
        found.sort(key=lambda line: (line.isupper() and not count_cjk(line), bool(_JOURNAL_NAME.match(line))))
        if found:
            return found[0]
    # a title that ends in a full stop reads like a paragraph of one sentence
    below = [line for line in lines[first + 1 :] if is_prose(line)]
    one = lines[first] if first < len(lines) else ""
    return one if below and may_be_title(one) and len(one) * 2 < max(map(len, below)) else ""


def _headed_body(body: Sequence[tuple[int, str]], used: set[int]) -> list[tuple[str, str]]:
    """Return the paragraphs under the heading "Abstract", up to the next field or other heading."""
    texts: list[tuple[str, str]] = []
    label = ""
    for at, line in body:
        name, value = field_of(line)
        text = without_teaser(value if name == ABSTRACT and value else line)
        if is_heading(line):
            if any(line == seen for seen, _ in texts):
                break  # the abstract's headings come again: the full text has begun
            label = line.rstrip(":")
        elif at in used and texts:
            break
        elif is_prose(text) or is_sentence(text) or (label and not is_furniture(text)):
            texts.append((label, text))
            label = ""
    return texts


def _loose_body(body: Sequence[tuple[int, str]], used: set[int], marked: bool) -> list[tuple[str, str]]:
    """Return the paragraphs; where markup tells paragraphs from furniture, short ones right behind them too."""
    texts: list[tuple[str, str]] = []
    open_ = False
    for at, line in body:
        text = without_teaser(line)
        short = marked and open_ and is_sentence(text) and len(text.split()) > 3
        open_ = at not in used and (is_prose(text) or short)
        if open_:
            texts.append(("", text))
    return texts
