"""`kg serve` as those meet it who want it to do what it must not: requests byte by byte, and what they leave behind."""

from __future__ import annotations

import re
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from kg.serve.server import STOPPING
from tests.fixtures_graph import write_graph
from tests.served import HEAVY, Served, serving

HEAD = b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
POST = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = write_graph(tmp_path_factory.mktemp("hostile") / "secret-place").root
    with serving(folder, "--timeout", 1) as one:
        yield one
        one.process.send_signal(signal.SIGTERM)
        assert one.process.wait(20) == 0
        assert one.process.stderr
        assert one.process.stderr.read() == ""  # whatever came, nothing of it is logged


def connect(served: Served) -> socket.socket:
    port = int(served.address.rstrip("/").rpartition(":")[2])
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def raw(served: Served, sent: bytes) -> str:
    """Send bytes; return all that comes back."""
    with connect(served) as one:
        got = b""
        try:
            one.sendall(sent)
            while piece := one.recv(1 << 16):
                got += piece
        except ConnectionError:  # it has heard enough
            pass
    told = got.decode("utf-8", "replace")
    assert not re.search(r"Traceback|secret-place|site-packages|\.py\b", told), told
    return told


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00", 400),
        (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: a.org\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", 400),
        (b"GET /" + b"a" * (5 << 20) + HEAD + b"\r\n", 400),
        (b"GET /" + b"a" * (1 << 20) + HEAD + b"\r\n", 414),
        (b"GET /" + HEAD + b"X: a\r\n" * 1000 + b"\r\n", 431),
        (b"GET /" + HEAD + b"Accept: " + b"a/b;q=1," * 10_000 + b"\r\n\r\n", 431),
        (POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n", 400),
        (POST + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}x", 400),
        (POST + b"Content-Length: -6\r\n\r\nASK {}", 400),
        (POST + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\nASK {}", 400),
        (POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400),
        (POST + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\x1f\x8b\x08", 415),
        (b"BREW /" + HEAD + b"\r\n", 405),
        (b"TRACE /api/dataset" + HEAD + b"\r\n", 405),
        (b"OPTIONS /" + HEAD + b"\r\n", 405),
        (b"GET http://a.org/api/dataset" + HEAD + b"\r\n", 404),
        (b"HEAD /api/dataset" + HEAD + b"\r\n", 200),
        (b"GET /sparql?query=ASK%7B%7D&format=csv%0d%0aX-Injected:1" + HEAD + b"\r\n", 200),
    ],
    ids=range(20),
)
def test_requests_that_are_none(served: Served, sent: bytes, status: int) -> None:
    told = raw(served, sent)
    assert re.findall(r"HTTP/1\.1 (\d+)", told) == [str(status)]  # and no second answer
    assert "\nX-Injected" not in told


@pytest.mark.parametrize(
    "path",
    ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
     "/concept/..%2f..%2fgraph%2fmanifest.json", "/static/../pages.py",
     "/static/..%2fpages.py", "/look/..%5c..%5csite.py", "//etc/passwd", "/graph/manifest.json", "/concept/%00.html",
     "/concept/=FF.html", "/concept/=2E=2E=2F.html", "/data/" + "a" * 120 + ".js", "/article/" + "%41" * 120 + ".html"],
)  # fmt: skip
def test_no_path_leads_out_of_the_site(served: Served, path: str) -> None:
    told = raw(served, b"GET " + path.encode() + HEAD + b"\r\n")
    assert told.startswith("HTTP/1.1 404")
    assert "root:" not in told


def test_nothing_is_fetched(served: Served) -> None:
    came = []
    with socket.socket() as trap:
        trap.bind(("127.0.0.1", 0))
        trap.listen()
        threading.Thread(target=lambda: came.append(trap.accept()), daemon=True).start()
        at = f"http://127.0.0.1:{trap.getsockname()[1]}/x"
        words = ("SERVICE", "service SILENT", r"S\u0045RVICE", r"\U00000053ERVICE", "SERVICE#\n")
        queries = [form.format(word, at) for word in words for form in (
            "SELECT * {{ {} <{}> {{ ?s ?p ?o }} }}",
            "SELECT * {{ ?a ?b ?c FILTER(1 <?c) # > \"\n {} <{}> {{ }} }}",
            "SELECT * {{ ?a ?b '#' . {} <{}> {{ }} }}",
            "ASK {{ FILTER EXISTS {{ {} <{}> {{ ?s ?p ?o }} }} }}",
            "SELECT * {{ ?a<a:{}<{}>{{ ?s ?p ?o }} }}",
        )]  # fmt: skip
        queries += [f"LOAD <{at}>", rf"L\u004fAD SILENT <{at}>", f"ASK {{}}; LOAD <{at}>"]
        queries += [f"SELECT * FROM <{at}> {{ ?s ?p ?o }}", f"SELECT * FROM NAMED <{at}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"]
        queries += [
            f"SELECT * {{ GRAPH <{at}> {{ ?s ?p ?o }} }}",
            f"DESCRIBE <{at}>",
            f"SELECT (<{at}>(1) AS ?x) {{ }}",
        ]
        for query in queries:
            response = httpx.post(served.sparql, data={"query": query})
            assert response.status_code in {200, 400, 403}, query
            assert not response.text.startswith("{") or '"bindings":[]' in response.text
        for name, status in (("default-graph-uri", 200), ("named-graph-uri", 200),
                             ("using-graph-uri", 403), ("using-named-graph-uri", 403)):  # fmt: skip
            assert served.ask(COUNT, **{name: at}).status_code == status
        time.sleep(0.2)
    assert came == []


@pytest.mark.parametrize(
    "update",
    ["INSERT DATA { <a:a> <a:b> <a:c> }", r"INS\u0045RT DATA { <a:a> <a:b> <a:c> }", "#\nDELETE WHERE { ?s ?p ?o }",
     "PREFIX a: <a:> CLEAR ALL", "ASK {} ; CLEAR ALL", r"DR\u004fP ALL", "\ufeffCLEAR ALL", "\0CLEAR ALL",
     "SELECT * { ?s ?p ?o } INSERT { ?s ?p ?o } WHERE {}", "%43LEAR ALL", "WITH <a:b> DELETE { ?s ?p ?o } WHERE {}"],
)  # fmt: skip
def test_nothing_is_changed(served: Served, update: str) -> None:
    before = served.ask(COUNT).text
    with httpx.Client(base_url=served.address) as client:
        for response in (
            client.get("sparql", params={"query": update}),
            client.get("sparql", params={"update": update}),
            client.post("sparql", data={"query": update}),
            client.post("sparql", data={"update": update, "query": "ASK {}"}),
            client.post("sparql?query=ASK", data={"update": update}),
            client.post("sparql", files={"update": update.encode()}),
            client.post("sparql", json={"update": update}),
            *(
                client.post("sparql", content=update.encode(), headers={"Content-Type": kind})
                for kind in ("application/sparql-query", "application/sparql-update", "Text/Plain; charset=utf-7", "")
            ),
        ):
            assert response.status_code in {400, 403, 415}, response.request
    assert served.ask(COUNT).text == before


def test_connections_that_ask_nothing_keep_nobody_waiting(served: Served) -> None:
    with ExitStack() as kept:
        for number in range(200):
            one = kept.enter_context(connect(served))
            one.sendall((b"GET /", POST, b"", POST + b"Content-Length: 9\r\n\r\nASK")[number % 4])
        began = time.monotonic()
        assert httpx.get(f"{served.address}api/dataset", timeout=10).status_code == 200
        assert served.ask(COUNT).status_code == 200
        assert time.monotonic() - began < 5


def test_too_many_connections_are_told(served: Served) -> None:
    with ExitStack() as kept:
        for _ in range(510):
            kept.enter_context(connect(served))
        assert httpx.get(served.address).status_code == 503
    time.sleep(0.2)
    assert httpx.get(served.address).status_code == 200


def test_what_is_under_way_is_answered_when_the_server_stops(tmp_path: Path) -> None:
    folder = write_graph(tmp_path / "g").root
    with serving(folder, "--timeout", 60) as one, connect(one) as asking, connect(one) as endless:
        asking.sendall(POST + b"Content-Length: 6\r\n\r\nASK")
        endless.sendall(POST + b"Content-Length: %d\r\n\r\n" % len(HEAVY) + HEAVY.encode())
        time.sleep(0.3)
        began = time.monotonic()
        one.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        asking.sendall(b" {}")
        assert asking.recv(1 << 16).startswith(b"HTTP/1.1 200")
        assert endless.recv(1 << 16).startswith(b"HTTP/1.1 503")
        assert time.monotonic() - began > STOPPING
        assert one.process.wait(20) == 0
        with pytest.raises(ConnectionError):
            connect(one)
