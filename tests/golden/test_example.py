"""The shipped example gives the graph it gave, with any number of workers and any hash seed."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path, PurePath
from typing import Any

import pytest

import kg
from kg.core.folder import GraphFolder
from kg.core.paths import data_folder
from kg.core.tables import GRAPH_SCHEMAS
from kg.engines import FEW

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).with_name("example.json")
EXPORTED = ("turtle", "nquads", "kgx-tsv", "kgx-jsonl", "graphml", "parquet")
EXPORT = """
import sys
from pathlib import Path
from kg.core.folder import GraphFolder
from kg.export import EXPORTERS
for name in sys.argv[1:]:
    EXPORTERS[name](GraphFolder(Path("graph")), Path("exports") / name)
"""
EXAMPLES = data_folder("pipelines") / "immunology" / "examples.jsonl"


def content_hash(folder: GraphFolder, table: str) -> str:
    """SHA-256 of a table's rows as JSON lines.

    The manifest hashes the file, whose bytes change with the version of pyarrow; a document's `source` holds the place
    of the installation; a mention's `score` comes out of a network, whose last digits depend on the processor. What a
    table says must not depend on any of them.
    """
    import pyarrow.parquet as pq

    digest = hashlib.sha256()
    for row in pq.read_table(folder.table(table)).to_pylist():
        if "source" in row:
            row["source"] = PurePath(row["source"]).name
        if table == "mentions":
            del row["score"]
        digest.update(json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n")
    return digest.hexdigest()


def assertion_lines(path: Path) -> list[str]:
    """One line per assertion, so that a changed golden file shows what was gained and lost."""
    with kg.open(path) as graph:
        edges = list(graph.sql("SELECT * FROM edges"))
    words = ("subject_name", "predicate", "direction", "aspect", "object_name")
    return sorted(
        " | ".join(
            [
                *(edge[word] for word in words if edge[word]),
                *(flag for flag in ("negated", "speculated") if edge[flag]),
            ]
        )
        for edge in edges
    )


def test_the_example_gives_the_golden_graph(example_graph: Path, request: pytest.FixtureRequest) -> None:
    folder = GraphFolder(example_graph)
    found = {
        "counts": folder.manifest()["counts"],
        "hashes": {name: content_hash(folder, name) for name in GRAPH_SCHEMAS},
        "assertions": assertion_lines(example_graph),
    }
    if request.config.getoption("--rewrite-golden"):
        text = json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True)
        GOLDEN.write_text(text + "\n", encoding="utf-8")
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert found["assertions"] == golden["assertions"]
    assert found == golden


def build_apart(out: Path, given: str, seed: int, workers: int) -> tuple[dict[str, Any], dict[str, str]]:
    """Build in a fresh process; return what it printed and the hashes in the manifest."""
    command = [sys.executable, "-m", "kg.cli", "build", given, "--out", str(out), "--workers", str(workers)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": str(seed)}
    done = subprocess.run(
        [*command, "--json"], cwd=out.parent, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    return json.loads(line), GraphFolder(out).manifest()["hashes"]


@pytest.mark.parametrize("seed", [0, 1])
def test_workers_and_hash_seed_change_no_byte(example_graph: Path, tmp_path: Path, seed: int) -> None:
    manifest = GraphFolder(example_graph).manifest()
    told, hashes = build_apart(tmp_path / "graph", "example", seed, workers=2)
    assert told["counts"] == manifest["counts"]
    assert told["skipped"] == []
    assert hashes == manifest["hashes"]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_rebuild_is_the_same_in_every_byte_and_so_are_its_exports(tmp_path: Path) -> None:
    """Manifests too; each build and each export in a process of its own, with a hash seed of its own."""
    found = []
    for seed, workers in ((1, 1), (2, 2)):
        out = tmp_path / str(seed)
        (out / "exports").mkdir(parents=True)
        build_apart(out / "graph", "example", seed, workers)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": str(seed)}
        subprocess.run([sys.executable, "-c", EXPORT, *EXPORTED], cwd=out, env=environment, check=True)
        found.append(files(out))
    assert found[0].keys() == found[1].keys()
    assert [name for name in found[0] if found[0][name] != found[1][name]] == []
    assert {name.split("/")[1] for name in found[0] if name.startswith("exports")} == set(EXPORTED)
    with kg.open(tmp_path / "1" / "graph") as one, kg.open(tmp_path / "2" / "graph") as other:
        assert not one.diff(other)


def test_several_batches_come_back_in_order(tmp_path: Path) -> None:
    """The example is too small for two workers; its sentences, each a document and each told twice, are not."""
    abstracts = [json.loads(line)["abstract"] for line in EXAMPLES.read_text(encoding="utf-8").splitlines()]
    sentences = [sentence for abstract in abstracts for sentence in abstract.split(". ")]
    sentences += [f"In short, {sentence}" for sentence in sentences]
    given = tmp_path / "sentences.jsonl"
    given.write_text("".join(json.dumps({"abstract": one}) + "\n" for one in sentences), encoding="utf-8")
    alone, together = (build_apart(tmp_path / f"by{n}", str(given), n, workers=n) for n in (1, 2))
    assert alone[0]["read"] == len(sentences) > FEW
    assert alone[0]["counts"] == together[0]["counts"]
    assert alone[1] == together[1]
