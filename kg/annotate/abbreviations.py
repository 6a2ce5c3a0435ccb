"""text -> the abbreviations it defines: Schwartz & Hearst, with Greek letters, plurals and the reversed form.

The algorithm is that of Schwartz and Hearst (Pac Symp Biocomput 2003, 451-462): in "long form (SF)" the characters
of the short form are found in the long form from right to left, the first of them at the beginning of a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from kg.core.names import units

_BRACKETS = re.compile(r"\(([^()]{2,100}?)\)|\[([^\[\]]{2,100}?)\]")
_CLAUSE = re.compile(r"[.;:!?()\[\]]\s|\n")
_STOP = frozenset((
    "a", "an", "and", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "were", "was", "is",
    "are", "as", "at", "that", "which",
))  # fmt: skip
_GREEK_LETTERS = str.maketrans("αβγδεκλμσω", "abgdeklmsw")
_WORD = re.compile(r"\w+")
_HEADS = frozenset({"cell", "cells", "type"})  # take no part in "Tregs", "IFN-I"
MAX_SHORT = 10  # characters


class Definition(NamedTuple):
    """A short form and the long form the text gives for it, as offsets."""

    short_start: int
    short_end: int
    long_start: int
    long_end: int


def _is_short_form(text: str) -> bool:
    words = text.split()
    return (
        2 <= len(text) <= MAX_SHORT
        and len(words) <= 2
        and text[0].isalnum()
        and any(char.isalpha() for char in text)
        and (any(char.isupper() or char.isdigit() for char in text) or any(char in "αβγδεκ" for char in text))
        and not text.replace(".", "").replace("%", "").isdigit()
    )


def _plain(text: str) -> str:
    return text.translate(_GREEK_LETTERS).casefold()


def _by_initials(letters: str, long: str) -> int | None:
    """Return where the last words whose initials spell the letters begin; small words may be skipped.

    Tried first, because letter by letter "EAE" would be found within "encephalomyelitis" alone.
    """
    words = list(_WORD.finditer(long))
    at = len(words) - 1
    for index in range(len(letters) - 1, -1, -1):
        while at >= 0 and words[at][0] in _STOP and words[at][0][0] != letters[index]:
            at -= 1
        if at < 0 or words[at][0][0] != letters[index]:
            return None
        at -= 1
    return words[at + 1].start()


def best_long_form(short: str, long: str) -> int | None:
    """Return the offset in `long` where the long form of `short` begins, or None where its letters do not fit."""
    short, long = _plain(short), _plain(long)
    begin = _by_initials("".join(char for char in short if char.isalnum()), long)
    return _by_letters(short, long) if begin is None else begin


def _by_letters(short: str, long: str) -> int | None:
    at = len(long) - 1
    for index in range(len(short) - 1, -1, -1):
        char = short[index]
        if not char.isalnum():
            continue
        while at >= 0 and (long[at] != char or (index == 0 and at > 0 and long[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
        at -= 1
    return at + 1


def _spells(short: str, words: Sequence[str]) -> bool:
    """Tell whether a short form is made of the beginnings of all words, in any order: "Treg", "IFN-I".

    A word gives letters in its own order, its first one always.
    """
    if not words:
        return not short
    for place, word in enumerate(words):
        rest = (*words[:place], *words[place + 1 :])
        at = 0
        for taken, letter in enumerate(short[: len(short) - len(rest)], 1):
            at = word.find(letter, at) + 1 if taken > 1 else int(word[0] == letter)
            if not at:
                break
            if _spells(short[taken:], rest):
                return True
    return False


def _by_beginnings(short: str, long: str) -> int | None:
    """Return where the last two or three telling words begin that spell the short form in any order."""
    letters = "".join(char for char in _plain(short) if char.isalnum())
    words = list(_WORD.finditer(_plain(long)))
    telling = [word for word in words if word[0] not in _HEADS]
    for count in (2, 3):
        if 2 < len(letters) <= 6 and len(telling) >= count and _spells(letters, [word[0] for word in telling[-count:]]):
            first = telling[-count].start()
            before = [word for word in words if word.end() < first]
            opens = before[-1] if before and before[-1][0] == "type" else None  # "type I interferon"
            return opens.start() if opens else first
    return None


def _acceptable(short: str, long: str) -> bool:
    words = long.split()
    letters = sum(char.isalnum() for char in short)
    return (
        len(long) > len(short)
        and len(words) <= min(letters + 5, letters * 2)
        and words[0].casefold() not in _STOP
        and short.casefold() not in {word.casefold() for word in words}
    )


def _try(text: str, short: tuple[int, int], window: tuple[int, int]) -> Definition | None:
    """Return the definition of the short form by the text in the window, tried with and without plural s."""
    surface = text[slice(*short)]
    forms = [surface]
    if surface.endswith("s") and len(surface) > 2:
        forms.append(surface[:-1])
    long = text[slice(*window)]
    for form in forms:
        begin = best_long_form(form, long)
        if begin is None or not _acceptable(form, long[begin:]):
            begin = _by_beginnings(form, long)
        if begin is not None and _acceptable(form, long[begin:]):
            return Definition(*short, window[0] + begin, window[1])
    return None


def _window(text: str, end: int, letters: int) -> tuple[int, int]:
    """Return the words before `end` in which a long form of so many letters may stand."""
    start = max((found.end() for found in _CLAUSE.finditer(text, max(0, end - 200), end)), default=max(0, end - 200))
    words = list(re.finditer(r"\S+", text[start:end]))
    count = min(letters + 5, letters * 2)
    first = words[-count].start() if len(words) > count else (words[0].start() if words else 0)
    return start + first, end


def definitions(text: str) -> Iterator[Definition]:
    """Yield the abbreviations a text defines: "long form (SF)" and, reversed, "SF (long form)"."""
    for bracket in _BRACKETS.finditer(text):
        group = 1 if bracket[1] is not None else 2
        inner_start, inner = bracket.start(group), bracket[group]
        head = re.split(r"[,;]| or ", inner, maxsplit=1)[0].rstrip()
        before_end = len(text[: bracket.start()].rstrip())
        if _is_short_form(head):
            letters = sum(char.isalnum() for char in head)
            window = _window(text, before_end, letters)
            found = _try(text, (inner_start, inner_start + len(head)), window)
            if found:
                yield found
                continue
        word = re.search(r"\S+$", text[max(0, before_end - 20) : before_end])
        if word and _is_short_form(word[0]) and " " in inner.strip():
            short = (before_end - len(word[0]), before_end)
            found = _try(text, short, (inner_start, inner_start + len(inner.rstrip())))
            if found and found.long_start == inner_start:
                yield found


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
        doc._.kg_abbreviations = tuple(tuple(found) for found in definitions(doc.text))
        return doc

    return find_abbreviations
