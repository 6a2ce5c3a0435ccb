"""Files and folders of ontologies, each file's reader chosen by its content."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from kg.core.errors import InputError, UnknownFormat, UnknownName
from kg.index import READERS
from kg.index.sniff import choose, files_of, read_ontology
from tests.unit.index.reading import parted

OBO = "format-version: 1.2\n\n[Term]\nid: CL:{0}\nname: glimmer cell {0}\n"
HEADS = {
    "obo": OBO.format(1),
    "obographs": '{"graphs": [{"nodes": []}]}',
    "ofn": "Prefix(obo:=<http://x>)\n",
    "owl": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
    "turtle": "@prefix skos: <http://x> .\n",
    "mesh-xml": "<DescriptorRecordSet/>",
    "mesh-ascii": "*NEWRECORD\nUI = D000001\n",
    "mesh-trees": "DescriptorUI\tDescriptorName\ttree_location\nD000001\tx\tC01\n",
    "sssom": "subject_id\tpredicate_id\tobject_id\n",
    "hgnc": "hgnc_id\tsymbol\tname\tstatus\n",
    "gene-info": "GeneID\tSymbol\tSynonyms\tdbXrefs\n",
    "medic": "D000001||Glimmer\n",
    "table": "id\tname\nCL:1\tglimmer cell\n",
    "mappings": "MESH\tD000001\tx\tCHEBI\tCHEBI:1\ty\n",
}


def test_each_reader_recognises_its_own(tmp_path: Path) -> None:
    assert set(HEADS) == set(READERS.builtins)
    for reader, head in HEADS.items():
        path = tmp_path / reader
        path.write_text(head, encoding="utf-8")
        assert choose(path)[0] == reader


def test_a_folder_is_read_file_by_file_and_problems_stop_nothing(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "one.obo.gz").write_bytes(gzip.compress(OBO.format(2).encode()))
    (tmp_path / "a.obo").write_text(OBO.format(1) + "[Term]\nname: no id\n", encoding="utf-8")
    (tmp_path / "c.txt").write_text("", encoding="utf-8")
    (tmp_path / "d.txt").write_bytes(b"\x00\x01")
    (tmp_path / ".hidden.obo").write_text(OBO.format(3), encoding="utf-8")
    found = list(read_ontology(tmp_path))
    concepts, problems = parted(found)
    assert [concept.id for concept in concepts] == ["CL:1", "CL:2"]
    assert problems[:2] == ["record 2: line 6: a stanza without an id", "the file is empty"]
    assert [type(one) for one in found if isinstance(one, InputError)][-1] is UnknownFormat


def test_a_file_cut_short_is_one_error_behind_its_concepts(tmp_path: Path) -> None:
    path = tmp_path / "a.obo.gz"
    content = "\n".join(OBO.format(number) for number in range(20_000))
    path.write_bytes(gzip.compress(content.encode(), mtime=0)[:-2000])
    concepts, problems = parted(read_ontology(path))
    assert len(concepts) > 1000
    assert concepts[0].id == "CL:0"
    assert len(problems) == 1
    assert problems[0].startswith("the compressed data are damaged or cut short")


def test_a_reader_may_be_named(tmp_path: Path) -> None:
    path = tmp_path / "words"
    path.write_text("id: CL:1\n", encoding="utf-8")
    assert parted(read_ontology(path, "obo")) == ([], [])
    with pytest.raises(UnknownName, match="did you mean 'obo'"):
        list(read_ontology(path, "ob"))


def test_what_is_no_ontology_is_told(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    path.write_text('{"a": 0.5}', encoding="utf-8")
    with pytest.raises(InputError, match="JSON of numbers"):
        choose(path)
    assert parted(read_ontology(path)) == ([], ["JSON of numbers, such as weights: no concept is taken from it"])


def test_places_that_hold_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        list(read_ontology(tmp_path / "nowhere"))
    with pytest.raises(InputError, match="holds no files"):
        files_of(tmp_path)
