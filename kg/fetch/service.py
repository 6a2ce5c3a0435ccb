"""questions to a web service -> its answers: paced, asked again where an answer fails, bounded, the key kept secret."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Mapping
from random import SystemRandom
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urljoin, urlsplit

from kg.core.errors import DownloadError
from kg.fetch.web import AGAIN, LONGEST_WAIT, BrokeOff, answer, asked_wait, check_scheme, client, translated

if TYPE_CHECKING:
    import httpx

MOST = 256 << 20  # bytes of one answer, unpacked
RETRIES = 6  # attempts at one question beyond the first: about a minute
_REDIRECTS = 5
_GZIP = 31  # zlib's number for it
_HERE = ("127.0.0.1", "::1", "localhost")

Answer = TypeVar("Answer")
Tell = Callable[[str], None]
Form = Mapping[str, str]


class Clock:
    """The time and its passing, so that a test need not wait."""

    def now(self) -> float:
        """Return seconds from some moment on."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        time.sleep(seconds)


class Pace:
    """Lets no more than `rate` requests a second through, evenly spaced: no second holds more, wherever it begins."""

    def __init__(self, rate: float, clock: Clock) -> None:
        self._gap = 1.0 / rate
        self._clock = clock
        self._next = clock.now()

    def wait(self) -> None:
        """Return when the next request may go."""
        now = self._clock.now()
        if now < self._next:
            self._clock.sleep(self._next - now)
            now = self._clock.now()  # sleep may last longer than asked
        self._next = now + self._gap


class Service:
    """A web service below one url; counts what it is asked.

    Args:
        base: url that the names of questions are put behind.
        rate: requests a second that it allows.
        always: what is sent with every question.
        secret: name and value of a key that is sent with every question, to that host alone and never in the clear;
            it stands in no url, and in nothing that is told.
        proxy: its url; by default those that the environment names.
        tell: called with a line of what went wrong before each new attempt.

    Attributes:
        rate: as above.
        requests, retries: how many there were, and how many of them were new attempts.
    """

    def __init__(
        self,
        base: str,
        *,
        rate: float,
        always: Form | None = None,
        secret: tuple[str, str] = ("", ""),
        proxy: str = "",
        tell: Tell | None = None,
        clock: Clock | None = None,
    ) -> None:
        check_scheme(base, base)
        self.base = f"{base.rstrip('/')}/"
        self.requests = self.retries = 0
        self._secret = secret
        self._always = dict(always or {})
        self._tell = tell or (lambda _: None)
        self._clock = clock or Clock()
        self.rate = rate
        self._pace = Pace(rate, self._clock)
        self._web = client(proxy, follow=False)

    def close(self) -> None:
        """End its connections."""
        self._web.close()

    def ask(self, name: str, form: Form, parse: Callable[[bytes], Answer]) -> Answer:
        """Ask until there is an answer of use; each wait is about twice the last, or what the server asks for.

        Args:
            name: of the question: what stands behind the base url.
            parse: makes the answer of its bytes, and raises BrokeOff where they are none.

        Raises:
            DownloadError: refused, too large, or given up.
        """
        url, failures = self.base + name, 0
        while True:
            self._pace.wait()
            self.requests += 1
            try:
                return self._attempt(url, form, parse)
            except BrokeOff as broken:
                failures += 1
                wait = self._wait(failures, broken.wait)
                reason = self._hidden(broken.reason)
                if failures > RETRIES or wait > LONGEST_WAIT:
                    asks = f"; it asks to wait {wait:,.0f} seconds" if wait > LONGEST_WAIT else ""
                    raise DownloadError(url, f"{reason}{asks}; given up after {failures} attempts") from None
                self._tell(f"{url}: {reason}; again in {wait:.0f} s")
                self.retries += 1
                self._clock.sleep(wait)

    def _wait(self, failures: int, asked: float | None) -> float:
        """Return seconds; by chance some more or less, so that not everybody comes back at once."""
        chance = SystemRandom().random()
        if asked is not None:
            return asked + chance / 10
        return min(2.0 ** (failures - 1) * (0.75 + chance / 2), LONGEST_WAIT)

    def _hidden(self, text: str) -> str:
        """Return what may be shown of a text: one line without what would steer a terminal, and without the key."""
        text = " ".join("".join(char if char.isprintable() else " " for char in text).split())
        return text.replace(self._secret[1], "…") if self._secret[1] else text

    def _attempt(self, url: str, form: Form, parse: Callable[[bytes], Answer]) -> Answer:
        with translated(url):
            response = self._sent(url, form)
            try:
                status = response.status_code
                if status in AGAIN:
                    raise BrokeOff(answer(response), asked_wait(response.headers))
                if status not in (200, 400):  # 400 may say in words what is wrong
                    raise DownloadError(url, answer(response))
                body = _body(response, url)
            finally:
                response.close()
        try:
            return parse(body)
        except BrokeOff as broken:
            if status == 200:
                raise
            raise DownloadError(url, self._hidden(f"{answer(response)}: {broken.reason}")) from None

    def _sent(self, url: str, form: Form) -> httpx.Response:
        """Send a question, and again to where it is redirected, without the key where that is another host."""
        for _ in range(_REDIRECTS):
            data = {**self._always, **form}
            if self._may_know(url):
                data[self._secret[0]] = self._secret[1]
            request = self._web.build_request("POST", url, data=data, headers={"Accept-Encoding": "gzip"})
            response = self._web.send(request, stream=True)
            if not response.has_redirect_location:
                return response
            response.close()
            url = self._led(url, response.headers["location"])
        raise DownloadError(self.base, "leads from one place to the next without end")

    def _may_know(self, url: str) -> bool:
        alike = urlsplit(url).netloc == urlsplit(self.base).netloc
        return bool(self._secret[1]) and alike and is_safe(url)

    def _led(self, url: str, location: str) -> str:
        to = urljoin(url, location)
        alike = urlsplit(to).netloc == urlsplit(self.base).netloc
        if urlsplit(to).scheme != "https" and not (alike and urlsplit(url).scheme == "http"):
            raise DownloadError(url, f"leads to {self._hidden(to)}; only https is followed to another place")
        return to


def is_safe(url: str) -> bool:
    """Tell whether nobody on the way can read what is sent to a url: by https, or not leaving this machine."""
    to = urlsplit(url)
    return to.scheme == "https" or to.hostname in _HERE


def _body(response: httpx.Response, url: str) -> bytes:
    """Read an answer, no further than it may be long."""
    coding = response.headers.get("content-encoding", "identity").lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise DownloadError(url, f"the server packs it as {coding}, which was not asked for")
    unpack = zlib.decompressobj(_GZIP) if coding != "identity" else None
    body = bytearray()
    try:
        for chunk in response.iter_raw():
            body += unpack.decompress(chunk, MOST + 1 - len(body)) if unpack else chunk
            if len(body) > MOST:
                raise DownloadError(url, f"an answer longer than the {MOST:,} bytes it may have")
    except zlib.error as error:
        raise BrokeOff(f"the answer is damaged ({error})") from error
    if unpack and not unpack.eof:
        raise BrokeOff("the answer breaks off")
    return bytes(body)
