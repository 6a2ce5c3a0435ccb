"""Networks of pairs with weights made by hand: what they answer is known beforehand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from kg.annotate.learned import BALANCED, PRECISE, Learned
from kg.annotate.pairing import FORMAT, PairReader
from kg.annotate.pipeline import Annotator
from kg.core.pairs import BETWEEN, GAPS, KINDS, REGIONS, SENTENCES_APART, TOLD
from kg.core.vocabulary import ASPECTS, DIRECTIONS, predicates

WIDTH, PAIR, HEADS, TABLE, DILATIONS = 8, 6, 2, 4, (1, 2)
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "stated": ("none", "stated"),
    "biored": ("none", "Association", "Positive_Correlation", "Cotreatment"),
    "cid": ("none", "induced"),
    "novelty": ("No", "Novel"),
    "predicate": tuple(sorted(predicates())),
    "direction": DIRECTIONS,
    "aspect": ASPECTS,
    "order": ("forward", "backward"),
    "negated": ("no", "yes"),
    "speculated": ("no", "yes"),
}
# What it says where a test does not say otherwise: nothing of documents, and of mentions that one raises another
USUAL: Mapping[str, tuple[str, float]] = {
    "stated": ("stated", 0.9),
    "biored": ("none", 0.99),
    "cid": ("none", 0.99),
    "novelty": ("Novel", 0.9),
    "predicate": ("affects", 0.99),
    "direction": ("increased", 0.99),
    "aspect": ("activity", 0.99),
    "order": ("forward", 0.99),
    "negated": ("no", 0.99),
    "speculated": ("no", 0.99),
}
EVERY = frozenset(frozenset((one, other)) for one in KINDS for other in KINDS)
FITS = frozenset((predicate, one, other) for predicate in predicates() for one in KINDS for other in KINDS)


def sizes(states: int) -> dict[str, tuple[int, ...]]:
    """The shape of each array."""
    square = {f"{name}.weight": (WIDTH, WIDTH) for name in ("query", "key", "value")}
    tables = {"gap": GAPS, "apart": SENTENCES_APART, "sorts": len(KINDS) ** 2, "turned": 2}
    linear = {
        "enter": (states, WIDTH),
        **{f"blocks.{number}.linear": (3 * WIDTH, 2 * WIDTH) for number in range(len(DILATIONS))},
        "both": (4 * WIDTH + 4 * TABLE, 2 * PAIR),
        "weigh": (PAIR, 1),
        "whole": (3 * WIDTH, 2 * PAIR),
        "told": (TOLD, PAIR),
        "middle": (4 * PAIR, 2 * PAIR),
        **{f"answer.{name}": (PAIR, len(answers)) for name, answers in QUESTIONS.items()},
    }
    norms = {"enter_norm": WIDTH, "leave_norm": WIDTH, "norm": 4 * PAIR}
    norms |= {f"blocks.{number}.norm": WIDTH for number in range(len(DILATIONS))}
    return {
        **square,
        **{f"{name}.bias": (WIDTH,) for name in ("query", "key", "value")},
        **{f"{name}.weight": (rows, TABLE) for name, rows in tables.items()},
        **{f"{name}.weight": shape for name, shape in linear.items()},
        **{f"{name}.bias": shape[1:] for name, shape in linear.items()},
        **{f"{name}.{part}": (size,) for name, size in norms.items() for part in ("weight", "bias")},
        "kind.weight": (1 + 2 * len(KINDS), WIDTH),
        "region.weight": (len(REGIONS), HEADS),
    }


def reader_of(weights: Mapping[str, NDArray[np.float32]], **changed: Any) -> PairReader:
    given: dict[str, Any] = {
        "questions": QUESTIONS,
        "weights": weights,
        "dilations": DILATIONS,
        "heads": HEADS,
        "reading": {"nearest": 4, "widest": 60},
        "kinds": EVERY,
        "fits": FITS,
        "calibration": {},
    }
    return PairReader(**given | changed)


def random_reader(states: int = 5, seed: int = 0) -> PairReader:
    rng = np.random.default_rng(seed)
    return reader_of(
        {name: rng.normal(scale=0.5, size=size).astype(np.float32) for name, size in sizes(states).items()}
    )


def saying(states: int, said: Mapping[str, tuple[str, float]] | None = None, **changed: Any) -> PairReader:
    """A network that says the same of every pair: to each question an answer with its probability.

    What is left goes to the other answers in equal parts. It turns most to the words between two names.
    """
    weights = {name: np.zeros(size, np.float32) for name, size in sizes(states).items()}
    weights["region.weight"][BETWEEN] = 1
    for question, (answer, chance) in {**USUAL, **(said or {})}.items():
        answers = QUESTIONS[question]
        chances = np.full(len(answers), (1 - chance) / (len(answers) - 1))
        chances[answers.index(answer)] = chance
        weights[f"answer.{question}.bias"] = np.log(chances).astype(np.float32)
    return reader_of(weights, **changed)


def write(folder: Path, reader: PairReader, name: str = "relations") -> None:
    """Write a network as training does."""
    with (folder / f"{name}.npz").open("wb") as out:
        np.savez(out, **reader.weights)
    about = {
        "format": FORMAT,
        "questions": {name: list(answers) for name, answers in reader.questions.items()},
        "shape": {"dilations": list(reader.dilations), "heads": reader.heads},
        "reading": dict(reader.reading),
        "kinds": sorted(sorted(one) for one in reader.kinds),
        "fits": sorted(reader.fits)[:3],
        "calibration": {"stated": [1.5, -0.5]},
        "sha256": {f"{name}.npz": hashlib.sha256((folder / f"{name}.npz").read_bytes()).hexdigest()},
    }
    (folder / f"{name}.json").write_text(json.dumps(about), encoding="utf-8")


def by_rules(annotator: Annotator, text: str) -> Doc:
    """Read a text with all of the shipped pipeline but its network of pairs."""
    doc = annotator.nlp.make_doc(text)
    for name, component in annotator.nlp.pipeline:
        if name != "kg_pairs":
            doc = component(doc)
    return doc


def component(annotator: Annotator, said: Mapping[str, tuple[str, float]] | None = None, **changed: Any) -> Learned:
    """The component with a network that says the same of every pair; points and the network's parts by name."""
    changed.setdefault("besides", changed.get("stated", 0.5))
    usual = {"stated": 0.5, "besides": 0.5, "sign": 0.0, "related": 0.5, "induced": 0.5, "rule": 0.1, "across": False}
    point = {name: changed.pop(name, value) for name, value in usual.items()}
    made = Learned({PRECISE: point, BALANCED: point | {"across": True}})
    shipped = annotator.nlp.get_pipe("kg_pairs")
    made.concepts, made.known = shipped.concepts, shipped.known
    made.reader = saying(len(annotator.words("A").states[0]), said, **changed)
    return made
