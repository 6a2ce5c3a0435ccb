"""An XML stream -> its records, one at a time, in flat memory and with nothing fetched or expanded.

The readers of PubMed, JATS and BioC XML share this: no DTD is loaded, no network touched, no entity expanded.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any, cast

from lxml import etree

from kg.core.errors import RecordError

# How untrusted XML is parsed: nothing fetched, nothing expanded
SAFE: Mapping[str, Any] = MappingProxyType(
    {
        "resolve_entities": False,
        "no_network": True,
        "load_dtd": False,
        "huge_tree": False,
        "remove_comments": True,
        "remove_pis": True,
    }
)
LARGEST_RECORD = 1 << 25  # bytes; as elements they take some twenty times as much
_NOT_CONTENT = MappingProxyType({"<!--": "-->", "<?": "?>"})
_FIRST_TAG = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")
_IN_NAMESPACE = etree.XPath("descendant-or-self::*[namespace-uri()]")


def root_name(head: str) -> str:
    """Return the local name of an XML file's outermost element, or "" if it does not begin like XML."""
    if not head.lstrip("\ufeff \t\r\n").startswith("<"):
        return ""
    at = 0
    while (at := head.find("<", at)) >= 0:
        opened = next((mark for mark in _NOT_CONTENT if head.startswith(mark, at)), "")
        if not opened:
            if found := _FIRST_TAG.match(head, at):
                return found[1]
            at += 1
        elif (at := head.find(_NOT_CONTENT[opened], at + len(opened))) < 0:
            break
    return ""


class TooLarge(Exception):
    """A record of more than LARGEST_RECORD bytes."""

    def __str__(self) -> str:
        return f"a record of more than {LARGEST_RECORD:,} bytes, so that nothing behind it is read"


class Metered:
    """A stream that stops where no record ends for long: what is parsed of one is held in memory.

    Raises:
        TooLarge: while it is read.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._since = 0

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        data = self._stream.read(size)
        self._since += len(data)
        if self._since > LARGEST_RECORD:
            raise TooLarge
        return data

    def ended(self) -> None:
        """Begin to count anew: a record has ended."""
        self._since = 0


def records(
    stream: IO[bytes], path: Path | str, names: tuple[str, ...], *, after: int = 0
) -> Iterator[tuple[int, etree._Element] | RecordError]:
    """Yield (record number, element) for each element called one of `names`, in any namespace.

    Namespaces are taken off. An element is emptied when the next one is asked for. XML that breaks off
    becomes one RecordError behind the records before it.

    Args:
        stream: the file's bytes, decompressed.
        path: the file, for messages.
        names: local names of the elements that are records; they must not nest.
        after: the number of records read before this stream.
    """
    number = after
    metered = Metered(stream)
    try:
        for element in _elements(metered, names):
            number += 1
            entity = _plain(element)
            if entity:
                yield RecordError(path, number, f"line {element.sourceline}: entity {entity} is not expanded")
            else:
                yield number, element
            _forget(element)
            metered.ended()
    except TooLarge as error:
        yield RecordError(path, number + 1, str(error))
    except etree.XMLSyntaxError as error:
        reason = str(error.msg).rsplit(", line", 1)[0]
        yield RecordError(path, number + 1, f"line {error.lineno}: broken XML: {reason}")
    else:
        if number == after:
            yield RecordError(path, number + 1, f"there is no <{names[0]}> in it")


def _elements(stream: Metered, names: tuple[str, ...]) -> Iterator[etree._Element]:
    """Yield each finished element called one of `names`."""
    events = etree.iterparse(
        stream,
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        **SAFE,
    )
    for _, element in events:
        yield element


def _plain(element: etree._Element) -> str:
    """Take namespaces and HTML's named characters out; return the first entity that is neither, or ""."""
    # cast: an XPath can answer with numbers and strings, this one cannot
    for inner in cast("list[etree._Element]", _IN_NAMESPACE(element)):
        inner.tag = etree.QName(inner).localname
    for entity in element.iter(etree.Entity):
        if html.unescape(entity.text or "") == entity.text:
            return entity.text
    return ""


def _forget(element: etree._Element) -> None:
    """Empty an element and drop what stands before it, so that memory stays flat."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def text_of(element: etree._Element | None) -> str:
    """Return an element's text with inline markup taken off and white space collapsed; "" for None.

    Superscripts and subscripts simply join their neighbours: `CD4<sup>+</sup>` is `CD4+`.
    """
    if element is None:
        return ""
    return " ".join(verbatim(element).split())


def verbatim(element: etree._Element | None) -> str:
    """Return an element's characters as they stand, markup taken off; "" for None."""
    if element is None:
        return ""
    if not len(element):
        return element.text or ""
    pieces = (str(piece) for piece in element.itertext())
    return "".join(html.unescape(piece) if piece[:1] == "&" else piece for piece in pieces)


def texts_of(element: etree._Element, path: str) -> tuple[str, ...]:
    """Return the texts of all elements on a path that have any."""
    return tuple(text for found in element.iterfind(path) if (text := text_of(found)))
