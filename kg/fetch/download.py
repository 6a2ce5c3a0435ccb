"""a url -> a verified file: streamed, resumed where it broke off, checked, then put in place whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any

from kg.core.errors import DownloadError, InputError, KGError
from kg.fetch.checksum import Digests, check, digests
from kg.fetch.web import (
    AGAIN,
    LONGEST_WAIT,
    RETRIES,
    BrokeOff,
    answer,
    asked_wait,
    check_scheme,
    client,
    translated,
)

if TYPE_CHECKING:
    import httpx

MOST = 4 << 30  # bytes; nothing of use to us is larger

Progress = Callable[[int, int], None]
Tell = Callable[[str], None]


class _Part:
    """What has arrived so far, and by what the server's file can be told to be still the same one."""

    def __init__(self, to: Path, url: str) -> None:
        self.path = to.with_name(f"{to.name}.part")
        self.url = url
        self._note = to.with_name(f"{to.name}.part.json")

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.is_file() else 0

    @property
    def validator(self) -> str:
        """The ETag or date that the server gave with the first bytes; "" where a resumed file could be another one."""
        try:
            noted = json.loads(self._note.read_text(encoding="utf-8"))
            return str(noted["validator"]) if noted["url"] == self.url else ""
        except (OSError, ValueError, TypeError, KeyError):
            return ""

    def headers(self) -> dict[str, str]:
        """The request headers that ask for the rest; none where it has to begin anew."""
        if self.size and (validator := self.validator):
            return {"Range": f"bytes={self.size}-", "If-Range": validator}
        return {}

    def note(self, headers: Mapping[str, str]) -> None:
        etag = headers.get("etag", "")
        validator = headers.get("last-modified", "") if etag.startswith("W/") or not etag else etag
        self._note.write_text(json.dumps({"url": self.url, "validator": validator}), encoding="utf-8")

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def finish(self, to: Path) -> None:
        self.path.replace(to)
        self._note.unlink(missing_ok=True)


def download(
    url: str,
    to: Path,
    *,
    sha256: str = "",
    size: int = 0,
    most: int = MOST,
    proxy: str | None = None,
    retries: int = RETRIES,
    progress: Progress | None = None,
    tell: Tell | None = None,
    advice: str = "",
) -> Digests:
    """Fetch a url to a file, which appears only once it is whole and verified; return its checksums.

    What broke off stays beside it as `<to>.part`, so that the next call goes on there. Nothing stays of a file that is
    refused.

    Args:
        sha256: what the file, or what it decompresses to, must have; "" takes any.
        size: bytes it must not exceed, where known; `most`: where not.
        proxy: url of a proxy; by default those that the environment names.
        retries: attempts in a row that may bring nothing new, beyond the first.
        progress: called with the bytes at hand and the bytes in all (0 where the server does not say).
        tell: called with a line of what went wrong before each new attempt.
        advice: what to say beside a wrong checksum.

    Raises:
        DownloadError: not http(s), refused by the server, too large, damaged, or given up.
        ChecksumMismatch: it is another file than stated.
    """
    check_scheme(url, url)
    part, most = _Part(to, url), min(size or most, most)
    with client(proxy, follow=True) as web:
        try:
            _fetch(web, part, most, retries, progress or (lambda *_: None), tell or (lambda _: None))
            found = digests(part.path)
            check(found, sha256, url, advice)
        except InputError as error:
            part.drop()
            raise DownloadError(url, error.reason) from error
        except KGError as error:
            if not isinstance(error.__cause__, BrokeOff):
                part.drop()
            raise
    part.finish(to)
    return found


def _fetch(web: httpx.Client, part: _Part, most: int, retries: int, progress: Progress, tell: Tell) -> None:
    """Make attempts until the part is whole; as long as each brings something new they are not counted."""
    failures, best = 0, part.size
    while True:
        try:
            return _attempt(web, part, most, progress)
        except BrokeOff as broken:
            failures = 1 if part.size > best else failures + 1
            best = max(best, part.size)
            wait = min(2.0 ** (failures - 1), LONGEST_WAIT) if broken.wait is None else broken.wait
            if failures > retries or wait > LONGEST_WAIT:
                kept = f"; {best:,} bytes are kept, the same command goes on from there" if part.headers() else ""
                asked = f"; it asks to wait {wait:,.0f} seconds" if wait > LONGEST_WAIT else ""
                raise DownloadError(part.url, f"{broken.reason}{asked}{kept}") from broken
            tell(f"{part.url}: {broken.reason}; again in {wait:.0f} s")
            sleep(wait)


def _attempt(web: httpx.Client, part: _Part, most: int, progress: Progress) -> None:
    with translated(part.url), web.stream("GET", part.url, headers=part.headers()) as response:
        if response.status_code == 416 and _is_whole(response.headers, part):
            return
        _check_status(response, part)
        _receive(response, part, most, progress)


def _is_whole(headers: Mapping[str, str], part: _Part) -> bool:
    """Tell whether a server that has nothing more to send has sent everything."""
    if headers.get("content-range", "").rpartition("/")[2] == str(part.size):
        return True
    part.drop()
    raise BrokeOff("the part at hand does not fit the file there", 0.0)


def _check_status(response: httpx.Response, part: _Part) -> None:
    status = response.status_code
    if status in AGAIN:
        raise BrokeOff(answer(response), asked_wait(response.headers))
    if status in (404, 410):
        raise DownloadError(part.url, f"there is no such file ({status} {response.reason_phrase})")
    if status not in (200, 206):
        raise DownloadError(part.url, answer(response))
    coding = response.headers.get("content-encoding", "identity").lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise DownloadError(part.url, f"the server packs it as {coding}, which was not asked for")


def _receive(response: Any, part: _Part, most: int, progress: Progress) -> None:
    """Write the body behind what is at hand, or from the start where the server sends all of it."""
    done = 0
    if response.status_code == 206:
        done = part.size
        if not response.headers.get("content-range", "").startswith(f"bytes {done}-"):
            part.drop()
            raise BrokeOff("the server sent another range than asked for", 0.0)
    length = response.headers.get("content-length", "")
    total = done + int(length) if length.isdigit() else 0
    _check_size(part.url, total, most)
    if not done:
        part.note(response.headers)
    with part.path.open("ab" if done else "wb") as out:
        for chunk in response.iter_raw():  # as they come: a chunk still being filled is lost when it breaks off
            done += len(chunk)
            _check_size(part.url, done, most)
            out.write(chunk)
            progress(done, total)


def _check_size(url: str, size: int, most: int) -> None:
    if size > most:
        raise DownloadError(url, f"longer than the {most:,} bytes it may have")
