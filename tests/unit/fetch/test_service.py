from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import ClassVar

import pytest

from kg.core.errors import DownloadError
from kg.fetch import service as module
from kg.fetch.service import RETRIES, Pace, Service
from kg.fetch.web import BrokeOff
from tests.eutils_server import EUtils, Passing, serving

SECRET = "0123456789abcdef"


@pytest.fixture
def server() -> Iterator[EUtils]:
    with serving(EUtils) as told:
        yield told


@pytest.fixture
def clock() -> Passing:
    return Passing()


def asking(server: EUtils, clock: Passing, lines: list[str] | None = None) -> Service:
    tell = lines.append if lines is not None else None
    return Service(server.url, rate=3, secret=("api_key", SECRET), clock=clock, tell=tell, always={"tool": "t"})


def ask(service: Service, **form: str) -> bytes:
    return service.ask("efetch.fcgi", {"id": "1", **form}, lambda body: body)


@pytest.mark.parametrize("rate", [3, 10])
def test_no_second_holds_more_requests_than_are_allowed(rate: int, clock: Passing) -> None:
    pace, times = Pace(rate, clock), []
    for number in range(100):
        pace.wait()
        times.append(clock.time)
        clock.time += 0.4 if number % 7 == 0 else 0.0  # some answers take their time
    assert all(later - first > 1.0 - 1e-9 for first, later in zip(times, times[rate:], strict=False))
    assert times[-1] < 100 / rate + 15 * 0.4 + 1


def test_a_question_carries_what_goes_with_each(server: EUtils, clock: Passing) -> None:
    with_key = asking(server, clock)
    ask(with_key, id="7")
    assert server.asked == [("efetch.fcgi", {"tool": "t", "id": "7", "api_key": SECRET})]
    assert (with_key.requests, with_key.retries) == (1, 0)


@pytest.mark.parametrize("fault", ["429", "500", "502", "503", "504", "cut"])
def test_what_fails_is_asked_again(fault: str, server: EUtils, clock: Passing) -> None:
    server.faults["efetch.fcgi"] = [fault, fault]
    told: list[str] = []
    service = asking(server, clock, told)
    ask(service)
    assert (service.requests, service.retries) == (3, 2)
    waits = [wait for wait in clock.slept if wait > 0.5]
    assert 0.75 <= waits[0] <= 1.25
    assert 1.5 <= waits[1] <= 2.5
    assert len(told) == 2
    assert "again in" in told[0]


def test_the_server_says_how_long_to_wait(server: EUtils, clock: Passing) -> None:
    server.faults["efetch.fcgi"] = ["429 17"]
    ask(asking(server, clock))
    assert 17 <= max(clock.slept) < 17.2


def test_a_wait_that_is_too_long_is_told(server: EUtils, clock: Passing) -> None:
    server.faults["efetch.fcgi"] = ["503 3600"]
    with pytest.raises(DownloadError, match="it asks to wait 3,600 seconds; given up after 1 attempts"):
        ask(asking(server, clock))


def test_it_is_given_up_after_a_number_of_attempts(server: EUtils, clock: Passing) -> None:
    server.faults["efetch.fcgi"] = ["500"] * 20
    with pytest.raises(DownloadError, match=f"500 Internal Server Error; given up after {RETRIES + 1} attempts"):
        ask(asking(server, clock))
    assert len(server.asked) == RETRIES + 1
    assert sum(clock.slept) > 40


def test_an_answer_that_is_none_is_asked_for_again(server: EUtils, clock: Passing) -> None:
    def parse(body: bytes) -> bytes:
        if len(server.asked) < 3:
            raise BrokeOff("the answer is no whole XML")
        return body

    asking(server, clock).ask("efetch.fcgi", {"id": "1"}, parse)
    assert len(server.asked) == 3


def test_what_is_refused_is_not_asked_again(server: EUtils, clock: Passing) -> None:
    server.faults["efetch.fcgi"] = ["403"]
    with pytest.raises(DownloadError, match="403 Forbidden"):
        ask(asking(server, clock))
    assert len(server.asked) == 1


def test_a_bad_request_is_told_in_the_servers_words_without_the_key(server: EUtils, clock: Passing) -> None:
    def parse(body: bytes) -> bytes:
        raise BrokeOff(f"the server says: {body.decode()}")

    server.faults["efetch.fcgi"] = ["400"]
    with pytest.raises(DownloadError, match="400 Bad Request: the server says") as caught:
        asking(server, clock).ask("efetch.fcgi", {"id": "1"}, parse)
    assert SECRET not in str(caught.value)
    assert '"api-key": "…"' in str(caught.value)


def test_what_a_server_says_steers_no_terminal(server: EUtils, clock: Passing) -> None:
    def parse(body: bytes) -> bytes:
        raise BrokeOff("the server says: \x1b[2J\nbusy")

    with pytest.raises(DownloadError, match=r"the server says: \[2J busy; given up"):
        asking(server, clock).ask("efetch.fcgi", {"id": "1"}, parse)


def test_the_key_stands_in_nothing_that_is_told(server: EUtils, clock: Passing) -> None:
    server.faults["efetch.fcgi"] = ["429"] * 20
    told: list[str] = []
    with pytest.raises(DownloadError) as caught:
        ask(asking(server, clock, told))
    assert SECRET not in "".join((*told, str(caught.value), repr(caught.value)))


def test_the_key_does_not_go_to_another_host(server: EUtils, clock: Passing) -> None:
    with serving(EUtils) as other:
        server.faults["efetch.fcgi"] = [f"to {other.url}efetch.fcgi"]
        with pytest.raises(DownloadError, match="only https is followed"):
            ask(asking(server, clock))
        assert other.asked == []
    service = asking(server, clock)
    assert not service._may_know("https://elsewhere.org/efetch.fcgi")
    plain = Service("http://mirror.org/", rate=3, secret=("api_key", SECRET), clock=clock)
    assert not plain._may_know("http://mirror.org/efetch.fcgi")
    safe = Service("https://mirror.org/", rate=3, secret=("api_key", SECRET), clock=clock)
    assert safe._may_know("https://mirror.org/efetch.fcgi")
    with pytest.raises(DownloadError, match="only https is followed"):
        safe._led("https://mirror.org/efetch.fcgi", "http://mirror.org/efetch.fcgi")


def test_a_redirect_within_a_host_is_followed_but_not_for_ever(server: EUtils, clock: Passing) -> None:
    server.faults["efetch.fcgi"] = ["to /deeper/efetch.fcgi"]
    assert b"eFetchResult" in ask(asking(server, clock), id="9")
    assert [form["id"] for _, form in server.asked] == ["9", "9"]
    server.faults["efetch.fcgi"] = ["to /efetch.fcgi"] * 20
    with pytest.raises(DownloadError, match="without end"):
        ask(asking(server, clock))


def test_packed_answers_are_unpacked_no_further_than_they_may_be_long(
    server: EUtils, clock: Passing, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.faults["efetch.fcgi"] = ["gzip"]
    assert b"eFetchResult" in ask(asking(server, clock))
    monkeypatch.setattr(module, "MOST", 20)
    for fault in ("gzip", "=" + "x" * 21):
        server.faults["efetch.fcgi"] = [fault]
        with pytest.raises(DownloadError, match="longer than the 20 bytes"):
            ask(asking(server, clock))


def test_damaged_packing_is_another_attempt() -> None:
    class Answer:
        headers: ClassVar = {"content-encoding": "gzip"}
        chunks: tuple[bytes, ...] = (b"not gzip at all",)

        def iter_raw(self) -> Iterator[bytes]:
            yield from self.chunks

    with pytest.raises(BrokeOff, match="damaged"):
        module._body(Answer(), "u")  # type: ignore[arg-type]
    packer = zlib.compressobj(wbits=31)
    Answer.chunks = ((packer.compress(b"abc") + packer.flush())[:-9],)
    with pytest.raises(BrokeOff, match="breaks off"):
        module._body(Answer(), "u")  # type: ignore[arg-type]
    Answer.headers = {"content-encoding": "br"}
    with pytest.raises(DownloadError, match="packs it as br"):
        module._body(Answer(), "u")  # type: ignore[arg-type]
