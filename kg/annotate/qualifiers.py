"""sentences -> negation and speculation: cues and the clause each of them reaches.

Cue lists with scopes that end at clause borders, after NegEx (Chapman et al., J Biomed Inform 2001, 34:301). What a cue
is and beside which words was learned from the abstracts of BioScope (Vincze et al., BMC Bioinformatics 2008, 9 S11:S9).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.declared import declared
from kg.annotate.rows import CueRow, text_of

NEGATION, SPECULATION = "negation", "speculation"
PLAIN, MILD, OWN, NONE = "plain", "mild", "own", "none"
_COMMA = re.compile(r",(?!\s+(?:however|therefore|in fact|by itself|alone|on its own)\b)")
_WORD = re.compile(r"\w[\w-]*")
_BEFORE = 60  # characters before a cue in which the words that must stand there are looked for
_KEYS = frozenset({"cues", "after", "not_after", "before", "not_before", "reach"})
_REACHES = frozenset({"on", "back", "both"})


def _any_of(phrases: Sequence[str]) -> str:
    """Return a pattern of phrases, the longest first; "*" is any rest of a word, "_" any word."""
    longest_first = sorted(phrases, key=len, reverse=True)
    escaped = (re.escape(phrase).replace(r"\ ", r"\s+").replace(r"\*", r"[\w-]*") for phrase in longest_first)
    return "|".join(re.sub(r"(?<!\w)_(?!\w)", r"[\\w-]+", one) for one in escaped) or r"(?!)"


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase, what it is a cue of, and beside which words.

    Attributes:
        use: who takes it for one: "plain", "mild", "own" or "none", see qualifiers.toml.
        reach: "on", "back" or "both".
        beside: whether it counts only next to certain words.
        pattern: the phrase, and what must or must not stand behind it.
        after: what must stand before it (True), or must not.
    """

    phrase: str
    kind: str
    use: str
    reach: str
    beside: bool
    pattern: re.Pattern[str]
    after: tuple[tuple[re.Pattern[str], bool], ...]

    def match(self, text: str, start: int, at: int, end: int) -> re.Match[str] | None:
        """Return where the phrase stands at a place of a sentence, beside what it must."""
        found = self.pattern.match(text, at, end)
        before = text[max(start, at - _BEFORE) : at]
        return found if found and all(bool(one.search(before)) == wanted for one, wanted in self.after) else None


def _cues(kind: str, use: str, lists: Mapping[str, Any]) -> Iterator[Cue]:
    """Yield the cues of one list.

    Raises:
        ValueError: an entry has a key or a reach that means nothing.
    """
    for entry in [{"cues": lists["cues"]}, *lists.get("beside", ())]:
        wrong = {*entry.keys() - _KEYS, *({entry.get("reach", "on")} - _REACHES)}
        if wrong:
            raise ValueError(f"{', '.join(sorted(wrong))} beside {entry['cues']} means nothing")
        before = "".join(
            rf"({sign}\s*(?:{_any_of(entry[name])})(?![\w-]))"
            for name, sign in (("before", "?="), ("not_before", "?!"))
            if name in entry
        )
        after = tuple(
            (re.compile(rf"(?<![\w-])(?:{_any_of(entry[name])})\W+$", re.IGNORECASE), name == "after")
            for name in ("after", "not_after")
            if name in entry
        )
        for phrase in entry["cues"]:
            pattern = re.compile(rf"(?:{_any_of([phrase])})(?![\w-]){before}", re.IGNORECASE)
            yield Cue(phrase, kind, use, entry.get("reach", "on"), len(entry) > 1, pattern, after)


class Qualifiers:
    """Finds cues and scopes in sentences."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        cues = [
            cue
            for kind in (NEGATION, SPECULATION)
            for use, lists in table[kind].items()
            for cue in _cues(kind, use, lists)
        ]
        self._by_word: defaultdict[str, list[Cue]] = defaultdict(list)
        # the longest first, and of the same ones those that must stand beside something
        for cue in sorted(cues, key=lambda one: (-len(one.phrase), not one.beside)):
            self._by_word[_WORD.findall(cue.phrase)[0].casefold()].append(cue)
        scope = table["scope"]
        ends, wide_ends, first = (_any_of(scope[name]) for name in ("ends", "wide_ends", "first_parts"))
        # "and" with a past tense behind it starts a statement of its own: "did not affect A and increased B"
        self._end = re.compile(
            rf"[;:]|\b(?:{ends})\b|\bbut\b(?!\s+not\b)|,\s+and\s|,?\s+and\s+(?:\w+ly\s+)?\w+(?:ed|s)\b"
            r"|,\s+(?:an?|the|is|are|was|were|has|have|had|did|does)\s",
            re.IGNORECASE,
        )
        self._wide_end = re.compile(rf";|\b(?:{wide_ends})\b|\bbut\b(?!\s+not\b)", re.IGNORECASE)
        self._wide = re.compile("|".join(rf"\s+{word}\b|(?<=\b{word})" for word in scope["wide"]), re.IGNORECASE)
        self._first_part = re.compile(rf"(?:{first})\s[^,;]*", re.IGNORECASE)
        self._reach = {kind: re.compile(rf"(?:\W*\S+){{0,{words}}}") for kind, words in scope["reach"].items()}

    def find(self, text: str, start: int, end: int) -> Iterator[CueRow]:
        """Yield the cues of one sentence with their scopes; a question is speculation as a whole."""
        if text[start:end].rstrip("\"'”’) ").endswith("?"):
            yield CueRow(SPECULATION, end - 1, end, start, end, OWN)
        for cue, left, right in self._cues(text, start, end):
            limit = end
            if cue.kind == NEGATION or self._first_part.fullmatch(text, start, right):
                comma = _COMMA.search(text, right, end)  # behind it is another statement; "not, however, …" is not
                limit = comma.start() if comma else end
            scope_end = right if cue.reach == "back" else self._scope_end(cue.kind, text, right, limit)
            scope_start = left if cue.reach == "on" else self._scope_start(text, start, left)
            yield CueRow(cue.kind, left, right, scope_start, scope_end, cue.use)

    def _cues(self, text: str, start: int, end: int) -> Iterator[tuple[Cue, int, int]]:
        """Yield cues and their places, none overlapping, the longest at each place."""
        taken = start
        for word in _WORD.finditer(text, start, end):
            at = word.start()
            if at < taken or word[0] == "NO":  # nitric oxide
                continue
            for cue in self._by_word.get(word[0].casefold(), ()):
                found = cue.match(text, start, at, end)
                if found:
                    taken = found.end()
                    if cue.use != NONE:
                        yield cue, at, taken
                    break

    def _scope_start(self, text: str, start: int, before: int) -> int:
        """Return where the clause that a cue stands in begins: "A expanded B, but C was not observed"."""
        return max((border.end() for border in self._wide_end.finditer(text, start, before)), default=start)

    def _scope_end(self, kind: str, text: str, after: int, end: int) -> int:
        ends = self._wide_end
        if kind == NEGATION or not self._wide.match(text, after, end):
            ends, reached = self._end, self._reach[kind].match(text, after, end)
            end = reached.end() if reached else end
        border = ends.search(text, after, end)
        return border.start() if border else end


def load_qualifiers(path: Path) -> Qualifiers:
    """Read a qualifiers.toml.

    Raises:
        DataError: it does not parse, a list is missing, or an entry has a key that means nothing.
    """
    with declared(path) as table:
        return Qualifiers(table)


class QualifierFinder:
    """The component: sets `doc._.kg_cues`, without the mild ones. Its lists are set by whoever loads the pipeline."""

    def __init__(self) -> None:
        self.qualifiers: Qualifiers | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Find the cues of a Doc."""
        if self.qualifiers is not None:
            text = text_of(doc)
            doc._.kg_cues = tuple(
                cue
                for sent in doc.sents
                for cue in self.qualifiers.find(text, sent.start_char, sent.end_char)
                if cue.use != MILD
            )
        return doc


@Language.factory("kg_qualifiers", requires=["token.is_sent_start"], assigns=["doc._.kg_cues"])
def make_qualifiers(nlp: Language, name: str) -> QualifierFinder:
    """Return the component; without cue lists it finds nothing."""
    if not Doc.has_extension("kg_cues"):
        Doc.set_extension("kg_cues", default=())
    return QualifierFinder()
