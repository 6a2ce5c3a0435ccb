"""How assembly grows: extractions of made-up papers, assembled by `kg assemble` in a process of its own.

    python -m tests.benchmarks.assembly [--evidence 200000 2000000] [--memory 2GB] [--folder DIR] [--then store nquads]

The papers are made in Arrow columns, a shard at a time, and written as shards are. What makes assembly hard is as it
is in abstracts: concepts are mentioned after Zipf's law, so that a few have a large part of all assertions and most
have few; a paper states 0 to 30 things, its share of them speculated, negated or of the opposite direction; some papers
come twice (another version, or by their DOI alone), some were retracted or deleted; half of the concepts are in no
ontology. Sentences are of one length, so that all offsets can be worked out at once; what stands in them has nothing to
do with what is said to be found there.

Prints per size: rows, seconds, rows per second, the most memory that the process held (VmHWM), the most that its
scratch folder took on disk, and what the graph takes there. `--then` does as much for what reads the graph.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from kg.core.tables import EXTRACTION, write_json

ROOT = Path(__file__).resolve().parents[2]
PAPERS = 1024  # in a shard, and
ROW_GROUP = 64  # in a row group, as `kg build` writes them
SENTENCE = 120  # characters, with the space behind it
PER_PAPER = 10.0  # things stated, on average
UNGROUNDED = 60_000  # concepts
ASPECTS = ("", "abundance", "activity", "expression")
CATEGORIES = ("chemical", "gene", "disease", "cell_type", "species")
PREDICATES = ("affects", "affects", "affects", "associated_with", "treats", "exacerbates_condition")

Numbers = npt.NDArray[np.int64]


class Maker:
    """Makes shards of papers, a shard of one number always the same.

    Args:
        grounded: ids of concepts that an ontology has.
    """

    def __init__(self, grounded: Sequence[str]) -> None:
        self.random = np.random.default_rng(0)
        local = [f"text:{CATEGORIES[n % 2]}/{n:012x}" for n in range(UNGROUNDED)]
        # Ranks are dealt out so that what is common is mostly grounded
        self.ids = pa.array([*grounded, *local])
        self.rank = 1.0 / np.arange(1, len(self.ids) + 1)
        self.rank = np.cumsum(self.rank) / self.rank.sum()
        words = np.array(
            [b"interleukin", b"expands", b"regulatory", b"cells", b"in", b"patients", b"of", b"mice", b"with"]
        )
        made = self.random.choice(words, (4000, 16))
        cut = [b" ".join(row)[: SENTENCE - 2].ljust(SENTENCE - 2, b"x") + b". " for row in made.tolist()]
        self.sentences = np.frombuffer(b"".join(cut), dtype=np.uint8).reshape(-1, SENTENCE)
        self.number = 0  # of the shard's first paper

    def concepts(self, count: int) -> Numbers:
        """Return numbers of concepts, after Zipf's law."""
        return np.searchsorted(self.rank, self.random.random(count)).astype(np.int64)

    def shard(self, number: int) -> tuple[pa.Table, int]:
        """Return the papers of a shard, and how many things they state, repeated papers counted once."""
        random = self.random = np.random.default_rng([7, number])
        self.number = 10_000_000 + number * PAPERS
        stated = np.minimum(30, random.gamma(0.9, PER_PAPER / 0.9, PAPERS)).astype(np.int64)
        mentions = stated + 4
        sections, lengths = self._sections(np.maximum(4, stated // 2))
        table = pa.table(
            [
                pa.array([f"PMID:{self.number + n}" for n in range(PAPERS)]),
                _texts(random.bytes(20 * PAPERS).hex(), 40),
                _texts(self.sentences[random.integers(0, 4000, PAPERS)].tobytes().decode(), SENTENCE),
                sections,
                self._metadata(),
                self._mentions(mentions, lengths),
                self._relations(stated, lengths),
            ],
            schema=EXTRACTION,
        )
        return self._some_again(table), int(stated.sum())

    def _sections(self, sentences: Numbers) -> tuple[pa.Array, Numbers]:
        """Return two paragraphs a paper, and how many sentences each paper has beside its title."""
        half = sentences // 2
        counts = np.column_stack([half, sentences - half]).ravel()
        data = self.sentences[self.random.integers(0, 4000, counts.sum())].tobytes()
        ends = np.concatenate([[0], np.cumsum(counts * SENTENCE)]).astype(np.int32)
        text = pa.StringArray.from_buffers(len(counts), pa.py_buffer(ends), pa.py_buffer(data))
        # One line feed stands before each paragraph
        starts = np.column_stack([np.full(PAPERS, SENTENCE + 1), SENTENCE + 2 + half * SENTENCE]).ravel()
        label = pa.array(["BACKGROUND", "RESULTS"] * PAPERS)
        fields = [pa.array(["abstract"] * 2 * PAPERS), label, pa.array(starts.astype(np.int32)), text]
        return _lists(np.full(PAPERS, 2), _struct(EXTRACTION.field("sections").type.value_type, fields)), sentences

    def _metadata(self) -> pa.Array:
        random, count = self.random, PAPERS
        deleted = random.random(count) < 0.002
        numbers = range(self.number, self.number + count)
        columns: dict[str, Any] = {
            "pmid": [str(n) for n in numbers],
            "doi": [f"10.1000/made.{n}" for n in numbers],
            "journal": [f"Journal of Results {n}" for n in random.integers(0, 5000, count)],
            "year": random.integers(1975, 2026, count).astype(np.int32),
            "authors": [[f"Author {a}", f"Author {b}"] for a, b in random.integers(0, 10**6, (count, 2))],
            "version": np.ones(count, dtype=np.int32),
            "retracted": random.random(count) < 0.001,
            "retracts": [[f"PMID:{self.number - 5}"] if one else [] for one in random.random(count) < 0.0005],
            "deleted": deleted,
            "source": ["made.xml"] * count,
            "record": np.arange(count, dtype=np.int32),
        }
        kind = EXTRACTION.field("metadata").type
        return _struct(kind, [_column(columns.get(field.name), field.type, count) for field in kind])

    def _mentions(self, counts: Numbers, sentences: Numbers) -> pa.Array:
        total = int(counts.sum())
        number = _within(counts)
        start = self._place(counts, number, sentences)
        concept = self.concepts(total)
        kind = EXTRACTION.field("mentions").type.value_type
        candidates = kind.field("parts").type.value_type
        # Every fifth is one of three that fit alike, none of which is taken
        several = np.where(self.random.random(total) < 0.05, 3, 1)
        ids = np.repeat(concept, several)
        candidate = _struct(candidates.value_type, [self.ids.take(pa.array(ids)), pa.array(np.full(len(ids), 0.9))])
        parts = _lists(np.ones(total, dtype=np.int64), _lists(several, candidate))
        surface = pa.array([f"surface {n}" for n in range(1000)]).take(pa.array(concept % 1000))
        category = pa.array(CATEGORIES).take(pa.array(concept % len(CATEGORIES)))
        score, taxon = pa.array(np.full(total, 0.9)), pa.array([""]).take(pa.array(np.zeros(total, dtype=np.int64)))
        places = [pa.array(one.astype(np.int32)) for one in (number, start, start + 10)]
        return _lists(counts, _struct(kind, [*places, surface, category, parts, _same("lexicon", total), score, taxon]))

    def _place(self, counts: Numbers, number: Numbers, sentences: Numbers) -> Numbers:
        """Return where the things of a paper that are numbered so stand: two a sentence, the title's first."""
        sentence = (number // 2) % np.repeat(sentences, counts)
        half = np.repeat(sentences // 2, counts)
        return SENTENCE + 1 + sentence * SENTENCE + (sentence >= half) + (number % 2) * 50

    def _relations(self, counts: Numbers, sentences: Numbers) -> pa.Array:
        random, total = self.random, int(counts.sum())
        number = _within(counts)
        place = self._place(counts, number, sentences)
        subject, other = self.concepts(total), self.concepts(total)
        kind = EXTRACTION.field("relations").type.value_type
        # What is said of two concepts is mostly the same
        said = np.where(random.random(total) < 0.85, subject * 31 + other, random.integers(0, 1000, total))
        predicate = pa.array(PREDICATES).take(pa.array(said % len(PREDICATES)))
        affects = said % len(PREDICATES) < 3
        direction = pa.array(["increased", "decreased", ""]).take(pa.array(np.where(affects, said // 7 % 2, 2)))
        aspect = pa.array(ASPECTS).take(pa.array(np.where(affects, said // 11 % len(ASPECTS), 0)))
        begin = (place - SENTENCE - 1) // SENTENCE * SENTENCE + SENTENCE + 1
        spans = EXTRACTION.field("relations").type.value_type.field("sentences").type.value_type
        at = _span(spans, begin, begin + SENTENCE - 1)
        sick, none = random.random(total) < 0.3, np.zeros(total, dtype=np.int64)
        context = kind.field("context").type
        contexts = [_lists(sick.astype(np.int64), self.ids.take(pa.array(subject[sick])))]
        contexts += [_lists(none, pa.array([], pa.string()))] * 2 + [_same("", total)]
        ends = [
            _struct(kind.field(name).type, [pa.array((number + n).astype(np.int32)), self.ids.take(pa.array(concept))])
            for n, (name, concept) in enumerate((("subject", subject), ("object", other)))
        ]
        truths = [pa.array(random.random(total) < share) for share in (0.03, 0.15)]
        via = pa.array(["direct", "loss"]).take(pa.array((random.random(total) < 0.1).astype(np.int64)))
        score = pa.array(np.round(0.5 + random.random(total) / 2, 3))
        rule = pa.array([f"rule:{n}" for n in range(20)]).take(pa.array(random.integers(0, 20, total)))
        fields = [
            ends[0], predicate, ends[1], aspect, direction, via, _lists(np.ones(total, dtype=np.int64), at),
            _span(spans, place + 12, place + 20), *truths, _struct(context, contexts), score, rule,
        ]  # fmt: skip
        return _lists(counts, _struct(kind, fields))

    def _some_again(self, table: pa.Table) -> pa.Table:
        """Return the papers, three in a hundred twice: a later version, or the same under its DOI alone."""
        again = np.flatnonzero(self.random.random(PAPERS) < 0.03)
        doi = pa.array([f"DOI:10.1000/made.{self.number + n}" for n in again.tolist()])
        copies = table.take(pa.array(again))
        ids = pa.chunked_array([pa.array([a if n % 2 else b for n, (a, b) in enumerate(zip(
            doi.to_pylist(), copies.column("id").to_pylist(), strict=True))], pa.string())])  # fmt: skip
        return pa.concat_tables([table, copies.set_column(0, EXTRACTION.field("id"), ids)])


def _within(counts: Numbers) -> Numbers:
    """Return 0, 1, 2 … for each of the lists of such lengths."""
    return np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)


def _lists(counts: Numbers, values: pa.Array) -> pa.Array:
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def _struct(kind: pa.StructType, fields: Sequence[pa.Array]) -> pa.Array:
    return pa.StructArray.from_arrays(fields, fields=list(kind))


def _span(kind: pa.StructType, start: Numbers, end: Numbers) -> pa.Array:
    return _struct(kind, [pa.array(start.astype(np.int32)), pa.array(end.astype(np.int32))])


def _same(text: str, count: int) -> pa.Array:
    return pa.array([text]).take(pa.array(np.zeros(count, dtype=np.int64)))


def _texts(text: str, length: int) -> pa.Array:
    """Cut a text of ASCII into pieces of one length."""
    offsets = np.arange(0, len(text) + 1, length, dtype=np.int32)
    return pa.StringArray.from_buffers(len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(text.encode()))


def _column(values: Any, kind: pa.DataType, count: int) -> pa.Array:
    empty: Any = [] if pa.types.is_list(kind) else ""
    return pa.array([empty] * count if values is None else values, kind)


_maker: Any = None  # one per process


def _write_shard(folder: Path, number: int) -> tuple[Path, int, int]:
    """Write a shard; return its path, how many papers it holds, and how many things they state."""
    global _maker
    if _maker is None:
        from kg.index.load import load_lexicon

        _maker = Maker(sorted(load_lexicon(()).concepts))
    table, stated = _maker.shard(number)
    path = folder / f"part-{number:05d}.parquet"
    pq.write_table(table, path, row_group_size=ROW_GROUP, compression="zstd")
    return path, table.num_rows, stated


def synthesise(root: Path, evidence: int) -> tuple[int, int]:
    """Write shards that hold so much evidence; return how many papers they are, and bytes."""
    folder = root / "extractions"
    folder.mkdir(parents=True)
    papers = made = first = 0
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        while made < evidence:
            left = 1 + int((evidence - made) / PER_PAPER / PAPERS)
            for _, count, stated in pool.map(partial(_write_shard, folder), range(first, first + left)):
                papers, made = papers + count, made + stated
            first += left
    recipe = {"pipeline": "immunology", "ontologies": [], "point": "precise"}
    write_json(folder / "manifest.json", {"pipeline": "immunology", "recipe": recipe, "inputs": [], "read": papers})
    return papers, size(folder)


def size(folder: Path) -> int:
    """Return the bytes of the files below a folder, which may be changing."""
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            total += path.lstat().st_blocks * 512
    return total


class Watched(NamedTuple):
    """What a command took: seconds, seconds of processors, bytes of memory, bytes of scratch in the graph's folder."""

    seconds: float
    busy: float
    memory: int
    disk: int


def watched(arguments: Sequence[str], root: Path) -> Watched:
    """Run a `kg` command and see how much it takes."""
    began, before = time.perf_counter(), os.times()
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", *arguments],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    memory = disk = 0
    status = Path(f"/proc/{process.pid}/status")
    while process.poll() is None:
        lines = status.read_text().splitlines()
        memory = max([memory, *(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))])
        disk = max(disk, sum(map(size, root.glob(".[a-z]*"))))
        time.sleep(0.2)
    if process.returncode:
        raise SystemExit(f"kg {' '.join(arguments)} ended with {process.returncode}")
    after = os.times()
    busy = after.children_user + after.children_system - before.children_user - before.children_system
    return Watched(time.perf_counter() - began, busy, memory, disk)


def main() -> None:
    """Print one row per size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evidence", type=int, nargs="+", default=[200_000], help="rows of evidence")
    parser.add_argument("--memory", default="2GB", help="for kg assemble")
    parser.add_argument("--folder", type=Path, help="where the graphs are made, and left; a temporary folder otherwise")
    parser.add_argument("--then", nargs="*", default=[], metavar="FORMAT", help="store, or a format of kg export")
    given = parser.parse_args()
    for evidence in given.evidence:
        place = given.folder or Path(tempfile.mkdtemp(prefix="assembly-"))
        try:
            measure(place / str(evidence), evidence, given.memory, given.then)
        finally:
            if not given.folder:
                shutil.rmtree(place, ignore_errors=True)


def measure(root: Path, evidence: int, memory: str, then: Sequence[str]) -> None:
    """Make a graph of so much evidence, and print what it took."""
    if not root.exists():
        began = time.perf_counter()
        papers, written = synthesise(root, evidence)
        print(f"made {papers:,} papers: {written / 1e9:.2f} GB in {time.perf_counter() - began:.0f} s", flush=True)
    load = os.getloadavg()[0]
    took = watched(["assemble", str(root), "--memory", memory], root)
    counts = {one.stem: pq.read_metadata(one).num_rows for one in sorted((root / "graph").glob("*.parquet"))}
    print(", ".join(f"{count:,} {name}" for name, count in counts.items()))
    print(
        f"assembled with {memory}: {took.seconds:.0f} s ({took.busy:.0f} s of processors; load {load:.0f} to "
        f"{os.getloadavg()[0]:.0f}), {counts['evidence'] / took.seconds:,.0f} rows of evidence a second, "
        f"{took.memory / 1e6:,.0f} MB of memory, {took.disk / 1e9:.2f} GB of scratch; "
        f"the graph takes {size(root / 'graph') / 1e9:.2f} GB",
        flush=True,
    )
    for form in then:
        out = root / f"out.{form}"
        export = ["export", str(root), "--format", form, "--out", str(out)]
        took = watched(["query", str(root), "ASK {}"] if form == "store" else export, root)
        made = size(root / "store") if form == "store" else size(out) if out.is_dir() else out.stat().st_size
        print(
            f"{form}: {took.seconds:.0f} s ({took.busy:.0f} s of processors), {took.memory / 1e6:,.0f} MB of memory, "
            f"{made / 1e9:.2f} GB written",
            flush=True,
        )


if __name__ == "__main__":
    main()
