"""kg.read.bioc_json: collections, PubTator 3's answers, lists, single documents and JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.core.errors import RecordError
from kg.core.text import Document, Extraction
from kg.read import bioc_json, bioc_xml, json_values


def _bioc(name: str, text: str = "IL-2 acts") -> dict[str, Any]:
    mention = {
        "id": "1",
        "infons": {"type": "Gene", "identifier": "3558"},
        "text": text[:4],
        "locations": [{"offset": 0, "length": 4}],
    }
    passages = [
        {"offset": 0, "infons": {"type": "title"}, "text": text, "annotations": [mention]},
        {
            "offset": 12,
            "infons": {"type": "abstract"},
            "text": "",
            "sentences": [{"offset": 12, "text": "One.", "annotations": []}, {"offset": 17, "text": "Two."}],
        },
    ]
    relations = [{"id": "R", "infons": {"type": "Bind"}, "nodes": [{"refid": "1"}, {"refid": "1"}]}]
    return {"id": name, "infons": {}, "passages": passages, "relations": relations}


def _read(tmp_path: Path, content: str) -> list[Document | RecordError]:
    file = tmp_path / "f.json"
    file.write_text(content, encoding="utf-8")
    return list(bioc_json.read(file))


def _ids(items: list[Document | RecordError]) -> list[str]:
    return [f"error {item.record}" if isinstance(item, RecordError) else item.id for item in items]


def test_recognises() -> None:
    assert bioc_json.recognises('\ufeff {"documents": [{"id": "1", "passages": []}]}')
    assert bioc_json.recognises('[{"passages": []}]')
    assert not bioc_json.recognises('{"title": "T", "abstract": "A"}')
    assert not bioc_json.recognises('<a>"passages"</a>')


@pytest.mark.parametrize("indent", [None, 1])
def test_every_form_gives_the_same_documents(tmp_path: Path, indent: int | None) -> None:
    both = [_bioc("1"), _bioc("2")]
    forms = (
        {"source": "x", "infons": {"a": "b"}, "documents": both, "version": "1"},
        {"PubTator3": both},
        both,
    )
    for form in forms:
        assert _ids(_read(tmp_path, json.dumps(form, indent=indent))) == ["PMID:1", "PMID:2"]
    assert _ids(_read(tmp_path, json.dumps(both[0], indent=indent))) == ["PMID:1"]
    lines = "\n".join(json.dumps(one) for one in both)
    assert _ids(_read(tmp_path, lines + "\n")) == ["PMID:1", "PMID:2"]


def test_text_offsets_and_metadata(tmp_path: Path) -> None:
    value = _bioc("1") | {"pmid": 1, "pmcid": "PMC5", "journal": "J Ex", "authors": ["Doe J", "Roe R"]}
    (document,) = _read(tmp_path, json.dumps(value))
    assert isinstance(document, Document)
    assert (document.title, document.sections[0].start, document.sections[0].text) == (
        "IL-2 acts",
        12,
        "One. Two.",
    )
    data = document.metadata
    assert (data.pmcid, data.journal, data.authors) == ("PMC5", "J Ex", ("Doe J", "Roe R"))


def test_a_document_longer_than_a_chunk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_values, "_CHUNK", 64)
    content = json.dumps({"documents": [_bioc("1"), _bioc("2"), _bioc("3")]})
    assert _ids(_read(tmp_path, content)) == ["PMID:1", "PMID:2", "PMID:3"]


def test_a_bad_line_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [json.dumps(_bioc("1")), '{"id": "2", "passages": [', '{"id": "3"}', json.dumps(_bioc("4"))]
    assert _ids(_read(tmp_path, "\n".join(lines))) == ["PMID:1", "error 2", "error 3", "PMID:4"]


def test_a_truncated_collection_keeps_what_stood_before(tmp_path: Path) -> None:
    content = json.dumps({"documents": [_bioc("1"), _bioc("2")]})
    assert _ids(_read(tmp_path, content[:-40])) == ["PMID:1", "error 2"]
    between = content.index('{"id": "2"')
    assert _ids(_read(tmp_path, content[:between])) == ["PMID:1", "error 2"]


@pytest.mark.parametrize("value", [[], "x", {"passages": [{"text": "no offset"}]}, {"passages": None}])
def test_what_is_no_document(tmp_path: Path, value: Any) -> None:
    assert _ids(_read(tmp_path, json.dumps({"documents": [value]}))) == ["error 1"]


def test_gold(tmp_path: Path) -> None:
    file = tmp_path / "f.json"
    file.write_text(json.dumps(_bioc("1")))
    (extraction,) = bioc_json.gold(file)
    assert isinstance(extraction, Extraction)
    assert [(one.text, one.category, one.found_by) for one in extraction.mentions] == [("IL-2", "Gene", "gold")]
    assert [one.predicate for one in extraction.relations] == ["Bind"]


@pytest.mark.shared
@pytest.mark.parametrize("name", ["bconv_samples/CRAFT-example", "bioc/everything"])
def test_real_files_say_the_same_as_their_xml(shared: Path, name: str) -> None:
    folder = shared / "inputs" / "formats"
    from_json = list(bioc_json.gold(folder / f"{name}.json"))
    from_xml = list(bioc_xml.gold(folder / f"{name}.xml"))
    assert len(from_json) == len(from_xml) > 0
    for one, other in zip(from_json, from_xml, strict=True):
        assert isinstance(one, Extraction)
        assert isinstance(other, Extraction)
        assert one.document.text == other.document.text
        assert one.mentions == other.mentions
        assert one.relations == other.relations


@pytest.mark.parametrize(
    "passages", ["[" * 100_000, '[{"passages":' * 600 + "[]" + "}]" * 600, '[{"offset": ' + "9" * 5000]
)
def test_what_no_parser_takes_is_an_error(tmp_path: Path, passages: str) -> None:
    found = _read(tmp_path, '{"id": "1", "passages": ' + passages + "}\n" + json.dumps(_bioc("2")))
    assert _ids(found)[0] == "error 1"


@pytest.mark.parametrize("offset", ["NaN", "Infinity", "99999999999", '"x"', "null", "[]"])
def test_an_offset_that_is_none_or_beyond_any_text(tmp_path: Path, offset: str) -> None:
    passage = f'{{"offset": {offset}, "sentences": [{{"offset": {offset}, "text": "x"}}]}}'
    assert _ids(_read(tmp_path, f'{{"id": "1", "passages": [{passage}]}}')) == ["error 1"]
