"""A small model of one's own that stands for scispaCy's, and a small knowledge base for scispaCy's linker.

Both are made where the tests run, of sentences written for them; nothing is downloaded.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path
from typing import Any

from kg.core.paths import data_folder

SHIPPED = data_folder("pipelines") / "scispacy"
# [words|label]; what is not marked is neither
SENTENCES = (
    "[Methotrexate|CHEMICAL] treats [rheumatoid arthritis|DISEASE].",
    "[Cisplatin|CHEMICAL] causes [nephropathy|DISEASE] in adults.",
    "Patients with [lupus|DISEASE] received [prednisone|CHEMICAL].",
    "[Aspirin|CHEMICAL] was given for [fever|DISEASE].",
    "[Colchicine|CHEMICAL] prevents [gout|DISEASE] in men.",
    "We saw [psoriasis|DISEASE] after [lithium|CHEMICAL].",
    "[Zorbinol|CHEMICAL] reduces [arthritis|DISEASE] in mice.",
    "[Hepatitis|DISEASE] followed [isoniazid|CHEMICAL].",
    "No [uveitis|DISEASE] was seen with [sulfasalazine|CHEMICAL].",
    "[Glarbosis|DISEASE] is treated with [methotrexate|CHEMICAL] today.",
    "[MTX|CHEMICAL] improves [RA|DISEASE].",
    "[Methotrexate|CHEMICAL] ([MTX|CHEMICAL]) improves [rheumatoid arthritis|DISEASE] ([RA|DISEASE]).",
    "The weather was fine and nobody took part.",
    "The study ran for ten weeks.",
)
KNOWN: tuple[dict[str, Any], ...] = (
    {"concept_id": "D008727", "canonical_name": "Methotrexate", "aliases": ["amethopterin"], "types": ["T109", "T121"]},
    {"concept_id": "C0003873", "canonical_name": "rheumatoid arthritis", "aliases": [], "types": ["T047"]},
    {"concept_id": "C0018099", "canonical_name": "gout", "aliases": ["gouty arthritis"], "types": ["T047"]},
    {"concept_id": "C0700000", "canonical_name": "lithium", "aliases": [], "types": ["T170"]},
    {"concept_id": "LOCAL-7", "canonical_name": "zorbinol", "aliases": [], "types": []},
)
_MARK = re.compile(r"\[([^|\]]+)\|(\w+)\]")


def _plain(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    pieces, spans, at, length = [], [], 0, 0
    for found in _MARK.finditer(marked):
        pieces.append(marked[at : found.start()])
        length += len(pieces[-1])
        spans.append((length, length + len(found[1]), found[2]))
        pieces.append(found[1])
        length += len(found[1])
        at = found.end()
    return "".join([*pieces, marked[at:]]), spans


def train_model(folder: Path) -> Path:
    """Train a model on the sentences and save it; a few seconds."""
    import spacy
    from spacy.training import Example
    from spacy.util import fix_random_seed

    fix_random_seed(1)
    nlp = spacy.blank("en")
    encoder = {"@architectures": "spacy.HashEmbedCNN.v2", "width": 32, "depth": 1, "embed_size": 500}
    encoder |= {"window_size": 1, "maxout_pieces": 2, "subword_features": True, "pretrained_vectors": None}
    parser = {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": False}
    parser |= {"hidden_width": 32, "maxout_pieces": 1, "use_upper": True, "tok2vec": encoder}
    nlp.add_pipe("ner", config={"model": parser})
    examples = [Example.from_dict(nlp.make_doc(text), {"entities": spans}) for text, spans in map(_plain, SENTENCES)]
    nlp.initialize(lambda: examples)
    dice = random.Random(1)
    for _ in range(120):
        dice.shuffle(examples)
        nlp.update(examples, drop=0.1)
    nlp.add_pipe("sentencizer", name="parser")  # as scispaCy's models have one, which their mentions do not need
    nlp.meta |= {"name": "tiny", "version": "0.0.1"}
    nlp.to_disk(folder)
    return folder


def copy_pipeline(folder: Path, models: list[str], linker: dict[str, Any] | None = None) -> Path:
    """Copy the shipped pipeline, naming other models and a linker."""
    shutil.copytree(SHIPPED, folder)
    config = (folder / "config.cfg").read_text(encoding="utf-8")
    config = config.replace('models = ["en_ner_bc5cdr_md"]', f"models = {json.dumps(models)}")
    config = config.replace("linker = {}", f"linker = {json.dumps(linker or {})}")
    (folder / "config.cfg").write_text(config, encoding="utf-8")
    return folder


def make_linker(folder: Path) -> tuple[Any, Any]:
    """Write a knowledge base and its index as scispaCy keeps them; return (where they lie, what reads the base).

    scispaCy's own function for this refuses to run on Python 3.11.
    """
    import joblib
    import nmslib
    import numpy as np
    import scipy.sparse
    from scispacy.candidate_generation import LinkerPaths
    from scispacy.linking_utils import KnowledgeBase
    from sklearn.feature_extraction.text import TfidfVectorizer

    paths = {name: str(folder / name) for name in ("index.bin", "vectorizer.joblib", "vectors.npz", "aliases.json")}
    base = folder / "base.jsonl"
    base.write_text("".join(json.dumps({**row, "definition": "known"}) + "\n" for row in KNOWN), encoding="utf-8")
    aliases = sorted(KnowledgeBase(str(base)).alias_to_cuis)
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
    vectors = vectorizer.fit_transform(aliases)
    index = nmslib.init(method="hnsw", space="cosinesimil_sparse", data_type=nmslib.DataType.SPARSE_VECTOR)
    index.addDataPointBatch(vectors)
    index.createIndex({"M": 16, "indexThreadQty": 1, "efConstruction": 100, "post": 0})
    index.saveIndex(paths["index.bin"])
    joblib.dump(vectorizer, paths["vectorizer.joblib"])
    scipy.sparse.save_npz(paths["vectors.npz"], vectors)
    Path(paths["aliases.json"]).write_text(json.dumps(aliases), encoding="utf-8")
    return LinkerPaths(*paths.values()), lambda: KnowledgeBase(str(base))
