"""mentions -> mentions with ranked candidates, by what kind of thing the words around them speak of."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.annotate.rows import MentionRow
from kg.core.lexicon import local_id
from kg.core.vocabulary import categories

# Words right behind or before a mention that say what kind of thing it is
_EVIDENCE: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "cell_type": re.compile(r"^[ -](?:cells?|lymphocytes?|subsets?)\b"),
        "gene": re.compile(
            r"^[ -](?:genes?|proteins?|mrna|signal\w*|receptors?|expression|levels?|production)\b", re.I
        ),
        "antibody": re.compile(r"^[ -](?:titers?|titres?|positiv\w+|antibod\w+|autoantibod\w+)\b"),
        "disease": re.compile(r"^[ -](?:patients?|flares?|activity|onset|remission)\b"),
        "drug": re.compile(r"^[ -](?:treatment|therapy|monotherapy|dose|mg|infusions?)\b"),
    }
)
_BONUS = 0.12  # more than what parts a synonym from an ontology's own name, less than what parts it from a reviewed one


def rank(text: str, row: MentionRow, category_of: Mapping[str, str]) -> MentionRow:
    """Return a row of one part with its candidates reordered by the words that follow it.

    Where the best are equal, nothing tells which is meant: the mention stands for a local concept, and the equals stay
    behind it as candidates, their score shared.
    """
    candidates = row.parts[0]
    if len(candidates) < 2:
        return row
    after = text[row.end : row.end + 24]

    def score(concept: str, base: float) -> float:
        pattern = _EVIDENCE.get(category_of.get(concept, ""))
        return round(base + (_BONUS if pattern and pattern.match(after) else 0.0), 3)

    ranked = sorted(((concept, score(concept, base)) for concept, base in candidates), key=lambda c: (-c[1], c[0]))
    equal = [concept for concept, value in ranked if value == ranked[0][1]]
    if len(equal) > 1:
        return _undecided(text, row, ranked, equal, category_of)
    best = tuple((concept, min(1.0, value)) for concept, value in ranked)
    return _of(row, best, category_of.get(best[0][0], row.category))


def _of(row: MentionRow, candidates: tuple[tuple[str, float], ...], category: str) -> MentionRow:
    return row._replace(parts=(candidates,), category=category, score=candidates[0][1])


def _undecided(
    text: str, row: MentionRow, ranked: list[tuple[str, float]], equal: list[str], category_of: Mapping[str, str]
) -> MentionRow:
    kinds = {category_of.get(concept, row.category) for concept in equal}
    category = next((name for name in categories() if name in kinds), row.category)
    share = round(min(1.0, ranked[0][1]) / len(equal), 3)
    first = (local_id(category, text[row.start : row.end]), share)
    rest = tuple((concept, share if concept in equal else round(share / 2, 3)) for concept, _ in ranked)
    return _of(row, (first, *rest), category)


@Language.factory("kg_links", requires=["doc._.kg_mentions"], assigns=["doc._.kg_mentions", "span._.kb_ents"])
def make_links(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that ranks candidates and shows them as scispaCy does: `span._.kb_ents`, best first."""
    if not Span.has_extension("kb_ents"):
        Span.set_extension("kb_ents", default=())

    def rank_candidates(doc: Doc) -> Doc:
        finder = nlp.get_pipe("kg_mentions")
        category_of = {
            concept: finder.lexicon.concepts[concept].category
            for row in doc._.kg_mentions
            if len(row.parts[0]) > 1
            for concept, _ in row.parts[0]
            if concept in finder.lexicon.concepts  # a linker of somebody else's knows others too
        }
        doc._.kg_mentions = tuple(rank(doc.text, row, category_of) for row in doc._.kg_mentions)
        for row in doc._.kg_mentions:
            span = doc.char_span(row.start, row.end, label=row.category, alignment_mode="expand")
            span._.kb_ents = [candidate for part in row.parts for candidate in part]
        return doc

    return rank_candidates
