"""How often what the network of pairs thinks likely is so: a table by tenths, and the plot in the docs.

    python -m tests.benchmarks.reliability [../shared]

Marked mentions are given. Pairs of concepts are counted on the development sets that the calibration was fitted on
(BioRED, BC5CDR); statements, with who acts, on our own annotations for testing. The last table is of what `kg build`
would assert from the raw texts of our annotations for development and testing: the belief of one paper's statement, and
how many are right (pair, who acts, and the sign where one is given).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from kg.annotate.learned import Point
from kg.core.errors import RecordError
from kg.core.paths import pipeline_folder
from kg.core.tables import atomic
from kg.core.text import Extraction
from kg.evaluate.blind import predict, relate
from kg.evaluate.statements import Statements
from kg.read.gold import read
from kg.recipe import Recipe, load_annotator

HERE = Path(__file__).resolve().parents[2]
PLOT = HERE / "docs" / "images" / "reliability.svg"
TENTHS = 10
NEVER = 1.1  # a probability that nothing reaches
_QUESTIONS = {
    "BioRED: related": (
        "model:biored",
        Point(NEVER, NEVER, 0, 0, NEVER, NEVER, True),
        "corpora/biored/Dev.PubTator.gz",
    ),
    "BC5CDR: induced": (
        "model:cid",
        Point(NEVER, NEVER, 0, NEVER, 0, NEVER, True),
        "corpora/bc5cdr/CDR_DevelopmentSet.PubTator.txt.gz",
    ),
    "own test: stated, and who acts": (
        "model:stated",
        Point(0, 0, 0, NEVER, NEVER, NEVER, True),
        "annotations/test.jsonl",
    ),
}
_TEXTS = ("immunology_subset.jsonl.gz", "rheumatology_frontier_2026.jsonl.gz")
_COLOURS = ("#1b6ca8", "#c0504d", "#3c8d40")

Counts = list[tuple[int, int, float]]  # by tenth: how many, how many of them hold, their probabilities' sum


def judged(gold: Extraction, found: Extraction, extractor: str) -> Iterator[tuple[float, bool]]:
    """Yield the probability of each pair of concepts, the best where there are several, and whether the gold has it."""
    ordered = extractor == "model:stated"
    best: dict[object, float] = {}
    for one in found.relations:
        if one.extractor == extractor:
            ends = (one.subject.concept_id, one.object.concept_id)
            key: object = ends if ordered else frozenset(ends)
            best[key] = max(best.get(key, 0.0), one.score)
    pairs = {(one.subject.concept_id, one.object.concept_id) for one in gold.relations}
    marked: set[object] = set(pairs) | {frozenset(pair) for pair in pairs}
    for key, chance in best.items():
        either = isinstance(key, tuple) and key[::-1] in marked and frozenset(key) in _unordered(gold)
        yield chance, key in marked or either


def _unordered(gold: Extraction) -> set[frozenset[str]]:
    from kg.core.vocabulary import predicates

    symmetric = {name for name, one in predicates().items() if one.symmetric}
    return {
        frozenset((one.subject.concept_id, one.object.concept_id))
        for one in gold.relations
        if one.predicate in symmetric
    }


def counted(shared: Path) -> Iterator[tuple[str, Counts]]:
    """Yield each question with its counts."""
    annotator = load_annotator(Recipe())
    component = annotator.nlp.get_pipe("kg_pairs")
    for name, (extractor, point, file) in _QUESTIONS.items():
        component.points[component.point] = point
        root = pipeline_folder("immunology") if file.startswith("annotations/") else shared
        texts = [shared / "inputs" / "abstracts" / one for one in _TEXTS]
        skipped: list[RecordError] = []
        counts: Counts = [(0, 0, 0.0)] * TENTHS
        for gold, found in relate(read(root / file, texts), annotator.relate, skipped):
            for chance, holds in judged(gold, found, extractor):
                tenth = min(TENTHS - 1, int(chance * TENTHS))
                many, right, total = counts[tenth]
                counts[tenth] = (many + 1, right + holds, total + chance)
        yield name, counts


def believed(shared: Path) -> Counts:
    """Return the counts of what is asserted from raw text, by belief."""
    annotator = load_annotator(Recipe())
    statements = Statements(annotator.nlp.get_pipe("kg_mentions").lexicon.concepts)
    texts = [shared / "inputs" / "abstracts" / one for one in _TEXTS]
    files = [pipeline_folder("immunology") / "annotations" / name for name in ("development.jsonl", "test.jsonl")]
    skipped: list[RecordError] = []
    counts: Counts = [(0, 0, 0.0)] * TENTHS
    gold = (one for file in files for one in read(file, texts))
    for marked, found in predict(gold, annotator.stream, skipped):
        for score, right in statements.judged(marked, found):
            belief = 0.95 * score
            tenth = min(TENTHS - 1, int(belief * TENTHS))
            many, held, total = counts[tenth]
            counts[tenth] = (many + 1, held + right, total + belief)
    return counts


def lines(name: str, counts: Counts) -> Iterator[str]:
    """Yield a table to read."""
    yield f"{name:<32}{'pairs':>8}{'thought':>9}{'is so':>8}"
    for tenth, (many, right, total) in enumerate(counts):
        if many:
            between = f"  {tenth / TENTHS:.1f} to {(tenth + 1) / TENTHS:.1f}"
            yield f"{between:<32}{many:>8}{total / many:>9.3f}{right / many:>8.3f}"


def plot(results: dict[str, Counts]) -> str:
    """Return the plot as SVG: what is thought to the right, what is so upwards; larger where there are more."""
    size, edge = 320, 40
    marks = [
        f'<rect width="{size + 2 * edge + 190}" height="{size + 2 * edge}" fill="#fff"/>',
        f'<rect x="{edge}" y="{edge}" width="{size}" height="{size}" fill="none" stroke="#999"/>',
        f'<line x1="{edge}" y1="{edge + size}" x2="{edge + size}" y2="{edge}" stroke="#bbb" stroke-dasharray="4"/>',
        f'<text x="{edge + size / 2}" y="{size + 2 * edge - 10}" text-anchor="middle">thought likely</text>',
        f'<text transform="translate(14 {edge + size / 2}) rotate(-90)" text-anchor="middle">is so</text>',
    ]
    for row, (name, counts) in enumerate(results.items()):
        colour, points = _COLOURS[row], [(t / m, r / m, m) for m, r, t in counts if m]
        places = [(edge + size * x, edge + size * (1 - y), m) for x, y, m in points]
        marks.append(
            f'<polyline fill="none" stroke="{colour}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)}"/>'
        )
        marks += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{2 + min(6, m**0.25):.1f}" fill="{colour}"/>' for x, y, m in places
        ]
        marks.append(f'<text x="{size + edge + 12}" y="{edge + 20 + 20 * row}" fill="{colour}">{name}</text>')
    width, height = size + 2 * edge + 190, size + 2 * edge
    box = f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="13"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>'
    return "\n".join([head, *marks, "</svg>", ""])


def main(shared: Path) -> None:
    """Print the tables and write the plot."""
    results = dict(counted(shared))
    for name, counts in [*results.items(), ("own, raw text: belief", believed(shared))]:
        print("\n".join(lines(name, counts)))
    with atomic(PLOT) as temporary:
        temporary.write_text(plot(results), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "shared")
