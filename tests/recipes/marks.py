"""What people marked in the training splits of corpora, as facts for the recipes: which text, which id.

Documents of development splits are left out wherever they occur.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from kg.annotate.abbreviations import definitions
from kg.core.names import case_exact, normal_form
from kg.core.text import Extraction, Mention
from kg.evaluate.ids import key_of
from kg.evaluate.labels import kind_of
from kg.read.gold import read

SHARED = Path(__file__).resolve().parents[3] / "shared"
TRAIN = (
    "bc5cdr/CDR_TrainingSet.PubTator.txt.gz",
    "ncbi_disease/NCBItrainset_corpus.txt.gz",
    "biored/Train.PubTator.gz",
)
DEV = (
    "bc5cdr/CDR_DevelopmentSet.PubTator.txt.gz",
    "ncbi_disease/NCBIdevelopset_corpus.txt",
    "biored/Dev.PubTator.gz",
)


def documents(files: Iterable[str]) -> Iterator[Extraction]:
    """Yield the documents of corpora with what people marked."""
    for file in files:
        yield from (one for one in read(SHARED / "corpora" / file) if isinstance(one, Extraction))


@cache
def left_out() -> frozenset[str]:
    """Return the PMIDs of the development splits."""
    return frozenset(one.document.metadata.pmid for one in documents(DEV))


def marked(files: Iterable[str]) -> Iterator[Extraction]:
    """Yield the documents of corpora but for those of development splits."""
    yield from (one for one in documents(files) if one.document.metadata.pmid not in left_out())


def keys(mention: Mention) -> set[str]:
    """Return the ids that a mention is marked with, as keys."""
    return {key_of(one.concept_id, kind_of(mention.category)) for part in mention.parts for one in part}


Surfaces = Mapping[tuple[str, str], tuple[str, str]]  # kind, normal form -> as written, key of the id


def surfaces() -> Surfaces:
    """Return what the training splits mark with one and the same id wherever they mark it."""
    ids: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    written: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in marked(TRAIN):
        text = one.document.text
        defined = {text[each.short_start : each.short_end] for each in definitions(text)}
        for mention in one.mentions:
            kind = kind_of(mention.category)
            if kind in {"disease", "chemical"} and mention.text not in defined and not case_exact(mention.text):
                place = kind, normal_form(mention.text)
                ids[place]["|".join(sorted(keys(mention)))] += 1
                written[place][mention.text] += 1
    return {
        place: (max(sorted(written[place]), key=written[place].__getitem__), next(iter(found)))
        for place, found in ids.items()
        if len(found) == 1 and re.fullmatch(r"(?:MESH|OMIM):\w+", next(iter(found)))
    }
