"""The same abstracts through each step of ours and through what others do there, in one run; ratios.

    python -m tests.benchmarks.peers [--documents 1000] [--repeats 3]

- Reading: our whole annotation beside scispaCy's tokenizer, tagger, parser, finder of mentions (random weights, see
  `annotation.py`) and candidate generator over the same shipped vocabulary; the generator is asked for as many mentions
  as ours found, five candidates each. Processes of one thread that take turns; seconds of CPU.
- RDF: our Turtle of the graph, from its tables to the file, beside rdflib: the same statements, ready as its terms,
  added to a graph in memory and written as Turtle.
- A page: our page of the graph beside networkx and plain pyvis (`explorer.py`), from the tables to the file.

Each step runs in a process of its own. A ratio is the other's figure divided by ours: above 1, ours takes less.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from kg.core.folder import GraphFolder
from tests.benchmarks.annotation import documents, ours, scispacy
from tests.benchmarks.lexicon import candidate_index, peak

ROOT = Path(__file__).resolve().parents[2]
CANDIDATES = 5  # asked for of each mention
AT_ONCE = 100  # mentions
ALL = 1_000_000  # concepts that a page may show

Told = dict[str, float]


def _busy(work: Callable[[], Any]) -> Told:
    """Do something; return seconds, seconds of CPU, and the MiB that the process held at most."""
    started, busy = time.perf_counter(), time.process_time()
    work()
    return {"seconds": time.perf_counter() - started, "busy": time.process_time() - busy, "peak": peak()}


def read_ours(folder: Path, count: int) -> Iterator[Told]:
    """Annotate."""
    work, given = ours(), list(islice(documents(), count))
    work(given[:50])
    while True:
        yield _busy(lambda: work(given))


def read_scispacy(folder: Path, count: int) -> Iterator[Told]:
    """Tag, parse, find, and ask the candidate generator."""
    work, generator = scispacy(), _generator(folder)
    given, mentions = list(islice(documents(), count)), _mentions(folder)
    work(given[:50])

    def both() -> None:
        work(given)
        for at in range(0, len(mentions), AT_ONCE):
            generator(mentions[at : at + AT_ONCE], CANDIDATES)

    while True:
        yield _busy(both)


def _mentions(folder: Path) -> list[str]:
    with GraphFolder(folder / "graph").connect() as connection:
        return [text for (text,) in connection.execute("SELECT text FROM mentions WHERE part = 0").fetchall()]


def _generator(folder: Path) -> Any:
    from scispacy.candidate_generation import CandidateGenerator
    from scispacy.linking_utils import KnowledgeBase

    from kg.index.concepts import read_tables, shipped_tables

    with (folder / "kb.jsonl").open("w", encoding="utf-8") as file:
        for one in read_tables(shipped_tables()).values():
            names = [*one.synonyms, *one.ambiguous]
            row = {"concept_id": one.id, "canonical_name": one.name, "aliases": names, "types": []}
            file.write(json.dumps(row) + "\n")
    knowledge = KnowledgeBase(str(folder / "kb.jsonl"))
    aliases = [name for name in knowledge.alias_to_cuis if len(name) > 2]
    vectorizer, index = candidate_index(aliases)
    return CandidateGenerator(index, vectorizer, aliases, knowledge)


def rdf_ours(folder: Path, count: int) -> Iterator[Told]:
    """Write Turtle as `kg export` does."""
    from kg.export.rdf import write_turtle

    while True:
        yield _busy(lambda: write_turtle(GraphFolder(folder / "graph"), folder / "ours.ttl"))


def rdf_rdflib(folder: Path, count: int) -> Iterator[Told]:
    """Add the same statements to a graph of rdflib's and write it as Turtle."""
    from rdflib import Dataset, Graph

    from kg.export.rdf import write_nquads

    quads = folder / "graph.nq"
    write_nquads(GraphFolder(folder / "graph"), quads)
    statements = [quad[:3] for quad in Dataset().parse(quads, format="nquads").quads()]

    def build() -> None:
        graph = Graph()
        for statement in statements:
            graph.add(statement)
        graph.serialize(folder / "theirs.ttl", format="turtle")

    while True:
        yield _busy(build)


def page_ours(folder: Path, count: int) -> Iterator[Told]:
    """Write one page of the whole graph, with every sentence in it."""
    from kg.explore.page import write_page

    while True:
        yield _busy(lambda: write_page(GraphFolder(folder / "graph"), folder / "ours.html", limit=ALL))


def page_pyvis(folder: Path, count: int) -> Iterator[Told]:
    """Write pyvis's page of the whole graph: names and verbs, no sentences."""
    from tests.benchmarks.explorer import plain_pyvis

    while True:
        yield _busy(lambda: plain_pyvis(GraphFolder(folder / "graph"), folder / "theirs.html"))


STEPS = {
    "reading: scispaCy": (read_ours, read_scispacy),
    "Turtle: rdflib": (rdf_ours, rdf_rdflib),
    "page: networkx and pyvis": (page_ours, page_pyvis),
}
_BY_NAME = {step.__name__: step for pair in STEPS.values() for step in pair}


def serve(name: str, folder: Path, count: int) -> None:
    """Get ready; then for every line read do the step, and tell what it took."""
    step = _BY_NAME[name](folder, count)
    for _ in sys.stdin:
        print(json.dumps(next(step)), flush=True)


def _start(name: str, folder: Path, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.benchmarks.peers", "--step", name, "--folder", str(folder)]
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    command += ["--documents", str(count)]
    return subprocess.Popen(
        ["env", *(f"{key}={value}" for key, value in threads.items()), *command],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip


def turns(pair: tuple[Any, Any], folder: Path, count: int, repeats: int) -> list[Told]:
    """Return the least that each of two steps took, when they take turns."""
    processes = [_start(step.__name__, folder, count) for step in pair]
    found: list[list[Told]] = [[], []]
    for _ in range(repeats):
        for process, told in zip(processes, found, strict=True):
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write("go\n")
            process.stdin.flush()
            told.append(json.loads(process.stdout.readline()))
    for process in processes:
        process.communicate()
    return [{key: min(told[key] for told in one) for key in one[0]} for one in found]


def build(folder: Path, count: int) -> None:
    """Make the graph of the abstracts, from which the later steps start."""
    from kg.engines import Resources
    from kg.recipe import Recipe
    from kg.run import build as build_graph

    texts = folder / "abstracts.jsonl"
    with texts.open("w", encoding="utf-8") as file:
        for one in islice(documents(), count):
            row = {"pmid": one.metadata.pmid, "title": one.title, "abstract": " ".join(s.text for s in one.sections)}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    build_graph([str(texts)], folder / "graph", Recipe(), resources=Resources(2))


def main() -> None:
    """Print a line for each step: CPU seconds and most memory of both, and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--step", choices=sorted(_BY_NAME), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        serve(given.step, given.folder, given.documents)
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        build(folder, given.documents)
        counts = GraphFolder(folder / "graph").manifest()["counts"]
        print(f"{given.documents:,} abstracts: " + ", ".join(f"{count:,} {name}" for name, count in counts.items()))
        print(f"{'':<26}{'CPU s':>18}{'ratio':>7}{'peak MiB':>16}{'ratio':>7}")
        for label, pair in STEPS.items():
            mine, theirs = turns(pair, folder, given.documents, given.repeats)
            line = f"{label:<26}"
            for key, digits in (("busy", 2), ("peak", 0)):
                both = f"{mine[key]:,.{digits}f} : {theirs[key]:,.{digits}f}"
                line += f"{both:>18}" if key == "busy" else f"{both:>16}"
                line += f"{theirs[key] / mine[key]:>7.1f}"
            print(line, flush=True)


if __name__ == "__main__":
    main()
