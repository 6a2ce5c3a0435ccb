"""a name of several things ("breast and ovarian cancer", "IL-2 and -15") -> the names it stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from kg.annotate.candidates import Ranked
from kg.annotate.hybrid import NESTED
from kg.annotate.rows import MentionRow
from kg.core.names import units

Known = Callable[[str, str], Ranked]  # surface, category -> the concepts that are called so

_CONJUNCTION = r"(?:\s*,\s*(?:and|or)\s+|\s*,\s+|\s+and/or\s+|\s+(?:and|or|versus|vs\.?)\s+|\s*[/&]\s*)"
_SPLIT = re.compile(_CONJUNCTION)
_BEFORE = re.compile(rf"(?P<item>[^\s,;:.()\[\]/]+(?: [^\s,;:.()\[\]/]+){{0,2}}){_CONJUNCTION}$")
_JOINED = re.compile(rf"{_CONJUNCTION}$")  # asked first: what stands before it is longer to look for
_COMMA = re.compile(r",\s*$")
_TIGHT = re.compile(r"\w/\w")
_GREEK = r"(?:alpha|beta|gamma|delta|epsilon|[α-ω])\d?"
_SHORT = rf"(?:\d{{1,2}}[A-Za-z]?|[A-Z]|{_GREEK})"
# Behind a word a bare number counts something ("IL-2 and 3 mice"), so that it needs a hyphen
_BEHIND = re.compile(rf"(?:/{_SHORT}|{_CONJUNCTION}(?:[-‐‑]{_SHORT}|{_GREEK}))+(?![\w%+]|[-‐‑]\w|[.·]\d)")
LONGEST = 6  # units of a shared beginning or end
_CONJOINING = 10  # characters a conjunction takes at most
WINDOW = 60  # characters before a name in which what shares its end may stand


def expansions(surface: str) -> Iterator[tuple[str, ...]]:
    """Yield the ways to read a surface as several names that share their beginning or their end, the most shared first.

    "CD4+ and CD8+ T cells" is CD4+ T cells and CD8+ T cells; "MMP-2/9" is MMP-2 and MMP-9. Whether the names exist is
    for the caller to see.
    """
    items = [item.strip() for item in _SPLIT.split(surface)]
    if len(items) < 2 or not all(items):
        return
    first, last = items[0], items[-1]
    for end in sorted({unit.start for unit in units(last)[1:]})[:LONGEST]:
        own, shared = last[:end].strip(" -‐‑"), last[end:]
        yield (*(f"{item} {shared}" for item in items[:-1]), f"{own} {shared}")
    for begin in sorted({unit.end for unit in units(first)[:-1]}, reverse=True)[:LONGEST]:
        shared, own = first[:begin], first[begin:]
        yield (f"{shared}{own}", *(f"{shared} {item.lstrip('-‐‑ ')}" for item in items[1:]))


def parts_of(surface: str, category: str, known: Known) -> tuple[Ranked, ...]:
    """Return the candidates of each name that a surface stands for; () where it names no several known things."""
    for names in expansions(surface):
        parts = tuple(known(name, category) for name in names)
        if (
            all(parts)
            and len({part[0][0] for part in parts}) == len(parts)
            and _shares(surface, parts, category, known)
        ):
            return parts
    return ()


def _shares(surface: str, parts: Sequence[Ranked], category: str, known: Known) -> bool:
    """Tell whether no item is a name of something else already: "TNF and IL-2 receptors" may be TNF itself."""
    for item, part in zip(_SPLIT.split(surface), parts, strict=True):
        alone = known(item.strip(), category)
        if alone and alone[0][0] != part[0][0] and not item.strip().isdigit():
            return False
    return True


def _is_list(surface: str, category: str, known: Known) -> bool:
    """Tell whether things are named side by side that each have a name of their own: "Tregs, B cells"."""
    return not _TIGHT.search(surface) and all(known(item.strip(), category) for item in _SPLIT.split(surface))


def composites(text: str, rows: Sequence[MentionRow], known: Known) -> list[MentionRow]:
    """Return the rows, those that are one name of several things joined: their span is the whole of it.

    A known name reaches out to what shares its end before it ("breast and [ovarian cancer]") or its beginning behind it
    ("[IL-2] and -15"), as long as each is a known name.
    """
    joined: list[MentionRow] = []
    last: MentionRow | None = None
    for row in sorted(rows):
        wide, taken = None, last.end if last else 0
        if row.start >= taken and len(row.parts) == 1 and row.parts[0]:
            wide = _widened(text, row, known, taken)
        if wide:
            joined = [other for other in joined if _beside(other, wide)]
            last = wide
        if wide or last is None or _beside(row, last):
            joined.append(wide or row)
    return sorted(joined)


def _beside(row: MentionRow, wide: MentionRow) -> bool:
    """Tell whether a mention may stand beside a composite: outside of it, or within it as another kind may."""
    return row.end <= wide.start or row.start >= wide.end or (row.category, wide.category) in NESTED


def _widened(text: str, row: MentionRow, known: Known, taken: int) -> MentionRow | None:
    behind = _BEHIND.match(text, row.end)
    if behind and text[row.end - 1].isalnum():
        return _joined(text, row, row.start, behind.end(), known)
    start, wide = row.start, None
    if _COMMA.search(text, max(0, start - _CONJOINING), start):
        return None  # "transcription factors, NF-κB" goes on, it does not sum up
    while _JOINED.search(text, max(0, start - _CONJOINING, taken), start) and (
        found := _BEFORE.search(text, max(0, start - WINDOW, taken), start)
    ):
        words = found["item"].split(" ")
        for skipped in range(len(words)):
            begin = found.start("item") + len(" ".join(words[:skipped])) + bool(skipped)
            if other := _joined(text, row, begin, row.end, known):
                start, wide = begin, other
                break
        else:
            return wide
    return wide


def _joined(text: str, row: MentionRow, start: int, end: int, known: Known) -> MentionRow | None:
    parts = () if _is_list(text[start:end], row.category, known) else parts_of(text[start:end], row.category, known)
    return row._replace(start=start, end=end, parts=parts, score=min(part[0][1] for part in parts)) if parts else None
