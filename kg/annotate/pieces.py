"""tokens, mentions -> pieces: a sentence as words and mentions, each with the part it can play in a clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.annotate.rules import BASE, ED, ING, Rules, S, Trigger

# What a piece can be
MENTION, PRONOUN, POSSESSIVE, DETERMINER, ADVERB = "mention", "pronoun", "possessive", "determiner", "adverb"
BE, HAVE, DO, MODAL, NEGATION, TO = "be", "have", "do", "modal", "negation", "to"
PREPOSITION, CONJUNCTION, COMMA, SUBORDINATOR, STOP, HYPHEN = "prep", "conj", "comma", "sub", "stop", "hyphen"
TRIGGER, VERB, LINKING, NOUN, PATIENTS, GENERIC, WORD = (
    "trigger",
    "verb",
    "linking",
    "noun",
    "patients",
    "generic",
    "word",
)

_NOT_ADVERBS = frozenset((
    "family", "only", "early", "daily", "likely", "anomaly", "assembly", "supply", "apply", "reply", "rely",
    "imply", "multiply",
))  # fmt: skip
_PUNCTUATION = re.compile(r"^\W+$")
_FINITE = frozenset({TRIGGER, VERB, BE, HAVE, DO, MODAL})
_GOES_ON = re.compile(r"[-‐‑][^\W\d_]")
_QUOTES = frozenset("\"'“”‘’«»")
_OPEN, _CLOSE = frozenset("(["), frozenset(")]")


@dataclass(slots=True)
class Piece:
    """A word or a mention of a sentence.

    Attributes:
        word: lower case, "up-"/"down-" joined.
        mention: index of the mention row, else -1; pronouns get it when they are resolved.
        antecedent: for a resolved pronoun, the start of the sentence that names it, else -1.
        acronym: it is written like a name (TF, RNASET2).
        triggers: what the word can trigger, with the form it stands in.
    """

    word: str
    start: int
    end: int
    tag: str
    mention: int = -1
    antecedent: int = -1
    acronym: bool = False
    triggers: tuple[tuple[Trigger, str], ...] = ()

    def form(self) -> str:
        """The verb form of a trigger word, finite ones first."""
        return self.triggers[0][1] if self.triggers else ""


_CLOSED = (
    ("negation", NEGATION),
    ("be", BE),
    ("have", HAVE),
    ("do", DO),
    ("modals", MODAL),
    ("possessives", POSSESSIVE),
    ("pronouns", PRONOUN),
    ("subordinators", SUBORDINATOR),
    ("determiners", DETERMINER),
    ("conjunctions", CONJUNCTION),
)


def _closed_class(word: str, rules: Rules) -> str:
    for name, tag in _CLOSED:
        if word in rules.words[name]:
            return tag
    if word == "to":
        return TO
    return PREPOSITION if word in rules.words["prepositions"] else ""


def tag_word(word: str, rules: Rules) -> str:
    """Return what a word can be, whatever stands around it."""
    closed = _closed_class(word, rules)
    if closed:
        return closed
    if word in rules.verbs:
        return TRIGGER
    for table, tag in ((rules.nouns, NOUN), (rules.words["linking"], LINKING), (rules.words["verbs"], VERB)):
        if word in table:
            return tag
    if word in rules.words["patients"]:
        return PATIENTS
    if word in rules.words["generic"]:
        return GENERIC
    if word in rules.words["adverbs"] or (word.endswith("ly") and len(word) > 4 and word not in _NOT_ADVERBS):
        return ADVERB
    if word == ",":
        return COMMA
    if word in {"-", "‐", "‑"}:
        return HYPHEN
    return STOP if _PUNCTUATION.match(word) else WORD


def _normal(text: str) -> str:
    word = text.casefold()
    for prefix in ("up-", "down-", "over-", "knock-"):
        if word.startswith(prefix):
            word = prefix[:-1] + word[len(prefix) :]
    return word


def _outside_brackets(tokens: Sequence[tuple[str, int, int]], covered: set[int]) -> list[tuple[str, int, int]]:
    """Return the tokens that stand outside brackets; a bracket inside a mention ("T (T-reg) cells") stays."""
    kept, depth = [], 0
    for token in tokens:
        if token[0] in _OPEN and token[1] not in covered:
            depth += 1
        elif token[0] in _CLOSE and token[1] not in covered:
            depth = max(0, depth - 1)
        elif depth == 0 and token[0] not in _QUOTES:
            kept.append(token)
    return kept


def _marked(pieces: list[Piece], whole: str, start: int) -> bool:
    """Tell whether a name stands behind a surface marker: "CXCR3+ T cells" are not all T cells."""
    return bool(pieces) and whole[max(0, start - 4) : start].rstrip().endswith(("+", "⁺", "(+)"))


def _common_noun(word: str, rules: Rules) -> str:
    """Return what a mention is that is also a plain noun: "the main cytokine driving …", "Il10-deficient mice"."""
    if word in rules.words["generic"]:
        return GENERIC
    return PATIENTS if word in rules.words["patients"] else ""


def cut(
    tokens: Sequence[tuple[str, int, int]], mentions: Sequence[tuple[int, int, int]], rules: Rules, whole: str
) -> list[Piece]:
    """Return the pieces of one sentence.

    Args:
        tokens: (text, start, end) in order.
        mentions: (index, start, end) of the mentions in the sentence, in order.
        whole: the document's text, which the offsets refer to.
    """
    covered = {offset for _, start, end in mentions for offset in range(start, end)}
    pieces: list[Piece] = []
    queue = list(mentions)
    for text, start, end in _outside_brackets(tokens, covered):
        while queue and queue[0][2] <= start:
            queue.pop(0)
        if queue and queue[0][1] < end:
            index, left, right = queue[0]
            common = _common_noun(text.casefold(), rules) if (left, right) == (start, end) else ""
            if common:
                pieces.append(Piece(text.casefold(), left, right, common))
            elif (right < end and _GOES_ON.match(text[right - start :])) or _marked(pieces, whole, left):
                pieces.append(Piece(text.casefold(), start, end, WORD))  # "MSC-MVs" are not MSCs
            elif not pieces or pieces[-1].mention != index:
                pieces.append(Piece("", left, right, MENTION, index))
            continue
        if text.isspace():
            continue
        word = _normal(text)
        tag = tag_word(word, rules)
        if pieces and pieces[-1].tag == HYPHEN and tag in (TRIGGER, VERB, LINKING):
            tag = WORD  # "IL-2-induced", "Treg-mediated"
        acronym = any(char.isupper() or char.isdigit() for char in text[1:])
        pieces.append(Piece(word, start, end, tag, acronym=acronym, triggers=rules.verbs.get(word, ())))
    pieces = _without_complex_partners(pieces, whole)
    _settle(pieces, rules)
    return pieces


def _without_complex_partners(pieces: list[Piece], text: str) -> list[Piece]:
    """Drop the antibody of "IL-2/anti-IL-2" and "IL-2 and an anti-IL-2 antibody".

    The complex acts as IL-2 does, not as its blockade.
    """
    kept: list[Piece] = []
    at = 0
    while at < len(pieces):
        kept.append(pieces[at])
        at += 1 + (_partner(pieces, at, text) if pieces[at].tag == MENTION else 0)
    return kept


def _partner(pieces: list[Piece], at: int, text: str) -> int:
    """Return how many pieces behind a mention are the antibody it is bound to."""
    behind = at + 1
    while behind < len(pieces) and pieces[behind].word in {"/", "-", "and", "with", "a", "an", "its"}:
        behind += 1
    if [piece.word for piece in pieces[behind : behind + 2]] != ["anti", "-"] or behind + 2 >= len(pieces):
        return 0
    named, partner = pieces[at], pieces[behind + 2]
    same = text[named.start : named.end].casefold() == text[partner.start : partner.end].casefold()
    if partner.tag != MENTION or not same:
        return 0
    after = behind + 3
    while after < len(pieces) and pieces[after].word in {"antibody", "antibodies", "mab", "monoclonal"}:
        after += 1
    return after - at - 1


def _settle(pieces: list[Piece], rules: Rules) -> None:
    """Decide, for words that can be verb or noun or participle, which they are here."""
    for index, piece in enumerate(pieces):
        before = pieces[index - 1].tag if index else ""
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        if piece.tag == CONJUNCTION and before == ADVERB and after is not None and after.tag == ADVERB:
            piece.tag = ADVERB  # "potently and selectively expanded"
        if piece.tag == NOUN and before == SUBORDINATOR and piece.word in rules.words["verbs"]:
            piece.tag = VERB  # "mice that lack"
        if piece.word == "required" and before == MENTION and after is not None and after.tag in (MENTION, DETERMINER):
            piece.tag = VERB  # "suppression by IL-10 required STAT3"
        if piece.tag != TRIGGER:
            continue
        form = piece.form()
        if form == BASE and before in (HAVE, BE):
            piece.tag = WORD  # "had lower levels"
        elif form in (BASE, S):
            noun = (
                before in (DETERMINER, POSSESSIVE, PREPOSITION)
                or pieces[index - 1].word == "no"
                or (after is not None and after.word in {"in", "of"} and not any(t.after for t, _ in piece.triggers))
            )
            if noun or (
                form == S and (after is None or after.tag in (COMMA, STOP, CONJUNCTION, BE, HAVE, TRIGGER, VERB))
            ):
                piece.tag = NOUN if piece.word in rules.nouns else WORD
        elif _modifies(form, before, after) and not _is_verb(pieces, index, form):
            piece.tag = WORD


def _is_verb(pieces: list[Piece], index: int, form: str) -> bool:
    """Tell whether what could stand before its noun is a verb of the clause all the same."""
    before, earlier = pieces[index - 1] if index else None, pieces[:index]
    if before is None:
        return False
    if before.tag == WORD:
        return before.word.endswith("s")  # "oligonucleotides inhibited growth"
    if before.tag == HAVE:  # "IL-2 has expanded Tregs", but "patients had increased IL-6"
        return not any(piece.tag == PATIENTS for piece in earlier)
    if before.tag in (COMMA, CONJUNCTION):  # "did not expand A and increased B"; "A, but not B, expanded C"
        inserted = _insertion(earlier)
        only = not any(other.tag in _FINITE for other in pieces if other is not pieces[index] and other not in inserted)
        return only or any((piece.tag == TRIGGER and piece.form() == form) or piece.tag == DO for piece in earlier)
    return False


def _insertion(earlier: list[Piece]) -> list[Piece]:
    """Return ", which blocks TNF," where it ends a sentence's beginning: its verb is not the sentence's."""
    commas = [index for index, piece in enumerate(earlier) if piece.tag == COMMA]
    if len(commas) != 2 or commas[1] != len(earlier) - 1 or earlier[commas[0] + 1].word not in {"which", "who"}:
        return []
    return earlier[commas[0] :]


def _modifies(form: str, before: str, after: Piece | None) -> bool:
    """Tell whether a participle stands before its noun ("increased numbers", "activating receptors")."""
    nominal = after is not None and after.tag in (MENTION, NOUN, WORD, GENERIC, PATIENTS)
    if form == ED:
        return nominal and before in (
            "",
            DETERMINER,
            POSSESSIVE,
            PREPOSITION,
            TO,
            COMMA,
            CONJUNCTION,
            HAVE,
            TRIGGER,
            VERB,
            LINKING,
            WORD,
        )
    if form == ING:
        binding = after is not None and after.tag == NOUN and before in (MENTION, WORD)  # "DNA binding activity"
        return (nominal and before in (DETERMINER, POSSESSIVE)) or binding
    return False
