"""Negation and speculation in BioScope: ours and negspacy's, by one scorer in one run.

    python -m tests.benchmarks.qualifiers [FOLDER_OF_SHARED]

BioScope (Vincze and others 2008): 1,273 abstracts and nine full papers in which people marked each word that negates or
hedges and the stretch it reaches. Cues and scopes were made on the abstracts whose id has an even SHA-1; what counts
are the odd ones. Of each kind three things are counted, sentences being given:

- sentence: does it hold a cue, yes or no;
- cue: the same characters, the same kind;
- scope: words that lie in the reach of a cue; those that people marked as cues are left out.

Of ours, cues of the graph's own (`own` in qualifiers.toml: aims, questions, conditions) are left out: BioScope does not
mark them.

negspacy knows negation only, and says of given spans whether they are negated. Each word is given as a span, so that
nothing is lost for want of one: a sentence is negated where any word of it is, those words are its scope, and its cues
are the phrases that it takes and no pseudo-negation takes back, of overlapping ones the longest. Its lists are its own:
`en_clinical`, the default, and `en`.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from kg.annotate.qualifiers import NEGATION, OWN, SPECULATION, load_qualifiers
from kg.core.paths import data_folder

SHARED = Path(__file__).resolve().parents[3] / "shared"
ABSTRACTS, PAPERS = "corpora/bioscope/abstracts.xml.gz", "corpora/bioscope/full_papers.xml.gz"
COUNTS = ("sentence", "cue", "scope")
KINDS = (NEGATION, SPECULATION)
_WORD = re.compile(r"\w[\w-]*")

Span = tuple[int, int]
Parts = Mapping[str, tuple[bool, ...]]  # name -> of which half: whether it is the odd one
Found = dict[str, tuple[frozenset[Span], list[Span]]]  # kind -> its cues, and the scopes of them


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, the id of its document, and what people marked in it."""

    document: str
    text: str
    marked: Found

    @property
    def odd(self) -> bool:
        """Whether its document is of the half that is reported."""
        return bool(hashlib.sha1(self.document.encode(), usedforsecurity=False).digest()[-1] & 1)


def _spans(node: Any, at: int = 0) -> Iterator[tuple[Any, int, int]]:
    """Yield each element within one, with its place in the text of the whole."""
    at += len(node.text or "")
    for child in node:
        length = len("".join(child.itertext()))
        yield child, at, at + length
        yield from _spans(child, at)
        at += length + len(child.tail or "")


def read(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a file of BioScope; a scope is of the kind of the cue that refers to it."""
    for document in etree.fromstring(gzip.decompress(path.read_bytes())).iter("Document"):
        name = document.findtext("DocID") or ""
        for node in document.iter("sentence"):
            inside = list(_spans(node))
            cues = [(one.get("type"), one.get("ref"), start, end) for one, start, end in inside if one.tag == "cue"]
            kinds = {ref: kind for kind, ref, _, _ in cues}
            scopes = [(kinds.get(one.get("id")), start, end) for one, start, end in inside if one.tag == "xcope"]
            marked = {
                kind: (
                    frozenset((start, end) for which, _, start, end in cues if which == kind),
                    [(start, end) for which, start, end in scopes if which == kind],
                )
                for kind in KINDS
            }
            yield Sentence(name, "".join(str(piece) for piece in node.itertext()), marked)


def ours() -> Callable[[str], Found]:
    """Return what finds cues and scopes with the shipped lists."""
    qualifiers = load_qualifiers(data_folder("pipelines") / "immunology" / "qualifiers.toml")

    def find(text: str) -> Found:
        found = [cue for cue in qualifiers.find(text, 0, len(text)) if cue.use != OWN]
        return {
            kind: (
                frozenset((cue.start, cue.end) for cue in found if cue.kind == kind),
                [(cue.scope_start, cue.scope_end) for cue in found if cue.kind == kind],
            )
            for kind in KINDS
        }

    return find


def negspacy(terms: str) -> Callable[[str], Found]:
    """Return what finds negations with negspacy, each word a span."""
    import spacy
    from negspacy.negation import Negex
    from negspacy.termsets import termset

    nlp = spacy.blank("en")
    negex = Negex(nlp, "negex", neg_termset=termset(terms).get_patterns(), span_keys=["words"])

    def find(text: str) -> Found:
        doc = nlp.make_doc(text)
        for token in doc:
            token.is_sent_start = token.i == 0
        doc.spans["words"] = [doc[at : at + 1] for at in range(len(doc))]
        negex(doc)
        before, behind, _ = negex.process_negations(doc)
        phrases = spacy.util.filter_spans([doc[start:end] for _, start, end in (*before, *behind)])
        negated = [(one.start_char, one.end_char) for one in doc.spans["words"] if one._.negex]
        return {NEGATION: (frozenset((one.start_char, one.end_char) for one in phrases), negated)}

    return find


@dataclass(slots=True)
class Score:
    """How many people marked, how many were found, and how many of those are right."""

    gold: int = 0
    found: int = 0
    right: int = 0

    def add(self, gold: frozenset[Any], found: frozenset[Any]) -> None:
        """Count what one sentence holds."""
        self.gold += len(gold)
        self.found += len(found)
        self.right += len(gold & found)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        return 2 * self.right / max(self.gold + self.found, 1)

    def __str__(self) -> str:
        return f"{self.right / max(self.found, 1):>10.3f}{self.right / max(self.gold, 1):>7.3f}{self.f1:>7.3f}"


def _words(text: str, spans: Iterable[Span], but: frozenset[Span]) -> frozenset[int]:
    places = [one.start() for one in _WORD.finditer(text)]
    return frozenset(
        at
        for at in places
        if any(start <= at < end for start, end in spans) and not any(start <= at < end for start, end in but)
    )


def score(sentences: Iterable[Sentence], found: Iterable[Found], kind: str) -> Mapping[str, Score]:
    """Return the three counts of a kind; a finder that gives no cue but negates a word has negated the sentence."""
    scores = {name: Score() for name in COUNTS}
    for sentence, given in zip(sentences, found, strict=True):
        marked, reached = sentence.marked[kind]
        cues, scopes = given.get(kind, (frozenset(), []))
        scores["sentence"].add(frozenset([True] * bool(marked)), frozenset([True] * bool(scopes)))
        scores["cue"].add(marked, cues)
        scores["scope"].add(_words(sentence.text, reached, marked), _words(sentence.text, scopes, marked))
    return scores


def told(
    name: str, sentences: list[Sentence], find: Callable[[str], Found], kinds: Iterable[str], parts: Parts
) -> None:
    """Print a line per kind and count, of each part of the sentences."""
    started = time.process_time()
    found = [find(one.text) for one in sentences]
    speed = (time.process_time() - started) / len(sentences) * 1000
    for kind in kinds:
        scores = [
            score([sentences[at] for at in places], [found[at] for at in places], kind)
            for places in ([at for at, one in enumerate(sentences) if one.odd in part] for part in parts.values())
        ]
        for count in COUNTS:
            print(f"{name:<23}{kind:<13}{count:<10}" + "".join(str(one[count]) for one in scores), end="")
            print(f"{speed:>16.3f}")


def main() -> None:
    """Print a line for each finder, kind and count: of the abstracts by halves, of the full papers together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", nargs="?", type=Path, default=SHARED)
    shared = parser.parse_args().shared
    for path, parts in ((ABSTRACTS, {"even": (False,), "odd": (True,)}), (PAPERS, {"all": (False, True)})):
        sentences = list(read(shared / path))
        print(f"{path}: {len({one.document for one in sentences}):,} documents, {len(sentences):,} sentences")
        print(f"{'':<46}" + "".join(f"{f'{part} P':>10}{'R':>7}{'F1':>7}" for part in parts), end="")
        print(f"{'ms a sentence':>16}")
        told("ours", sentences, ours(), KINDS, parts)
        for terms in ("en_clinical", "en"):
            told(f"negspacy, {terms}", sentences, negspacy(terms), (NEGATION,), parts)


if __name__ == "__main__":
    main()
