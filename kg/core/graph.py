"""What documents together say: Assertion, Evidence, and how far an assertion is believed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from kg.core.text import Context, Span

# Chance that a statement is wrong however often it is extracted (INDRA's systematic error for rule readers)
SYSTEMATIC_ERROR = 0.05
# A speculated statement ("may expand") counts as this much of a plain one
SPECULATED_WEIGHT = 0.4


def _digest(*fields: str | int | bool) -> str:
    """The first 80 bits of the SHA-256 of a compact JSON array, in hexadecimal."""
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Assertion:
    """An edge of the graph. All fields make its identity."""

    subject: str
    predicate: str
    object: str
    aspect: str
    direction: str
    negated: bool

    @property
    def id(self) -> str:
        """The first 80 bits of the SHA-256 of all fields, in hexadecimal; the same in every build."""
        return _digest(*astuple(self))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why an assertion is believed: a passage of a document.

    `text == document.text[sentences[0].start : sentences[-1].end]`.
    """

    assertion_id: str
    document_id: str
    section: str
    sentences: tuple[Span, ...]
    subject: Span
    object: Span
    trigger: Span
    text: str
    score: float
    speculated: bool
    via: str
    context: Context
    extractor: str

    @property
    def id(self) -> str:
        """80 bits of SHA-256 over what it supports and where it stands; the same in every build."""
        places = (self.subject.start, self.object.start, self.trigger.start)
        return _digest(self.assertion_id, self.document_id, *places)


def support(document_scores: Iterable[float]) -> float:
    """Return the belief that independent documents give one statement, 0 to 1.

    INDRA's noise model (Gyori et al., Mol Syst Biol 2017, 13:954): a statement is wrong systematically
    (probability s) or because every document that says it was misread at random, so that
    belief = 1 - (s + (1 - s) * prod(1 - score)). INDRA's constant random error per reader is here one
    minus the best score in each document.

    Args:
        document_scores: for each document the best score of its evidence, 0 to 1.
    """
    wrong, any_document = 1.0, False
    for score in document_scores:
        any_document = True
        wrong *= 1.0 - score
    return 1.0 - (SYSTEMATIC_ERROR + (1.0 - SYSTEMATIC_ERROR) * wrong) if any_document else 0.0


def belief(supporting: Iterable[float], opposing: Iterable[float]) -> float:
    """Return the belief in an assertion given documents for and against it, 0 to 1, rounded to four digits.

    With f = support(supporting) and a = support(opposing), belief = f * share, where
    share = f (1 - a) / (f (1 - a) + a (1 - f)) is the posterior of "for" over "against" when one of the two
    holds, both equally likely beforehand. Without opposition it is f; one paper against one gives f / 2;
    four against one leave most of f. (INDRA's scorer multiplies by 1 - a, which lets one misreading outweigh
    any number of papers.)
    """
    f, a = support(supporting), support(opposing)
    both = f * (1.0 - a) + a * (1.0 - f)
    return round(f * f * (1.0 - a) / both, 4) if both else 0.0
