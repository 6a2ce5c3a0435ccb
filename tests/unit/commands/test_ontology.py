from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.core.paths import installed_folder
from tests.door import Kg, told
from tests.file_server import FileServer, whole

TABLE = b"id\tname\tsynonyms\tambiguous\tparents\txrefs\nHGNC:99901\tZQX1\tzeta quux 1|ZQX-1\tZQ\t\t\n"


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IMMUNOKG_HOME", str(tmp_path / "home"))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "gene.tsv"
    file.write_bytes(TABLE)
    return file


def test_the_group_alone_tells_its_commands(kg: Kg) -> None:
    done = kg("ontology")
    assert done.code == 0
    assert "install" in done.out
    assert done.out == kg("ontology", "--help").out


def test_list_names_what_can_be_installed_and_what_is(kg: Kg, table: Path) -> None:
    kg("ontology", "install", "mine", "--from", table)
    lines = kg("ontology", "list").out.splitlines()
    mondo = next(line for line in lines if " mondo " in line)
    assert "107.5 MB" in mondo
    assert mondo.endswith(
        "disease                                       CC BY 4.0                        MONDO Disease Ontology"
    )
    assert next(line for line in lines if " ncbigene " in line).endswith("(no checksum known)")
    assert next(line for line in lines if " mine " in line).split() == ["✓", "mine", "your", "own", "0.1", "kB", "mine"]
    assert lines[-1] == f"installed ones lie in {installed_folder()}"
    rows = told(kg("ontology", "list", "--json"))
    assert isinstance(rows, list)
    by_name = {row["name"]: row for row in rows}
    assert by_name["mondo"]["installed"] is None
    assert by_name["mondo"]["source"]["licence"] == "CC BY 4.0"
    assert by_name["mine"]["source"] is None
    assert by_name["mine"]["installed"]["concepts"] == 1


def test_install_tells_what_it_found_and_how_to_use_it(kg: Kg, table: Path) -> None:
    done = kg("ontology", "install", "mine", "--from", table)
    assert (done.code, done.err) == (0, "")
    first, second, third, fourth, last = done.out.splitlines()
    assert first == "mine: 0.1 kB"
    assert second == "  1 concept, 4 names"
    assert third == "  nothing was known to check it by; `kg ontology verify` holds it to what it is now:"
    assert fourth.startswith("    sha256 ")
    assert fourth.endswith("  gene.tsv")
    assert last == "  use it: kg build INPUT --out DIR --ontology mine"
    again = kg("ontology", "install", "mine", "--from", table)
    assert again.out.startswith("mine is installed already, from gene.tsv on 20")
    assert again.out.endswith("; --force replaces it\n")
    row = told(kg("ontology", "install", "mine", "--from", table, "--force", "--json"))
    assert isinstance(row, list)
    assert (row[0]["new"], row[0]["names"], row[0]["problems"]) == (True, 4, [])


def test_several_at_once(kg: Kg, server: FileServer, publish_sources: Callable[..., None]) -> None:
    one = server.serves("/a/gene.tsv", whole(TABLE))
    two = server.serves("/b/gene.tsv", whole(TABLE.replace(b"99901", b"99902")))
    publish_sources(one=("1", one, ""), two=("2", two, ""))
    done = kg("ontology", "install", "one", "two", "--unpinned")
    assert done.out.splitlines()[0].startswith("one 1: ONE, 0.1 kB, CC0")
    assert "--ontology two" in done.out
    assert kg("ontology", "verify").out == "one: as installed\ntwo: as installed\n"
    refused = kg("ontology", "install", "one", "two", "--sha256", "0" * 64)
    assert (refused.code, refused.err.count("\n")) == (1, 1)


def test_verify_exits_1_where_something_is_wrong(kg: Kg, table: Path) -> None:
    assert kg("ontology", "verify").out == "nothing is installed: kg ontology list names what can be\n"
    kg("ontology", "install", "mine", "--from", table)
    kg("ontology", "install", "other", "--from", table)
    (installed_folder() / "mine" / "gene.tsv").write_bytes(TABLE + b"\n")
    done = kg("ontology", "verify")
    assert done.code == 1
    wrong, right = done.out.splitlines()
    assert wrong.startswith("mine: gene.tsv has changed: its sha256 is ")
    assert wrong.endswith("; kg ontology install mine --force mends it")
    assert right == "other: as installed"
    assert kg("ontology", "verify", "other").code == 0
    assert told(kg("ontology", "verify", "other", "--json")) == {"other": []}
    assert kg("ontology", "verify", "nothing").err == (
        "kg: no installed ontology is called 'nothing'; known: mine, other\n"
    )


def test_remove(kg: Kg, table: Path) -> None:
    kg("ontology", "install", "mine", "--from", table)
    assert kg("ontology", "remove", "mine").out == "mine is no longer installed\n"
    done = kg("ontology", "remove", "mine")
    assert (done.code, done.err.count("\n")) == (1, 1)


def test_stopping_is_no_bug(kg: Kg, monkeypatch: pytest.MonkeyPatch, table: Path) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.ontology.install", stop)
    done = kg("ontology", "install", "mine", "--from", table)
    assert (done.code, done.out) == (130, "")
    assert done.err == "kg: stopped; the same command goes on from there\n"


def test_progress_is_drawn_on_a_terminal_only(
    kg: Kg, server: FileServer, publish_sources: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_sources(one=("1", server.serves("/gene.tsv", whole(TABLE, cut=20), whole(TABLE)), ""))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    done = kg("ontology", "install", "one", "--unpinned")
    assert done.code == 0
    drawn = " ".join(done.err.split())  # rich breaks lines
    assert "/gene.tsv: the connection failed (peer closed connection" in drawn
    assert "; again in 1 s" in drawn
    assert f"{len(TABLE)}/{len(TABLE)} bytes" in drawn
