"""a surface and its category -> the concepts it may name: as it stands, worded otherwise, or spelled alike."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from kg.annotate.ngrams import Alike, misspelled, same_words, telling
from kg.annotate.rows import SURE
from kg.annotate.wording import Wording
from kg.core.lexicon import Lexicon, Name
from kg.core.names import fits, normal_form

Ranked = tuple[tuple[str, float], ...]

_UNFIT = 0.85  # a name written in other case than its own
_OTHER = 0.8  # a name of another kind
_ALIKE = 0.85  # a name that is only alike
SHORTEST = 5  # characters; a shorter surface is like everything
LEAST = 0.6  # cosine of trigrams from which a name is looked at
KEPT = 1 << 14  # surfaces whose candidates are remembered
LARGEST = 400_000  # names; a larger lexicon knows names as they stand, and an index of them would take gigabytes


def ranked(scored: Iterable[tuple[str, float]]) -> Ranked:
    """Return concepts with their best score, best first."""
    best: dict[str, float] = {}
    for concept, score in scored:
        best[concept] = max(round(score, 3), best.get(concept, 0.0))
    return tuple(sorted(best.items(), key=lambda pair: (-pair[1], pair[0])))


class Candidates:
    """Looks up what surfaces may name.

    Args:
        lexicon: the names.
        wording: what a category may be grounded in, and other wordings.
    """

    def __init__(self, lexicon: Lexicon, wording: Wording) -> None:
        self.lexicon = lexicon
        self.wording = wording
        self._kept: OrderedDict[tuple[str, str], Ranked] = OrderedDict()
        self._categories: list[str] = []  # by the number a concept has in the lexicon's table
        self._indexes: dict[tuple[str, ...], tuple[Alike, list[int]]] = {}

    def find(self, surface: str, category: str) -> Ranked:
        """Return the candidates of a surface, best first; () where it is like no name of its kind."""
        key = (category, surface)
        found = self._kept.get(key)
        if found is None:
            found = self._find(surface, category)
            self._kept[key] = found
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return found

    def exact(self, surface: str, category: str, trust: float = 1.0) -> Ranked:
        """Return the concepts of the category's kinds that are called so.

        Ambiguous names count only where the paper defines them: a tagger that takes "RNP" for a gene cannot tell which.
        """
        return self._called(surface, self.wording.kinds(category), trust)

    def _called(self, surface: str, kinds: Sequence[str], trust: float) -> Ranked:
        # what nobody has reviewed counts only as it is written: "Tat" is not TAT
        further = (name for name in self.lexicon.further_alike(surface) if fits(name.text, surface))
        for names in (self.lexicon.alike(surface), further):
            found = ranked(
                (name.concept_id, score * trust)
                for name in names
                if not name.ambiguous
                and (score := _score(name, surface))
                and self.lexicon.concepts[name.concept_id].category in kinds
            )
            if found:
                return found
        return ()

    def _find(self, surface: str, category: str) -> Ranked:
        if found := self.exact(surface, category):
            return found
        for form, trust in self.wording.forms(surface, category):
            if found := self.exact(form, category, trust):
                return found
        if found := self._spelled_alike(surface, category):
            return found
        return self._called(surface, self.wording.else_in.get(category, ()), _OTHER)

    def _spelled_alike(self, surface: str, category: str) -> Ranked:
        form, kinds = normal_form(surface), self.wording.kinds(category)
        if len(form) < SHORTEST or len(self.lexicon.table.texts) > LARGEST:
            return ()
        if kinds not in self._indexes:
            self._indexes[kinds] = self._index(kinds)
        index, rows = self._indexes[kinds]
        least, own, found = self.wording.alike.get(category, 1.0), telling(form), []
        for number, cosine in index.nearest(form, LEAST):
            other = self.lexicon.table.forms.restore_key(rows[number]).rstrip()
            if telling(other) == own and (same_words(form, other) or (cosine >= least and misspelled(form, other))):
                found += [
                    (name.concept_id, _score(name, name.text) * cosine * _ALIKE)
                    for name in self.lexicon.table.names(rows[number])
                    if not name.ambiguous and self.lexicon.concepts[name.concept_id].category in kinds
                ]
        return ranked(found)

    def _index(self, kinds: tuple[str, ...]) -> tuple[Alike, list[int]]:
        """Return an index of the names of these kinds, and for each its form's number in the lexicon."""
        table = self.lexicon.table
        if not self._categories:
            self._categories = [self.lexicon.concepts[concept].category for concept in table.ids]
        fitting = [category in kinds for category in self._categories]
        rows = [
            form
            for form in range(len(table.first) - 1)
            if any(fitting[table.concepts[row]] for row in range(table.first[form], table.first[form + 1]))
        ]
        return Alike(table.forms.restore_key(row).rstrip() for row in rows), rows


def _score(name: Name, surface: str) -> float:
    """Return how sure it is that a surface, spelled as the name but for its case, means the name's concept."""
    return SURE[name.reviewed, name.preferred] * (1.0 if fits(name.text, surface) else _UNFIT)
