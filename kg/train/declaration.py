"""A pipeline's `train.toml`: what a model is trained from, and how."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.core.errors import DataError


@dataclass(frozen=True, slots=True)
class Unknown:
    """Stretches that are neither a name nor none, for one head.

    Attributes:
        label: of the corpus; "" for any text.
        words: what the words must be: the whole of a labelled stretch, or anywhere in the text where no label is given.
    """

    head: str
    label: str = ""
    words: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Corpus:
    """A gold file and what it teaches.

    Attributes:
        labels: the corpus's label -> the head it teaches. What is not labelled is no name of that head.
        also: a label -> a head that it teaches too where the words are so, and else leaves unknown.
        weight: how often a stretch of it is seen in an epoch, on average.
        empty: share of the documents without a label that is kept.
        pmids: a file that gives the PMID of each of the corpus's own ids; "" where it states PMIDs itself.
        only: PMIDs of the documents to keep to; all where it is empty.
        tenth: only documents whose PMID's SHA-1 modulo 10 is this; -1 for all.
    """

    name: str
    file: str
    labels: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, tuple[str, re.Pattern[str]]] = field(default_factory=dict)
    unknown: tuple[Unknown, ...] = ()
    weight: float = 1.0
    empty: float = 1.0
    pmids: str = ""
    only: tuple[str, ...] = ()
    tenth: int = -1

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads it teaches, each once."""
        return tuple(dict.fromkeys([*self.labels.values(), *(head for head, _ in self.also.values())]))


@dataclass(frozen=True, slots=True)
class Declaration:
    """A whole `train.toml`.

    Attributes:
        network: sizes, see `kg.train.network.Shape`.
        teacher: sizes of the larger network that teaches it; empty where it learns by itself.
        teaching: how the small one learns from the large one's votes, see `kg.train.loop.Training`.
        finishing: how the small one learns from gold and votes alone at the end, likewise.
        reading: how it reads the texts before it learns, see `kg.train.loop.Training`; empty where it does not.
        training: how it learns, likewise.
        vectors: floret's settings.
        texts: files whose texts the word vectors are trained on.
        held_out: what figures are measured on; none of its documents is trained on.
    """

    network: Mapping[str, Any]
    teacher: Mapping[str, Any]
    teaching: Mapping[str, Any]
    finishing: Mapping[str, Any]
    reading: Mapping[str, Any]
    training: Mapping[str, Any]
    vectors: Mapping[str, Any]
    texts: tuple[str, ...]
    held_out: tuple[Corpus, ...]
    corpora: tuple[Corpus, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """All heads, those that ship first."""
        every = dict.fromkeys(head for corpus in self.corpora for head in corpus.heads)
        return tuple(sorted(every, key=lambda head: (is_auxiliary(head), head)))

    def files(self) -> Iterator[str]:
        """Yield every file named, texts and corpora, once."""
        corpora = [*self.corpora, *self.held_out]
        named = [*self.texts, *(one.file for one in corpora), *(one.pmids for one in corpora if one.pmids)]
        yield from dict.fromkeys(named)


def is_auxiliary(head: str) -> bool:
    """Tell whether a head only teaches the encoder: a corpus's own idea of a kind."""
    return "." in head


def read_declaration(path: Path) -> Declaration:
    """Read a `train.toml`.

    Raises:
        DataError: it is missing, does not parse, or lacks a field.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        vectors = dict(table["vectors"])
        return Declaration(
            table["network"],
            table.get("teacher", {}),
            table.get("teaching", {}),
            table.get("finishing", {}),
            table.get("reading", {}),
            table["training"],
            vectors,
            tuple(vectors.pop("texts")),
            tuple(_corpus({"name": row["file"], **row}) for row in table.get("held_out", ())),
            tuple(_corpus(row) for row in table["corpus"]),
        )
    except OSError as error:
        raise DataError(path, 0, error.strerror or str(error)) from error
    except KeyError as error:
        raise DataError(path, 0, f"{error} is missing") from error
    except (tomllib.TOMLDecodeError, re.error, TypeError) as error:
        raise DataError(path, 0, str(error)) from error


def _corpus(row: Mapping[str, Any]) -> Corpus:
    given = dict(row)
    also = {label: (rule["head"], re.compile(rule["words"])) for label, rule in dict(given.pop("also", {})).items()}
    unknown = tuple(_unknown(rule) for rule in _rules(given.pop("unknown", ())))
    only = tuple(given.pop("only", ()))
    return Corpus(**given, also=also, unknown=unknown, only=only)


def _rules(given: Any) -> Sequence[Mapping[str, str]]:
    return tuple(given)


def _unknown(rule: Mapping[str, str]) -> Unknown:
    words = re.compile(rule["words"]) if "words" in rule else None
    return Unknown(rule["head"], rule.get("label", ""), words)
