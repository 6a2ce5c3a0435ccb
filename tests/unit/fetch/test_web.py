from __future__ import annotations

import time
from email.utils import formatdate

import httpx
import pytest

from kg.core.errors import DownloadError, OptionError
from kg.fetch.web import BrokeOff, answer, asked_wait, check_scheme, client, translated


def test_a_wait_is_seconds_or_a_date() -> None:
    assert asked_wait({"retry-after": "7"}) == 7.0
    assert asked_wait({"retry-after": formatdate(time.time() + 30, usegmt=True)}) == pytest.approx(30, abs=2)
    assert asked_wait({"retry-after": "Thu, 01 Jan 1970 00:00:00 GMT"}) == 0.0
    for odd in ("soon", "²", "٣", "-1"):
        assert asked_wait({"retry-after": odd}) is None
    assert asked_wait({}) is None


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.org/x", "https://", "http://[1/"])
def test_only_http_is_fetched(url: str) -> None:
    with pytest.raises(DownloadError):
        check_scheme(url, "https://here.org")


def test_what_may_go_better_next_time_is_told_from_what_will_not() -> None:
    with pytest.raises(BrokeOff, match="no answer in time"), translated("https://a.org"):
        raise httpx.ReadTimeout("")
    with pytest.raises(DownloadError, match="certificate"), translated("https://a.org"):
        raise httpx.ConnectError("CERTIFICATE_VERIFY_FAILED")
    with pytest.raises(DownloadError, match="too odd"), translated("https://a.org"):
        raise httpx.UnsupportedProtocol("too odd")


def test_an_answer_in_words() -> None:
    assert answer(httpx.Response(503)) == "the server answers 503 Service Unavailable"
    assert answer(httpx.Response(599)) == "the server answers 599"


def test_a_proxy_is_a_url() -> None:
    with pytest.raises(OptionError, match="a proxy is named by its url"):
        client("nonsense://x", follow=False)
