"""A real HTTP server on this machine that answers as a test scripts it, and remembers what it was asked and sent."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

ETAG = '"one"'


class FileServer:
    """Answers by path; a path's answers are given in turn, the last one again and again."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.sent = 0  # bytes of bodies

    def serves(self, path: str, *answers: Answer) -> str:
        """Script a path (a whole url where the server stands for a proxy); return the url to ask for."""
        self.answers[path] = list(answers)
        return path if "://" in path else self.url + path

    def ranges(self) -> list[str]:
        """The Range header of each request, "" where it had none."""
        return [headers.get("range", "") for _, headers in self.asked]


class Call(BaseHTTPRequestHandler):
    """One request and what an answer does with it."""

    protocol_version = "HTTP/1.1"
    scripted: FileServer

    def do_GET(self) -> None:
        self.scripted.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        answers = self.scripted.answers.get(self.path) or [status(404)]
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def head(self, code: int, length: int | None, **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def body(self, content: bytes) -> None:
        self.scripted.sent += len(content)  # before the client can have it: a test may look as soon as it has
        self.wfile.write(content)
        self.wfile.flush()

    def hang_up(self) -> None:
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        pass


Answer = Callable[[Call], None]


def whole(content: bytes, *, cut: int | None = None, ranges: bool = True, etag: str = ETAG) -> Answer:
    """Send a file, or the range asked for; hang up after `cut` bytes of what was promised."""

    def answer(call: Call) -> None:
        asked = call.headers.get("Range", "")
        begin = int(asked.removeprefix("bytes=").removesuffix("-")) if asked and ranges else 0
        if call.headers.get("If-Range") not in (None, etag):
            begin = 0
        if begin >= len(content) and begin:
            return call.head(416, 0, Content_Range=f"bytes */{len(content)}")
        rest = content[begin:]
        spans = {"Content_Range": f"bytes {begin}-{len(content) - 1}/{len(content)}"} if begin else {}
        call.head(206 if begin else 200, len(rest), **({"ETag": etag} if etag else {}), **spans)
        call.body(rest if cut is None else rest[:cut])
        if cut is not None:
            call.hang_up()
        return None

    return answer


def status(code: int, **headers: str) -> Answer:
    """Answer with a status and no body."""
    return lambda call: call.head(code, 0, **headers)


def redirect(to: str) -> Answer:
    """Send the client elsewhere."""
    return status(302, Location=to)


class Quiet(ThreadingHTTPServer):
    """A server that says nothing of clients that go away, as they do from what they refuse."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving() -> Iterator[FileServer]:
    """Run a server in a thread of its own."""
    server = Quiet(("127.0.0.1", 0), Call)
    scripted = FileServer(server.server_address[1])
    server.RequestHandlerClass = type("Scripted", (Call,), {"scripted": scripted})
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield scripted
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
