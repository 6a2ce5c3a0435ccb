"""text -> the abbreviations it defines: "long form (SF)", "SF (long form)" and "(long form, SF)".

Which words are the long form is decided in `longforms`. A letter alone is no short form: it means too much else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.brackets import Bracket, brackets
from kg.annotate.longforms import best_long_form
from kg.annotate.rows import text_of
from kg.core.names import units

# The full stop of "O. novo-ulmi" ends nothing
_CLAUSE = re.compile(r"(?<![^\w.][A-Z])\.\s|[;:!?]\s")
_HEAD = re.compile(r";|,\s| or |=")  # ends the short form of "(RA; n = 5)"
# "arthritis(RA)", for want of a blank; "J(eff)" and "3D(Rec)" are one word
_GLUED = re.compile(r"[a-z]{4}[(\[][A-Z][A-Za-z]+$")
_LOWER = re.compile(r"[a-z]{2,5}")
MAX_SHORT = 12  # characters
_MAX_LONG = 200
_QUOTES = '"“”'


class Definition(NamedTuple):
    """A short form and the long form the text gives for it, as offsets."""

    short_start: int
    short_end: int
    long_start: int
    long_end: int


def _is_short_form(text: str) -> bool:
    if len(text) > MAX_SHORT:
        return False
    if _LOWER.fullmatch(text):
        return not set(text) <= set("ivx")  # "and (ii)" counts
    words = text.split()
    return (
        len(text) > 1
        and len(words) <= 2
        and text[0].isalnum()
        and text[-1] not in "+-"  # their sign would have to be spelled too
        and any(char.isalpha() for char in text)
        and any(char.isupper() or char.isdigit() or char in "αβγδεκ" for char in text)
        and set(",;=<>").isdisjoint(text)
        and not (len(words) > 1 and words[0].isdigit())  # "20 mice"
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets without blanks and quotes at either end, an equals sign before and a comma behind."""
    while start < end and text[start] in f" \n={_QUOTES}":
        start += 1
    while start < end and text[end - 1] in f" \n,{_QUOTES}":
        end -= 1
    return start, end


def _words_before(text: str, reach: int, end: int, short: str) -> int:
    """Return where the words begin that may be the long form of a short form, if it ends at `end`."""
    reach = max(reach, end - _MAX_LONG)
    start = max((found.end() for found in _CLAUSE.finditer(text, reach, end)), default=reach)
    letters = sum(map(str.isalnum, short))
    count = min(letters + 5, letters * 2)
    words = [word.start() for word in re.finditer(r"\S+", text[start:end])][-count:]
    return start + words[0] if words else end


def _defined(text: str, short: tuple[int, int], reach: int, end: int) -> Definition | None:
    """Return the definition of a short form whose long form ends at `end`."""
    surface = text[short[0] : min(short[1], short[0] + MAX_SHORT + 1)]  # a bracket may hold a page
    if not _is_short_form(surface):
        return None
    start = _words_before(text, reach, end, surface)
    found = best_long_form(surface, text[start:end])
    return None if found is None else Definition(*short, start + found, end)


def _behind_long_form(text: str, bracket: Bracket) -> Definition | None:
    """Read "long form (SF)" and "long form (SF, more)"."""
    start, end = _trimmed(text, bracket.opens + 1, bracket.closes)
    _, long_end = _trimmed(text, bracket.reach, bracket.opens)
    head = _HEAD.search(text, start, min(end, start + MAX_SHORT + 4))
    shorts = ((start, end), _trimmed(text, start, head.start())) if head else ((start, end),)
    return next((found for short in shorts if (found := _defined(text, short, bracket.reach, long_end))), None)


def _around_long_form(text: str, bracket: Bracket) -> Definition | None:
    """Read "SF (long form)" and "SF (long form; more)"."""
    start, end = _trimmed(text, bracket.opens + 1, bracket.closes)
    _, short_end = _trimmed(text, bracket.reach, bracket.opens)
    word = re.search(r"\S+$", text[max(bracket.reach, short_end - 20) : short_end])
    short = word[0] if word else ""
    if not _is_short_form(short) or text.startswith(short.rstrip("s"), start):
        return None
    inner = text[start : min(end, start + _MAX_LONG)]
    for stop in (end, *(start + found.start() for found in re.finditer("[;,]", inner))):
        if " " in inner and stop - start <= _MAX_LONG and best_long_form(short, text[start:stop]) == 0:
            return Definition(short_end - len(short), short_end, start, stop)
    return None


def _around_both(text: str, bracket: Bracket) -> Definition | None:
    """Read "(long form, SF)", but no list."""
    start, end = _trimmed(text, bracket.opens + 1, bracket.closes)
    last = max(start, end - MAX_SHORT - 4)
    comma = max(text.rfind(", ", last, end), text.rfind("; ", last, end))
    if comma < 0:
        return None
    found = _defined(text, _trimmed(text, comma + 1, end), start, comma)
    return None if found is None or "," in text[found.long_start : comma] else found


def definitions(text: str) -> Iterator[Definition]:
    """Yield the abbreviations a text defines, in order of the brackets that define them."""
    for bracket in brackets(text):
        before = text[max(0, bracket.opens - 1) : bracket.opens]
        inside = before.isalnum() or before in ("-", "/")  # of a word
        if inside and not _GLUED.search(text, max(0, bracket.opens - 4), bracket.closes):
            continue
        for read in (_behind_long_form, _around_long_form, _around_both):
            found = read(text, bracket)
            if found:
                yield found
                break


def same_form(short: str, surface: str) -> bool:
    """Tell whether a surface is a short form, but for plural s, hyphens and spelling of Greek letters."""
    return short == surface or (
        [unit.norm for unit in units(short)] == [unit.norm for unit in units(surface)]
        and short[:1].isupper() == surface[:1].isupper()
    )


@Language.factory("kg_abbreviations", assigns=["doc._.kg_abbreviations"])
def make_abbreviations(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that lists the document's own abbreviations (tuples, see Definition)."""
    if not Doc.has_extension("kg_abbreviations"):
        Doc.set_extension("kg_abbreviations", default=())

    def find_abbreviations(doc: Doc) -> Doc:
        doc._.kg_abbreviations = tuple(tuple(found) for found in definitions(text_of(doc)))
        return doc

    return find_abbreviations
