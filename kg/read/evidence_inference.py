"""A list of articles with what is annotated in them beside it -> gold Extractions (Evidence Inference 2.0).

    …_article_ids.txt        PMC ids, a line each: the part of the corpus that is read
    …annotations….jsonl      {"pmcid": "PMC1", "pmid": "2", "intervention": "…", "comparator": "…", "outcome": "…",
                              "label_code": -1, "valid_label": "True", "evidence": "…"}

A row says of a trial that the outcome was significantly lower (-1) or higher (1) under the intervention than under the
comparator, or not significantly different (0), and cites the article (DeYoung et al., 2020). It is read where a line of
what is cited holds both intervention and outcome to the letter, or by the short form that the row gives ("creatine
kinase (CK)"), from the two that stand nearest; rows in which it does not, and rows that were found not to be valid,
say nothing. A line is a document of its own, under the article's PMID. What is not related in it may well be.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.core.errors import InputError, RecordError
from kg.core.opening import open_text
from kg.core.text import Extraction, Metadata, Span
from kg.core.vocabulary import DECREASED, INCREASED
from kg.read.cleaning import is_unicode
from kg.read.columns import pmid_in
from kg.read.gold import GoldMention, GoldRelation, make_extraction
from kg.read.json_values import json_lines
from kg.read.verbatim import verbatim

INTERVENTION, OUTCOME = "Intervention", "Outcome"
# The code of a label -> the label, which is spelled in several ways, and the direction of the outcome
_SAID: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        -1: ("significantly decreased", DECREASED),
        0: ("no significant difference", ""),
        1: ("significantly increased", INCREASED),
    }
)
LONGEST = 1000  # characters of what a line is searched for
_LIST = re.compile(r"\ufeff?(?:(?:PMC)?[1-9]\d*\r?\n)+(?:PMC)?\d*")
_SHORT = re.compile(r"\s*\(([^\s()]{2,12})\)")
_CAPITALS = re.compile(r"[A-Z].*[A-Z]")
_ILL_FORMED = (ValueError, KeyError, TypeError, AttributeError)


@dataclass(slots=True)
class _Cited:
    """A line of an article, and what is said of names in it."""

    pmid: str
    pmcid: str
    text: str
    number: int
    mentions: dict[GoldMention, int] = field(default_factory=dict)
    relations: dict[GoldRelation, None] = field(default_factory=dict)

    def add(self, intervention: Span, outcome: Span, code: int) -> None:
        label, direction = _SAID[code]
        one, other = self._mention(intervention, INTERVENTION), self._mention(outcome, OUTCOME)
        ends = (self.mentions[one], self.mentions[other])
        self.relations[GoldRelation(label, one.ids, other.ids, *ends, direction=direction)] = None

    def _mention(self, span: Span, label: str) -> GoldMention:
        said = self.text[span.start : span.end]
        mention = GoldMention(span.start, span.end, said, label, f"{label} {span.start}")
        self.mentions.setdefault(mention, len(self.mentions))
        return mention


def recognises(head: str) -> bool:
    """Return whether a file that begins so is a list of articles."""
    return _LIST.fullmatch(head) is not None


def gold(path: Path) -> Iterator[Extraction | RecordError]:
    """Yield the cited lines of the articles on the list in which both ends of a statement are named.

    Raises:
        InputError: beside the list there is not one table of annotations, or a file cannot be opened.
    """
    with open_text(path) as lines:
        wanted = {line.strip().removeprefix("\ufeff").removeprefix("PMC") for line in lines} - {""}
    beside = sorted(path.parent.glob("*annotations*.jsonl*"))
    if len(beside) != 1:
        raise InputError(path, "beside it should stand the articles' annotations: one `*annotations*.jsonl`")
    cited: dict[tuple[str, str], _Cited] = {}
    unlike = "no annotation of an article"
    for number, row in json_lines(beside[0], _is_annotation, f"{unlike}, or no Unicode", unlike):
        try:
            if isinstance(row, RecordError):
                yield row
            elif row["pmcid"].removeprefix("PMC") in wanted:
                _take(row, number, cited)
        except _ILL_FORMED as error:
            yield RecordError(beside[0], number, f"no annotation of an article: {error!r}")
    for one in cited.values():
        metadata = Metadata(
            pmid=one.pmid, pmcid=one.pmcid, source_id=one.pmcid, source=str(beside[0]), record=one.number
        )
        document = verbatim(one.text, metadata)
        yield make_extraction(document, one.mentions, list(one.relations), path=beside[0], number=one.number)


def _is_annotation(row: Any) -> bool:
    return isinstance(row, dict) and all(is_unicode(one) for one in row.values() if isinstance(one, str))


def _take(row: Mapping[str, Any], number: int, cited: dict[tuple[str, str], _Cited]) -> None:
    """Take down a row, where a line of what it cites names both ends.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: it lacks a field, or one is not what it should be.
    """
    code = int(row["label_code"])
    if code not in _SAID:
        raise ValueError(f"no label has the code {code}")
    names = names_of(row["intervention"]), names_of(row["outcome"])
    if row["valid_label"] != "True":
        return
    for line in row["evidence"].splitlines():
        text = line.strip()
        if found := nearest(text, *names):
            key = (row["pmcid"], text)
            one = cited.setdefault(key, _Cited(pmid_in(str(row["pmid"])), row["pmcid"], text, number))
            one.add(*found, code)
            return


def names_of(stated: str) -> tuple[str, ...]:
    """Return what a row calls an end: as it stands; without its short form in brackets, and by that."""
    whole = " ".join(stated.split())
    short = _SHORT.findall(whole)
    if len(short) != 1 or not _CAPITALS.search(short[0]):
        return (whole,) if whole else ()
    return tuple(filter(None, (whole, _SHORT.sub("", whole).strip(), short[0])))


def nearest(text: str, ones: Sequence[str], others: Sequence[str]) -> tuple[Span, Span] | None:
    """Return the places of one and other that stand nearest without overlapping; None where there are none."""
    places = _places(text, others)
    starts, ends = [other.start for other in places], [other.end for other in places]
    apart = []
    for one in _places(text, ones):
        before, behind = bisect_right(ends, one.start) - 1, bisect_left(starts, one.end)
        apart += [(one.start - other.end, one, other) for other in places[max(before, 0) : before + 1]]
        apart += [(other.start - one.end, one, other) for other in places[behind : behind + 1]]
    return min(apart)[1:] if apart else None


def _places(text: str, names: Sequence[str]) -> list[Span]:
    """Return where one of the names stands as whole words, the longest at each place; case tells short forms only."""
    longest = sorted((name for name in names if len(name) <= LONGEST), key=len, reverse=True)
    if not longest:
        return []
    spelled = "|".join(map(_pattern, longest))
    return [Span(*found.span()) for found in re.finditer(rf"(?<!\w)(?:{spelled})(?!\w)", text)]


def _pattern(name: str) -> str:
    words = r"\s+".join(re.escape(word) for word in name.split())
    return words if " " not in name and _CAPITALS.search(name) else f"(?i:{words})"
