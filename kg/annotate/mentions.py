"""text, abbreviations -> mentions by name: the lexicon's, read over brackets, the paper's own definitions first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from kg.annotate.abbreviations import Definition, same_form
from kg.annotate.patterns import Pattern, find_by_shape
from kg.annotate.rows import SURE, MentionRow
from kg.annotate.variants import find_variants
from kg.core.lexicon import Lexicon, Match, Name
from kg.core.names import Unit, units

# A name so followed is part of another word or of a description of cells: "CD25+", "IL-17-like", "CD8-negative"
_NOT_A_NAME = re.compile(
    r"[-‐‑ ]?(?:like|negative|positive)\b|[-‐‑]s?R\w*\b|\(?[+⁺]\)?|[-‐‑]?(?:low|hi|high|bright|dim)\b"
    r"|[-‐‑](?:year|month|week|day|hour|fold|mm|cm|mg|kg|ml)s?\b"
)
# What acts on a molecule is another molecule: "hepcidin receptor", "retinol-binding protein"
_ANOTHER_MOLECULE = re.compile(
    r" (?:co-?)?receptors?\b|[ ‐‑-](?:binding|interacting|activating|converting|releasing|processing)"
    r"[ -](?:proteins?|factors?|hormones?|enzymes?)\b",
    re.I,
)
_MOLECULES = frozenset({"gene", "drug", "chemical"})
# So a disease names what causes it or is made against it, and an organ what is measured in it
_NO_DISEASE = re.compile(
    r" (?:toxins?|toxoids?|vaccin\w+|virus(?:es)?|proteins?|suppressors?|(?<=stroke )(?:volume|work))\b", re.I
)
_NO_ORGAN = re.compile(r" (?:rates?|pressures?|glucose|sugar|flow|membranes?)\b", re.I)
_DISEASES = frozenset({"disease", "phenotype"})
# Behind a number that is written apart from its name, so is an amount: "CD 180 mg", "CD 20 patients"; and a decimal
_AMOUNT = re.compile(r"\s?(?:%|[mµμnp]?[gMlL]\b|mmol|patients)")
_APART = re.compile(r".*[\s()]\d+", re.DOTALL)
_DECIMAL = re.compile(r"[.·]\d")
# A name of letters that goes on so is the beginning of a name we do not know: "interleukin-99", "interferon-λ"
_GOES_ON = re.compile(
    r"[-‐‑](?:\d|[α-ω]\b|(?:alpha|beta|gamma|delta|epsilon|lambda|kappa|omega|tau|theta|zeta)\b)", re.I
)
_BRACKET = re.compile(r"(?<!\s)\s*+(?:\(([^()\n]{1,14})\)|\[([^\[\]\n]{1,14})\])")
REACH = 8  # units a name may extend before and behind a bracket it is read over


def _usable(text: str, match: Match, lexicon: Lexicon) -> bool:
    if all(name.ambiguous for name in match.names):
        return False
    before = text[max(0, match.start - 5) : match.start].casefold()
    if before.endswith(("non-", "non ")):
        return False
    if before == "anti-" and _category(match, lexicon) in _DISEASES:
        return False
    if text[match.end - 1].isalpha() and _GOES_ON.match(text, match.end):
        return False
    if text[match.end - 1].isdigit() and _is_amount(text, match):
        return False
    if _is_of_something_else(text, match.end, _category(match, lexicon)):
        return False
    after = _NOT_A_NAME.match(text, match.end)
    return not (after and after[0])


def _is_amount(text: str, match: Match) -> bool:
    """Tell whether the number at a name's end counts or measures something."""
    if _DECIMAL.match(text, match.end):
        return True
    return bool(_APART.fullmatch(text, match.start, match.end) and _AMOUNT.match(text, match.end))


def _is_of_something_else(text: str, end: int, category: str) -> bool:
    """Tell whether what follows a name of this kind makes it the name of something else."""
    if category in _MOLECULES:
        return bool(_ANOTHER_MOLECULE.match(text, end))
    if category in _DISEASES:
        return bool(_NO_DISEASE.match(text, end))
    return category == "anatomy" and bool(_NO_ORGAN.match(text, end))


def _over_brackets(text: str, pieces: list[Unit], lexicon: Lexicon) -> Iterator[Match]:
    """Yield matches of names that a bracket interrupts: "regulatory T (T-reg) cells"."""
    for bracket in _BRACKET.finditer(text):
        before = [unit for unit in pieces if unit.end <= bracket.start()][-REACH:]
        behind = [unit for unit in pieces if unit.start >= bracket.end()][:REACH]
        joined = before + behind
        for match in lexicon.matches(text, joined):
            if match.start < bracket.start() and match.end > bracket.end():
                yield match


def _longest_first(matches: Iterable[Match], lexicon: Lexicon) -> list[Match]:
    """Return matches that do not overlap, longer ones winning, in text order.

    A process gives way to what it only partly covers: "T cell proliferation" is T cells, not "cell proliferation".
    """
    taken: list[Match] = []
    ordered = sorted(matches, key=lambda found: (found.start - found.end, found.start))
    for match in sorted(ordered, key=lambda found: _is_process(found, lexicon)):
        others = [other for other in taken if match.start < other.end and other.start < match.end]
        if not others or (
            _is_process(match, lexicon) and all(_covers(match, other) and match[:2] != other[:2] for other in others)
        ):
            taken = [other for other in taken if other not in others] + [match]
    return sorted(taken)


def _category(match: Match, lexicon: Lexicon) -> str:
    safe = next((name for name in match.names if not name.ambiguous), match.names[0])
    return lexicon.concepts[safe.concept_id].category


def _is_process(match: Match, lexicon: Lexicon) -> bool:
    return _category(match, lexicon) == "process"


def _covers(match: Match, other: Match) -> bool:
    return match.start <= other.start and other.end <= match.end


def _meaning(text: str, definition: Definition, lexicon: Lexicon, matches: Iterable[Match]) -> tuple[Name, ...]:
    """Return the names that a defined short form stands for; none where the long form is no known name."""
    short = text[definition.short_start : definition.short_end]
    long = (definition.long_start, definition.long_end)
    exact = lexicon.lookup(text[slice(*long)])
    if exact:
        return exact
    inside = [match for match in matches if long[0] <= match.start and match.end == long[1]]
    known = {name.concept_id for name in lexicon.lookup(short)}
    for match in inside:
        agreeing = tuple(name for name in match.names if name.concept_id in known)
        if agreeing:
            return agreeing
    return ()


def meanings(
    text: str, found: Iterable[Definition], lexicon: Lexicon, matches: Sequence[Match] | None = None
) -> dict[str, tuple[Name, ...]]:
    """Return what the document's own abbreviations stand for; () is a short form of something unknown.

    Args:
        matches: all that the lexicon knows in the text; looked up if None.
    """
    matches = list(lexicon.matches(text, units(text))) if matches is None else matches
    return {text[one.short_start : one.short_end]: _meaning(text, one, lexicon, matches) for one in found}


def _occurrences(text: str, short: str) -> Iterator[tuple[int, int]]:
    stem = short[:-1] if short.endswith("s") and len(short) > 2 else short
    for match in re.finditer(rf"(?<![\w]){re.escape(stem)}s?(?![\w])", text):
        yield match.start(), match.end()


def row_of(start: int, end: int, names: tuple[Name, ...], lexicon: Lexicon, found_by: str) -> MentionRow:
    """Return the row of a match; the category is that of the best name, preferred names before synonyms."""
    ranked: dict[str, float] = {}
    for name in names:
        score = SURE[name.reviewed, name.preferred]
        ranked[name.concept_id] = max(score, ranked.get(name.concept_id, 0.0))
    ordered = sorted(ranked.items(), key=lambda pair: (-pair[1], pair[0]))
    category = lexicon.concepts[ordered[0][0]].category
    return MentionRow(start, end, category, (tuple(ordered),), found_by, ordered[0][1])


class Names(NamedTuple):
    """What a lexicon knows of a text.

    Attributes:
        rows: mentions, in order, none overlapping.
        matches: every stretch that some name fits, also where it is none of theirs (ambiguous, or inside another word).
    """

    rows: list[MentionRow]
    matches: list[Match]


def find_mentions(
    text: str, found: Iterable[Definition], lexicon: Lexicon, patterns: Sequence[Pattern] = ()
) -> list[MentionRow]:
    """Return the mentions of a text, in order, none overlapping; see `find_names`."""
    return find_names(text, found, lexicon, patterns).rows


def find_names(text: str, found: Iterable[Definition], lexicon: Lexicon, patterns: Sequence[Pattern] = ()) -> Names:
    """Return what the names of a lexicon tell of a text.

    A short form that the paper defines means what the paper says, wherever it stands; where the
    lexicon does not know the long form, the short form is no mention at all. Variants and patterns come last.
    """
    pieces = units(text)
    plain = list(lexicon.matches(text, pieces))
    matches = [match for match in [*plain, *_over_brackets(text, pieces, lexicon)] if _usable(text, match, lexicon)]
    own = meanings(text, found, lexicon, plain)
    rows = [
        row_of(
            match.start,
            match.end,
            tuple(name for name in match.names if not name.ambiguous),
            lexicon,
            "lexicon",
        )
        for match in _longest_first(matches, lexicon)
        if not any(same_form(short, text[match.start : match.end]) for short in own)
    ]
    for short, names in own.items():
        for start, end in _occurrences(text, short) if names else ():
            if all(end <= row.start or start >= row.end for row in rows) and not _NOT_A_NAME.match(text, end):
                rows.append(row_of(start, end, names, lexicon, "abbreviation"))
    for row in chain(find_variants(text), find_by_shape(text, patterns)):
        if all(row.end <= other.start or row.start >= other.end for other in rows):
            rows.append(row)
    return Names(sorted(rows), plain)
