"""How well the abbreviations that abstracts define are found: ours, Ab3P's and scispaCy's, by one scorer.

    python -m tests.benchmarks.abbreviations

On MED1250 (Sohn and others 2008, public domain): 1,250 abstracts and the (short form, long form) pairs that people
marked. A pair is right where record, short form and long form agree letter by letter, runs of white space taken as one
blank; a pair given twice in one record counts once. Rules are made on even PMIDs and reported on odd ones.
"""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.annotate.abbreviations import definitions

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "ab3p_med1250"
GOLD, AB3P = "MED1250_labeled.gz", "identify_abbr-out.gz"

_PMID = re.compile(r"^(\d+) *$", re.MULTILINE)

Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Record:
    """An abstract behind its title, and the pairs that stand below it."""

    pmid: int
    text: str
    pairs: Pairs


def _pairs(found: Iterable[tuple[str, str]]) -> Pairs:
    return frozenset((" ".join(short.split()), " ".join(long.split())) for short, long in found)


def read(path: Path) -> Iterator[Record]:
    """Yield the records of a file of MED1250: PMID, title, abstract, pairs; comments begin with slashes."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        _, *blocks = _PMID.split(file.read())
    for pmid, block in zip(blocks[::2], blocks[1::2], strict=True):
        lines = block.strip("\n").split("\n")
        rows = [line.split("|") for line in lines if line.startswith("  ") and "|" in line]
        plain = [line.strip() for line in lines if not line.startswith(("  ", "//"))]
        yield Record(int(pmid), "\n".join(plain).strip(), _pairs((short, long) for short, long, *_ in rows))


def ours(text: str) -> Pairs:
    """Return the pairs that this package finds."""
    found = definitions(text)
    return _pairs((text[one.short_start : one.short_end], text[one.long_start : one.long_end]) for one in found)


def scispacy() -> Callable[[str], Pairs]:
    """Return what finds pairs with scispaCy's detector behind spaCy's English tokenizer."""
    import spacy
    from scispacy.abbreviation import AbbreviationDetector  # noqa: F401  (registers its factory)

    nlp = spacy.blank("en")
    nlp.add_pipe("abbreviation_detector")
    return lambda text: _pairs((short.text, short._.long_form.text) for short in nlp(text)._.abbreviations)


@dataclass(frozen=True, slots=True)
class Score:
    """How many pairs people marked, how many a finder gave, and how many of those are right."""

    gold: int
    found: int
    right: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0 to 1."""
        return 2 * self.right / (self.gold + self.found)

    def __str__(self) -> str:
        return f"{self.right / self.found:>10.3f}{self.right / self.gold:>8.3f}{self.f1:>8.3f}"


def score(gold: Iterable[Record], found: Iterable[Pairs], rests: tuple[int, ...]) -> Score:
    """Return the score of the pairs found in each record, on the PMIDs that leave such a rest when halved."""
    both = [(one.pairs, given) for one, given in zip(gold, found, strict=True) if one.pmid % 2 in rests]
    return Score(
        sum(len(right) for right, _ in both),
        sum(len(given) for _, given in both),
        sum(len(right & given) for right, given in both),
    )


def _timed(find: Callable[[str], Pairs], gold: list[Record]) -> tuple[list[Pairs], str]:
    started = time.perf_counter()
    found = [find(record.text) for record in gold]
    return found, f"{(time.perf_counter() - started) / len(gold) * 1000:.2f}"


def main() -> None:
    """Print a row for each finder."""
    gold = list(read(FOLDER / GOLD))
    ab3p = [record.pairs for record in read(FOLDER / AB3P)]  # of the same records, in the same order
    rows = {"ours": _timed(ours, gold), "Ab3P": (ab3p, "-"), "scispaCy": _timed(scispacy(), gold)}
    print(f"{len(gold):,} records, {sum(len(record.pairs) for record in gold):,} pairs")
    print(
        f"{'PMIDs':<10}" + "".join(f"{f'{which} P':>10}{'R':>8}{'F1':>8}" for which in ("even", "odd", "all")), end=""
    )
    print(f"{'ms an abstract':>16}")
    for name, (found, speed) in rows.items():
        scores = "".join(str(score(gold, found, rests)) for rests in ((0,), (1,), (0, 1)))
        print(f"{name:<10}{scores}{speed:>16}")


if __name__ == "__main__":
    main()
