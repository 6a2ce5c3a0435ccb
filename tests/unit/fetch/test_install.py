from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kg.core.errors import ChecksumMismatch, DownloadError, InputError, OptionError, UnknownName
from kg.core.paths import installed_folder
from kg.core.sources import MANIFEST, Installed, sources
from kg.fetch.install import Counts, Way, choose, install, problems, remove
from tests.file_server import FileServer, status, whole

CONTENT = b"[Term]\nid: CL:0000815\nname: regulatory T cell\n" * 500
STATED = hashlib.sha256(CONTENT).hexdigest()
Publish = Callable[..., None]


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("IMMUNOKG_HOME", str(tmp_path / "home"))


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch, server: FileServer, publish_sources: Publish) -> Publish:
    """Make `cl` (pinned) and `daily` (not) sources that the server holds."""

    def make(version: str = "1", stated: str = STATED) -> None:
        publish_sources(
            cl=(version, f"{server.url}/v/cl.obo", stated), daily=("current", f"{server.url}/v/daily.obo", "")
        )

    server.serves("/v/cl.obo", whole(CONTENT))
    server.serves("/v/daily.obo", whole(CONTENT))
    make()
    return make


def inspect(files: Mapping[Path, str]) -> Counts:
    assert all(path.is_file() for path in files)
    return Counts(2, 3, 1)


def refuse(files: Mapping[Path, str]) -> Counts:
    raise InputError(next(iter(files.values())), "holds none")


def here() -> list[str]:
    """Return everything below the folder of installed ontologies."""
    root = installed_folder()
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*")) if root.exists() else []


@pytest.mark.usefixtures("publish")
def test_a_source_is_fetched_with_its_manifest(server: FileServer) -> None:
    one, new = install("CL", Way(), inspect)
    assert new
    assert here() == ["cl", "cl/cl.obo", "cl/source.json"]
    assert one.paths[0].read_bytes() == CONTENT
    row = json.loads((one.folder / MANIFEST).read_text(encoding="utf-8"))
    assert row["files"] == [
        {
            "name": "cl.obo",
            "origin": f"{server.url}/v/cl.obo",
            "sha256": STATED,
            "size": len(CONTENT),
            "pinned": True,
        }
    ]
    assert {key: row[key] for key in ("name", "version", "licence", "concepts", "names", "skipped")} == {
        "name": "cl",
        "version": "1",
        "licence": "CC0",
        "concepts": 2,
        "names": 3,
        "skipped": 1,
    }


def test_twice_is_once_and_a_new_version_replaces(server: FileServer, publish: Publish) -> None:
    install("cl", Way(), inspect)
    assert install("cl", Way(), inspect)[1] is False
    assert len(server.asked) == 1
    assert install("cl", Way(force=True), inspect)[1] is True
    assert len(server.asked) == 2
    publish(version="2")
    one, new = install("cl", Way(), inspect)
    assert (one.version, new) == ("2", True)
    one.paths[0].unlink()
    assert install("cl", Way(), inspect)[1] is True
    assert here() == ["cl", "cl/cl.obo", "cl/source.json"]


@pytest.mark.usefixtures("publish")
def test_what_no_checksum_is_known_of_is_held_to_what_was_found(server: FileServer) -> None:
    with pytest.raises(OptionError, match="no checksum of daily is known: give --sha256 HEX, or --unpinned"):
        install("daily", Way(), inspect)
    assert server.asked == []
    one, _ = install("daily", Way(unpinned=True), inspect)
    assert (one.files[0].sha256, one.files[0].pinned) == (STATED, False)
    assert install("daily", Way(force=True), inspect)[1]
    server.serves("/v/daily.obo", whole(b"another"))
    with pytest.raises(ChecksumMismatch, match="--unpinned takes it as it is"):
        install("daily", Way(force=True), inspect)
    assert here() == ["daily", "daily/daily.obo", "daily/source.json"]
    assert not list(problems(one))
    two, _ = install("daily", Way(force=True, unpinned=True), inspect)
    assert two.paths[0].read_bytes() == b"another"


@pytest.mark.usefixtures("publish")
def test_a_checksum_of_ones_own(server: FileServer) -> None:
    with pytest.raises(ChecksumMismatch):
        install("daily", Way(sha256="0" * 64), inspect)
    assert here() == []
    one, _ = install("daily", Way(sha256=STATED.upper()), inspect)
    assert one.files[0].pinned


@pytest.mark.usefixtures("publish")
def test_nothing_is_left_of_what_is_refused(server: FileServer) -> None:
    with pytest.raises(InputError, match=f"{server.url}/v/cl.obo: holds none"):
        install("cl", Way(), refuse)
    assert here() == []
    server.serves("/v/cl.obo", status(404))
    with pytest.raises(DownloadError):
        install("cl", Way(), inspect)
    assert here() == []
    server.serves("/v/cl.obo", whole(CONTENT[:-1]))
    with pytest.raises(ChecksumMismatch):
        install("cl", Way(), inspect)
    assert here() == []


@pytest.mark.usefixtures("publish")
def test_what_breaks_off_is_kept_to_go_on_with(server: FileServer) -> None:
    server.serves("/v/cl.obo", whole(CONTENT, cut=9000), status(503))
    with pytest.raises(DownloadError, match="goes on from there"):
        install("cl", Way(), inspect)
    assert here() == [".cl.new", ".cl.new/cl.obo.part", ".cl.new/cl.obo.part.json"]
    server.serves("/v/cl.obo", whole(CONTENT))
    install("cl", Way(), inspect)
    assert server.ranges()[-1] == "bytes=9000-"
    assert here() == ["cl", "cl/cl.obo", "cl/source.json"]


@pytest.mark.usefixtures("publish")
def test_a_mirror_holds_the_files_by_their_names(server: FileServer) -> None:
    server.serves("/mirror/cl.obo", whole(CONTENT))
    one, _ = install("cl", Way(mirror=server.url.replace("//", "//me:secret@") + "/mirror/"), inspect)
    assert [path for path, _ in server.asked] == ["/mirror/cl.obo"]
    assert one.files[0].origin == f"{server.url}/mirror/cl.obo"  # without the login


@pytest.mark.usefixtures("publish")
def test_a_local_copy_is_checked_compressed_or_not(server: FileServer, tmp_path: Path) -> None:
    packed = tmp_path / "downloads" / "cl.obo.gz"
    packed.parent.mkdir()
    packed.write_bytes(gzip.compress(CONTENT))
    for place in (packed, packed.parent):
        one, _ = install("cl", Way(place=place, force=True), inspect)
        assert (one.version, one.files[0].pinned, one.files[0].origin) == ("1", True, "cl.obo.gz")
        assert one.paths[0].read_bytes() == packed.read_bytes()
    assert server.asked == []
    assert install("cl", Way(), inspect)[1] is False
    assert install("cl", Way(place=packed), inspect)[1] is False


@pytest.mark.usefixtures("publish")
def test_another_local_file_has_to_be_asked_for(tmp_path: Path) -> None:
    other = tmp_path / "cl-new.obo"
    other.write_bytes(CONTENT + b"!")
    with pytest.raises(ChecksumMismatch, match=rf"^{other}: .*\(--unpinned takes it as it is\)$"):
        install("cl", Way(place=other), inspect)
    assert here() == []
    one, _ = install("cl", Way(place=other, unpinned=True), inspect)
    assert (one.version, one.files[0].name, one.files[0].pinned) == ("", "cl-new.obo", False)
    assert install("cl", Way(), inspect)[1] is False  # one's own copy is not replaced unasked
    assert install("cl", Way(force=True), inspect)[0].version == "1"
    with pytest.raises(OptionError, match="cl is installed with other content; --force replaces it"):
        install("cl", Way(place=other, unpinned=True), inspect)


def test_an_ontology_of_ones_own(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    with pytest.raises(InputError, match="holds no file"):
        install("markers", Way(place=folder), inspect)
    for name in ("gene.tsv", "disease.tsv", ".hidden", MANIFEST):
        (folder / name).write_text(name, encoding="utf-8")
    one, _ = install("markers", Way(place=folder), inspect)
    assert [file.name for file in one.files] == ["disease.tsv", "gene.tsv"]
    assert (one.title, one.version, one.licence) == ("markers", "", "")
    assert here() == ["markers", "markers/disease.tsv", "markers/gene.tsv", "markers/source.json"]
    with pytest.raises(OptionError, match="--sha256 is of one file; these are 2"):
        install("markers", Way(place=folder, sha256="0" * 64), inspect)


def test_a_truncated_local_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "cl.obo.gz"
    file.write_bytes(gzip.compress(CONTENT)[:-20])
    with pytest.raises(InputError, match=f"^{file}: the compressed data are damaged or cut short"):
        install("mine", Way(place=file), inspect)
    assert here() == []


@pytest.mark.usefixtures("publish")
@pytest.mark.parametrize(
    ("name", "way", "error", "says"),
    [
        ("c", Way(), UnknownName, "no ontology is called 'c'; "),
        ("dayly", Way(), UnknownName, "did you mean 'daily'"),
        ("../x", Way(place=Path(__file__)), OptionError, "cannot name an ontology"),
        (".x", Way(place=Path(__file__)), OptionError, "cannot name an ontology"),
        ("x", Way(place=Path("nowhere")), InputError, "nowhere: No such file or folder"),
        ("cl", Way(place=Path(__file__).parent), InputError, "holds no cl.obo"),
        ("cl", Way(place=Path(__file__), mirror="http://a.org"), OptionError, "goes without --mirror"),
        ("cl", Way(sha256="abc"), OptionError, "64 hexadecimal digits"),
        ("cl", Way(sha256="0" * 64, unpinned=True), OptionError, "goes without --unpinned"),
    ],
)
def test_what_cannot_be(name: str, way: Way, error: type[Exception], says: str) -> None:
    with pytest.raises(error) as refused:
        install(name, way, inspect)
    assert says in str(refused.value)
    assert here() == []


@pytest.mark.usefixtures("publish")
def test_a_broken_manifest_is_replaced_by_force() -> None:
    one, _ = install("cl", Way(), inspect)
    (one.folder / MANIFEST).write_text("{", encoding="utf-8")
    with pytest.raises(Exception, match="install cl again with --force"):
        install("cl", Way(), inspect)
    assert install("cl", Way(force=True), inspect)[1]


@pytest.mark.usefixtures("publish")
def test_changed_and_missing_files_are_found_and_ontologies_removed() -> None:
    with pytest.raises(OptionError, match="cl is not installed, and nothing else is"):
        choose(["cl"])
    assert choose([]) == []
    one, _ = install("cl", Way(), inspect)
    install("daily", Way(unpinned=True), inspect)
    assert [list(problems(each)) for each in choose([])] == [[], []]
    one.paths[0].write_bytes(CONTENT[:-1] + b"!")
    assert len(list(problems(one))) == 1
    assert "cl.obo has changed: its sha256 is " in next(problems(one))
    one.paths[0].unlink()
    assert list(problems(one)) == ["cl.obo is missing"]
    with pytest.raises(UnknownName, match="no installed ontology is called 'dayly'; did you mean 'daily'"):
        remove("dayly")
    gone: Installed = remove("daily")
    assert not gone.folder.exists()
    assert [each.name for each in choose([])] == ["cl"]


def test_the_sources_are_those_published(publish_sources: Publish) -> None:
    publish_sources(cl=("1", "http://a.org/cl.obo", ""))
    assert list(sources()) == ["cl"]
