from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kg.core.errors import DownloadError, OptionError, UnknownName
from kg.fetch import europepmc, eutils
from kg.fetch.papers import fetch
from kg.fetch.source import SOURCES, Way, asking
from tests.eutils_server import EUtils, Passing, made_up, serving

SECRET = "0123456789abcdef"


@pytest.fixture
def server() -> Iterator[EUtils]:
    with serving(EUtils) as told:
        told.add(made_up(1, date(2024, 5, 6)))
        yield told


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NCBI_API_KEY", "IMMUNOKG_EMAIL"):
        monkeypatch.delenv(name, raising=False)


def test_each_source_is_where_it_says() -> None:
    for name, url in (("pubmed", eutils.URL), ("europepmc", europepmc.URL)):
        assert url.startswith("https://")
        with asking("lupus", Way(name), None, None) as source:
            assert (source.name, source.service.base) == (name, url)
    assert set(SOURCES) == {"pubmed", "europepmc"}


def test_the_key_and_the_address_come_from_the_environment(
    server: EUtils, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sent(folder: str, email: str = "") -> dict[str, str]:
        fetch("lupus", tmp_path / folder, Way(mirror=server.url, email=email), clock=Passing())
        return server.asked[-1][1]

    assert sent("a")["tool"] == "immunokg"
    assert not {"api_key", "email"} & set(sent("b"))
    monkeypatch.setenv("NCBI_API_KEY", f"{SECRET}\n")
    monkeypatch.setenv("IMMUNOKG_EMAIL", "a@b.org")
    assert {"api_key": SECRET, "email": "a@b.org"}.items() <= sent("c").items()
    assert sent("d", "c@d.org")["email"] == "c@d.org"
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 8
    assert not any(SECRET.encode() in path.read_bytes() for path in files)


def test_the_key_goes_to_no_mirror_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NCBI_API_KEY", SECRET)
    for url, rate in (("http://mirror.org/", 3.0), ("https://mirror.org/", 10.0)):
        with asking("lupus", Way(mirror=url), None, None) as source:
            assert source.service.rate == rate


@pytest.mark.parametrize(
    ("query", "way", "error", "words"),
    [
        (" ", Way(), OptionError, "the query is empty"),
        ("lupus", Way("pubmid"), UnknownName, "did you mean 'pubmed'"),
        ("lupus", Way(mirror="ftp://a.org"), DownloadError, "only http and https"),
    ],
)
def test_what_is_of_no_use_is_told(query: str, way: Way, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words), asking(query, way, None, None):
        pass
