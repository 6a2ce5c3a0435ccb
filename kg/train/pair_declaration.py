"""A pipeline's `train-relations.toml`: what the network of pairs is trained from, and how."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.core.errors import DataError
from kg.core.pairs import KINDS
from kg.core.vocabulary import ASPECTS, DIRECTIONS, predicates

CONCEPTS, MENTIONS = "concepts", "mentions"  # what a corpus marks relations between
FORWARD, BACKWARD = "forward", "backward"
# What is asked of every pair of mentions of which something is said, whatever the corpus
SHARED_QUESTIONS = ("predicate", "direction", "aspect", "order", "negated", "speculated")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a corpus's label says; None and "" where it leaves that open.

    Attributes:
        answer: of the corpus's own question, where it asks one.
        predicate: ours.
        direction: ours; the corpus's own where None.
        aspect: ours; the corpus's own where None.
        order: whether its first argument acts (`forward`) or its second; "" where neither does.
        negated: it is denied.
    """

    answer: str = ""
    predicate: str = ""
    direction: str | None = None
    aspect: str | None = None
    order: str = FORWARD
    negated: bool = False


@dataclass(frozen=True, slots=True)
class PairCorpus:
    """A gold file and what it teaches.

    Attributes:
        between: `concepts` of a document, or `mentions` in a sentence.
        question: the corpus's own question: its answers, or whether anything is said of a pair.
        kinds: the corpus's label of a mention -> one of ours (`kg.core.pairs.KINDS`).
        pairs: the kinds that it marks relations between; all where it is empty.
        relations: its label of a relation -> what that says; one left out is unknown.
        texts: files that hold the documents, where the corpus comes without.
        skip: further gold files whose documents are not read a second time.
        ours: its labels are our own categories and predicates.
        found: its mentions are not the marked ones but those that the pipeline finds, so that what it finds wrongly is
            learned to be left alone.
        silent: the questions shared by all corpora that it leaves open, whatever it relates.
        partial: what it does not relate may be related all the same, and nothing is learned of it.
    """

    name: str
    file: str
    between: str
    question: str
    kinds: Mapping[str, str] = field(default_factory=dict)
    pairs: frozenset[frozenset[str]] = frozenset()
    relations: Mapping[str, Meaning] = field(default_factory=dict)
    weight: float = 1.0
    texts: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    ours: bool = False
    found: bool = False
    silent: frozenset[str] = frozenset()
    partial: bool = False


@dataclass(frozen=True, slots=True)
class PairDeclaration:
    """A whole `train-relations.toml`.

    Attributes:
        network: sizes, see `kg.train.pairing.PairShape`.
        training: see `kg.train.practice.Practice`.
        reading: `nearest` pairs of mentions of two concepts; `widest` gap within a sentence, in words.
        answers: the answers of each corpus's own question; the first is that nothing is said.
        held_out: files of which no document is trained on.
        calibration: files that tell how probabilities are to be read; held out too.
    """

    network: Mapping[str, Any]
    training: Mapping[str, Any]
    reading: Mapping[str, int]
    answers: Mapping[str, tuple[str, ...]]
    held_out: tuple[PairCorpus, ...]
    calibration: tuple[PairCorpus, ...]
    corpora: tuple[PairCorpus, ...]

    def files(self) -> Iterator[str]:
        """Yield every file named, once."""
        every = [*self.corpora, *self.held_out, *self.calibration]
        named = [name for one in every for name in (one.file, *one.texts, *one.skip)]
        yield from dict.fromkeys(named)


def read_pair_declaration(path: Path) -> PairDeclaration:
    """Read a `train-relations.toml`.

    Raises:
        DataError: it is missing, does not parse, lacks a field, or names what there is not.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        blank = {"name": "", "between": CONCEPTS, "question": ""}
        corpora = tuple(_corpora([*table["corpus"], *table.get("calibration", ())]))
        declaration = PairDeclaration(
            table["network"],
            table["training"],
            table["reading"],
            {name: tuple(answers) for name, answers in table["answers"].items()},
            tuple(_corpus({**blank, **row}) for row in table.get("held_out", ())),
            corpora[len(table["corpus"]) :],
            corpora[: len(table["corpus"])],
        )
        _check(declaration)
        return declaration
    except OSError as error:
        raise DataError(path, 0, error.strerror or str(error)) from error
    except KeyError as error:
        raise DataError(path, 0, f"{error} is missing") from error
    except (tomllib.TOMLDecodeError, ValueError, TypeError) as error:
        raise DataError(path, 0, str(error)) from error


def _check(declaration: PairDeclaration) -> None:
    """Check what can only be told from the whole.

    Raises:
        KeyError, ValueError: a part names what another does not hold.
    """
    for name in ("nearest", "widest"):
        declaration.reading[name]
    taken: set[str] = set()
    for corpus in (*declaration.corpora, *declaration.calibration):
        if corpus.name in taken:
            raise ValueError(f"two corpora are called {corpus.name!r}")
        taken.add(corpus.name)
        if corpus.question not in declaration.answers:
            raise ValueError(f"{corpus.name}: no question is called {corpus.question!r}")
        known = {"", *declaration.answers[corpus.question]}
        if unknown := sorted({one.answer for one in corpus.relations.values()} - known):
            raise ValueError(f"{corpus.name}: {corpus.question} has no answer {unknown[0]!r}")


def _corpora(rows: Sequence[Mapping[str, Any]]) -> Iterator[PairCorpus]:
    """Yield the corpora; one that is like an earlier one has what it does not say itself from there."""
    known: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        given = dict(row)
        whole = {**known[given.pop("like")], **given} if "like" in given else given
        known[whole["name"]] = whole
        yield _corpus(whole)


def _corpus(row: Mapping[str, Any]) -> PairCorpus:
    given = dict(row)
    if given["between"] not in {CONCEPTS, MENTIONS}:
        raise ValueError(f"{given['name']}: relations stand between concepts or mentions, not {given['between']!r}")
    kinds = dict(given.pop("kinds", {}))
    if unknown := sorted(set(kinds.values()).difference(KINDS)):
        raise ValueError(f"{given['name']}: no kind is called {unknown[0]!r}")
    relations = {label: _meaning(label, one) for label, one in dict(given.pop("relations", {})).items()}
    pairs = frozenset(frozenset(one.split()) for one in given.pop("pairs", ()))
    if unknown := sorted(frozenset().union(*pairs).difference(KINDS)):
        raise ValueError(f"{given['name']}: no kind is called {unknown[0]!r}")
    silent = frozenset(given.pop("silent", ()))
    if unknown := sorted(silent.difference(SHARED_QUESTIONS)):
        raise ValueError(f"{given['name']}: no shared question is called {unknown[0]!r}")
    lists: dict[str, Any] = {name: tuple(given.pop(name, ())) for name in ("texts", "skip")}
    return PairCorpus(**given, kinds=kinds, pairs=pairs, relations=relations, silent=silent, **lists)


def _meaning(label: str, row: Mapping[str, Any]) -> Meaning:
    meaning = Meaning(**row)
    if meaning.predicate and meaning.predicate not in predicates():
        raise ValueError(f"{label}: no predicate is called {meaning.predicate!r}")
    if meaning.direction not in {None, *DIRECTIONS} or meaning.aspect not in {None, *ASPECTS}:
        raise ValueError(f"{label}: no such direction or aspect")
    if meaning.order not in {"", FORWARD, BACKWARD}:
        raise ValueError(f"{label}: the order is forward, backward or empty")
    return meaning
