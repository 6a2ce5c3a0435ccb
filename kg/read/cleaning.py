"""raw characters -> plain ones: spacing, forbidden characters, and the labels of structured abstracts."""

from __future__ import annotations

import re

# all whitespace, control characters, and what no XML or JSON file may hold
_GAPS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ufffe\uffff]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")

# how the headings within an abstract begin; endings (plural, -s, -ing) follow
_STEMS = (
    r"(?:ABSTRACT|AIM|ANALYS|APPROACH|BACKGROUND|CASE|CLINICAL|COMMENT|CONCLUSION|CONTEXT|DATA|DESIGN|"
    r"DISCUSSION|EVIDENCE|EXPERIMENTAL|FINDING|FUNDING|GOAL|HYPOTHES|IMPLICATION|IMPORTANCE|INTERPRETATION|"
    r"INTERVENTION|INTRODUCTION|KEY|LIMITATION|MAIN|MATERIAL|MEASURE|METHOD|OBJECTIVE|OUTCOME|"
    r"PARTICIPANT|PATIENT|POPULATION|PRINCIPAL|PROBLEM|PURPOSE|RATIONALE|RECENT|REGISTRATION|RESULT|"
    r"REVIEW|SAMPLE|SCOPE|SEARCH|SELECTION|SETTING|SIGNIFICANCE|SOURCE|STRATEG|STUDY|SUBJECT|SUMMARY|TRIAL)"
)
_OPENS_LABEL = re.compile(rf"{_STEMS}[A-Z()]*\b")
_UPPER_PHRASE = re.compile(r"[A-Z][A-Z0-9 ,/&()'’-]{2,70}[A-Z0-9)](?=:(?:\s|$))")
_SENTENCE_START = re.compile(r"(?:(?<=[.?!;][\"'”’)\]])|(?<=[.?!;]))\s+|^")
_HEADING = re.compile(rf"{_STEMS}\w*(?:\(s\))?(?:(?:,? and |, | of | or | & |/| ){_STEMS}\w*)*:?", re.IGNORECASE)
_LEAD = re.compile(r"([A-Z][A-Za-z ,/&()-]{2,60}):\s+(?=\S)")


def collapse(text: str) -> str:
    """Return the text on one line: every run of whitespace or control characters is one space."""
    return _GAPS.sub(" ", text).strip()


def is_unicode(text: str) -> bool:
    """Say whether every character can be written as UTF-8 (bytes that were none come in as surrogates)."""
    return _SURROGATE.search(text) is None


def is_heading(text: str) -> bool:
    """Say whether a line is a heading within an abstract and no more ("Methods", "Patients and methods:")."""
    return len(text) <= 60 and _HEADING.fullmatch(text) is not None


def leading_label(text: str) -> tuple[str, str]:
    """Split `Methods: we …` into (label, rest), whatever its case; the label is "" where there is none."""
    lead = _LEAD.match(text)
    return (lead[1], text[lead.end() :]) if lead and is_heading(lead[1]) else ("", text)


def labelled_parts(text: str) -> list[tuple[str, str]]:
    """Split an abstract on one line into (label, text) where it says `METHODS: …` at a sentence's start.

    An upper-case phrase is a label if it opens with a word that such labels use, or if the abstract itself
    opens with a label; so `TNF: a cytokine` in running text is none.
    """
    cuts: list[tuple[int, int, str]] = []
    for start in _SENTENCE_START.finditer(text):
        phrase = _UPPER_PHRASE.match(text, start.end())
        structured = bool(cuts) and cuts[0][0] == 0
        if phrase and (_OPENS_LABEL.match(phrase[0]) or (structured and len(phrase[0]) > 5)):
            cuts.append((start.start(), phrase.end() + 1, phrase[0]))
    if not cuts:
        return [("", text.strip())]
    borders = [cut[0] for cut in cuts[1:]] + [len(text)]
    parts = [("", text[: cuts[0][0]].strip())]
    parts += [(label, text[begin:end].strip()) for (_, begin, label), end in zip(cuts, borders, strict=True)]
    return [part for part in parts if part[1]] or [("", text.strip())]
