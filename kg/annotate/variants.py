"""text -> mentions of sequence variants, and a variant's name -> its normal form.

The normal form is tmVar's (Wei et al., Bioinformatics 2013, 29:1433-1439): level, kind, and what is where, as in
"p|SUB|V|600|E"; an rs number is an id of dbSNP's. A form is no id of anybody's, so it stands in a local one, its bars
written as colons: `text:variant/p:SUB:V:600:E`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType

from kg.annotate.candidates import Ranked
from kg.annotate.rows import MentionRow

SCORE = 0.85  # that what is written like a variant is one
_LETTERS: Mapping[str, str] = MappingProxyType(
    {
        "ala": "A", "arg": "R", "asn": "N", "asp": "D", "cys": "C", "gln": "Q", "glu": "E", "gly": "G", "his": "H",
        "ile": "I", "leu": "L", "lys": "K", "met": "M", "phe": "F", "pro": "P", "ser": "S", "thr": "T", "trp": "W",
        "tyr": "Y", "val": "V", "ter": "X", "stop": "X", "*": "X",
    }
)  # fmt: skip
_THREE = r"(?:Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val)"
_ONE = r"[ACDEFGHIKLMNPQRSTVWY]"
_TO = r"\s?(?:-{0,2}>|→|/)\s?"
_AT = r"[-–+*]?\d+(?:[-–+]\d+)?|IVS\s?\d+\s?[-–+]\s?\d+"
_LEVEL = r"(?:(?P<level>[cgmnp])\.\s?)?"
_BEGINS, _ENDS = r"(?<![\w.+*-])", r"(?![\w]|[-–]\d)"
_AFTER = r"(?<![\w+*])(?<!\d[-–.])"


def _one(residue: str) -> str:
    return _LETTERS.get(residue.casefold(), residue.upper())


def _place(text: str) -> str:
    return re.sub(r"\s", "", text).replace("–", "-")


def _rs(found: re.Match[str]) -> str:
    return f"rs{found['rs']}"


def _protein(found: re.Match[str]) -> str:
    return f"p|SUB|{_one(found['old'])}|{found['at']}|{_one(found['new'])}"


def _frame(found: re.Match[str]) -> str:
    new = _one(found["new"] or "")
    return f"p|FS|{_one(found['old'])}|{found['at']}|{new}|{found['stop'] or ''}"


def _bases(found: re.Match[str]) -> str:
    return f"{found['level'] or 'c'}|SUB|{found['old']}|{_place(found['at'])}|{found['new']}"


def _change(found: re.Match[str]) -> str:
    kind = {"del": "DEL", "ins": "INS", "dup": "DUP"}[found["kind"].casefold()[:3]]
    return f"{found['level'] or 'c'}|{kind}|{_place(found['at'])}|{found['what'] or ''}" + "|" * (kind == "DUP")


def _residues(found: re.Match[str]) -> str:
    """Four letters stand for bases and for residues: far behind, bases are meant."""
    bases = found["old"] in "ACGT" and found["new"] in "ACGT" and not found["level"]
    return _bases(found) if bases else _protein(found)


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(rf"{_BEGINS}rs\s?#?(?P<rs>\d{{3,}})\b"), _rs),
    (
        re.compile(
            rf"{_AFTER}(?:p\.\s?\(?)?(?P<old>{_THREE}|{_ONE})(?P<at>\d{{1,4}})"
            rf"(?P<new>{_THREE}|{_ONE})?fs(?:(?:\*|X|Ter)?(?P<stop>\d+)|[*X])?{_ENDS}"
        ),
        _frame,
    ),
    (
        re.compile(
            rf"{_AFTER}(?:p\.\s?\(?)?(?P<old>{_THREE})[ -]?\(?(?P<at>\d{{1,4}})\)?(?:{_TO}|[ -]?)"
            rf"(?P<new>{_THREE}|Ter|Stop|stop|X\b|\*){_ENDS}"
        ),
        _protein,
    ),
    (re.compile(rf"{_AFTER}p\.\s?(?P<old>{_ONE})(?P<at>\d{{1,4}})(?P<new>{_ONE}|X|\*)(?!\w)"), _protein),
    (re.compile(rf"{_BEGINS}{_LEVEL}(?P<at>{_AT})\s?(?P<old>[ACGT]){_TO}(?P<new>[ACGT])\b"), _bases),
    (re.compile(rf"{_BEGINS}(?P<level>[cgmn])\.\s?(?P<old>[ACGT])(?P<at>{_AT})(?P<new>[ACGT])\b"), _bases),
    (re.compile(rf"{_BEGINS}{_LEVEL}(?P<old>[ACGT])(?P<at>[-–+]\d{{2,5}})(?:{_TO})?(?P<new>[ACGT])\b"), _bases),
    (re.compile(rf"{_AFTER}(?P<level>p)?(?P<old>{_ONE})(?P<at>\d{{2,4}})(?P<new>{_ONE}|X|\*){_ENDS}"), _residues),
    (
        re.compile(
            rf"{_BEGINS}{_LEVEL}(?P<at>(?:{_AT})(?:_(?:{_AT}))?)\s?(?P<kind>del|ins|dup)(?P<what>[ACGT]+|\d+(?=\b|bp))?"
            r"(?:bp)?(?![\w])"
        ),
        _change,
    ),
)
# Written like a change of one residue, but the name of a gene, a cell line or a strain
_NO_VARIANT = re.compile(r"S100[A-Z]|T47D|T98G|C57[A-Z]")
_SPEAKS = re.compile(
    r"mutat|mutant|variant|polymorphi|SNP|allele|substitut|genotyp|homozyg|heterozyg|missense|nonsense|amino acid"
    r"|residue|carrier|haplotype|codon",
    re.I,
)


def normal_form(surface: str) -> str:
    """Return the normal form of a variant's name as a whole, "" where it has none that we know."""
    for pattern, form in _SHAPES:
        if found := pattern.fullmatch(surface.strip(" ()")):
            return form(found)
    return ""


def variant_id(form: str) -> str:
    """Return the CURIE of a normal form: dbSNP's for an rs number, else a local one that holds the form."""
    return f"dbSNP:{form}" if form.startswith("rs") else f"text:variant/{form.replace('|', ':')}"


def find_variants(text: str) -> Iterator[MentionRow]:
    """Yield the variants that a text names, in order, none overlapping, with their candidates.

    A form that the text gives an rs number for ("A1626G (rs1058881)") has that as its best, wherever it stands.
    """
    found: dict[tuple[int, int], str] = {}
    for pattern, form in _SHAPES:
        for match in pattern.finditer(text):
            inside = any(start < match.end() and match.start() < end for start, end in found)
            if not inside and (form is not _residues or _speaks(text, match)):
                found[match.span()] = form(match)
    known: dict[str, str] = {}
    for one, other in pairwise(sorted(found)):
        pair = sorted((found[one], found[other]), key=lambda form: not form.startswith("rs"))
        if _in_one_breath(text, one, other) and pair[0].startswith("rs") and "|" in pair[1]:
            known.setdefault(pair[1], pair[0])
    for start, end in sorted(found):
        own = found[start, end]
        part: Ranked = ((variant_id(own), SCORE),)
        if own in known:
            part = ((variant_id(known[own]), SCORE), (variant_id(own), SCORE - 0.1))
        yield MentionRow(start, end, "variant", (part,), "variants", SCORE)


def _in_one_breath(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tell whether a variant is called two names: "A1626G (rs1058881)", "(rs2066853; Arg554Lys)"."""
    between = text[one[1] : other[0]].strip()
    bracket = text[one[0] - 1 : one[0]] == "(" and text[other[1] : other[1] + 1] == ")"
    return between == "(" or (bracket and between in {";", ",", "/"})


def _speaks(text: str, match: re.Match[str]) -> bool:
    return not _NO_VARIANT.fullmatch(match[0]) and bool(_SPEAKS.search(text))
