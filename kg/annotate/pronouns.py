"""pieces -> pieces with they, their, it, its, "these cells" and "this cytokine" resolved within the paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from kg.annotate import pieces as p
from kg.annotate.phrases import ABOUT, Chunk
from kg.annotate.pieces import Piece
from kg.annotate.rows import MentionRow

_PLURAL = frozenset({"they", "their"})
_KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    dict.fromkeys(("cell", "cells", "subset", "subsets", "lymphocyte", "lymphocytes", "population"), ("cell_type",))
    | dict.fromkeys(("cytokine", "cytokines", "chemokine", "chemokines"), ("gene",))
    | dict.fromkeys(("drug", "drugs", "agent", "agents", "compound", "compounds"), ("drug", "chemical"))
    | dict.fromkeys(("disease", "diseases", "disorder", "disorders", "condition", "conditions"), ("disease",))
    | dict.fromkeys(("protein", "molecule", "receptor", "gene", "factor"), ("gene",))
)
_POINTING = frozenset({"this", "these", "such", "those"})
_REFERABLE = frozenset({"gene", "cell_type", "cell_line", "drug", "chemical", "antibody"})


@dataclass(frozen=True, slots=True)
class Topic:
    """What a sentence is about, for the next one: a mention, and the sentence that names it."""

    mention: int
    named_in: int  # index of the sentence


def topic_of(chunks: Sequence[Chunk], pieces: Sequence[Piece], sentence: int) -> Topic | None:
    """Return the subject of a sentence: its first phrase about a single concept, before any verb."""
    for index, chunk in enumerate(chunks):
        if chunk.tag in (p.TRIGGER, p.VERB, p.BE, p.HAVE, p.MODAL):
            return None
        if chunk.phrase and chunk.phrase.kind == ABOUT and chunk.phrase.refs:
            if index and chunks[index - 1].tag == p.PREPOSITION:
                continue
            if len(chunk.phrase.refs) > 1:
                return None  # "they" would be both, "it" neither
            piece = pieces[chunk.phrase.refs[0]]
            return Topic(piece.mention, piece.antecedent if piece.antecedent >= 0 else sentence)
    return None


def _fits(piece: Piece, row: MentionRow, text: str) -> bool:
    """Tell whether a pronoun or "these cells" can stand for a mention, by number or by kind."""
    if piece.tag == p.GENERIC:
        return row.category in _KINDS[piece.word]
    if row.category not in _REFERABLE:
        return False
    plural = row.category == "cell_type" or text[row.end - 1] == "s"
    return plural if piece.word in _PLURAL else not plural


def resolve(pieces: Sequence[Piece], topic: Topic | None, rows: Sequence[MentionRow], text: str, sentence: int) -> None:
    """Give pronouns the mention they stand for; what cannot be told stays unresolved.

    A possessive or "these cells" takes the last mention before it in its own sentence that agrees in number
    or kind; where nothing is named before it, and for "they" and "it", the previous sentence's subject.
    """
    for index, piece in enumerate(pieces):
        named = [earlier for earlier in pieces[:index] if earlier.tag == p.MENTION]
        pointing = index > 0 and pieces[index - 1].word in _POINTING and piece.word in _KINDS
        if piece.tag not in (p.PRONOUN, p.POSSESSIVE) and not (piece.tag == p.GENERIC and pointing):
            continue
        fitting = [earlier for earlier in named if _fits(piece, rows[earlier.mention], text)]
        if fitting and piece.tag != p.PRONOUN:
            piece.mention, piece.antecedent = fitting[-1].mention, fitting[-1].antecedent
        elif topic is not None and _fits(piece, rows[topic.mention], text) and (not named or piece.tag != p.PRONOUN):
            piece.mention, piece.antecedent = topic.mention, topic.named_in
        else:
            continue
        if piece.tag != p.POSSESSIVE:
            piece.tag = p.MENTION
