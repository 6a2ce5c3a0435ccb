"""a short form, the words before it -> where its long form begins.

Several ways to spell a short form are tried, the surest first: letters of every word, the first always (initials are
the plainest case); the same but for the last word, then but for two; letters found from right to left, as Schwartz and
Hearst do (Pac Symp Biocomput 2003, 451-462), where two words at most have none; beginnings of the words in another
order. All compare plain text: lower case, Greek letters as the Latin ones that stand for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from types import MappingProxyType

_SMALL = frozenset((
    "a", "an", "and", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "were", "was", "is",
    "are", "as", "at", "that", "which", "through", "during", "into", "via", "than", "between", "among", "their", "its",
    "this", "these", "those",
))  # fmt: skip
_STATES = frozenset(("was", "were", "is", "are", "be", "been", "has", "have", "had"))  # a sentence, not a name
_GREEK_LETTERS = str.maketrans("αβγδεκλμσω", "abgdeklmsw")
_NUMBERS = MappingProxyType(
    {
        "one": "1",
        "two": "2",
        "three": "3",
        "four": "4",
        "five": "5",
        "six": "6",
        "seven": "7",
        "eight": "8",
        "nine": "9",
    }
)
_WORD = re.compile(r"[^\W_]+")
_TOKEN = re.compile(r"\S+")
_NAMING = re.compile(r"[a-zα-ω]{3}|[A-ZΑ-Ω]{5}")  # a name has a word in it; "PaCO(2)" has none
_HEADS = frozenset({"cell", "cells", "type"})  # take no part in "Tregs", "IFN-I"
_SUBSCRIPT = re.compile(r"[A-Z](?:[a-z]{1,4}|\([A-Za-z]{1,4}\))")  # "Tm", "T(m)": melting temperature
# What chemical names begin with and short forms leave out: "2,3-", "4'-(9-", "alpha-", "N-"
_LOCANTS = re.compile(
    r"(?:[\d(\[±](?:[\d,'’′()\[\]±+/-]|(?<![^\W\d_])(?:[a-zA-Z](?=[-,()\]])|(?:alpha|beta|gamma|delta|cis|trans|bis|di)(?=-)))*"
    r"|(?:alpha|beta|gamma|delta|omega|cis|trans|[DLNORSZEnopm])-)$"
)
_PASSED = 2  # words that may have no part


def plain(text: str) -> str:
    """Return a text as short and long forms are compared."""
    return text.translate(_GREEK_LETTERS).casefold()


def _letters(short: str) -> str:
    return "".join(filter(str.isalnum, plain(short)))


def _is_small(word: str) -> bool:
    return word in _SMALL or word.isdigit()


def _gives(word: str, group: str) -> bool:
    """Tell whether a word begins with the first of some letters and holds the others in their order."""
    if word[0] != group[0]:
        return _NUMBERS.get(word) == group
    at = 0
    for letter in group[1:]:
        at = word.find(letter, at + 1)
        if at < 0:
            return False
    return True


def _first_word(letters: str, words: Sequence[str], spare: int = 0) -> int | None:
    """Return the place of the first word, where the last words give all letters, each its own first one among them.

    Small words may give none, nor need `spare` others before the last. As few letters a word as possible: letter by
    letter, "EAE" would be found within "encephalomyelitis" alone.
    """
    dead: set[tuple[int, int, int]] = set()

    def fit(left: int, at: int, spare: int) -> int | None:
        if not left or not at or (left, at, spare) in dead:
            return None if left else at
        word, found = words[at - 1], None
        for start in range(left - 1, -1, -1):
            found = fit(start, at - 1, spare) if _gives(word, letters[start:left]) else None
            if found is not None:
                return found
        if _is_small(word):
            found = fit(left, at - 1, spare)
        elif spare and at < len(words):
            found = fit(left, at - 1, spare - 1)
        if found is None:
            dead.add((left, at, spare))
        return found

    return fit(len(letters), len(words), spare)


def _by_words(short: str, long: str) -> int | None:
    """ "experimental autoimmune encephalomyelitis (EAE)", "interferon (IFN)"."""
    words = list(_WORD.finditer(long))
    place = _first_word(_letters(short), [word[0] for word in words])
    return None if place is None else words[place].start()


def _by_words_but_last(short: str, long: str) -> int | None:
    """ "medial preoptic nucleus (MPO)"; "contrast medium (CT)" is too little."""
    letters = _letters(short)
    words = list(_WORD.finditer(long))[:-1]
    place = _first_word(letters, [word[0] for word in words])
    if place is None or (len(words) - place == 1 and len(letters) == 2):
        return None
    return words[place].start()


def _by_most_words(short: str, long: str) -> int | None:
    """ "receptor activator of nuclear factor kappa B (RANK)"; no comma, for that begins something else."""
    letters = _letters(short)
    words = list(_WORD.finditer(long))
    if len(letters) < 3:
        return None
    for used, spare in ((words, 1), (words, _PASSED), (words[:-1], _PASSED - 1)):
        place = _first_word(letters, [word[0] for word in used], spare)
        if place is not None:
            begin = used[place].start()
            return None if ", " in long[begin:] else begin
    return None


def _places(letters: str, long: str) -> list[int] | None:
    """Return where letters stand in `long`, found from right to left, the first at the beginning of a word."""
    places, at = [0] * len(letters), len(long)
    for index in range(len(letters) - 1, -1, -1):
        at = long.rfind(letters[index], 0, at)
        while index == 0 and at > 0 and long[at - 1].isalnum():
            at = long.rfind(letters[0], 0, at)
        if at < 0:
            return None
        places[index] = at
    return places


def _in_order(short: str, long: str) -> int | None:
    """ "T-cell antigen receptor (TCR)"; the last word has a part, and where one has none, there is no comma."""
    places = _places(_letters(short), long)
    if places is None:
        return None
    words = [word for word in _TOKEN.finditer(long) if word.end() > places[0]]
    without = [word for word in words if not any(word.start() <= place < word.end() for place in places)]
    passed = [word for word in without if not _is_small(word[0])]
    if len(passed) > _PASSED or (passed and (passed[-1].start() > places[-1] or ", " in long[places[0] :])):
        return None
    return places[0]


def _spells(short: str, words: Sequence[str]) -> bool:
    """Tell whether a short form is made of the beginnings of all words, in any order: "Treg", "IFN-I".

    A word gives letters in its own order, its first one always.
    """
    if not words:
        return not short
    for place, word in enumerate(words):
        rest = (*words[:place], *words[place + 1 :])
        for taken in range(1, len(short) - len(rest) + 1):
            if not _gives(word, short[:taken]):
                break
            if _spells(short[taken:], rest):
                return True
    return False


def _any_order(short: str, long: str) -> int | None:
    """Return where the last two or three telling words begin that spell the short form in any order."""
    letters = _letters(short)
    words = list(_WORD.finditer(long))
    telling = [word for word in words if word[0] not in _HEADS]
    for count in (2, 3):
        if 2 < len(letters) <= 6 and len(telling) >= count and _spells(letters, [word[0] for word in telling[-count:]]):
            first = telling[-count].start()
            before = [word for word in words if word.end() < first]
            opens = before[-1] if before and before[-1][0] == "type" else None  # "type I interferon"
            return opens.start() if opens else first
    return None


def _subscript(short: str, long: str) -> int | None:
    """ "maximum concentration (Cmax)"."""
    words = list(_WORD.finditer(long))[-2:]
    if len(words) < 2 or words[0][0] in _SMALL or not _SUBSCRIPT.fullmatch(short):
        return None
    letters = _letters(short)
    return words[0].start() if words[1][0][0] == letters[0] and _gives(words[0][0], letters[1:]) else None


def _balanced(text: str) -> bool:
    depth = 0
    for char in text:
        depth += (char in "([") - (char in ")]")
        if depth < 0:
            return False
    return depth == 0


def _acceptable(short: str, long: str) -> bool:
    words = [word.strip(",;") for word in plain(long).split()]
    letters = sum(map(str.isalnum, short))
    return (
        len(long) > len(short)
        and len(words) <= min(letters + 5, letters * 2)
        and words[0] not in _SMALL
        and long.split()[-1] not in _SMALL  # "protein kinase A" may end so
        and plain(short) not in words
        and _STATES.isdisjoint(words)
        and _NAMING.search(long) is not None
        and _balanced(long)
        # "Brier score" is no short form of "based … performance"
        and all(
            word in plain(long) for word in short.split()[1:] if len(word) > 3 and word.isalpha() and word.islower()
        )
    )


def _whole_word(long: str, begin: int) -> int:
    """Return the beginning of the word, where only the numbers of a chemical name stand between."""
    start = max(long.rfind(" ", 0, begin), long.rfind("\n", 0, begin)) + 1
    return start if _LOCANTS.match(long, start, begin) else begin


_WAYS = (_by_words, _by_words_but_last, _subscript, _by_most_words, _in_order, _any_order)


def best_long_form(short: str, long: str) -> int | None:
    """Return the offset in `long` where the long form of `short` begins, or None where it does not end with one.

    A short form in small letters could be any word, so each of the words must have its part in it.
    """
    spelled = plain(long)
    forms = (short, short[:-1]) if short.endswith("s") and len(short) > 2 else (short,)
    ways: tuple[Callable[[str, str], int | None], ...] = _WAYS
    if short.islower():
        ways = (_by_words,)
    elif "(" in short:
        ways = (_subscript, *_WAYS)
    for way in ways:
        for form in forms:
            found = way(form, spelled)
            begin = None if found is None else _whole_word(long, found)
            if begin is not None and all(_acceptable(one, long[begin:]) for one in forms):
                return begin
    return None
