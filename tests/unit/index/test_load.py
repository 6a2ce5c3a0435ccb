from __future__ import annotations

import logging
from pathlib import Path

import pytest

from kg.core.errors import DataError, InputError
from kg.core.vocabulary import categories
from kg.index import load
from kg.index.load import find_ontology, load_lexicon

HEADER = "id\tname\tsynonyms\tambiguous\tparents\txrefs\n"
OBO = """format-version: 1.2

[Term]
id: DOID:9074
name: lupus disseminatus
synonym: "lupus of everything" EXACT []
xref: MONDO:0007915

[Term]
id: MONDO:9999999
name: zeta disease
is_a: MONDO:0007915
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("IMMUNOKG_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "ontologies"


def table(folder: Path, rows: str, name: str = "gene.tsv") -> str:
    folder.mkdir(exist_ok=True, parents=True)
    (folder / name).write_text(rows, encoding="utf-8")
    return str(folder / name)


def ids(lexicon: object, name: str) -> list[str]:
    return [one.concept_id for one in lexicon.lookup(name)]  # type: ignore[attr-defined]


def test_the_shipped_vocabulary() -> None:
    lexicon = load_lexicon()
    assert len(lexicon) >= 3000
    assert {concept.category for concept in lexicon.concepts.values()} <= set(categories())
    assert lexicon.concepts["CL:0000815"].name == "regulatory T cell"
    assert "CL:0000084" in set(lexicon.ancestors("CL:0000815"))
    assert ids(lexicon, "interleukin-2") == ["HGNC:6001"]


def test_a_users_row_replaces_the_shipped_one_and_adds_others(tmp_path: Path) -> None:
    mine = table(tmp_path, HEADER + "HGNC:6001\tmy IL-2\t\t\t\t\nX:1\tFactor Zeta\t\t\t\t\n")
    for given in (mine, str(tmp_path)):
        lexicon = load_lexicon([given])
        assert lexicon.concepts["HGNC:6001"].name == "my IL-2"
        assert lexicon.lookup("interleukin-2") == ()
        assert ids(lexicon, "factor zeta") == ["X:1"]
        assert len(lexicon) == len(load_lexicon()) + 1


def test_a_malformed_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"gene\.tsv"):
        load_lexicon([table(tmp_path, "id\tname\nX:1\ta\n")])


def test_an_ontology_adds_names_and_concepts_and_is_compiled_once(home: Path, tmp_path: Path) -> None:
    given = table(tmp_path / "given", OBO, "d.obo")
    lexicon = load_lexicon([given])
    assert ids(lexicon, "lupus of everything") == ["MONDO:0007915"]
    assert ids(lexicon, "zeta diseases") == ["MONDO:9999999"]
    assert "MONDO:0007179" in set(lexicon.ancestors("MONDO:9999999"))
    assert ids(lexicon, "interleukin-2") == ["HGNC:6001"]
    (compiled,) = (home / ".compiled").glob("*.arrow")
    written = compiled.stat().st_mtime_ns
    assert dict(load_lexicon([given]).concepts) == dict(lexicon.concepts)
    assert compiled.stat().st_mtime_ns == written
    table(tmp_path / "given", OBO.replace("zeta", "eta"), "d.obo")
    assert ids(load_lexicon([given]), "eta disease") == ["MONDO:9999999"]
    assert len(list((home / ".compiled").glob("*.arrow"))) == 2


def test_an_installed_ontology_goes_by_its_name(home: Path, tmp_path: Path) -> None:
    table(home / "mine", OBO, "d.obo")
    assert find_ontology("mine") == home / "mine"
    assert ids(load_lexicon(["mine"]), "zeta disease") == ["MONDO:9999999"]
    with pytest.raises(InputError, match="no ontology installed so"):
        load_lexicon(["yours"])


def test_what_cannot_be_read_is_told_and_the_rest_is_there(
    home: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    given = table(tmp_path / "given", OBO + "\n[Term]\nname: nameless\n", "d.obo")
    with caplog.at_level(logging.WARNING):
        assert ids(load_lexicon([given]), "zeta disease") == ["MONDO:9999999"]
    (told,) = caplog.messages
    assert "1 records were skipped" in told
    assert "d.obo" in told
    empty = table(tmp_path / "empty", "format-version: 1.2\n\n[Term]\nname: nameless\n", "e.obo")
    with pytest.raises(InputError, match="no concept could be read"):
        load_lexicon([empty])


def test_a_home_that_cannot_be_written_to_does_not_stop_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    monkeypatch.setenv("IMMUNOKG_HOME", str(tmp_path / "home"))
    assert ids(load_lexicon([table(tmp_path / "given", OBO, "d.obo")]), "zeta disease") == ["MONDO:9999999"]
    assert "cannot be kept" in caplog.text


def test_further_names_are_compiled_once_and_add_to_what_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = HEADER + "HGNC:6001\tIL2\tname of its own|GAL4\t\t\tOMIM:147680\nX:2\tfactor zeta\t\tfactor zeta\t\t\n"
    monkeypatch.setattr(load, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    monkeypatch.setattr(load, "further_tables", lambda: [Path(table(tmp_path, rows))])
    load.further.cache_clear()
    try:
        lexicon = load_lexicon()
        assert [one.concept_id for one in lexicon.further_alike("names of its own")] == ["HGNC:6001"]
        assert list(lexicon.further_alike("factor zeta")) == []  # its own name may not stand
        assert list(lexicon.further_alike("GAL4")) == []  # as the rules for names say
        assert lexicon.lookup("name of its own") == ()
        assert lexicon.concepts["X:2"].name == "factor zeta"
        assert "OMIM:147680" in lexicon.concepts["HGNC:6001"].xrefs
        assert len(lexicon) == len(set(lexicon.concepts))
        (kept,) = (tmp_path / "cache").glob("*.arrow")
        written = kept.stat().st_mtime_ns
        load.further.cache_clear()
        assert dict(load_lexicon().concepts) == dict(lexicon.concepts)
        assert kept.stat().st_mtime_ns == written
    finally:
        load.further.cache_clear()
