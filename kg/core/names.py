"""The normal form that names are compared by, and where a name may stand in a text."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

_GREEK = MappingProxyType(
    {
        "α": "alpha",
        "β": "beta",
        "ß": "beta",
        "γ": "gamma",
        "δ": "delta",
        "ε": "epsilon",
        "ζ": "zeta",
        "η": "eta",
        "θ": "theta",
        "κ": "kappa",
        "λ": "lambda",
        "μ": "mu",
        "µ": "mu",
        "σ": "sigma",
        "τ": "tau",
        "ω": "omega",
    }
)
_PLUS = frozenset({"+", "⁺", "＋"})
# A run of Latin letters, of digits, a Greek letter, or a plus that sticks to what is before it.
# "TNFalpha", "IFNgamma", "NFkappaB": a Greek letter spelled out behind capitals is a unit of its own.
_UNIT = re.compile(
    r"[A-Z]+(?=(?:alpha|beta|gamma|delta|kappa)(?![a-z]))|(?<=[A-Z])(?:alpha|beta|gamma|delta|kappa)(?![a-z])"
    r"|(?<![^\W\d_])(?:alpha|beta|gamma|delta|kappa)(?=[A-Z](?![a-z]))"
    r"|[^\W\d_α-ω]+|\d+|[α-ωµß]|(?<=[\w)])\(?[+⁺＋]\)?",
)
_AMERICAN = MappingProxyType(
    {
        "aemi": "emi",
        "aetiol": "etiol",
        "anaesth": "anesth",
        "behaviour": "behavior",
        "caec": "cec",
        "coeliac": "celiac",
        "faec": "fec",
        "fibre": "fiber",
        "foet": "fet",
        "gynaec": "gynec",
        "haem": "hem",
        "isation": "ization",
        "leuco": "leuko",
        "oedema": "edema",
        "oesoph": "esoph",
        "oestr": "estr",
        "orthopaed": "orthoped",
        "paediat": "pediat",
        "pnoea": "pnea",
        "rrhoea": "rrhea",
        "signalling": "signaling",
        "sulph": "sulf",
        "tumour": "tumor",
    }
)
_BRITISH = re.compile("|".join(_AMERICAN))
# "I", "V" and "X" are numbers behind these words only; longer Roman numbers are numbers wherever they stand alone
_NUMBERED = frozenset(
    ["type", "class", "grade", "stage", "factor", "phase", "complex", "subtype", "group", "angiotensin", "bipolar"]
)
_ROMAN = MappingProxyType(
    {"II": "2", "III": "3", "IV": "4", "VI": "6", "VII": "7", "VIII": "8", "IX": "9", "XI": "11", "XII": "12"}
)
_LONE_ROMAN = MappingProxyType({"I": "1", "V": "5", "X": "10"})
_NEVER_ARABIC = "factor"  # factor IX clots, Krüppel-like factor 9 does not
# What may stand between two units of a name
_GAP = re.compile(r"[\s'’/()\[\]‐‑-]{0,3}|\s*[\[(][^\[\]()]{1,14}[\])][\s‐‑-]*")
_NUMBER_APART = re.compile(r"\s+[(\[]|[)\]]\s*")  # "CD (21 patients)", "Cd) 6 h", "(CD)26"
_CODE = re.compile(r"([A-Z]{2,4})[- ]?(?:\d+|[IVX]+)")
_SMALL_FIRST = re.compile(r"[a-z][A-Z]{2}")
SHORT_ACRONYM = 5  # letters; up to here an all-capital name is matched case-exactly
_INVERTED = 4  # pieces: more commas make a list, not an inverted name
_LISTING = re.compile(r"\b(?:and|or|with|without|due|not)\b", re.IGNORECASE)


class Unit(NamedTuple):
    """A normalised piece of a name and where it stands in the text."""

    norm: str
    start: int
    end: int


@lru_cache(maxsize=1 << 14)  # texts repeat their words
def _normal_word(surface: str) -> str:
    word = _BRITISH.sub(lambda found: _AMERICAN[found[0]], surface.casefold())
    if word.endswith("uses"):
        return word[:-2]
    plural = surface[-1] == "s" or (surface.isupper() and len(surface) > 4)  # CELLS, but neither cGAS nor AIDS
    if plural and len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 5 else word[:-1]
    return word


def _normal_piece(piece: str) -> str:
    if piece in _GREEK:
        return _GREEK[piece]
    if piece.strip("()") in _PLUS:
        return "+"
    return _normal_word(piece)


def _number(found: list[Unit], piece: re.Match[str], text: str) -> str:
    """Return the Arabic number that a piece is in Roman, or ""."""
    lone = not text[piece.end() : piece.end() + 1].isalnum() and not text[piece.start() - 1 : piece.start()].isalnum()
    if not lone or (found and found[-1].norm == _NEVER_ARABIC):
        return ""
    if piece[0] in _LONE_ROMAN and found and found[-1].norm in _NUMBERED:
        return _LONE_ROMAN[piece[0]]
    return _ROMAN.get(piece[0], "")


def units(text: str) -> list[Unit]:
    """Cut text into the units that names are compared by.

    Case is folded, Greek letters are spelled out, letters part from digits, hyphens, spaces and brackets
    vanish, a plural s is dropped, British spelling becomes American, Roman numbers become Arabic: "TNF-α",
    "TNFα" and "TNF alpha" are all (tnf, alpha); "CD4+ T cells" and "CD4(+) T-cell" are (cd, 4, +, t, cell);
    "type II" is (type, 2).
    """
    found: list[Unit] = []
    for match in _UNIT.finditer(text):
        piece = match[0]
        number = _number(found, match, text) if piece in _ROMAN or piece in _LONE_ROMAN else ""
        found.append(Unit(number or _normal_piece(piece), match.start(), match.end()))
    return found


def normal_form(name: str) -> str:
    """Return the normal form of a name: its units, joined by spaces."""
    return " ".join(unit.norm for unit in units(name))


def upright(name: str) -> str:
    """Return a name in the order it is spoken: "Lupus Erythematosus, Systemic" is Systemic Lupus Erythematosus.

    A name without a comma, or whose commas make a list or a formula, is returned as it is.
    """
    pieces = name.split(", ")
    if not 1 < len(pieces) <= _INVERTED or _LISTING.search(name) or any("," in piece for piece in pieces):
        return name
    return " ".join(reversed(pieces))


def case_exact(name: str) -> bool:
    """Tell whether a name means something only as it is written: short and all capitals ("SLE", "ANA")."""
    return name.isalpha() and name.isupper() and len(name) <= SHORT_ACRONYM


def _is_mixed(name: str) -> bool:
    """Tell whether capitals inside a short name part it from a word: SAMe, CsA."""
    return name.isalpha() and len(name) <= SHORT_ACRONYM and name[1:] != name[1:].lower() and not name.isupper()


def fits(name: str, surface: str) -> bool:
    """Tell whether a name may be written so, where the normal forms agree.

    Short all-capital names must stand as they are, but for a plural s; so must capitals behind a small first letter; a
    letter with a number ("A20", "p53") must stand together, or "A 20-year-old" would name a gene.
    """
    if case_exact(name):
        letters = "".join(char for char in surface if char.isalpha())
        return letters in (name, f"{name}s")
    if _is_mixed(name):
        return surface.removesuffix("s") == name
    if name.istitle() and name.isalpha() and len(name) <= SHORT_ACRONYM and _is_mixed(surface[: len(name)]):
        return False  # Egfr is a gene of mice, eGFR a rate
    code = _CODE.fullmatch(name)
    if code and not surface.isalnum() and "-" not in surface and not surface.startswith(code[1]):
        return False  # AT1 is a receptor, "at 1" a time
    if "CL" in name and "Cl" in surface:
        return False  # CCl4 is carbon tetrachloride, not CCL4
    if _SMALL_FIRST.match(name) and surface[:3] != name[:3]:
        return False  # cDC2 is a dendritic cell, Cdc2 a kinase
    return not (name[0].isalpha() and name[1:2].isdigit() and surface[1:2].isspace())


def joins(text: str, before: Unit, after: Unit) -> bool:
    """Tell whether two units that follow one another may be of one name: no comma, full stop or clause between."""
    if text[before.end : after.start] == ",":  # of a formula: "1,25-dihydroxyvitamin D"
        return before.norm.isdigit() and after.norm.isdigit()
    gap = _GAP.fullmatch(text, before.end, after.start)
    return gap is not None and not (after.norm.isdigit() and _NUMBER_APART.fullmatch(gap[0]))
