from __future__ import annotations

import gzip
import hashlib
import random
import time
from email.utils import formatdate
from pathlib import Path

import pytest

from kg.core.errors import ChecksumMismatch, DownloadError, MissingDependency, OptionError
from kg.fetch.download import download
from tests.file_server import FileServer, redirect, status, whole

CONTENT = random.Random(7).randbytes(1_200_000)
STATED = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def to(tmp_path: Path) -> Path:
    return tmp_path / "got" / "a.obo"


@pytest.fixture(autouse=True)
def folder(to: Path) -> Path:
    to.parent.mkdir()
    return to.parent


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_arrives_whole_and_nothing_else_does(server: FileServer, to: Path, folder: Path) -> None:
    url = server.serves("/a.obo", whole(CONTENT))
    steps: list[tuple[int, int]] = []
    found = download(url, to, sha256=STATED, size=len(CONTENT), progress=lambda *step: steps.append(step))
    assert to.read_bytes() == CONTENT
    assert (found.raw, found.size) == (STATED, len(CONTENT))
    assert left(folder) == ["a.obo"]
    assert steps[-1] == (len(CONTENT), len(CONTENT))
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert server.asked[0][1]["accept-encoding"] == "identity"


def test_what_breaks_off_is_resumed(server: FileServer, to: Path, folder: Path) -> None:
    url = server.serves("/a.obo", whole(CONTENT, cut=700_000), whole(CONTENT, cut=200_000), whole(CONTENT))
    told: list[str] = []
    download(url, to, sha256=STATED, tell=told.append)
    assert to.read_bytes() == CONTENT
    assert server.ranges() == ["", "bytes=700000-", "bytes=900000-"]
    assert server.asked[1][1]["if-range"] == '"one"'
    assert server.sent == len(CONTENT)
    assert left(folder) == ["a.obo"]
    assert len(told) == 2


def test_what_broke_off_for_good_is_gone_on_with_next_time(server: FileServer, to: Path, folder: Path) -> None:
    url = server.serves("/a.obo", whole(CONTENT, cut=700_000), status(503))
    with pytest.raises(
        DownloadError, match=r"answers 503 .*700,000 bytes are kept, the same command goes on"
    ) as given_up:
        download(url, to, sha256=STATED, retries=2)
    assert "\n" not in str(given_up.value)
    assert len(server.asked) == 1 + 2
    assert left(folder) == ["a.obo.part", "a.obo.part.json"]
    server.serves("/a.obo", whole(CONTENT))
    download(url, to, sha256=STATED)
    assert to.read_bytes() == CONTENT
    assert server.ranges()[-1] == "bytes=700000-"
    assert server.sent == len(CONTENT)
    assert left(folder) == ["a.obo"]


def test_a_part_that_is_whole_already_is_not_fetched_again(server: FileServer, to: Path) -> None:
    url = server.serves("/a.obo", whole(CONTENT, cut=len(CONTENT) - 1), status(503))
    with pytest.raises(DownloadError):
        download(url, to, retries=0)
    with to.with_name("a.obo.part").open("ab") as part:
        part.write(CONTENT[-1:])
    server.serves("/a.obo", whole(CONTENT))
    download(url, to, sha256=STATED)
    assert to.read_bytes() == CONTENT
    assert server.sent == len(CONTENT) - 1


def test_a_part_of_a_file_that_has_changed_since_is_thrown_away(server: FileServer, to: Path) -> None:
    url = server.serves("/a.obo", whole(CONTENT, cut=700_000), status(503))
    with pytest.raises(DownloadError):
        download(url, to, retries=0)
    other = bytes(reversed(CONTENT))
    server.serves("/a.obo", whole(other, etag='"two"'))
    download(url, to)
    assert to.read_bytes() == other


def test_a_part_longer_than_the_file_there_is_thrown_away(server: FileServer, to: Path) -> None:
    url = server.serves("/a.obo", whole(CONTENT, cut=700_000), status(503))
    with pytest.raises(DownloadError):
        download(url, to, retries=0)
    server.serves("/a.obo", whole(CONTENT[:1000]))
    download(url, to)
    assert to.read_bytes() == CONTENT[:1000]


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param(
            (whole(CONTENT, cut=700_000, ranges=False), whole(CONTENT, ranges=False)), id="ranges are ignored"
        ),
        pytest.param((whole(CONTENT, cut=700_000, etag=""), whole(CONTENT, etag="")), id="nothing tells its version"),
        pytest.param((whole(CONTENT, cut=700_000, etag='W/"1"'), whole(CONTENT)), id="the tag is weak"),
    ],
)
def test_where_a_server_cannot_resume_it_begins_anew(server: FileServer, to: Path, answers: tuple[object, ...]) -> None:
    url = server.serves("/a.obo", *answers)  # type: ignore[arg-type]
    download(url, to, sha256=STATED)
    assert to.read_bytes() == CONTENT
    assert server.sent == 700_000 + len(CONTENT)


def test_a_server_that_always_breaks_off_is_given_up(server: FileServer, to: Path) -> None:
    url = server.serves("/a.obo", whole(CONTENT, cut=10, ranges=False))
    with pytest.raises(DownloadError, match="the connection failed"):
        download(url, to, retries=3)
    assert len(server.asked) == 1 + 3


def test_a_wrong_checksum_leaves_nothing_behind(server: FileServer, to: Path, folder: Path) -> None:
    url = server.serves("/a.obo", whole(CONTENT + b"!"))
    with pytest.raises(ChecksumMismatch) as refused:
        download(url, to, sha256=STATED, advice="--unpinned")
    assert (refused.value.what, refused.value.stated) == (url, STATED)
    assert left(folder) == []
    assert len(server.asked) == 1


def test_a_wrong_checksum_leaves_what_was_there(server: FileServer, to: Path, folder: Path) -> None:
    to.write_bytes(b"as before")
    url = server.serves("/a.obo", whole(b"other"))
    with pytest.raises(ChecksumMismatch):
        download(url, to, sha256=STATED)
    assert to.read_bytes() == b"as before"
    assert left(folder) == ["a.obo"]


def test_the_checksum_may_be_that_of_what_is_compressed(server: FileServer, to: Path) -> None:
    packed = gzip.compress(CONTENT)
    found = download(server.serves("/a.obo.gz", whole(packed)), to, sha256=STATED)
    assert (found.content, found.raw) == (STATED, hashlib.sha256(packed).hexdigest())
    assert to.read_bytes() == packed


def test_a_truncated_gzip_is_one_clear_line(server: FileServer, to: Path, folder: Path) -> None:
    url = server.serves("/a.obo.gz", whole(gzip.compress(CONTENT)[:-30]))
    for stated in ("", STATED):
        with pytest.raises(DownloadError) as refused:
            download(url, to, sha256=stated)
        assert str(refused.value).startswith(f"{url}: the compressed data are damaged or cut short")
    assert left(folder) == []


@pytest.mark.parametrize(
    ("code", "says"), [(404, "no such file (404 Not Found)"), (410, "no such file"), (403, "answers 403 Forbidden")]
)
def test_what_the_server_refuses_is_not_asked_again(
    server: FileServer, to: Path, folder: Path, code: int, says: str
) -> None:
    url = server.serves("/a.obo", status(code))
    with pytest.raises(DownloadError) as refused:
        download(url, to)
    assert says in str(refused.value)
    assert len(server.asked) == 1
    assert left(folder) == []


@pytest.mark.parametrize("code", [429, 500, 502, 503])
def test_a_busy_server_is_asked_again(server: FileServer, to: Path, code: int) -> None:
    url = server.serves("/a.obo", status(code), status(code), whole(CONTENT))
    download(url, to, sha256=STATED)
    assert len(server.asked) == 3


def test_the_server_says_how_long_to_wait(server: FileServer, to: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("kg.fetch.download.sleep", waited.append)
    soon = formatdate(time.time() + 20, usegmt=True)
    answers = (status(503, Retry_After="7"), status(503, Retry_After=soon), status(503), status(503, Retry_After="?"))
    download(server.serves("/a.obo", *answers, whole(CONTENT)), to)
    assert waited[0] == 7
    assert 15 < waited[1] <= 20
    assert waited[2:] == [4, 8]
    server.serves("/a.obo", status(429, Retry_After="3600"))
    with pytest.raises(DownloadError, match=r"answers 429 .*it asks to wait 3,600 seconds"):
        download(f"{server.url}/a.obo", to)


def test_redirects_are_followed_to_http_only(server: FileServer, to: Path, folder: Path) -> None:
    server.serves("/b.obo", whole(CONTENT))
    url = server.serves("/a.obo", redirect("/b.obo"))
    download(url, to, sha256=STATED)
    assert to.read_bytes() == CONTENT
    for target in ("file:///etc/hostname", "ftp://a.org/a.obo"):
        server.serves("/a.obo", redirect(target))
        with pytest.raises(DownloadError) as refused:
            download(url, to)
        assert str(refused.value) == f"{url}: leads to {target}; only http and https are fetched"
    server.serves("/a.obo", redirect("/a.obo"))
    with pytest.raises(DownloadError, match="redirects"):
        download(url, to)
    assert left(folder) == ["a.obo"]


@pytest.mark.parametrize(
    "url", ["file:///etc/hostname", "ftp://a.org/a.obo", "a.obo", "http:///a.obo", "http://[::1/a"]
)
def test_only_http_is_fetched(to: Path, url: str) -> None:
    with pytest.raises(DownloadError) as refused:
        download(url, to)
    assert str(refused.value).startswith(url)


def test_a_file_may_be_too_large(server: FileServer, to: Path, folder: Path) -> None:
    url = server.serves("/a.obo", whole(CONTENT))
    for limits in ({"most": 1000}, {"size": 1000}):
        with pytest.raises(DownloadError, match="longer than the 1,000 bytes"):
            download(url, to, **limits)  # type: ignore[arg-type]
    assert left(folder) == []

    def unending(call: object) -> None:
        call.head(200, None, Connection="close")  # type: ignore[attr-defined]
        call.body(CONTENT)  # type: ignore[attr-defined]
        call.hang_up()  # type: ignore[attr-defined]

    server.serves("/a.obo", unending)
    with pytest.raises(DownloadError, match="longer than the 1,000 bytes"):
        download(url, to, most=1000)
    assert left(folder) == []


def test_a_server_may_not_pack_it_otherwise(server: FileServer, to: Path) -> None:
    url = server.serves("/a.obo", status(200, Content_Encoding="br"))
    with pytest.raises(DownloadError, match="packs it as br"):
        download(url, to)


def test_a_proxy_is_asked_in_its_place(server: FileServer, to: Path) -> None:
    url = server.serves("http://ontologies.invalid/a.obo", whole(CONTENT))
    download(url, to, sha256=STATED, proxy=server.url)
    assert to.read_bytes() == CONTENT
    assert server.asked[0][1]["host"] == "ontologies.invalid"


def test_proxies_that_cannot_be(to: Path) -> None:
    with pytest.raises(OptionError, match="a proxy is named by its url"):
        download("http://a.invalid/a.obo", to, proxy="gopher://proxy")


def test_a_socks_proxy_needs_a_package(to: Path) -> None:
    pytest.importorskip("httpx")
    try:
        import socksio  # type: ignore[import-not-found]  # noqa: F401
    except ImportError:
        with pytest.raises(MissingDependency, match="SOCKS"):
            download("http://a.invalid/a.obo", to, proxy="socks5://127.0.0.1:1")


def test_no_server_at_all(server: FileServer, to: Path, folder: Path) -> None:
    with pytest.raises(DownloadError, match=r"^http://127.0.0.1:9/a.obo: the connection failed \(.*refused.*\)$"):
        download("http://127.0.0.1:9/a.obo", to, retries=1)
    assert left(folder) == []
