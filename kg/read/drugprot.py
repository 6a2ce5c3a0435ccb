"""A table of abstracts with the table of what is marked in them beside it -> gold Extractions (ChemProt, DrugProt).

    …_abstracts.tsv    PMID<TAB>title<TAB>abstract
    …_entities.tsv     PMID<TAB>T1<TAB>type<TAB>start<TAB>end<TAB>text
    …_relations.tsv    PMID<TAB>type<TAB>Arg1:T1<TAB>Arg2:T2              may be missing

Each may be compressed. Offsets run over title + one character + abstract. Where the second field is empty, both stand
behind it, and an abstract may stand alone. ChemProt's relations have a group and a flag before the type.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kg.core.errors import InputError, RecordError
from kg.core.opening import open_text
from kg.core.text import Extraction, Metadata, Section, Span, lay_out, make_document
from kg.read.cleaning import is_unicode
from kg.read.columns import pmid_in
from kg.read.gold import GoldRelation, gold_mention, make_extraction

_FIRST_LINE = re.compile(r"\ufeff?[1-9]\d{0,7}\t[^\t\n]*\t[^\t\n]+\n")
_ABSTRACTS = re.compile(r"(.*)abstracts(.*?)\.tsv(?:\.(?:gz|bz2|xz))?", re.IGNORECASE)
_PLACE = re.compile(r"\d{1,9}")
_ENDINGS = (".tsv", ".tsv.gz", ".tsv.bz2", ".tsv.xz")


class Row(NamedTuple):
    """A line of the table of what is marked; `number` is "T1"."""

    number: str
    label: str
    span: Span
    text: str


Said = tuple[str, str, str]  # type, numbers of subject and object


def recognises(head: str) -> bool:
    """Return whether a file that begins so is the table of abstracts."""
    return _FIRST_LINE.match(head) is not None


def gold(path: Path) -> Iterator[Extraction | RecordError]:
    """Yield the abstracts with what the table beside them marks.

    Raises:
        InputError: there is no table of what is marked beside it, or a line of a table is not what it should be.
    """
    beside = _beside(path, "entities")
    if beside is None:
        raise InputError(
            path, "beside it should stand what is marked: a table with `entities` for `abstracts` in its name"
        )
    marked, relations = _marked(beside), _beside(path, "relations")
    said = _said(relations) if relations else {}
    with open_text(path, errors="surrogateescape", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            fields = line.rstrip("\r\n").removeprefix("\ufeff").split("\t")
            texts = fields[2:] if fields[1:2] == [""] else fields[1:]
            if not 1 <= len(texts) <= 2 or not pmid_in(fields[0]) or not is_unicode(line):
                yield RecordError(path, number, "is not PMID, title and abstract between tabs")
                continue
            rows, relations_here = marked.get(fields[0], []), said.get(fields[0], [])
            yield _extraction(fields[0], texts, rows, relations_here, path=path, number=number)


def _extraction(
    pmid: str, texts: list[str], rows: list[Row], said: list[Said], *, path: Path, number: int
) -> Extraction | RecordError:
    title, abstract = texts if len(texts) > 1 else ("", texts[0])
    sections = lay_out(title, [("abstract", "", abstract)]) if title else (Section("abstract", "", 0, abstract),)
    metadata = Metadata(pmid=pmid, source_id=pmid, source=str(path), record=number)
    document = make_document(title, sections, metadata)
    mentions = [gold_mention(document.text, [row.span], row.text, row.label, "") for row in rows]
    place = {row.number: index for index, row in enumerate(rows)}
    relations = [
        GoldRelation(label, "", "", place[one], place[other])
        for label, one, other in said
        if one in place and other in place
    ]
    return make_extraction(document, mentions, relations, path=path, number=number)


def _beside(path: Path, what: str) -> Path | None:
    """Return a table beside; `x_abstracts_part.tsv` may have `x_entities_part.tsv` or `x_entities.tsv`."""
    found = _ABSTRACTS.fullmatch(path.name)
    if not found:
        raise InputError(path, "its name should hold `abstracts`, so that the tables beside it can be told")
    stems = dict.fromkeys((f"{found[1]}{what}{found[2]}", f"{found[1]}{what}"))
    for stem in stems:
        for ending in _ENDINGS:
            if (path.parent / f"{stem}{ending}").is_file():
                return path.parent / f"{stem}{ending}"
    return None


def _marked(path: Path) -> dict[str, list[Row]]:
    marked: defaultdict[str, list[Row]] = defaultdict(list)
    with open_text(path, newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            fields = line.rstrip("\r\n").split("\t")
            if len(fields) != 6 or not (_PLACE.fullmatch(fields[3]) and _PLACE.fullmatch(fields[4])):
                raise InputError(path, f"line {number} is not PMID, number, type, start, end and text between tabs")
            marked[fields[0]].append(Row(fields[1], fields[2], Span(int(fields[3]), int(fields[4])), fields[5]))
    return dict(marked)


def _said(path: Path) -> dict[str, list[Said]]:
    said: defaultdict[str, list[Said]] = defaultdict(list)
    with open_text(path, newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            fields = line.rstrip("\r\n").split("\t")
            ends = [field.partition(":")[2] for field in fields[-2:]]
            if len(fields) not in (4, 6) or not all(ends):
                raise InputError(path, f"line {number} is not PMID, type, Arg1:… and Arg2:… between tabs")
            said[fields[0]].append((fields[-3].strip(), ends[0], ends[1]))
    return dict(said)
