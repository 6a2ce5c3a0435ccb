"""MEDLINE (.nbib, or PubMed's "PubMed" format as .txt) -> Documents, one per `PMID-`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from kg.core.errors import RecordError
from kg.core.opening import LARGEST_RECORD, open_text
from kg.core.text import Document, Metadata, clean_doi, lay_out, make_document
from kg.read.cleaning import collapse, is_unicode, labelled_parts
from kg.read.columns import pmcid_in, pmid_in, year_in

_TAG = re.compile(r"([A-Z][A-Z0-9]{1,3}) {0,2}- ?(.*)")
_BEGINS = re.compile(r"\s*PMID- *\d")
_SECOND_TAG = re.compile(r"^[A-Z]{2,4} {0,2}- ", re.MULTILINE)
_PMID_REFERENCE = re.compile(r"PMID: *(\d{1,8})")

TOO_LONG = "too long"
Fields = Mapping[str, list[str]]


def recognises(head: str) -> bool:
    """Say whether a file that begins so is MEDLINE: a `PMID-` line, and tagged lines after it."""
    begin = _BEGINS.match(head)
    return begin is not None and _SECOND_TAG.search(head, begin.end()) is not None


def read(path: Path) -> Iterator[Document | RecordError]:
    """Yield one document per record; its record number is its position in the file.

    Raises:
        InputError: the file cannot be opened or decompressed.
    """
    with open_text(path, errors="surrogateescape") as lines:
        for number, fields in enumerate(_records(lines), 1):
            yield _to_document(path, number, fields)


def _records(lines: Iterator[str]) -> Iterator[Fields]:
    """Yield each record as tag -> values; lines that begin with space go on with the value before.

    A record over LARGEST_RECORD comes as no more than its PMID and the tag TOO_LONG.
    """
    fields: dict[str, list[list[str]]] = {}
    values: list[list[str]] = []
    held = 0
    for line in lines:
        tagged = _TAG.match(line)
        if tagged and tagged[1] == "PMID" and fields:
            yield _joined(fields)
            fields, held = {}, 0
        held += len(line)
        if held > LARGEST_RECORD:
            fields = {"PMID": fields.get("PMID", []), TOO_LONG: [[]]}
        elif tagged:
            values = fields.setdefault(tagged[1], [])
            values.append([tagged[2].rstrip("\n")])
        elif line.strip() and values and line.startswith("  "):
            values[-1].append(line.strip())
        elif line.strip():
            values = fields.setdefault("", [])
            values.append([line.strip()])
    if fields:
        yield _joined(fields)


def _joined(fields: Mapping[str, list[list[str]]]) -> Fields:
    return {tag: [" ".join(pieces) for pieces in values] for tag, values in fields.items()}


def _one(fields: Fields, *tags: str) -> str:
    return next((collapse(value) for tag in tags for value in fields.get(tag, ()) if value.strip()), "")


def _all(fields: Fields, tag: str) -> tuple[str, ...]:
    return tuple(filter(None, map(collapse, fields.get(tag, ()))))


def _doi(fields: Fields) -> str:
    given = [*_all(fields, "LID"), *_all(fields, "AID")]
    return next((clean_doi(value.removesuffix("[doi]")) for value in given if value.endswith("[doi]")), "")


def _to_document(path: Path, number: int, fields: Fields) -> Document | RecordError:
    title, abstract = _one(fields, "TI", "BTI", "TT"), " ".join(_all(fields, "AB"))
    if TOO_LONG in fields:
        return RecordError(path, number, f"has more than {LARGEST_RECORD:,} characters")
    if fields.keys() == {""}:
        return RecordError(path, number, "is no MEDLINE record")
    if not pmid_in(_one(fields, "PMID")):
        return RecordError(path, number, "has no PMID")
    if not title and not abstract:
        return RecordError(path, number, "has neither a title nor an abstract")
    if not is_unicode(title + abstract):
        return RecordError(path, number, "holds bytes that are not UTF-8 text")
    sections = lay_out(title, [("abstract", label, text) for label, text in labelled_parts(abstract)])
    return make_document(title, sections, _metadata(fields, number))


def _metadata(fields: Fields, number: int) -> Metadata:
    kinds = _all(fields, "PT")
    return Metadata(
        pmid=pmid_in(_one(fields, "PMID")),
        doi=_doi(fields),
        pmcid=pmcid_in(_one(fields, "PMC")),
        journal=_one(fields, "JT", "TA"),
        year=year_in(_one(fields, "DP")),
        revised=_day(_one(fields, "LR")),
        volume=_one(fields, "VI"),
        issue=_one(fields, "IP"),
        pages=_one(fields, "PG"),
        authors=_all(fields, "AU") or _all(fields, "FAU"),
        keywords=tuple(keyword.strip("*") for keyword in _all(fields, "OT")),
        publication_types=kinds,
        retracted="Retracted Publication" in kinds or bool(_all(fields, "RIN")),
        retracts=tuple(f"PMID:{pmid}" for value in _all(fields, "ROF") for pmid in _PMID_REFERENCE.findall(value)),
        record=number,
    )


def _day(stated: str) -> str:
    """Return 20260131 as 2026-01-31; "" where it is no such day."""
    return f"{stated[:4]}-{stated[4:6]}-{stated[6:]}" if len(stated) == 8 and stated.isdecimal() else ""
