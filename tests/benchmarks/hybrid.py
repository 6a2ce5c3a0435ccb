"""Dictionary and tagger on development data: who is right where they disagree. `python -m tests.benchmarks.hybrid`.

What `kg.annotate.hybrid` does was read off this table, which is told in docs/accuracy.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from kg.annotate.abbreviations import definitions
from kg.annotate.hybrid import LEAST
from kg.annotate.marks import marks_of
from kg.annotate.mentions import find_names
from kg.annotate.rows import MentionRow
from kg.annotate.tagger import Tagged
from kg.core.features import encode
from kg.core.text import Extraction
from kg.evaluate.labels import kind_of
from kg.read.gold import read
from kg.recipe import Recipe, load_annotator

SHARED = Path(__file__).resolve().parents[3] / "shared" / "corpora"
# What each marks completely: a name of another kind is not judged there
GOLD = (
    ("biored/Dev.PubTator.gz", frozenset({"gene", "disease", "chemical", "species", "variant", "cell_line"})),
    ("bc5cdr/CDR_DevelopmentSet.PubTator.txt.gz", frozenset({"disease", "chemical"})),
    ("ncbi_disease/NCBIdevelopset_corpus.txt", frozenset({"disease"})),
)
Span = tuple[int, int]


def situations(
    rows: list[MentionRow], tagged: list[Tagged], marked: dict[str, set[Span]], kinds: frozenset[str]
) -> Iterator[tuple[str, str, bool, bool]]:
    """Yield (kind, situation, dictionary right, tagger right) of what was found in a document."""
    for row in rows:
        kind, span = kind_of(row.category), (row.start, row.end)
        if kind in kinds:
            met = [one for one in tagged if one.start < row.end and row.start < one.end]
            same = next((one for one in met if one.kind == kind), None)
            right = span in marked[kind]
            if not met:
                yield kind, "dictionary alone", right, False
            elif same is None:
                yield kind, "other kind", right, any(one[:2] in marked[one.kind] for one in met)
            elif same[:2] == span:
                yield kind, "agree", right, right
            else:
                inside = same.start <= row.start and row.end <= same.end
                situation = "name inside tagged" if inside else "name around or across"
                yield kind, situation, right, same[:2] in marked[kind]
    for one in tagged:
        if one.kind in kinds and all(row.end <= one.start or one.end <= row.start for row in rows):
            yield one.kind, "tagger alone", False, one[:2] in marked[one.kind]


def main() -> None:
    annotator = load_annotator(Recipe())
    finder = annotator.nlp.get_pipe("kg_mentions")
    counts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for name, kinds in GOLD:
        for gold in read(SHARED / name):
            if not isinstance(gold, Extraction):
                continue
            text = gold.document.text
            found = list(definitions(text))
            names = find_names(text, found, finder.lexicon, finder.patterns)
            features = encode(text, marks_of(names.rows, names.matches, found, finder.lexicon.concepts))
            tagged = [one for one in finder.tagger.find(features) if one.score >= LEAST]
            marked: defaultdict[str, set[Span]] = defaultdict(set)
            for mention in gold.mentions:
                marked[kind_of(mention.category)].add((mention.start, mention.end))
            for kind, situation, dictionary, tagger in situations(names.rows, tagged, marked, kinds):
                counts[situation, kind].update(n=1, dictionary=dictionary, tagger=tagger)
    print(f"{'situation':<24}{'kind':<12}{'n':>7}{'dictionary right':>18}{'tagger right':>14}")
    for (situation, kind), count in sorted(counts.items()):
        shares = (count[who] / count["n"] for who in ("dictionary", "tagger"))
        print(f"{situation:<24}{kind:<12}{count['n']:>7}" + "".join(f"{share:>16.2f}" for share in shares))


if __name__ == "__main__":
    main()
