"""`kg ontology install` against a real server on this machine: what breaks off, what is refused, what is left."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.core.paths import installed_folder
from kg.core.sources import sources
from tests.door import Done, Kg
from tests.file_server import FileServer, redirect, status, whole

TERMS = "".join(
    f'[Term]\nid: CL:{9900000 + at}\nname: made up cell {at}\nsynonym: "cell of kind {at}" EXACT []\n\n'
    for at in range(4000)
)
OBO = f"format-version: 1.2\nontology: cl\n\n{TERMS}[Term]\nname: without an id\n".encode()
STATED = hashlib.sha256(OBO).hexdigest()
Installs = Callable[..., Done]
FAMPLEX = ("entities.csv", "famplex_groundings.tsv", "relations.csv", "source.json")


@pytest.fixture
def installs(
    kg: Kg, server: FileServer, publish_sources: Callable[..., None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Installs:
    """Run `kg ontology install cl` where `cl` is what the server holds."""
    monkeypatch.setenv("IMMUNOKG_HOME", str(tmp_path / "home"))
    publish_sources(cl=("2026-01-02", f"{server.url}/cl.obo", STATED), new=("1", f"{server.url}/new.obo.gz", ""))
    return lambda *options: kg("ontology", "install", *(options or ("cl",)))


def here() -> list[str]:
    root = installed_folder()
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*")) if root.exists() else []


def is_refused(done: Done, says: str) -> None:
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("kg: ")
    assert done.err.count("\n") == 1
    assert done.err.endswith("\n")
    assert says in done.err


def test_installed_used_and_verified(installs: Installs, kg: Kg, server: FileServer) -> None:
    server.serves("/cl.obo", whole(OBO))
    done = installs()
    assert (done.code, done.err) == (0, "")
    first, second, skipped, last = done.out.splitlines()
    assert first.startswith("cl 2026-01-02: CL, 0.")
    assert second == "  4,000 concepts, 8,000 names; 1 record skipped, the first:"
    assert skipped.startswith(f"    {server.url}/cl.obo, record ")
    assert last == "  use it: kg build INPUT --out DIR --ontology cl"
    assert here() == ["cl", "cl/cl.obo", "cl/source.json"]
    again = installs()
    assert again.out == "".join(again.out.splitlines()[0]) + "\n"
    assert f"cl 2026-01-02 is installed already, from {server.url}/cl.obo" in again.out
    assert len(server.asked) == 1
    found = kg("ontology", "search", "made up cell 77", "--ontology", "cl", "--limit", "1")
    assert found.out == "CL:9900077  made up cell 77  cell type  [cl]\n"
    assert kg("ontology", "verify").code == 0


def test_interrupted_and_resumed(installs: Installs, server: FileServer) -> None:
    half = len(OBO) // 2
    server.serves("/cl.obo", whole(OBO, cut=half), whole(OBO))
    assert installs().code == 0
    assert server.ranges() == ["", f"bytes={half}-"]
    assert server.sent < 2 * len(OBO)
    assert (installed_folder() / "cl" / "cl.obo").read_bytes() == OBO


def test_interrupted_for_good_and_resumed_by_the_same_command(installs: Installs, server: FileServer) -> None:
    half = len(OBO) // 2
    server.serves("/cl.obo", whole(OBO, cut=half), status(503))
    is_refused(installs(), f"{half:,} bytes are kept, the same command goes on from there")
    server.serves("/cl.obo", whole(OBO))
    assert installs().code == 0
    assert server.ranges()[-1] == f"bytes={half}-"
    assert server.sent == len(OBO)
    assert here() == ["cl", "cl/cl.obo", "cl/source.json"]


def test_a_server_that_knows_no_ranges(installs: Installs, server: FileServer) -> None:
    server.serves("/cl.obo", whole(OBO, cut=len(OBO) // 2, ranges=False), whole(OBO, ranges=False))
    assert installs().code == 0
    assert (installed_folder() / "cl" / "cl.obo").read_bytes() == OBO


def test_a_wrong_checksum_is_refused_with_nothing_left_behind(installs: Installs, server: FileServer) -> None:
    server.serves("/cl.obo", whole(OBO.replace(b"made up", b"changed")))
    is_refused(installs(), f"not {STATED} as stated: refused")
    assert here() == []


def test_a_wrong_checksum_leaves_what_is_installed(installs: Installs, server: FileServer, kg: Kg) -> None:
    server.serves("/cl.obo", whole(OBO), whole(b"another"))
    installs()
    is_refused(installs("cl", "--force"), "refused")
    assert here() == ["cl", "cl/cl.obo", "cl/source.json"]
    assert kg("ontology", "verify").code == 0


def test_no_such_file(installs: Installs, server: FileServer) -> None:
    is_refused(installs(), f"{server.url}/cl.obo: there is no such file (404 Not Found)")
    assert here() == []


def test_a_truncated_gzip(installs: Installs, server: FileServer) -> None:
    server.serves("/new.obo.gz", whole(gzip.compress(OBO)[:-100]))
    is_refused(installs("new", "--unpinned"), "/new.obo.gz: the compressed data are damaged or cut short")
    assert here() == []


def test_an_overloaded_server_is_asked_again(installs: Installs, server: FileServer) -> None:
    server.serves("/cl.obo", status(503), status(429, Retry_After="1"), whole(OBO))
    assert installs().code == 0
    assert len(server.asked) == 3


def test_a_redirect_to_a_file_of_this_machine_is_refused(installs: Installs, server: FileServer) -> None:
    server.serves("/cl.obo", redirect("file:///etc/hostname"))
    is_refused(installs(), "leads to file:///etc/hostname; only http and https are fetched")
    assert here() == []


def test_what_has_no_known_checksum_needs_a_word(installs: Installs, server: FileServer, kg: Kg) -> None:
    server.serves("/new.obo.gz", whole(gzip.compress(OBO)))
    is_refused(installs("new"), "no checksum of new is known: give --sha256 HEX, or --unpinned")
    is_refused(installs("new", "--sha256", "0" * 64), "refused")
    assert here() == []
    assert installs("new", "--sha256", STATED).code == 0
    assert kg("ontology", "verify", "new").code == 0


def test_what_holds_no_concept_is_refused(installs: Installs, server: FileServer) -> None:
    server.serves("/new.obo.gz", whole(gzip.compress(b"<html><body>Please log in.</body></html>")))
    done = installs("new", "--unpinned")
    is_refused(done, f"{server.url}/new.obo.gz: ")
    assert here() == []


def test_through_a_proxy(installs: Installs, server: FileServer, publish_sources: Callable[..., None]) -> None:
    url = server.serves("http://ontologies.invalid/cl.obo", whole(OBO))
    publish_sources(cl=("1", url, STATED))
    assert installs("cl", "--proxy", server.url).code == 0
    assert server.asked[0][0] == url


def test_from_a_mirror(installs: Installs, server: FileServer) -> None:
    server.serves("/our/copies/cl.obo", whole(OBO))
    assert installs("cl", "--mirror", f"{server.url}/our/copies").code == 0
    assert [path for path, _ in server.asked] == ["/our/copies/cl.obo"]


def test_too_large(installs: Installs, server: FileServer) -> None:
    server.serves("/new.obo.gz", whole(bytes(1_000_001)))
    is_refused(installs("new", "--unpinned", "--max-mb", "1"), "longer than the 1,000,000 bytes it may have")
    assert here() == []


def test_a_name_misspelled(installs: Installs) -> None:
    is_refused(installs("nwe"), "no ontology is called 'nwe'; did you mean 'new'?")


@pytest.mark.shared
def test_a_copy_at_hand_is_the_file_that_its_source_pins(
    kg: Kg, shared: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("IMMUNOKG_HOME", str(tmp_path))
    assert [name for name, source in sources().items() if source.checksum == "copy"] == ["drugbank", "famplex"]
    done = kg("ontology", "install", "drugbank", "--from", shared / "vocab" / "drugs")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("drugbank 2026-04-24: DrugBank open vocabulary, 1.2 MB, CC0 1.0")
    assert "  19,842 concepts, " in done.out
    assert "nothing was known" not in done.out
    files = shared / "vocab" / "famplex"
    is_refused(kg("ontology", "install", "famplex", "--from", files / "entities.csv"), "famplex has 3 files: give the")
    done = kg("ontology", "install", "famplex", "--from", files)
    assert (done.code, done.err) == (0, "")
    assert "  783 concepts, " in done.out
    assert here()[-5:] == ["famplex", *(f"famplex/{name}" for name in sorted(FAMPLEX))]
