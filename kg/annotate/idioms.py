"""pieces -> pieces in plainer words: what several words say together, put as the later steps read it.

"IL-10-/- mice" and "IL-10 knockout mice" are IL-10-deficient mice; "silencing STAT3" before a verb is the silencing
of STAT3; "not only A but also B" is A and B.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.annotate import pieces as p
from kg.annotate.pieces import Piece
from kg.annotate.rules import ED, Rules, S

_LACKS_BOTH = re.compile(r"\s?(?:\(\s*)?[-−–‐]\s?/\s?[-−–‐](?:\s*\))?")  # "-/-", "(−/−)"
_KNOCKED_OUT = frozenset({"knockout", "ko", "null", "deficient"})
_RNA = frozenset({"rna", "rnas"})
_FINITE = frozenset({p.BE, p.HAVE, p.DO, p.MODAL, p.LINKING})
_NAMED = frozenset({p.MENTION, p.NOUN, p.WORD, p.GENERIC, p.HYPHEN, p.DETERMINER, p.POSSESSIVE})


def plain(pieces: Sequence[Piece], rules: Rules, whole: str) -> list[Piece]:
    """Return the pieces of a sentence with its idioms replaced.

    Args:
        whole: the document's text, which the pieces' offsets refer to.
    """
    found = _not_only(list(pieces))
    found = _silencers(found)
    found = _lacking(found, whole)
    return _gerunds(found, rules)


def _word(pieces: Sequence[Piece], at: int) -> str:
    return pieces[at].word if 0 <= at < len(pieces) else ""


def _tag(pieces: Sequence[Piece], at: int) -> str:
    return pieces[at].tag if 0 <= at < len(pieces) else ""


def _between(piece: Piece, word: str, tag: str) -> Piece:
    """Return a piece that the text does not have, behind one that it has."""
    return Piece(word, piece.end, piece.end, tag)


def _not_only(pieces: list[Piece]) -> list[Piece]:
    """Read "not only A but also B" as "A and B"."""
    at = next((i for i in range(len(pieces) - 1) if (pieces[i].word, pieces[i + 1].word) == ("not", "only")), -1)
    but = next((i for i in range(at + 2, len(pieces)) if pieces[i].word == "but"), -1) if at >= 0 else -1
    if but < 0:
        return pieces
    behind = but + 2 if _word(pieces, but + 1) == "also" else but + 1
    first = but - 1 if _tag(pieces, but - 1) == p.COMMA else but
    joint = Piece("and", pieces[but].start, pieces[but].end, p.CONJUNCTION)
    return [*pieces[:at], *pieces[at + 2 : first], joint, *pieces[behind:]]


def _silencers(pieces: list[Piece]) -> list[Piece]:
    """Read "small interfering RNA" as siRNA, "siRNA targeting A" as "siRNA against A"; drop "siRNA-mediated"."""
    kept: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if piece.word in _RNA and kept and kept[-1].word in {"interfering", "hairpin"}:
            while kept and kept[-1].word in {"interfering", "hairpin", "small", "short"}:
                kept.pop()
            piece = Piece("sirna", piece.start, piece.end, p.NOUN)
            _settle_verb(pieces, at + 1)
        if piece.word == "targeting" and _tag(kept, len(kept) - 1) == p.NOUN:
            piece = Piece("against", piece.start, piece.end, p.PREPOSITION)
        kept.append(piece)
        at += 1
        if piece.word in {"sirna", "shrna"} and _tag(pieces, at) == p.HYPHEN:
            kept.pop()
            at += 2
    return kept


def _settle_verb(pieces: list[Piece], at: int) -> None:
    """A participle behind "interfering RNA" is the verb, not a word before its noun."""
    if _tag(pieces, at) == p.WORD and pieces[at].form() == ED:
        pieces[at].tag = p.TRIGGER


def _lacking(pieces: list[Piece], whole: str) -> list[Piece]:
    """Read "A-/- mice", "A knockout mice" as "A-deficient mice", "mice lacking A" as "mice, loss of A"."""
    kept: list[Piece] = []
    reach = 0
    for at, piece in enumerate(pieces):
        if piece.start < reach:
            continue  # "-/-" itself
        kept.append(piece)
        if piece.tag != p.MENTION and piece.word != "lacking":
            continue
        if lacks := _LACKS_BOTH.match(whole, piece.end):
            reach = lacks.end()
            kept += [_between(piece, "-", p.HYPHEN), _between(piece, "deficient", p.WORD)]
        elif _word(pieces, at + 1) in _KNOCKED_OUT and _tag(pieces, at + 2) == p.PATIENTS:
            kept.append(_between(piece, "-", p.HYPHEN))
        elif piece.word == "lacking" and _tag(pieces, at - 1) == p.PATIENTS and _tag(pieces, at + 1) == p.MENTION:
            kept[-1] = Piece("lack", piece.start, piece.end, p.NOUN)
            kept.append(_between(piece, "of", p.PREPOSITION))
    return kept


def _gerunds(pieces: list[Piece], rules: Rules) -> list[Piece]:
    """Read "silencing STAT3 reduced A" as "the silencing of STAT3 reduced A"."""
    kept: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        behind = at + 2 if _word(pieces, at + 1) in {"out", "down"} else at + 1
        if piece.word in rules.gerunds and _begins(pieces, at) and _is_subject(pieces, behind, rules):
            noun = rules.gerunds[piece.word]
            tag = p.NOUN if noun else p.WORD
            kept += [Piece(noun or piece.word, piece.start, piece.end, tag), _between(piece, "of", p.PREPOSITION)]
            at = behind
        else:
            kept.append(piece)
            at += 1
    return kept


def _begins(pieces: Sequence[Piece], at: int) -> bool:
    """Tell whether a clause may begin at a piece."""
    return _tag(pieces, at - 1) in ("", p.STOP, p.COMMA, p.SUBORDINATOR, p.CONJUNCTION, p.ADVERB)


def _is_subject(pieces: Sequence[Piece], at: int, rules: Rules) -> bool:
    """Tell whether a name stands at a piece and, behind it and its nouns, a finite verb."""
    if any(
        _word(pieces, i) in rules.nouns and rules.nouns[_word(pieces, i)].id == "blockade" for i in range(at, at + 4)
    ):
        return False  # "neutralizing IL-17 antibodies"
    names = 0
    while _tag(pieces, at) in _NAMED or _tag(pieces, at) in (p.CONJUNCTION, p.ADVERB):
        names += _tag(pieces, at) == p.MENTION
        at += 1
    if _tag(pieces, at) == p.PREPOSITION and names:  # "silencing STAT3 in T cells reduced"
        at += 1
        while _tag(pieces, at) in _NAMED | {p.PATIENTS, p.ADVERB}:
            at += 1
    if not names:
        return False
    verb = _tag(pieces, at)
    return verb in _FINITE or (verb == p.TRIGGER and pieces[at].form() in (ED, S))
