"""files that lie beside ontologies and hold no concepts -> a sentence that says what they are."""

from __future__ import annotations

import json
import re
from pathlib import Path

from kg.index.rows import DELIMITERS, fields, lines

_YAML = re.compile(r"\ufeff?(?:---|#[^\n]*|\s)*+[\w -]+:(?:[ \t][^\n]*)?\n")
_LINKML = re.compile(r"linkml|^default_prefix:|^slots:|^classes:", re.MULTILINE)
_MARKDOWN = re.compile(r"\ufeff?\s*#{1,6} \S")
_SENTENCE = re.compile(r"\w+[.!?](?:\s|$)")
_LONGEST_PHRASE = 60  # characters
_FEW = 5


def what_is(path: Path, head: str) -> str:
    """Return what a file is that no ontology reader recognises, "" where that cannot be told."""
    begins = head.lstrip("\ufeff \n\t")
    name = path.name.lower()
    if begins[:1] in {"{", "["}:
        return _json(begins)
    if ".yaml" in name or ".yml" in name or (begins.startswith("---") and _YAML.match(head)):
        if _LINKML.search(head):
            return "a data model in YAML (LinkML): it names classes and slots, not what texts speak of"
        return "YAML that is no ontology: no concept is taken from it"
    if _MARKDOWN.match(head) or name.endswith((".md", ".rst")):
        return "a text for people: no concept is taken from it"
    some = [line for line in head.splitlines()[:400] if line.strip()]
    if len(some) >= _FEW and not any(_is_long(line) for line in some):
        count = sum(bool(line.strip()) for _, line in lines(path))
        return (
            f"a list of {count} words or phrases without ids, such as names to leave out: no concept is taken from it"
        )
    return _table(some)


def _is_long(line: str) -> bool:
    return len(line) > _LONGEST_PHRASE or "\t" in line or line.count(",") > 1 or bool(_SENTENCE.search(line))


def _json(begins: str) -> str:
    try:
        value = json.loads(begins)
    except (ValueError, RecursionError):
        return "JSON that is no OBO Graphs: no concept is taken from it"
    kind = "of numbers, such as weights" if _is_numbers(value) else "that is no OBO Graphs"
    return f"JSON {kind}: no concept is taken from it"


def _is_numbers(value: object) -> bool:
    if isinstance(value, dict):
        return bool(value) and all(map(_is_numbers, value.values()))
    return isinstance(value, int | float)


def _table(some: list[str]) -> str:
    for delimiter in DELIMITERS:
        try:
            widths = [len(fields(line, delimiter)) for line in some[:_FEW]]
        except ValueError:
            continue
        if len(widths) == _FEW and min(widths) == max(widths) > 1:
            columns = ", ".join(fields(some[0], delimiter))
            return f"a table with the columns {columns[:200]}: none of them is known to hold ids"
    return ""
