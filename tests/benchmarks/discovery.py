"""Do hypotheses come true? Discovery by time slicing: the tables of docs/discovery.md, and its plot.

    python -m tests.benchmarks.discovery GRAPH...

The papers of the graph folders are put in order: by year where all say one, otherwise by PMID, which grows with time. A
graph is assembled of those up to a cut, as `kg assemble` does, so that nothing of later papers is in it: neither belief
nor names. What the papers after the cut assert of two concepts that both stand in that graph, which has no word of
them together, are the facts to foresee. Every concept with enough of them is asked about (`kg discover`), and the
hypotheses of each ranking are held against the facts (as Yetisgen-Yildiz & Pratt, J Biomed Inform 2009, 42:633, do).

The default ranking is chosen by the first cut alone, over all measures: its facts come from papers before the second
cut, those of later cuts from papers after.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np

from kg.assemble.assemble import assemble
from kg.core.folder import GraphFolder
from kg.core.lexicon import Lexicon
from kg.core.tables import EXTRACTION, atomic, extraction_row, read_extractions, write_rows
from kg.core.text import Extraction
from kg.discover.hypotheses import known_with, linked
from kg.discover.rankings import RANKING, RANKINGS, Linked
from kg.index.load import load_lexicon

PLOT = Path(__file__).resolve().parents[2] / "docs" / "images" / "discovery.svg"
CUTS = (0.4, 0.6, 0.75)  # shares of the papers; the first one chooses
FACTS = 3  # a concept with fewer is not asked about
SAMPLES = 1000
CHANCE = "chance"
LOTS = 20  # orders that chance draws
TOO_SAME = 0.2  # a ranking whose first ten are as much the same for any two concepts tells of none of them
_SHARD = 1000
_MEASURES = ("p@10", "p@50", "r@100", "AP", "AUC", "AUC alike")
_LIKE = 1.5  # concepts are alike whose numbers of neighbours differ by less than this factor
_COLOURS = ("#1b6ca8", "#c0504d", "#3c8d40")

_FACTS = """
SELECT DISTINCT subject, object FROM assertions WHERE asserted AND subject <> object
"""


@dataclass
class Scores:
    """Of one cut: by ranking a row of _MEASURES for each concept asked about."""

    papers: tuple[int, int]
    border: str
    asked: int = 0
    facts: int = 0
    reachable: int = 0
    candidates: int = 0
    rows: dict[str, list[tuple[float, ...]]] = field(default_factory=dict)
    tops: dict[str, list[list[str]]] = field(default_factory=dict)

    def means(self, ranking: str) -> list[tuple[float, float, float]]:
        """Return mean and 95 % interval of each measure, by resampling the concepts asked about."""
        table = np.array(self.rows[ranking])
        chance = np.random.default_rng(1)
        drawn = np.nanmean(table[chance.integers(0, len(table), (SAMPLES, len(table)))], axis=1)
        low, high = np.nanpercentile(drawn, (2.5, 97.5), axis=0)
        return list(zip(np.nanmean(table, axis=0).tolist(), low.tolist(), high.tolist(), strict=True))

    def same(self, ranking: str) -> float:
        """Return how much of two concepts' first ten hypotheses is the same, the mean over all pairs."""
        tops = self.tops[ranking]
        seen = Counter(one for top in tops for one in top)
        pairs = len(tops) * (len(tops) - 1) / 2
        return sum(n * (n - 1) / 2 for n in seen.values()) / (10 * pairs)


def papers(folders: Sequence[Path]) -> list[Extraction]:
    """Return all papers of the graph folders that can be put in order, the oldest first, each once."""
    found = {
        one.document.id: one
        for folder in folders
        for shard in GraphFolder(folder).shards()
        for one in read_extractions(shard)
    }
    dated = [one for one in found.values() if one.document.metadata.pmid or one.document.metadata.year]
    years = all(one.document.metadata.year for one in dated)

    def when(one: Extraction) -> tuple[int, str]:
        metadata = one.document.metadata
        return (metadata.year or 0) if years else int(metadata.pmid or 0), one.document.id

    return sorted((one for one in dated if years or one.document.metadata.pmid), key=when)


def graph_of(root: Path, found: Sequence[Extraction], lexicon: Lexicon) -> duckdb.DuckDBPyConnection:
    """Assemble papers to a graph folder and return its tables."""
    folder = GraphFolder(root)
    for number in count():
        part = found[number * _SHARD : (number + 1) * _SHARD]
        if not part:
            break
        write_rows(folder.extractions / f"part-{number:05d}.parquet", EXTRACTION, map(extraction_row, part))
    assemble(folder, lexicon, {"inputs": []})
    return folder.connect()


def facts(before: duckdb.DuckDBPyConnection, after: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """Return by concept what later papers assert it with, either way, of concepts that earlier papers speak of."""
    met = {
        row[0]
        for row in before.execute("SELECT subject FROM assertions UNION SELECT object FROM assertions").fetchall()
    }
    found: dict[str, set[str]] = {}
    for subject, one in after.execute(_FACTS).fetchall():
        if subject in met and one in met:
            found.setdefault(subject, set()).add(one)
            found.setdefault(one, set()).add(subject)
    return found


def judged(ranked: Sequence[str], true: set[str], degrees: Mapping[str, int]) -> tuple[float, ...]:
    """Return _MEASURES of one ranking.

    Facts that nothing links to the concept are missed by all measures but the areas under the curve, which are the
    share of pairs of a fact and another candidate that stand in the right order; of all pairs, and of those with as
    many neighbours, which tells what a ranking knows beyond how much is spoken of a thing.
    """
    hits = np.array([one in true for one in ranked], dtype=bool)
    many = np.array([degrees[one] for one in ranked])
    places = np.flatnonzero(hits)
    precise = float((np.arange(1, len(places) + 1) / (places + 1)).sum()) / len(true)
    right, pairs, alike = 0, 0, []
    for place in places.tolist():
        like = ~hits & (many < _LIKE * many[place]) & (many[place] < _LIKE * many)
        if like.any():
            alike.append(like[place:].sum() / like.sum())
        right, pairs = right + int((~hits[place:]).sum()), pairs + int((~hits).sum())
    area = right / pairs if pairs else float("nan")
    within = float(np.mean(alike)) if alike else float("nan")
    return (hits[:10].sum() / 10, hits[:50].sum() / 50, hits[:100].sum() / len(true), precise, area, within)


def orders(concept: str, found: Sequence[Linked]) -> Iterator[tuple[str, list[str]]]:
    """Yield each ranking's order of what is linked to a concept; what scores alike stands in an order of chance."""
    for lot in range(LOTS):
        yield CHANCE, sorted((one.concept for one in found), key=lambda one: _drawn(concept, one, lot))
    for name, score in RANKINGS.items():
        scored = [(-round(score(one), 9), _drawn(concept, one.concept, 0), one.concept) for one in found]
        yield name, [one for _, _, one in sorted(scored)]


def _drawn(concept: str, one: str, lot: int) -> bytes:
    return hashlib.sha256(f"{concept} {one} {lot}".encode()).digest()


def sliced(found: Sequence[Extraction], cut: float, until: float, lexicon: Lexicon, place: Path) -> Scores:
    """Return what the rankings foresee at a cut of what is asserted from there until another."""
    border, end = round(cut * len(found)), round(until * len(found))
    before = graph_of(place / "before", found[:border], lexicon)
    after = graph_of(place / "after", found[border:end], lexicon)
    last = found[border - 1].document
    scores = Scores((border, end - border), str(last.metadata.year or last.id))
    for concept, later in sorted(facts(before, after).items()):
        known = known_with(before, concept)
        true = later - known
        if len(true) < FACTS:
            continue
        candidates = list(linked(before, concept, known))
        degrees = {one.concept: one.degree for one in candidates}
        ids = set(degrees)
        if not ids & true or ids <= true:
            continue
        scores.asked += 1
        scores.facts += len(true)
        scores.reachable += len(ids & true)
        scores.candidates += len(ids)
        drawn: dict[str, list[list[str]]] = {}
        for name, order in orders(concept, candidates):
            drawn.setdefault(name, []).append(order)
        for name, several in drawn.items():
            values = np.mean([judged(order, true, degrees) for order in several], axis=0)
            scores.rows.setdefault(name, []).append(tuple(values.tolist()))
            scores.tops.setdefault(name, []).append(several[0][:10])
    before.close()
    after.close()
    return scores


def lines(scores: Scores) -> Iterator[str]:
    """Yield a cut's table in Markdown."""
    before, after = scores.papers
    yield (
        f"{before:,} papers up to {scores.border}, {after:,} after: {scores.asked} concepts, {scores.facts} facts, of"
        f" which {scores.reachable} are linked, among {scores.candidates:,} candidates"
    )
    yield ""
    yield f"| ranking | {' | '.join(_MEASURES)} | same |"
    yield "|---|" + "---|" * (len(_MEASURES) + 1)
    order = sorted(scores.rows, key=lambda name: -scores.means(name)[3][0])
    for name in order:
        cells = (f"{100 * mean:.1f} ({100 * low:.1f}–{100 * high:.1f})" for mean, low, high in scores.means(name))
        yield f"| {name} | {' | '.join(cells)} | {scores.same(name):.0%} |"
    yield ""


def choice(scores: Scores) -> list[tuple[float, str]]:
    """Return the rankings that tell of the concept asked about, by their mean place over all measures, best first."""
    names = [name for name in RANKINGS if scores.same(name) < TOO_SAME]
    means = {name: [-mean for mean, _, _ in scores.means(name)] for name in names}
    places = {
        name: [1 + sum(means[other][n] < value for other in names) for n, value in enumerate(means[name])]
        for name in names
    }
    return sorted((sum(places[name]) / len(_MEASURES), name) for name in names)


def plot(cuts: Mapping[float, Scores]) -> str:
    """Return the plot as SVG: average precision of each ranking, with its interval, a colour for each cut."""
    order = sorted(RANKINGS, key=lambda name: -cuts[CUTS[-1]].means(name)[3][0])
    names, left, wide, row = [*order, CHANCE], 130, 420, 34
    most = max(high for scores in cuts.values() for name in names for _, _, high in scores.means(name)[3:4])
    width, height = left + wide + 30, row * len(names) + 110
    marks = [f'<rect width="{width}" height="{height}" fill="#fff"/>']
    for percent in range(0, int(100 * most) + 1, 2):
        x = left + wide * percent / 100 / most
        marks.append(f'<line x1="{x:.1f}" y1="62" x2="{x:.1f}" y2="{height - 46}" stroke="#ddd"/>')
        marks.append(f'<text x="{x:.1f}" y="{height - 30}" text-anchor="middle">{percent}</text>')
    marks.append(f'<text x="{left + wide / 2}" y="{height - 10}" text-anchor="middle">average precision, %</text>')
    for place, (cut, scores) in enumerate(cuts.items()):
        told = f"after {cut:.0%} of the papers" + (": the default was chosen by these" if cut == CUTS[0] else "")
        marks.append(f'<text x="{left}" y="{18 + 17 * place}" fill="{_COLOURS[place]}">● {told}</text>')
        for line, name in enumerate(names):
            y = 76 + row * line + 8 * place
            mean, low, high = (left + wide * value / most for value in scores.means(name)[3])
            marks.append(f'<line x1="{low:.1f}" y1="{y}" x2="{high:.1f}" y2="{y}" stroke="{_COLOURS[place]}"/>')
            marks.append(f'<circle cx="{mean:.1f}" cy="{y}" r="3.5" fill="{_COLOURS[place]}"/>')
    for line, name in enumerate(names):
        weight = ' font-weight="bold"' if name == RANKING else ""
        marks.append(f'<text x="{left - 10}" y="{88 + row * line}" text-anchor="end"{weight}>{name}</text>')
    box = f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12"'
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {box}>', *marks, "</svg>", ""])


def main(folders: list[str]) -> None:
    """Print the tables and write the plot."""
    found, lexicon = papers([Path(folder) for folder in folders]), load_lexicon()
    cuts = {}
    for cut, until in zip(CUTS, (CUTS[1], 1.0, 1.0), strict=True):
        with TemporaryDirectory() as place:
            cuts[cut] = sliced(found, cut, until, lexicon, Path(place))
        print("\n".join(lines(cuts[cut])), flush=True)
    told = ", ".join(f"{name} {place:.1f}" for place, name in choice(cuts[CUTS[0]]))
    print(f"mean place over the measures at the first cut: {told}")
    with atomic(PLOT) as temporary:
        temporary.write_text(plot(cuts), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
