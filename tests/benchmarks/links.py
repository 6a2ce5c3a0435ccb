"""Gold mentions grounded by this package and by scispaCy's EntityLinker, from the same names.

    python -m tests.benchmarks.links [ONTOLOGY]...

The spans and kinds of BC5CDR's and NCBI Disease's development splits are given; asked is which concept each names. A
mention is right where its best concept (of a composite: one of them) has an id that people gave it. Both get the
document's abbreviations, as found here. The linker has the settings that scispaCy documents but for definitions,
which our names lack. It does not look at kinds, so its second line counts its best candidate of the right kind. Each
runs in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from kg.annotate.abbreviations import Definition, definitions
from kg.annotate.rows import MentionRow
from kg.core.lexicon import Lexicon
from kg.core.text import Extraction
from kg.evaluate.ids import key_of, keys_of
from kg.evaluate.labels import kind_of
from kg.index.load import load_lexicon
from kg.read.gold import read
from tests.benchmarks.lexicon import ROOT, candidate_index, memory, peak, timed

CORPORA = ROOT.parent / "shared" / "corpora"
SETS = (
    ("BC5CDR dev", "bc5cdr/CDR_DevelopmentSet.PubTator.txt.gz"),
    ("NCBI Disease dev", "ncbi_disease/NCBIdevelopset_corpus.txt"),
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Marked:
    """A document: its text, its gold mentions without candidates, the ids of each, and its abbreviations."""

    text: str
    rows: tuple[MentionRow, ...]
    ids: tuple[frozenset[str], ...]
    defined: tuple[Definition, ...]


def documents(path: Path) -> Iterator[Marked]:
    """Yield the documents of a gold file; of mentions that overlap the first is taken."""
    for found in read(path):
        if isinstance(found, Extraction):
            rows: list[MentionRow] = []
            ids = []
            for one in found.mentions:
                kind = kind_of(one.category)
                if not rows or one.start >= rows[-1].end:
                    rows.append(MentionRow(one.start, one.end, kind, (), "gold", 1.0))
                    ids.append(frozenset(key_of(c.concept_id, kind) for part in one.parts for c in part) - {""})
            text = found.document.text
            yield Marked(text, tuple(rows), tuple(ids), tuple(definitions(text)))


def judged(name: str, given: Sequence[Marked], named: Sequence[Sequence[Sequence[str]]], lexicon: Lexicon) -> Row:
    """Return how many mentions with an id were named, and how many rightly; `named` holds the concepts of each."""
    counts = Counter[str]()
    for document, concepts in zip(given, named, strict=True):
        for row, ids, found in zip(document.rows, document.ids, concepts, strict=True):
            if ids:
                keys = {key for one in found for key in keys_of(one, row.category, lexicon.concepts)}
                counts.update(mentions=1, named=bool(keys), right=bool(keys & ids))
    return {"set": name, **counts}


def _each(work: Callable[[Any], Any], given: Sequence[Any]) -> list[Any]:
    return [work(one) for one in given]


def ours(given: Mapping[str, list[Marked]], lexicon: Lexicon, folder: Path) -> Row:
    """Ground with this package's linker."""
    from kg.annotate.grounding import Linker
    from kg.annotate.wording import load_wording
    from kg.core.paths import pipeline_folder

    before = memory()
    linker = Linker(lexicon, load_wording(pipeline_folder("immunology") / "links.toml"))
    rows, seconds = [], 0.0
    for name, marked in given.items():
        took, grounded = timed(partial(_each, lambda one: linker.ground(one.text, one.rows, one.defined), marked))
        seconds += took
        rows.append(judged(name, marked, [[row.concepts for row in found] for found in grounded], lexicon))
    return {"lines": {"ours": rows}, "build s": 0.0, "seconds": seconds, "MiB": memory() - before, "peak MiB": peak()}


def scispacy(given: Mapping[str, list[Marked]], lexicon: Lexicon, folder: Path) -> Row:
    """Ground with scispaCy's EntityLinker over a knowledge base of the same names."""
    from scispacy.candidate_generation import CandidateGenerator
    from scispacy.linking import EntityLinker
    from scispacy.linking_utils import KnowledgeBase

    before = memory()
    write_names(lexicon, folder / "kb.jsonl")
    knowledge = KnowledgeBase(str(folder / "kb.jsonl"))
    aliases = [name for name in knowledge.alias_to_cuis if len(name) > 2]
    built, (vectorizer, index) = timed(lambda: candidate_index(aliases))
    generator = CandidateGenerator(index, vectorizer, aliases, knowledge)
    linker = EntityLinker(candidate_generator=generator, filter_for_definitions=False, max_entities_per_mention=30)
    lines: dict[str, list[Row]] = {"EntityLinker": [], "EntityLinker, right kind": []}
    seconds = 0.0
    for name, marked in given.items():
        docs = [as_doc(one) for one in marked]
        took, _ = timed(partial(_each, linker, docs))
        seconds += took
        ranked = [[[one for one, _ in ent._.kb_ents] for ent in doc.ents] for doc in docs]
        best = [[found[:1] for found in document] for document in ranked]
        kinds = [
            [
                [one for one in found if kind_of(lexicon.concepts[one].category) == row.category][:1]
                for row, found in pairs
            ]
            for pairs in (zip(one.rows, found, strict=True) for one, found in zip(marked, ranked, strict=True))
        ]
        for line, found in zip(lines, (best, kinds), strict=True):
            lines[line].append(judged(name, marked, found, lexicon))
    return {"lines": lines, "build s": built, "seconds": seconds, "MiB": memory() - before, "peak MiB": peak()}


def write_names(lexicon: Lexicon, path: Path) -> None:
    """Write a lexicon's names as scispaCy reads a knowledge base; ambiguous ones too."""
    with path.open("w", encoding="utf-8") as file:
        for concept_id in lexicon.concepts:
            one = lexicon.concepts[concept_id]
            names = [*one.synonyms, *one.ambiguous]
            row = {"concept_id": one.id, "canonical_name": one.name, "aliases": names, "types": []}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def as_doc(given: Marked) -> Any:
    """Return a spaCy Doc in which each gold mention is one token and one entity, its long form beside it."""
    import spacy
    from spacy.tokens import Doc, Span

    for owner, name, default in ((Doc, "abbreviations", ()), (Span, "long_form", None)):
        if not owner.has_extension(name):
            owner.set_extension(name, default=default)
    words, places, at = [], [], 0
    for row in given.rows:
        if row.start > at:
            words.append(given.text[at : row.start])
        places.append(len(words))
        words.append(given.text[row.start : row.end])
        at = row.end
    doc = Doc(spacy.blank("en").vocab, words=words, spaces=[False] * len(words))
    doc.ents = [Span(doc, place, place + 1, label="MENTION") for place in places]
    long = {
        given.text[one.short_start : one.short_end]: given.text[one.long_start : one.long_end] for one in given.defined
    }
    for ent in doc.ents:
        ent._.long_form = long.get(ent.text)
    return doc


STEPS: Mapping[str, Callable[[Mapping[str, list[Marked]], Lexicon, Path], Row]] = {"ours": ours, "scispacy": scispacy}


def main() -> None:
    """Print a table for the shipped vocabulary and, where ontologies are named, with those beside it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ontologies", nargs="*")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        lexicon = load_lexicon(given.ontologies)
        marked = {name: list(documents(CORPORA / file)) for name, file in SETS}
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(STEPS[given.step](marked, lexicon, Path(folder))))
        return
    for ontologies in [[], given.ontologies][: 1 + bool(given.ontologies)]:
        print("shipped vocabulary", *ontologies, sep=" + ")
        for step in STEPS:
            command = [sys.executable, "-m", "tests.benchmarks.links", *ontologies, "--step", step]
            done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
            told(json.loads(done.stdout.splitlines()[-1]))


def told(row: Row) -> None:
    """Print what a step found."""
    for line, sets in row["lines"].items():
        speed = sum(one["mentions"] for one in sets) / row["seconds"]
        shares = "  ".join(
            f"{one['set']} {one['right'] / one['mentions']:.3f} right, {one['named'] / one['mentions']:.3f} named"
            for one in sets
        )
        print(f"  {line:<26}{shares}  {speed:,.0f} mentions/s  built in {row['build s']:.0f} s  {row['MiB']} MiB")


if __name__ == "__main__":
    main()
