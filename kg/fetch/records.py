"""records by id -> the bytes of a file that `kg build` reads, the same for the same records; and back."""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from lxml import etree

from kg.core.errors import InputError
from kg.core.opening import open_binary
from kg.core.xml import SAFE, text_of
from kg.fetch.web import BrokeOff

XML, LINES = "xml", "jsonl"
_RECORDS = MappingProxyType(
    {"PubmedArticle": "MedlineCitation/PMID", "PubmedBookArticle": "BookDocument/PMID"}
)  # what a record is called, and where its id stands
_PMID = re.compile(r"[1-9][0-9]{0,9}")
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n<PubmedArticleSet>\n'
_TAIL = b"</PubmedArticleSet>\n"


def order(identity: str) -> tuple[bool, int, str]:
    """Return what ids are sorted by: PMIDs by number, then others."""
    return not is_pmid(identity), len(identity), identity


def is_pmid(identity: str) -> bool:
    """Tell whether an id is a PMID."""
    return bool(_PMID.fullmatch(identity))


def form_of(identity: str) -> str:
    """Return the format of a record: PubMed XML where it has a PMID, else JSON Lines, which need none."""
    return XML if is_pmid(identity) else LINES


def pack(records: Mapping[str, bytes], form: str) -> bytes:
    """Return a file's bytes, compressed without time or name, the records in order of their ids."""
    lines = b"".join(records[identity] + b"\n" for identity in sorted(records, key=order))
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=packed, mtime=0) as out:
        out.write(_HEAD + lines + _TAIL if form == XML else lines)
    return packed.getvalue()


def unpack(path: Path) -> dict[str, bytes]:
    """Return the records of a file that `pack` made.

    Raises:
        InputError: it is damaged.
    """
    with open_binary(path) as stream:
        content = stream.read()
    try:
        if path.name.endswith(f".{XML}.gz"):
            return split(content)
        return {str(json.loads(line)["id"]): line for line in content.splitlines()}
    except (BrokeOff, ValueError, KeyError) as error:
        raise InputError(path, f"is no longer as it was fetched ({error})") from error


def split(content: bytes) -> dict[str, bytes]:
    """Return the records of PubMed XML by PMID; of two with one PMID the later version.

    Raises:
        BrokeOff: it is cut short, an error in place of records, or holds entities, which are not expanded.
    """
    try:
        root = etree.fromstring(content, etree.XMLParser(**SAFE))
    except etree.XMLSyntaxError as error:
        raise BrokeOff(f"the answer is no whole XML ({error.msg})") from error
    if root.tag != "PubmedArticleSet":
        raise BrokeOff(_complaint(root))
    found: dict[str, tuple[int, bytes]] = {}
    for element in root:
        pmid = element.find(_RECORDS[element.tag]) if element.tag in _RECORDS else None
        if pmid is None or not is_pmid(identity := text_of(pmid)):
            continue
        if next(element.iter(etree.Entity), None) is not None:
            raise BrokeOff(f"the record of PMID {identity} holds an entity")
        version = pmid.get("Version", "1")
        element.tail = None
        record = (int(version) if version.isdecimal() else 1, etree.tostring(element, encoding="UTF-8"))
        found[identity] = max(record, found.get(identity, record))
    return {identity: record for identity, (_, record) in found.items()}


def _complaint(root: etree._Element) -> str:
    """Return what a server says in place of records: `<ERROR>` below whatever root."""
    said = next((text for one in root.iter("ERROR", "Error", "error") if (text := text_of(one))), "")
    return f"the server says: {said[:200]}" if said else f"the answer is <{root.tag}>, not records"
