"""HTTP as downloads and web services need it: a client, which failures are worth another attempt, how long to wait."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from time import time
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from kg.core.errors import DownloadError, MissingDependency, OptionError

if TYPE_CHECKING:
    import httpx

RETRIES = 4  # attempts beyond the first that may bring nothing
LONGEST_WAIT = 60.0  # seconds
TIMEOUT = 30.0  # seconds without a byte
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})  # answers that may be another one in a while
_SCHEMES = ("http", "https")


class BrokeOff(Exception):
    """An attempt that may well succeed when it is made again; `wait` in seconds where the server asks for one."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason, wait)
        self.reason = reason
        self.wait = wait


def check_scheme(url: str, base: str) -> None:
    """Refuse a url that is not http(s); `base` is the one that led to it.

    Raises:
        DownloadError: it is none.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise DownloadError(base, f"no url ({error})") from error
    if parts.scheme.lower() not in _SCHEMES or not parts.hostname:
        led = "" if url == base else f"leads to {url}; "
        raise DownloadError(base, f"{led}only http and https are fetched")


def client(proxy: str | None, *, follow: bool) -> httpx.Client:
    """Return a client that checks certificates, asks for bytes as they are, and follows redirects if told to.

    Args:
        proxy: its url; by default those that the environment names.

    Raises:
        MissingDependency, OptionError: a proxy of no use.
    """
    import httpx

    def refuse_other_schemes(response: httpx.Response) -> None:
        if response.has_redirect_location:
            check_scheme(urljoin(str(response.url), response.headers["location"]), str(response.url))

    try:
        return httpx.Client(
            proxy=proxy or None,
            timeout=TIMEOUT,
            follow_redirects=follow,
            headers={"User-Agent": "immunokg", "Accept-Encoding": "identity"},
            event_hooks={"response": [refuse_other_schemes]},
        )
    except ImportError as error:
        raise MissingDependency("httpx[socks]", "a SOCKS proxy") from error
    except (ValueError, httpx.InvalidURL) as error:
        raise OptionError(f"a proxy is named by its url, http://HOST:PORT ({error})") from error


@contextmanager
def translated(url: str) -> Iterator[None]:
    """Make of the library's errors our own: BrokeOff where it may go better next time, else DownloadError."""
    import httpx

    try:
        yield
    except (httpx.TimeoutException, httpx.NetworkError, httpx.RemoteProtocolError, httpx.ProxyError) as error:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            raise DownloadError(url, "the server's certificate is not one that this system trusts") from error
        raise BrokeOff(_reason(error)) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DownloadError(url, str(error) or type(error).__name__) from error


def _reason(error: Exception) -> str:
    """Say in one line why the connection failed, also where the library has no words for it."""
    words = " ".join(str(error).split())
    kind = type(error).__name__.removesuffix("Error")
    return {"ReadTimeout": "no answer in time", "ConnectTimeout": "no connection in time"}.get(kind, "") or (
        f"the connection failed ({words or kind})"
    )


def answer(response: httpx.Response) -> str:
    """Return "the server answers 503 Service Unavailable"."""
    return f"the server answers {response.status_code} {response.reason_phrase}".rstrip()


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that Retry-After asks for, which may be a date; None where it says nothing."""
    asked = headers.get("retry-after", "")
    if asked.isascii() and asked.isdecimal():
        return float(asked)
    try:
        return max(0.0, parsedate_to_datetime(asked).timestamp() - time())
    except ValueError:
        return None
