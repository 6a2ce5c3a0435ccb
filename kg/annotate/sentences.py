"""tokens -> sentences: survives "et al.", "Fig. 1", "i.v.", "E. coli" and citation numbers glued to full stops."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.rows import text_of

_OPEN = r"[\"'“‘(\[]*"
# A word that may begin a sentence: a capital, a digit, or small letters that carry either (mTOR, p53)
_BEGIN = rf"{_OPEN}(?:[A-ZΑ-Ω0-9]|[a-zα-ω]{{1,4}}-?[A-Z0-9])"
_BREAK = re.compile(
    rf"(?<=[a-z)\]+”’\"]{{2}})\.\d{{1,3}}(?:[,–-]\d{{1,3}})*(?P<cited>\s+)(?={_BEGIN})"  # "reported.1 This"
    rf"|(?<![.!?…])[.!?…]++[\"'”’)\]]*+(?P<plain>\s++)(?={_BEGIN})"
    r"|(?<=[a-z]{3})\.(?P<glued>)(?=[A-Z][a-z]+\s)"  # "inflammation.We found"
    r"|(?<!\s)(?P<line>\s*\n\s*)"
)
_NEVER_LAST = frozenset((
    "al", "approx", "ca", "cf", "dr", "e.g", "eq", "eqs", "fig", "figs", "i.d", "i.e", "i.m", "i.n", "i.p",
    "i.v", "mr", "mrs", "ms", "no", "nos", "p.o", "prof", "ref", "refs", "resp", "s.c", "sp", "spp", "st",
    "subsp", "suppl", "var", "viz", "vol", "vs",
))  # fmt: skip
_BEFORE_A_NAME = frozenset({"by", "and", "of", "with", "see"})
_LAST_WORD = re.compile(r"([\w.]+)\W*$")


def _ends_sentence(text: str, stop: int, after: int) -> bool:
    """Tell whether the full stop at `stop` ends a sentence, given the word before it."""
    if text[stop] != ".":
        return True
    found = _LAST_WORD.search(text, max(0, stop - 40), stop)
    word = found[1] if found else ""
    if word.casefold() in _NEVER_LAST:
        return word.casefold() == "al" and text[after : after + 4] in {"The ", "This", "In t", "We s"}
    if len(word) == 1 and word.isupper() and text[stop - 2 : stop - 1] != "-":  # not the end of IFN-I
        return not _is_initial(text[max(0, stop - 30) : stop - 1].split())
    return True


def _is_initial(before: list[str]) -> bool:
    """Tell whether a capital letter is a person's initial, given the words before it.

    "by J. Smith", "(J. Cell Biol.": the sentence goes on; "hepatitis C. We", "NF-kappa B. This": it ends.
    """
    last = before[-1] if before else "."
    named = last.isalpha() and (last[0].isupper() or last in _BEFORE_A_NAME)
    return named or not last[-1].isalnum()


def boundaries(text: str) -> Iterator[int]:
    """Yield the offset of every character that begins a sentence but the first."""
    for found in _BREAK.finditer(text):
        certain = "\n" in found[0] or any(found[name] is not None for name in ("cited", "glued"))
        if certain or _ends_sentence(text, found.start(), found.end()):
            yield found.end()


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each sentence, without the white space around it."""
    cuts = [0, *boundaries(text), len(text)]
    spans = []
    for start, end in pairwise(cuts):
        piece = text[start:end]
        stripped = piece.strip()
        if stripped:
            left = start + len(piece) - len(piece.lstrip())
            spans.append((left, left + len(stripped)))
    return spans


@Language.factory("kg_sentences", assigns=["token.is_sent_start"])
def make_sentences(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that sets sentence starts."""

    def mark_sentences(doc: Doc) -> Doc:
        if not len(doc):
            return doc
        starts = [start for start, _ in sentence_spans(text_of(doc))]
        begins = np.where(np.isin(doc.to_array("IDX"), starts), 1, -1)
        begins[0] = 1
        doc.from_array(["SENT_START"], begins.reshape(-1, 1).astype("uint64"))
        return doc

    return mark_sentences
