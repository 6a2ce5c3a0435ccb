from __future__ import annotations

import io
import json
from pathlib import Path

from kg.export.bioc_json import document, write, write_all
from tests.fixtures_graph import IL2, extractions, write_graph


def test_passages_annotations_relations() -> None:
    for extraction in extractions():
        found = document(extraction)
        annotations = [note for passage in found["passages"] for note in passage["annotations"]]
        assert len(annotations) == len(extraction.mentions)
        for passage in found["passages"]:
            for note in passage["annotations"]:
                (place,) = note["locations"]
                start = place["offset"] - passage["offset"]
                assert passage["text"][start : start + place["length"]] == note["text"]
        ids = {note["id"] for note in annotations}
        assert {end["refid"] for relation in found["relations"] for end in relation["nodes"]} <= ids


def test_infons() -> None:
    found = document(extractions()[0])
    assert found["id"] == "1"
    assert found["infons"]["year"] == "2019"
    assert found["passages"][1]["annotations"][0]["infons"] | {"score": ""} == {
        "type": "Gene",
        "identifier": IL2,
        "score": "",
    }
    assert [relation["infons"]["negated"] for relation in found["relations"]] == ["false", "true"]


def test_a_collection(tmp_path: Path) -> None:
    assert write(write_graph(tmp_path / "g"), tmp_path / "x.json") == {"documents": 3}
    collection = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    assert [paper["id"] for paper in collection["documents"]] == ["1", "DOI:10.1000/xyz<2>", "sha1:00ff"]
    stream = io.StringIO()
    assert write_all([], stream) == 0
    assert json.loads(stream.getvalue())["documents"] == []
