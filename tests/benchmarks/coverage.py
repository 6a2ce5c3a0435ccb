"""What share of the mentions that people marked a vocabulary names.

`python -m tests.benchmarks.coverage [ONTOLOGY]...` prints it for the shipped vocabulary and with further ontologies.

A mention is named where the lexicon knows the whole of it as a safe name of something of that kind, or as a name that
the document itself defines; named rightly where one of those concepts has the id that people gave it. No sentence is
read: this is what the vocabulary can give at most, not what the pipeline finds.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.annotate.abbreviations import definitions
from kg.core.lexicon import Lexicon
from kg.core.text import Extraction
from kg.evaluate.ids import key_of, keys_of
from kg.evaluate.labels import kind_of
from kg.index.load import load_lexicon
from kg.read.gold import read

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
PUBTATOR = (
    ("BioRED dev", "biored/Dev.PubTator.gz"),
    ("BC5CDR dev", "bc5cdr/CDR_DevelopmentSet.PubTator.txt.gz"),
    ("NCBI Disease dev", "ncbi_disease/NCBIdevelopset_corpus.txt"),
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A mention that people marked: its document's text, its own, its kind and the ids they gave it."""

    document: str
    text: str
    kind: str
    ids: frozenset[str]


def pubtator(path: Path) -> Iterator[Marked]:
    """Yield the marked mentions of a PubTator file; ids in the spelling that keys have."""
    for found in read(path):
        if not isinstance(found, Extraction):
            continue
        text = found.document.text
        for mention in found.mentions:
            kind = kind_of(mention.category)
            ids = {key_of(one.concept_id, kind) for part in mention.parts for one in part}
            yield Marked(text, mention.text, kind, frozenset(ids - {""}))


def craft_cells(path: Path) -> Iterator[Marked]:
    """Yield the cells marked in CRAFT's dev articles."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            if article["split"] == "dev":
                for mention in article["annotations"]["CL"]:
                    if len(mention["spans"]) == 1:
                        yield Marked("", mention["text"], "cell_type", frozenset({mention["id"]}))


def jnlpba_cells(path: Path) -> Iterator[Marked]:
    """Yield the cell types marked in the held-out tenth of JNLPBA's training abstracts; they have no ids."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for abstract in map(json.loads, lines):
            if int(hashlib.sha1(abstract["doc"].encode()).hexdigest(), 16) % 10 == 0:
                for *_, label, text in abstract["entities"]:
                    if label == "cell_type":
                        yield Marked(abstract["text"], text, "cell_type", frozenset())


def corpora() -> Iterator[tuple[str, Iterator[Marked]]]:
    """Yield the dev splits with ids, and the two sets of cells."""
    for name, file in PUBTATOR:
        yield name, pubtator(CORPORA / file)
    yield "CRAFT dev, CL", craft_cells(CORPORA / "craft/craft_concepts.jsonl.gz")
    yield "JNLPBA held out", jnlpba_cells(CORPORA / "jnlpba/jnlpba_train.jsonl.gz")


def long_forms(text: str) -> dict[str, str]:
    """Return what a document's abbreviations stand for, by short form."""
    return {text[one.short_start : one.short_end]: text[one.long_start : one.long_end] for one in definitions(text)}


def named(lexicon: Lexicon, mention: Marked, defined: dict[str, str]) -> set[str]:
    """Return the concepts of a mention's kind that the lexicon knows by its text."""
    own = defined.get(mention.text)
    names = lexicon.lookup(own) if own else tuple(one for one in lexicon.lookup(mention.text) if not one.ambiguous)
    return {one.concept_id for one in names if kind_of(lexicon.concepts[one.concept_id].category) == mention.kind}


@dataclass(slots=True)
class Tally:
    """Mentions of one kind, and for each lexicon how many it names, and names with the marked id."""

    mentions: int = 0
    with_id: int = 0
    named: Counter[int] = field(default_factory=Counter)
    rightly: Counter[int] = field(default_factory=Counter)

    def shares(self, lexicons: int) -> str:
        """Return the columns of a row."""
        cells = []
        for place in range(lexicons):
            cells.append(f"{self.named[place] / self.mentions:>8.1%}")
            cells.append(f"{self.rightly[place] / self.with_id:>9.1%}" if self.with_id else f"{'-':>9}")
        return "".join(cells)


def count(mentions: Iterator[Marked], lexicons: list[Lexicon]) -> dict[str, Tally]:
    """Return a tally for each kind of mention."""
    tallies: defaultdict[str, Tally] = defaultdict(Tally)
    document, defined = "", dict[str, str]()
    for mention in mentions:
        if mention.document != document:
            document, defined = mention.document, long_forms(mention.document)
        tally = tallies[mention.kind]
        tally.mentions += 1
        tally.with_id += bool(mention.ids)
        for place, lexicon in enumerate(lexicons):
            found = named(lexicon, mention, defined)
            keys = {key for one in found for key in keys_of(one, mention.kind, lexicon.concepts)}
            tally.named[place] += bool(found)
            tally.rightly[place] += bool(keys & mention.ids)
    return dict(tallies)


def main(ontologies: list[str]) -> None:
    """Print one row per corpus and kind, for the shipped vocabulary and with further ontologies."""
    lexicons = [load_lexicon()] + ([load_lexicon(ontologies)] if ontologies else [])
    print(f"{'corpus':<18}{'kind':<12}{'mentions':>9}" + f"{'named':>8}{'rightly':>9}" * len(lexicons))
    for name, mentions in corpora():
        for kind, tally in sorted(count(mentions, lexicons).items()):
            print(f"{name:<18}{kind:<12}{tally.mentions:>9,}{tally.shares(len(lexicons))}")


if __name__ == "__main__":
    main(sys.argv[1:])
