"""a mention with candidates -> the same, ranked by what kind of thing the words around it speak of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

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


Part = tuple[tuple[str, float], ...]


def rank(text: str, row: MentionRow, category_of: Mapping[str, str]) -> MentionRow:
    """Return a row with the candidates of each part reordered by the words that follow it.

    Where the best are equal, nothing tells which is meant: the part stands for a local concept, and the equals stay
    behind it as candidates, their score shared.
    """
    if all(len(part) < 2 for part in row.parts):
        return row
    parts = tuple(_ranked(text, row, part, category_of) if len(part) > 1 else part for part in row.parts)
    best, score = min((part[0] for part in parts if part), key=lambda candidate: candidate[1])
    category = category_of.get(best) or _kind(row, parts[0], category_of)
    return row._replace(parts=parts, category=category, score=score)


def _ranked(text: str, row: MentionRow, candidates: Part, category_of: Mapping[str, str]) -> Part:
    after = text[row.end : row.end + 24]

    def score(concept: str, base: float) -> float:
        pattern = _EVIDENCE.get(category_of.get(concept, ""))
        return round(base + (_BONUS if pattern and pattern.match(after) else 0.0), 3)

    ranked = sorted(((concept, score(concept, base)) for concept, base in candidates), key=lambda c: (-c[1], c[0]))
    equal = [concept for concept, value in ranked if value == ranked[0][1]]
    if len(equal) == 1:
        return tuple((concept, min(1.0, value)) for concept, value in ranked)
    share = round(min(1.0, ranked[0][1]) / len(equal), 3)
    behind = tuple((concept, share if concept in equal else round(share / 2, 3)) for concept, _ in ranked)
    return ((local_id(_kind(row, behind, category_of), text[row.start : row.end]), share), *behind)


def _kind(row: MentionRow, part: Part, category_of: Mapping[str, str]) -> str:
    """Return the first category, in the order of the vocabulary, of those that a part's best candidates have."""
    best = max(score for _, score in part)
    kinds = {category_of.get(concept, "") for concept, score in part if score == best}
    return next((name for name in categories() if name in kinds), row.category)
