"""The unified XML of the corpora of protein interactions (Pyysalo et al., 2008) -> gold Extractions.

    <corpus source="AIMed"><document id="AIMed.d0" origId="11780382">
      <sentence id="AIMed.d0.s0" charOffset="0-77" text="…">
        <entity id="AIMed.d0.s0.e0" charOffset="60-76" text="…" type="protein"/>
        <interaction e1="AIMed.d0.s0.e0" e2="AIMed.d0.s0.e1" type="PPI"/>

A sentence is a document of its own, under the paper's PMID: the corpora are sets of sentences, many of which do not
follow one another, and pairs across them are not judged. Every pair of a sentence that is not listed is one that does
not interact. A name's offsets count within its sentence and end behind its last character; one with holes has several
("4-9,14-20"). Each name is its own concept, by its own id, since pairs of names are what is judged. LLL lists the agent
before its target.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from kg.core.errors import RecordError
from kg.core.opening import open_binary
from kg.core.text import Extraction, Metadata, Span
from kg.core.xml import records, root_name
from kg.read.columns import pmid_in
from kg.read.gold import GoldMention, GoldRelation, gold_mention, make_extraction
from kg.read.verbatim import verbatim

PROTEIN = "protein"
# What stands under `type` and is no kind of thing: LLL's roles, HPRD50's ids, and nothing (IEPA)
_NO_KIND = re.compile(r"(?:agent|target|agent/target|.*\bpm\d{7}\b.*)?")


def recognises(head: str) -> bool:
    """Return whether a file that begins so is the unified XML."""
    return root_name(head) == "corpus" and "<sentence" in head and "charOffset=" in head


def gold(path: Path) -> Iterator[Extraction | RecordError]:
    """Yield the sentences with the names marked in them and which of these interact.

    Raises:
        InputError: the file cannot be opened or decompressed.
    """
    with open_binary(path) as stream:
        for item in records(stream, path, ("sentence",)):
            if isinstance(item, RecordError):
                yield item
                continue
            number, sentence = item
            try:
                yield _extraction(sentence, path, number)
            except (KeyError, ValueError) as error:
                name = sentence.get("id") or "a sentence"
                yield RecordError(path, number, f"{name}: no sentence with marked names: {error!r}")


def _extraction(sentence: etree._Element, path: Path, number: int) -> Extraction | RecordError:
    text, paper = _stated(sentence, "text"), sentence.getparent()
    stated = "" if paper is None else paper.get("PMID") or paper.get("origId") or ""
    metadata = Metadata(pmid=pmid_in(stated), source_id=sentence.get("id", ""), source=str(path), record=number)
    names = sentence.findall("entity")
    place = {_stated(name, "id"): index for index, name in enumerate(names)}
    relations = [
        GoldRelation(kind, agent, target, place[agent], place[target])
        for kind, agent, target in map(_interaction, sentence.iterfind("interaction"))
    ]
    mentions = [_mention(name, text) for name in names]
    return make_extraction(verbatim(text, metadata), mentions, relations, path=path, number=number)


def _interaction(element: etree._Element) -> tuple[str, str, str]:
    return element.get("type", "PPI"), _stated(element, "e1"), _stated(element, "e2")


def _mention(name: etree._Element, text: str) -> GoldMention:
    spans = []
    for one in _stated(name, "charOffset").split(","):
        start, _, end = one.partition("-")
        spans.append(Span(int(start), int(end)))
    kind = name.get("type", "")
    label = PROTEIN if _NO_KIND.fullmatch(kind) else kind
    return gold_mention(text, spans, _stated(name, "text"), label, _stated(name, "id"))


def _stated(element: etree._Element, name: str) -> str:
    value = element.get(name)
    if value is None:
        raise ValueError(f"<{element.tag}> has no {name}")
    return value
