"""curated statements, predicted relations -> how many of those judged right and wrong are still read so.

A statement is the same where document, sentence, both concepts, predicate, aspect, direction, negation and speculation
are. What nobody has judged counts for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.core.curations import RIGHT, WRONG, key_of
from kg.core.graph import Assertion
from kg.core.lexicon import Concept
from kg.core.text import Extraction, Relation
from kg.evaluate.judged import Note, ignore
from kg.evaluate.scores import Scores, Tally, total

Verdict = tuple[str, str]  # right or wrong, kind of error


@dataclass(frozen=True, slots=True)
class CuratedScores(Scores):
    """Scores of which precision is that among the judged statements found, and recall that of the right ones.

    Attributes:
        judged, found: how many statements were judged so, and how many of these are still read.
    """

    judged: Mapping[Verdict, int] = field(default_factory=dict)
    found: Mapping[Verdict, int] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing was judged."""
        return not self.judged

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain values; beside the scores, `judged`: by verdict, and the wrong ones by error."""
        by_error = {error or "unsaid": self._pair(WRONG, error) for verdict, error in self._order() if verdict == WRONG}
        verdicts = {verdict: self._pair(verdict) for verdict in (RIGHT, WRONG)}
        return {**Scores.as_json(self), "judged": {**verdicts, "errors": by_error}}

    def lines(self) -> Iterator[str]:
        """Yield the same to read."""
        yield from Scores.lines(self)
        for verdict in (RIGHT, WRONG):
            pair = self._pair(verdict)
            yield f"judged {verdict}: {pair['judged']}, of which {pair['found']} are read now"
        for verdict, error in self._order():
            if error:
                pair = self._pair(verdict, error)
                yield f"  {error.replace('_', ' ')}: {pair['judged']}, of which {pair['found']} are read now"

    def _order(self) -> list[Verdict]:
        return sorted(self.judged)

    def _pair(self, verdict: str, error: str | None = None) -> dict[str, int]:
        def count(of: Mapping[Verdict, int]) -> int:
            return sum(n for (one, kind), n in of.items() if one == verdict and error in (None, kind))

        return {"judged": count(self.judged), "found": count(self.found)}


class Curated:
    """Counts of a stream of documents; single statements are not noted."""

    def __init__(self, concepts: Mapping[str, Concept], note: Note = ignore) -> None:
        self.tallies: dict[str, Tally] = {}
        self.judged: Counter[Verdict] = Counter()
        self.found: Counter[Verdict] = Counter()

    def add(self, gold: Extraction, predicted: Extraction) -> None:
        """Take down one document."""
        text = gold.document.text
        read = {_key(text, relation) for relation in predicted.relations if relation.sentences}
        for relation in gold.relations:
            _, verdict, error = (*relation.extractor.split(":"), "", "")[:3]
            if verdict not in (RIGHT, WRONG):
                continue
            right, found = verdict == RIGHT, _key(text, relation) in read
            self.judged[verdict, error] += 1
            self.found[verdict, error] += found
            tally = Tally(right and found, found, right)
            self.tallies[relation.predicate] = self.tallies.get(relation.predicate, Tally()) + tally

    def scores(self, documents: int, seconds: float) -> CuratedScores:
        """Return the sum: overall, by predicate, and how many of what was judged are still read."""
        per_type = dict(sorted(self.tallies.items()))
        return CuratedScores(
            "verdicts", documents, total(per_type.values()), per_type, seconds=seconds, judged=self.judged,
            found=self.found,
        )  # fmt: skip


def _key(text: str, relation: Relation) -> tuple[str, str, bool, str]:
    said = Assertion(
        relation.subject.concept_id, relation.predicate, relation.object.concept_id, relation.aspect,
        relation.direction, relation.negated,
    )  # fmt: skip
    sentence = text[relation.sentences[0].start : relation.sentences[-1].end]
    return key_of("", said.id, relation.speculated, sentence)
