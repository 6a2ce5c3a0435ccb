"""A million names: how long they take to compile, to load and to look for in text, beside two other finders.

    python -m tests.benchmarks.lexicon [--names 1900000] [--indexed 100000] [--abstracts 2000]

Names are all those of the shared vocabularies, and invented ones up to the number asked for. Every step runs in a
process of its own, so that its memory is its own; the same names go to this package's lexicon, to spaCy's
PhraseMatcher and to scispaCy's candidate generator, which gets the first `--indexed` of them (its index of a million
takes hours). Characters a second are of the same abstracts. The candidate generator finds no mentions, so it is given
those that the lexicon found; the lexicon's own figure for that is beside it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
SYLLABLES = ("ba", "cor", "du", "fen", "gli", "hem", "ix", "jo", "kal", "lu", "mab", "nib", "or", "pro", "qui", "rex")

MENTIONS = 10_000  # that the candidate generator is given

Row = dict[str, Any]


def real_concepts() -> Iterator[Row]:
    """Yield the named concepts of the shared vocabularies."""
    from kg.core.lexicon import Concept
    from kg.index.sniff import read_ontology
    from kg.index.unify import by_id

    read = (one for folder in sorted((SHARED / "vocab").iterdir()) for one in read_ontology(folder))
    for concept in by_id(one for one in read if isinstance(one, Concept)).values():
        if concept.name:
            yield {"id": concept.id, "name": concept.name, "synonyms": [*concept.synonyms, *concept.ambiguous]}


def invented_concepts() -> Iterator[Row]:
    """Yield invented concepts without end, the same in every run."""
    dice = random.Random(7)

    def word() -> str:
        return "".join(dice.choices(SYLLABLES, k=dice.randint(2, 4)))

    number = 0
    while True:
        number += 1
        names = [" ".join(word() for _ in range(dice.randint(1, 3))) for _ in range(3)]
        yield {"id": f"INVENTED:{number}", "name": names[0], "synonyms": names[1:]}


def write_names(path: Path, wanted: int) -> Row:
    """Write concepts until they have as many names as wanted."""
    count = concepts = invented = 0
    with path.open("w", encoding="utf-8") as file:
        for source in (real_concepts(), invented_concepts()):
            for row in source:
                if count >= wanted:
                    break
                count += 1 + len(row["synonyms"])
                concepts += 1
                invented += row["id"].startswith("INVENTED") * (1 + len(row["synonyms"]))
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return {"names": count, "concepts": concepts, "invented": invented}


def read_names(path: Path, wanted: int) -> Iterator[Row]:
    """Yield the concepts of a file until they have as many names as wanted."""
    count = 0
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if count >= wanted:
                return
            count += 1 + len(row["synonyms"])
            yield row


def texts(count: int) -> list[str]:
    """Return abstracts of the shared inputs."""
    with gzip.open(SHARED / "inputs" / "abstracts" / "immunology_subset.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [f"{row['title']} {row['abstract']}" for row in map(json.loads, islice(lines, count))]


def memory() -> int:
    """Return what this process holds now, in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 2**20


def peak() -> int:
    """Return the most this process held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return how many seconds something took, and what it gave."""
    started = time.perf_counter()
    given = work()
    return time.perf_counter() - started, given


def compile_step(folder: Path, names: int, abstracts: int) -> Row:
    """Compile the names with the shipped vocabulary and the naming rules."""
    from kg.core.lexicon import Concept
    from kg.core.paths import data_folder
    from kg.index.compile import compile_lexicon
    from kg.index.concepts import read_tables, shipped_tables
    from kg.index.rules import read_rules
    from kg.index.stored import store

    rules = read_rules(data_folder("ontologies") / "names.toml")
    concepts = (
        Concept(row["id"], row["name"], "gene", tuple(row["synonyms"])) for row in read_names(folder / "names", names)
    )
    seconds, (lexicon, hits) = timed(lambda: compile_lexicon(read_tables(shipped_tables()), concepts, rules))
    stored, size = timed(lambda: store(lexicon, folder / "lexicon.arrow"))
    names = len(lexicon.table.texts)
    return {
        "compile s": seconds,
        "write s": stored,
        "file MB": size / 1e6,
        "names": names,
        "judged": sum(hits.values()),
        "peak MiB": peak(),
    }


def load_step(folder: Path, names: int, abstracts: int) -> Row:
    """Load the compiled names and look for them in text."""
    from kg.core.names import units
    from kg.index.stored import load

    before = memory()
    seconds, lexicon = timed(lambda: load(folder / "lexicon.arrow"))
    loaded, given = memory(), texts(abstracts)
    took, found = timed(lambda: [text[m.start : m.end] for text in given for m in lexicon.matches(text, units(text))])
    (folder / "mentions").write_text(json.dumps(found), encoding="utf-8")
    asked, _ = timed(lambda: [lexicon.lookup(one) for one in found[:MENTIONS]])
    characters = sum(map(len, given))
    return {
        "load s": seconds,
        "before MiB": before,
        "loaded MiB": loaded,
        "after MiB": memory(),
        "found": len(found),
        "characters/s": characters / took,
        "mentions/s": min(MENTIONS, len(found)) / asked,
    }


def phrase_step(folder: Path, names: int, abstracts: int) -> Row:
    """Build spaCy's PhraseMatcher of the names and look for them in text."""
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp, given = spacy.blank("en"), texts(abstracts)
    nlp.max_length = 10**8
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")

    def add() -> None:
        for row in read_names(folder / "names", names):
            matcher.add(row["id"], [nlp.make_doc(name) for name in (row["name"], *row["synonyms"]) if name.strip()])

    seconds, _ = timed(add)
    cut, docs = timed(lambda: [nlp.make_doc(text) for text in given])
    took, found = timed(lambda: sum(len(matcher(doc)) for doc in docs))
    characters = sum(map(len, given))
    return {
        "build s": seconds,
        "peak MiB": peak(),
        "found": found,
        "characters/s": characters / (took + cut),
        "matching only": characters / took,
    }


def candidate_index(aliases: list[str]) -> tuple[Any, Any]:
    """Return (vectorizer, index) of names with the settings that scispaCy documents for its linkers.

    Its own function for this refuses to run on Python 3.11.
    """
    import nmslib
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), min_df=10, dtype=np.float32)
    vectors = vectorizer.fit_transform(aliases)
    index = nmslib.init(method="hnsw", space="cosinesimil_sparse", data_type=nmslib.DataType.SPARSE_VECTOR)
    index.addDataPointBatch(vectors)
    index.createIndex({"M": 100, "indexThreadQty": 2, "efConstruction": 2000, "post": 0})
    index.setQueryTimeParams({"efSearch": 200})
    return vectorizer, index


def scispacy_step(folder: Path, names: int, abstracts: int) -> Row:
    """Index the names as scispaCy's linker does and ask it for the mentions that the lexicon found."""
    from scispacy.candidate_generation import CandidateGenerator
    from scispacy.linking_utils import KnowledgeBase

    with (folder / "kb.jsonl").open("w", encoding="utf-8") as file:
        for row in read_names(folder / "names", names):
            given = {"concept_id": row["id"], "canonical_name": row["name"], "aliases": row["synonyms"], "types": []}
            file.write(json.dumps(given) + "\n")
    knowledge = KnowledgeBase(str(folder / "kb.jsonl"))
    aliases = [name for name in knowledge.alias_to_cuis if len(name) > 2]
    seconds, (vectorizer, index) = timed(lambda: candidate_index(aliases))
    generator = CandidateGenerator(index, vectorizer, aliases, knowledge)
    mentions = json.loads((folder / "mentions").read_text(encoding="utf-8"))[:MENTIONS]
    took, _ = timed(lambda: [generator(mentions[at : at + 100], 5) for at in range(0, len(mentions), 100)])
    return {"build s": seconds, "peak MiB": peak(), "mentions/s": len(mentions) / took}


STEPS = (compile_step, load_step, phrase_step, scispacy_step)


def told(row: Row) -> Iterable[str]:
    """Yield the figures of a row."""
    for name, value in row.items():
        yield f"{name} {value:,.2f}" if isinstance(value, float) and value < 100 else f"{name} {value:,.0f}"


def main() -> None:
    """Print one line per step; with `--step`, run that one and print its figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=1_900_000)
    parser.add_argument("--indexed", type=int, default=100_000)
    parser.add_argument("--abstracts", type=int, default=2000)
    parser.add_argument("--step", nargs=3, metavar=("STEP", "FOLDER", "NAMES"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        step = next(one for one in STEPS if one.__name__ == given.step[0])
        print(json.dumps(step(Path(given.step[1]), int(given.step[2]), given.abstracts)))
        return
    with tempfile.TemporaryDirectory() as folder:
        print("names    ", *told(write_names(Path(folder) / "names", given.names)), sep="  ")
        for step in STEPS:
            names = given.indexed if step is scispacy_step else given.names
            line = ["--step", step.__name__, folder, str(names), "--abstracts", str(given.abstracts)]
            command = [sys.executable, "-m", "tests.benchmarks.lexicon", *line]
            done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
            print(
                f"{step.__name__.removesuffix('_step'):<9}",
                f"{names:,} names",
                *told(json.loads(done.stdout.splitlines()[-1])),
                sep="  ",
            )


if __name__ == "__main__":
    main()
