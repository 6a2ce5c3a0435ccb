"""sentences -> negation and speculation: cues and the clause each of them reaches.

Cue lists with forward scopes that end at clause borders, after NegEx (Chapman et al., J Biomed Inform 2001, 34:301).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.rows import CueRow, text_of
from kg.core.errors import DataError

NEGATION, SPECULATION = "negation", "speculation"
_COMMA = re.compile(r",(?!\s+(?:however|therefore|in fact|by itself|alone|on its own)\b)")


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    inner = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first) or r"(?!)"
    return re.compile(rf"(?<![\w-])(?:{inner})(?![\w-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cues:
    """Compiled cue lists of one kind."""

    kind: str
    forward: re.Pattern[str]
    pseudo: re.Pattern[str]
    backward: re.Pattern[str]


class Qualifiers:
    """Finds cues and scopes in sentences."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.cues = tuple(
            Cues(kind, *(_any_of(table[kind][name]) for name in ("cues", "pseudo", "behind")))
            for kind in (NEGATION, SPECULATION)
        )
        ends = _any_of(table["scope"]["ends"]).pattern
        reach = int(table["scope"]["reach"])
        # "and" with a past tense behind it starts a statement of its own: "did not affect A and increased B"
        self._end = re.compile(
            rf"[;:]|{ends}|\bbut\b(?!\s+not\b)|,\s+and\s|,?\s+and\s+(?:\w+ly\s+)?\w+(?:ed|s)\b|,\s+(?:a|an|the)\s",
            re.IGNORECASE,
        )
        self._reach = re.compile(rf"(?:\W*\S+){{0,{reach}}}")

    def find(self, text: str, start: int, end: int) -> Iterator[CueRow]:
        """Yield the cues of one sentence with their scopes; a question is speculation as a whole."""
        if text[start:end].rstrip("\"'”’) ").endswith("?"):
            yield CueRow(SPECULATION, end - 1, end, start, end)
        for cues in self.cues:
            hidden = [found.span() for found in cues.pseudo.finditer(text, start, end)]
            for cue in cues.forward.finditer(text, start, end):
                if any(left <= cue.start() and cue.end() <= right for left, right in hidden):
                    continue
                if cue[0] == "NO":
                    continue  # nitric oxide
                limit = end
                if cues.kind == NEGATION:  # what follows a comma is another statement; "not, however, …" is not
                    comma = _COMMA.search(text, cue.end(), end)
                    limit = comma.start() if comma else end
                yield CueRow(cues.kind, *cue.span(), cue.start(), self._scope_end(text, cue.end(), limit))
            for cue in cues.backward.finditer(text, start, end):
                yield CueRow(cues.kind, *cue.span(), start, cue.end())

    def _scope_end(self, text: str, after: int, end: int) -> int:
        reached = self._reach.match(text, after, end)
        limit = reached.end() if reached else end
        border = self._end.search(text, after, limit)
        return border.start() if border else limit


def load_qualifiers(path: Path) -> Qualifiers:
    """Read a qualifiers.toml.

    Raises:
        DataError: it does not parse, or a list is missing.
    """
    try:
        return Qualifiers(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise DataError(path, 0, str(error)) from error
    except KeyError as error:
        raise DataError(path, 0, f"{error} is missing") from error


class QualifierFinder:
    """The component: sets `doc._.kg_cues`. Its cue lists are set by whoever loads the pipeline."""

    def __init__(self) -> None:
        self.qualifiers: Qualifiers | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Find the cues of a Doc."""
        if self.qualifiers is not None:
            text = text_of(doc)
            doc._.kg_cues = tuple(
                cue for sent in doc.sents for cue in self.qualifiers.find(text, sent.start_char, sent.end_char)
            )
        return doc


@Language.factory("kg_qualifiers", requires=["token.is_sent_start"], assigns=["doc._.kg_cues"])
def make_qualifiers(nlp: Language, name: str) -> QualifierFinder:
    """Return the component; without cue lists it finds nothing."""
    if not Doc.has_extension("kg_cues"):
        Doc.set_extension("kg_cues", default=())
    return QualifierFinder()
