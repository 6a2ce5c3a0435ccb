"""text -> tokens that keep gene and cell names usable: TNF-α, CD4+CD25+FoxP3+, IL-2 / anti - IL-2, T(reg)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from kg.annotate.rows import TEXT

# What a hyphen joins to a name without being part of it: "TNF-α-induced", "IL-2-deficient"
_SUFFIXES = (
    "activated|associated|binding|blocking|deficient|dependent|depleted|derived|directed|driven|enriched|exposed"
    "|expressing|free|induced|induction|inducing|infected|independent|knockout|lacking|like|linked|mediated|negative"
    "|null|positive|primed|producing|production|reactive|related|releasing|resistant|responsive|restricted"
    "|secreting|sensitive|specific|stimulated|sufficient|suppressed|targeted|targeting|transgenic|treated|type"
)
_JOINTS = re.compile(
    rf"(?<=\w)(?<!\d)/(?=\w)|(?<=\d)/(?=[^\W\d])|(?<=[)+])/(?=\w)|(?<=\w)/(?=\d)"  # slash
    rf"|(?<=[\w+)])[-‐‑](?=(?:{_SUFFIXES})\b)"  # the hyphen before a suffix
    r"|(?<=\b[Aa]nti)[-‐‑]|(?<=\b[Nn]on)[-‐‑]|(?<=\b[Pp]re)[-‐‑](?=[Tt]reat)"  # behind a prefix
    r"|(?<=[a-z]{3})\.(?=[A-Z][a-z])"  # a sentence glued to the next: "inflammation.We found"
    r"|[–—=<>≤≥→↑↓]|(?<=[^\W\d])[,;:](?=\w)|(?<=\w)[:;](?=\D)",
)
_LEADING = "([{\"'“‘«<>~≥≤=±+-–—*#†‡.,;:"
_TRAILING = ")]}\"'”’»,;:!?…*†‡.>–—"
_CLOSERS = MappingProxyType({")": "(", "]": "[", "}": "{"})
_CHUNK = re.compile(r"\S+|\s+")
# Words whose full stop is theirs
_DOTTED = re.compile(r"^(?:[A-Za-z]\.)+$|^(?:al|etc|vs|cf|ca|approx|Figs?|Refs?|Eqs?|Nos?|Drs?|spp?|var|resp)\.$")


def _outer(chunk: str) -> tuple[int, int]:
    """Return where a chunk's core begins and ends once quotes, brackets and stops around it are set aside."""
    start, end = 0, len(chunk)
    while start < end and chunk[start] in _LEADING and not (chunk[start] in "+-." and chunk[start + 1 :][:1].isdigit()):
        start += 1
    while end > start and (chunk[end - 1] in _TRAILING or (chunk[end - 1] == "-" and chunk[end - 2].isalnum())):
        last = chunk[end - 1]
        core = chunk[start:end]
        if last in _CLOSERS and core.count(_CLOSERS[last]) >= core.count(last):
            break  # T(reg), CD4(+): the bracket is the word's own
        if last == "." and _DOTTED.match(core):
            break
        end -= 1
    return start, end


def _pieces(chunk: str) -> Iterator[str]:
    start, end = _outer(chunk)
    yield from chunk[:start]
    at = start
    for joint in _JOINTS.finditer(chunk, start, end):
        if joint.start() > at:
            yield chunk[at : joint.start()]
        yield joint[0]
        at = joint.end()
    if at < end:
        yield chunk[at:end]
    yield from chunk[end:]


class Tokenizer:
    """Cuts a text at white space, around brackets and quotes, at slashes, and before suffixes like -induced."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return a Doc whose text is `text`, character by character."""
        words: list[str] = []
        spaces: list[bool] = []
        for chunk in _CHUNK.findall(text):
            if chunk.isspace():
                if chunk[0] == " " and words and not spaces[-1]:
                    spaces[-1] = True
                    chunk = chunk[1:]
                if chunk:
                    words.append(chunk)
                    spaces.append(False)
                continue
            for piece in _pieces(chunk):
                words.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces, user_data={TEXT: text})

    def to_bytes(self, **_: Any) -> bytes:
        """Return nothing: the tokenizer has no state of its own (spaCy asks when a pipeline is pickled)."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> Tokenizer:
        """Return itself; see `to_bytes`."""
        return self

    def to_disk(self, _path: str | Path, **_: Any) -> None:
        """Write nothing; see `to_bytes`."""

    def from_disk(self, _path: str | Path, **_: Any) -> Tokenizer:
        """Return itself; see `to_bytes`."""
        return self


@registry.tokenizers("kg.tokenizer.v1")
def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """Return what spaCy's config calls to make the tokenizer (`@tokenizers = "kg.tokenizer.v1"`)."""
    return lambda nlp: Tokenizer(nlp.vocab)
