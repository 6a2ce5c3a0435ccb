"""Noun phrases and chunks: what a sentence's pieces are grouped into.

"Depletion of Tregs" is a phrase about Tregs with sign -1; "IL-2-induced expansion of Tregs" one about Tregs
that grow, caused by IL-2; "patients with SLE" one about patients whose disease is SLE.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.annotate.rules import NounSense

# What a phrase is about: concepts, patients, a bare kind ("this cytokine"), or something unread
ABOUT, PATIENTS, KIND, OTHER = "about", "patients", "kind", "other"


@dataclass(slots=True)
class Phrase:
    """A noun phrase.

    Attributes:
        refs: indices of the pieces (mentions, resolved pronouns) it is about.
        sign: -1 where it speaks of their loss or blockade.
        via: `direct`, `loss` or `blockade`.
        aspects: what of them it speaks of.
        senses: the nouns that govern them, outermost first.
        change: +1/-1 where a participle says they are increased/decreased, with `change_aspect`.
        causers: mentions that "-induced" or "-mediated" stands behind.
        products: mentions that "-producing" (False) or "-expressing" (True) stands behind.
        embedded: phrases inside it that have causers of their own.
        negated: "no increase in …".
    """

    kind: str
    refs: list[int] = field(default_factory=list)
    sign: int = 1
    via: str = "direct"
    aspects: tuple[str, ...] = ()
    senses: tuple[NounSense, ...] = ()
    change: int = 0
    change_aspect: str = ""
    causers: list[int] = field(default_factory=list)
    products: list[tuple[int, bool]] = field(default_factory=list)
    embedded: tuple[Phrase, ...] = ()
    words: tuple[str, ...] = ()
    negated: bool = False


@dataclass(slots=True)
class Chunk:
    """A noun phrase (`phrase` is set) or a single piece; `first` to `last` index the pieces, inclusive."""

    tag: str
    first: int
    last: int
    phrase: Phrase | None = None
