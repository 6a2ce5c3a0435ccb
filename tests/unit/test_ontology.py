from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import ontology
from kg.core.errors import DataError, InputError, OptionError, RecordError, UnknownConcept, UnknownName
from kg.core.lexicon import Concept
from kg.core.paths import installed_folder
from kg.ontology import Hit, available, install, remove, search, show, verify

COLUMNS = "id\tname\tsynonyms\tambiguous\tparents\txrefs"
ROWS = (
    "HGNC:99901\tZQX1\tzeta quux protein 1|ZQX-alpha\tZQ\t\tUniProtKB:Q99901",
    "HGNC:99902\tZQX12\tZQX twelve\t\tHGNC:99901\t",
    "HGNC:99903\tzeta quux receptor\t\t\tHGNC:99902|HGNC:99904\t",
    "HGNC:99904\tZQX-like\t\t\tHGNC:99901\t",
)


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IMMUNOKG_HOME", str(tmp_path / "home"))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "gene.tsv"
    file.write_text("\n".join([COLUMNS, *ROWS]) + "\n", encoding="utf-8")
    return file


def reads(monkeypatch: pytest.MonkeyPatch, *found: Concept | InputError) -> None:
    """Let every file that is no table hold these."""

    def read(path: Path) -> Iterator[Concept | InputError]:
        for one in found:
            yield RecordError(path, one.record, one.reason) if isinstance(one, RecordError) else one

    monkeypatch.setattr(ontology, "_read_foreign", read)


def test_what_is_installed_is_counted_and_what_is_skipped_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "a.obo"
    file.touch()
    cell = Concept("CL:1", "cell", "cell_type", synonyms=("cellule",), ambiguous=("C",))
    relation, piece = Concept("RO:1", "part of", ""), Concept("CL:1", "", "cell_type", parents=("CL:0",))
    bad = [RecordError("", number, f"line {number * 10}: no id") for number in range(1, 6)]
    reads(monkeypatch, cell, relation, piece, *bad)
    steps: list[tuple[str, int, int]] = []
    report = install("mine", place=file, progress=lambda *step: steps.append(step))
    one = report.ontology
    assert report.new
    assert (one.concepts, one.names, one.skipped) == (1, 3, 5)
    assert report.problems == tuple(f"{file}, record {n}: line {n}0: no id" for n in (1, 2, 3))
    assert install("mine", place=file).new is False


def test_a_file_without_a_concept_is_refused_and_nothing_is_left(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "a.obo"
    file.touch()
    reads(monkeypatch, RecordError("", 1, "line 3: no id"))
    with pytest.raises(InputError) as refused:
        install("mine", place=str(file))
    assert str(refused.value) == (
        f"{file}: no concept can be read from it (record 1: line 3: no id); nothing was installed"
    )
    assert not list(installed_folder().iterdir())


def test_a_broken_table_is_named_as_the_user_knows_it(table: Path) -> None:
    table.write_text(f"{COLUMNS}\nno-curie\tname\t\t\t\t\n", encoding="utf-8")
    with pytest.raises(DataError, match=f"^{table}, line 2: a concept needs a CURIE"):
        install("mine", place=table)
    assert not list(installed_folder().iterdir())


def test_what_can_be_installed_and_what_is(table: Path) -> None:
    install("mine", place=table)
    offers = {offer.name: offer for offer in available()}
    assert list(offers)[-1] == "mine"
    assert offers["mine"].source is None
    assert offers["mine"].installed
    assert offers["mondo"].source
    assert offers["mondo"].installed is None


def test_verify_and_remove(table: Path) -> None:
    one = install("mine", place=table).ontology
    assert verify() == verify(["mine"]) == {"mine": []}
    one.paths[0].unlink()
    assert verify() == {"mine": ["gene.tsv is missing"]}
    remove("mine")
    assert verify() == {}
    with pytest.raises(OptionError, match="mine is not installed"):
        verify(["mine"])


def test_search_goes_from_the_exact_to_the_similar(table: Path) -> None:
    install("mine", place=table)

    def found(text: str) -> list[tuple[str, str, str]]:
        return [(hit.id[-1], hit.match, hit.how) for hit in search(text, ["mine"]) if hit.ontology == "mine"]

    assert found("ZQX1")[0] == ("1", "ZQX1", "name")
    assert found("zqx 1")[0] == ("1", "ZQX1", "name")
    assert found("ZQX alpha")[0] == ("1", "ZQX-alpha", "synonym")
    assert found("ZQ")[0] == ("1", "ZQ", "ambiguous name")
    assert found("zeta qu") == [("3", "zeta quux receptor", "beginning"), ("1", "zeta quux protein 1", "beginning")]
    assert found("receptor quux") == [("3", "zeta quux receptor", "words")]
    assert found("zeta quuks receptor")[0] == ("3", "zeta quux receptor", "similar")
    assert found("zeta quux")[0] == ("3", "zeta quux receptor", "beginning")


def test_each_concept_is_found_once_by_its_best_name() -> None:
    hits = search("regulatory T cell", limit=5)
    assert hits[0] == Hit("CL:0000815", "regulatory T cell", "cell_type", "regulatory T cell", "name", "immunology")
    assert len({hit.id for hit in hits}) == len(hits) == 5
    assert search("Tregs")[0].id == "CL:0000815"
    assert search("SLE", limit=1)[0].match == "SLE"


def test_search_within_a_category() -> None:
    assert {hit.category for hit in search("lupus", category="phenotype")} <= {"phenotype"}
    assert {hit.category for hit in search("lupus", category="disease")} == {"disease"}
    with pytest.raises(UnknownName, match="no category is called 'diseases'; did you mean 'disease'"):
        search("lupus", category="diseases")


@pytest.mark.parametrize("text", ["", "  ", "-", "qqqqqqqqqqqqq"])
def test_nothing_is_found_for_nothing(text: str) -> None:
    assert search(text) == []


def test_a_concept_with_what_is_above_and_below_it(table: Path) -> None:
    install("mine", place=table)
    known = show("zeta quux receptor", ["mine"])
    assert (known["id"], known["ontology"]) == ("HGNC:99903", "mine")
    assert [(one["id"][-1], one["depth"]) for one in known["parents"]] == [("2", 1), ("1", 2), ("4", 1)]
    below = show("HGNC:99901", ["mine"])
    assert [one["name"] for one in below["children"]] == ["ZQX-like", "ZQX12"]
    assert below["xrefs"] == [{"id": "UniProtKB:Q99901", "iri": "http://purl.uniprot.org/uniprot/Q99901"}]
    assert below["synonyms"] == ["zeta quux protein 1", "ZQX-alpha"]
    assert below["ambiguous"] == ["ZQ"]
    assert below["iri"] == "http://identifiers.org/hgnc/99901"


@pytest.mark.parametrize(
    "name", ["CL:0000815", "cl:0000815", "http://purl.obolibrary.org/obo/CL_0000815", "Tregs", "regulatory T cells"]
)
def test_a_concept_is_found_by_id_iri_and_name(name: str) -> None:
    assert show(name)["id"] == "CL:0000815"


def test_a_loop_of_parents_ends(tmp_path: Path) -> None:
    file = tmp_path / "gene.tsv"
    rows = ("HGNC:99901\tZQX1\t\t\tHGNC:99902\t", "HGNC:99902\tZQX2\t\t\tHGNC:99901\t")
    file.write_text("\n".join([COLUMNS, *rows]) + "\n", encoding="utf-8")
    assert [one["id"] for one in show("ZQX1", [str(file)])["parents"]] == ["HGNC:99902", "HGNC:99901"]


def test_an_unknown_concept_gets_suggestions(table: Path) -> None:
    with pytest.raises(UnknownConcept) as unknown:
        show("regulatry T cell")
    assert unknown.value.suggestions[0] == "regulatory T cell"
    assert str(unknown.value).startswith("no concept of the shipped vocabulary is called 'regulatry T cell'; did you")
    install("mine", place=table)
    with pytest.raises(UnknownConcept, match="no concept of immunology and mine is called"):
        show("qqqqqqqqqq", ["mine"])
