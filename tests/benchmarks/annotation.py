"""How many abstracts one core annotates in a second, beside the components of scispaCy's en_core_sci_sm.

    python -m tests.benchmarks.annotation [--documents 1000] [--repeats 5] [--memory 20000]

Two processes of one thread each load, warm up, and then take turns over the same abstracts, so that whatever else the
machine does slows both; seconds of CPU leave it out. Ours is the whole default annotation, from documents to
extractions. The other is a spaCy pipeline of the components that scispaCy's configuration states (allenai/scispacy,
configs/base_parser_tagger.cfg and base_ner.cfg), with random weights, which cost what trained ones cost:

- scispaCy's own tokenizer, and its abbreviation detector at the end;
- a tok2vec of width 96 and depth 4 that tagger and parser listen to, and another one within ner, as in the release;
- 45 tags, 45 dependencies, one kind of mention; hidden layers of width 128 with 3 pieces in parser and ner;
- no attribute ruler and no lemmatizer, which the release copies from en_core_web_sm: that favours it.

`--memory N` streams N abstracts through ours instead, and prints what the process holds at ten points.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from kg.core.text import Document
from tests.benchmarks.lexicon import memory, peak

ROOT = Path(__file__).resolve().parents[2]
ABSTRACTS = ROOT.parent / "shared" / "inputs" / "abstracts"
WARM = 50  # documents before the first turn
POINTS = 10  # at which memory is read

ATTRIBUTES = {"NORM": 5000, "PREFIX": 1000, "SUFFIX": 2500, "SHAPE": 2500, "SPACY": 50, "IS_SPACE": 50}
NER_ATTRIBUTES = {"NORM": 5000, "PREFIX": 2500, "SUFFIX": 2500, "SHAPE": 2500, "SPACY": 100}
LABELS = 45  # tags, and dependencies

Work = Callable[[list[Document]], int]


def documents() -> Iterator[Document]:
    """Yield the shared abstracts, those on immunology first."""
    from kg.read.sniff import read_documents

    files = [ABSTRACTS / "immunology_subset.jsonl.gz", *sorted(ABSTRACTS.glob("pubmed_abstracts_*"))]
    return (found for found in read_documents(map(str, files), None) if isinstance(found, Document))


def ours() -> Work:
    """Return the default annotation; it counts the mentions found."""
    from kg.core.text import Extraction
    from kg.recipe import Recipe, load_annotator

    annotator = load_annotator(Recipe())

    def work(given: list[Document]) -> int:
        found = list(annotator.stream(given))
        failed = [one for one in found if not isinstance(one, Extraction)]
        assert not failed, failed[0]
        return sum(len(one.mentions) for one in found)

    return work


def _tok2vec(rows: dict[str, int]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": 96,
            "attrs": list(rows),
            "rows": list(rows.values()),
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 96,
            "depth": 4,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    }


def _transitions(kind: str, tok2vec: dict[str, Any]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": kind,
        "extra_state_tokens": False,
        "hidden_width": 128,
        "maxout_pieces": 3,
        "use_upper": True,
        "tok2vec": tok2vec,
    }


def scispacy() -> Work:
    """Return scispaCy's pipeline with random weights; it counts the sentences found."""
    import spacy
    from scispacy.abbreviation import AbbreviationDetector  # noqa: F401  (registers its factory)
    from scispacy.custom_tokenizer import combined_rule_tokenizer

    nlp = spacy.blank("en")
    nlp.tokenizer = combined_rule_tokenizer(nlp)
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
    nlp.add_pipe("tok2vec", config={"model": _tok2vec(ATTRIBUTES)})
    tagger = nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": listener}})
    parser = nlp.add_pipe("parser", config={"model": _transitions("parser", listener)})
    ner = nlp.add_pipe("ner", config={"model": _transitions("ner", _tok2vec(NER_ATTRIBUTES))})
    for number in range(LABELS):
        tagger.add_label(f"TAG{number}")
        parser.add_label(f"dep{number}")
    ner.add_label("ENTITY")
    nlp.initialize()
    for pipe in (parser, ner):
        _shuffle(pipe.model)
    nlp.add_pipe("abbreviation_detector")

    def work(given: list[Document]) -> int:
        return sum(sum(1 for _ in doc.sents) for doc in nlp.pipe([one.text for one in given], batch_size=64))

    return work


def _shuffle(model: Any) -> None:
    """Give the last layer random weights too: it begins with zeros, and every word would get the same action."""
    import numpy as np

    dice = np.random.default_rng(7)
    upper = model.get_ref("upper")
    upper.set_param("W", dice.normal(size=upper.get_param("W").shape).astype("float32"))


PIPELINES = {"ours": ours, "scispacy": scispacy}


def serve(name: str, count: int) -> None:
    """Load a pipeline; then, for every line read, do the work and print the seconds and what was counted."""
    warnings.simplefilter("ignore")
    work, given = PIPELINES[name](), list(islice(documents(), count))
    work(given[:WARM])
    print("ready", flush=True)
    for _ in sys.stdin:
        started, busy = time.perf_counter(), time.process_time()
        counted = work(given)
        took = {"seconds": time.perf_counter() - started, "busy": time.process_time() - busy}
        print(json.dumps({**took, "counted": counted, "peak": peak()}), flush=True)


def _start(name: str, count: int) -> subprocess.Popen[str]:
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    command = [sys.executable, "-m", "tests.benchmarks.annotation", "--serve", name, "--documents", str(count)]
    environment = {**os.environ, **threads, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment, cwd=ROOT)


def _turn(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    told: dict[str, Any] = json.loads(process.stdout.readline())
    return told


def compare(count: int, repeats: int) -> None:
    """Print documents a second of both, and how many times one is the other in each pair of turns."""
    processes = {name: _start(name, count) for name in PIPELINES}
    for process in processes.values():
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    turns: dict[str, list[dict[str, Any]]] = {name: [] for name in processes}
    for _ in range(repeats):
        for name, process in processes.items():
            turns[name].append(_turn(process))
    for process in processes.values():
        process.communicate()
    print(f"{count:,} abstracts, {repeats} turns each")
    for unit, title in (("seconds", "documents a second"), ("busy", "a CPU second")):
        print(f"{title:<20}{'least':>8}{'median':>8}{'most':>8}")
        speeds = {name: [count / turn[unit] for turn in of] for name, of in turns.items()}
        for name, of in speeds.items():
            print(f"{name:<20}{_spread(of)}")
        print(f"{'ours / scispacy':<20}{_spread(a / b for a, b in zip(*speeds.values(), strict=True))}")
    print("peak MiB:", *(of[-1]["peak"] for of in turns.values()))
    print("mentions and sentences found:", *(of[0]["counted"] for of in turns.values()))


def _spread(of: Iterable[float]) -> str:
    values = list(of)
    return f"{min(values):>8.1f}{statistics.median(values):>8.1f}{max(values):>8.1f}"


def hold(count: int) -> None:
    """Print what the process holds after each tenth of many abstracts; they are read over again if they are too few."""
    work = ours()
    given = islice(chain.from_iterable(documents() for _ in iter(int, 1)), count)
    print(f"{'documents':>10}{'MiB':>8}{'peak MiB':>10}")
    print(f"{0:>10,}{memory():>8,}{peak():>10,}")
    step, done = max(1, count // POINTS), 0
    while batch := list(islice(given, min(step, 500))):
        work(batch)
        done += len(batch)
        if done % step == 0:
            print(f"{done:>10,}{memory():>8,}{peak():>10,}", flush=True)


def main() -> None:
    """Compare, or with `--memory` print memory; `--serve` is how the processes are started."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--memory", type=int, metavar="N")
    parser.add_argument("--serve", choices=sorted(PIPELINES), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.serve, given.documents)
    elif given.memory:
        hold(given.memory)
    else:
        compare(given.documents, given.repeats)


if __name__ == "__main__":
    main()
