"""kg.annotate.tagger: the trained network, computed with NumPy."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kg.annotate import tagger
from kg.annotate.tagger import Tagger, _decode, load_tagger
from kg.core.errors import DataError
from kg.core.features import encode
from kg.core.paths import pipeline_folder

MODEL = pipeline_folder("immunology") / "model"
TEXT = (
    "Metformin reduced liver injury in mice\n"
    "We gave metformin to mice with hepatitis. Metformin lowered TNF-α in Kupffer cells, and the V600E variant of BRAF "
    "had no effect."
)


@pytest.fixture(scope="module")
def shipped() -> Tagger:
    found = load_tagger(MODEL)
    assert found is not None
    return found


def decoded(*tags: str, begins: tuple[int, ...] = (0,)) -> list[tuple[int, int, float]]:
    lines = np.zeros(len(tags), bool)
    lines[list(begins)] = True
    return list(_decode(logs(*tags), lines))


def logs(*tags: str) -> NDArray[np.float32]:
    """Log-probabilities of tags O, B, I, L and U; a letter for each word, in lower case where it is a near thing."""
    rows = []
    for tag in tags:
        sure = 0.996 if tag.isupper() else 0.6
        rows.append([sure if name == tag.upper() else (1 - sure) / 4 for name in "OBILU"])
    return np.log(np.array(rows, np.float32))


def test_names_are_read_that_no_list_was_asked_for(shipped: Tagger) -> None:
    found = {(TEXT[one.start : one.end], one.kind) for one in shipped.find(encode(TEXT))}
    assert {("Metformin", "chemical"), ("liver injury", "disease"), ("TNF-α", "gene"), ("V600E", "variant")} <= found
    assert {("mice", "species"), ("hepatitis", "disease"), ("BRAF", "gene")} <= found


def test_a_document_of_many_windows_is_read_as_its_parts_are(shipped: Tagger, monkeypatch: pytest.MonkeyPatch) -> None:
    once = encode(TEXT)
    monkeypatch.setattr(tagger, "WINDOW", 25)
    spans = [(one.start, one.end) for one in shipped.find(once)]
    assert spans
    assert all(once.spans[0].start <= start < end <= len(TEXT) for start, end in spans)
    windows = list(tagger._windows(once))
    assert [start for start, _ in windows[1:]] == [end for _, end in windows[:-1]]
    assert (windows[0][0], windows[-1][1]) == (0, len(once))
    assert all(end - start <= 25 for start, end in windows)


def test_nothing_is_found_in_nothing(shipped: Tagger) -> None:
    assert shipped.find(encode("")) == []
    assert shipped.find(encode(" \n ")) == []
    assert all(one.end <= 1 for one in shipped.find(encode("x")))


def test_the_likeliest_path_of_tags_that_fit() -> None:
    assert [found[:2] for found in decoded("O", "B", "I", "L", "O", "U")] == [(1, 3), (5, 5)]
    assert [found[:2] for found in decoded("U", "B", "L")] == [(0, 0), (1, 2)]
    assert [found[:2] for found in decoded("O", "b", "U", "O")] == [(2, 2)]  # a name begun must end
    assert [found[:2] for found in decoded("O", "l", "O")] == []
    assert decoded("O", "O") == []


def test_no_name_goes_on_in_the_next_line() -> None:
    assert [found[:2] for found in decoded("B", "L", "B", "L", begins=(0, 2))] == [(0, 1), (2, 3)]
    assert [found[:2] for found in decoded("O", "b", "l", begins=(0, 2))] == []


def test_the_score_is_the_mean_of_its_words() -> None:
    ((_, _, sure),) = decoded("O", "B", "L")
    ((_, _, unsure),) = decoded("O", "b", "l")
    assert sure == pytest.approx(0.996, abs=1e-3)
    assert unsure == pytest.approx(0.6, abs=1e-3)


def test_a_pipeline_without_a_model_has_no_tagger(tmp_path: Path) -> None:
    assert load_tagger(tmp_path) is None


def test_a_model_that_is_not_the_trained_one_is_refused(tmp_path: Path) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    weights = tmp_path / "model" / "tagger.npz"
    weights.write_bytes(weights.read_bytes()[:-1] + b"x")
    with pytest.raises(DataError, match="sha256"):
        load_tagger(tmp_path / "model")
    weights.unlink()
    with pytest.raises(DataError, match="No such file"):
        load_tagger(tmp_path / "model")


@pytest.mark.parametrize("change", [{"format": 99}, {"kinds": None}, {"sha256": {}}])
def test_a_model_of_another_format_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    about = tmp_path / "model" / "tagger.json"
    about.write_text(json.dumps({**json.loads(about.read_text(encoding="utf-8")), **change}), encoding="utf-8")
    with pytest.raises(DataError, match=r"tagger\.json"):
        load_tagger(tmp_path / "model")


def test_pickled_objects_are_refused(tmp_path: Path) -> None:
    import hashlib

    shutil.copytree(MODEL, tmp_path / "model")
    weights, about = tmp_path / "model" / "tagger.npz", tmp_path / "model" / "tagger.json"
    np.savez(weights, head=np.array([{"a": 1}], dtype=object))
    told = json.loads(about.read_text(encoding="utf-8"))
    told["sha256"]["tagger.npz"] = hashlib.sha256(weights.read_bytes()).hexdigest()
    about.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(DataError, match="not a trained tagger"):
        load_tagger(tmp_path / "model")
