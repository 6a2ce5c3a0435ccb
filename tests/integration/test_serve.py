"""`kg serve` as clients meet it: SPARQLWrapper, rdflib's SPARQLStore, curl, httpx; the protocol, case by case."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import shutil
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper

import kg
from kg.core.paths import shipped_queries
from kg.serve.server import STOPPING
from kg.store.answer import render
from tests.served import HEAVY, ROOT, Served, alive, seconds_of_work, serving, start, wait_until

TIMEOUT, MAX_ROWS = 2.0, 8_000
NAMES = "SELECT ?name { HGNC:6001 rdfs:label ?name }"
PLAIN = {"Accept-Encoding": "identity"}
ALL = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
on_linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc to look at processes in")


@pytest.fixture(scope="module")
def served(example_graph: Path) -> Iterator[Served]:
    options = ("--timeout", TIMEOUT, "--max-rows", MAX_ROWS, "--allow-origin", "https://a.org")
    with serving(example_graph, *options) as one:
        yield one


def number(response: httpx.Response) -> int:
    assert response.status_code == 200, response.text
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(
    "send",
    [
        lambda at: httpx.get(at, params={"query": NAMES}),
        lambda at: httpx.post(at, data={"query": NAMES}),
        lambda at: httpx.post(at, content=NAMES, headers={"Content-Type": "application/sparql-query"}),
        lambda at: httpx.post(
            at, content=NAMES.encode(), headers={"Content-Type": "Application/SPARQL-Query; charset=utf-8"}
        ),
    ],
    ids=["get", "form", "direct", "direct with charset"],
)
def test_the_ways_to_send_a_query(served: Served, send: object) -> None:
    assert callable(send)
    response = send(served.sparql)
    assert response.headers["content-type"] == "application/sparql-results+json"
    assert response.json()["results"]["bindings"] == [{"name": {"type": "literal", "value": "IL2"}}]


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.6, image/png", "application/sparql-results+xml"),
        ("text/*", "text/csv; charset=utf-8"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
    ],
)
def test_solutions_come_as_accept_says(served: Served, accept: str, answered: str) -> None:
    response = served.ask(NAMES, accept)
    assert response.headers["content-type"] == answered
    assert "IL2" in response.text


@pytest.mark.parametrize(
    ("accept", "answered", "name"),
    [
        ("", "text/turtle; charset=utf-8", "turtle"),
        ("application/n-triples", "application/n-triples", "nt"),
        ("application/rdf+xml", "application/rdf+xml", "xml"),
        ("application/ld+json", "application/ld+json", "json-ld"),
        ("application/rdf+xml;q=0.8, text/turtle;q=0.9", "text/turtle; charset=utf-8", "turtle"),
    ],
)
def test_graphs_come_as_accept_says(served: Served, accept: str, answered: str, name: str) -> None:
    response = served.ask("DESCRIBE HGNC:6001", accept)
    assert response.headers["content-type"] == answered
    triples = rdflib.Graph().parse(data=response.text, format=name)
    assert triples.value(rdflib.URIRef("http://identifiers.org/hgnc/6001"), rdflib.RDFS.label) == rdflib.Literal("IL2")


def test_truth(served: Served) -> None:
    assert served.ask("ASK { HGNC:6001 a ?x }").json()["boolean"] is True
    assert "<boolean>false</boolean>" in served.ask("ASK { HGNC:0 a ?x }", "application/sparql-results+xml").text


def test_format_says_what_accept_cannot(served: Served) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert served.ask(NAMES, browser, format="csv").text == "name\r\nIL2\r\n"
    assert served.ask(NAMES, browser, output="json").json()["results"]
    assert served.ask(NAMES, format="nonsense").headers["content-type"] == "application/sparql-results+json"
    assert served.ask("CONSTRUCT WHERE { HGNC:6001 a ?x }", format="nt").text.startswith("<http://identifiers.org")


FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"


@pytest.mark.parametrize(
    ("method", "sent", "status", "reason"),
    [
        ("GET", {}, 400, "no query was sent"),
        ("POST", {"data": {"nothing": "1"}}, 400, "no query was sent"),
        ("GET", {"params": {"query": ""}, "headers": {"Accept": "text/turtle, */*"}}, 400, "line 1, column 1"),
        ("GET", {"params": {"query": ["ASK {}", "ASK {}"]}}, 400, "2 queries were sent"),
        ("GET", {"params": {"query": "SELECT * {\n ?a ?b\n}"}}, 400, "line 3, column 2: it cannot end here"),
        ("GET", {"params": {"query": "ASK { nope:a ?b ?c }"}}, 400, "line 1, column 7: this prefix is not declared"),
        ("GET", {"params": {"query": "SELECT (<urn:f>(1) AS ?x) {}"}}, 400, "not supported"),
        ("POST", {"content": b"ASK { ?a ?b '\xff' }", "headers": {"Content-Type": DIRECT}}, 400, "no UTF-8"),
        ("POST", {"content": b"query=ASK%FF", "headers": {"Content-Type": FORM}}, 400, "no UTF-8"),
        ("GET", {"params": {"query": "ASK {}"}, "headers": {"Accept": "image/png"}}, 406, "sparql-results+json"),
        ("GET", {"params": {"query": "CONSTRUCT WHERE {}"}, "headers": {"Accept": "text/csv"}}, 406, "text/turtle"),
        ("POST", {"content": "ASK {}", "headers": {"Content-Type": "text/plain"}}, 415, "is text/plain; send"),
        ("POST", {"content": "ASK {}"}, 415, "says not what it is"),
        ("PUT", {"params": {"query": "ASK {}"}}, 405, "PUT"),
        ("DELETE", {}, 405, "DELETE"),
        ("PATCH", {}, 405, "PATCH"),
        ("POST", {"data": {"update": "CLEAR ALL"}}, 403, "read-only"),
        ("GET", {"params": {"update": "CLEAR ALL"}}, 403, "read-only"),
        ("POST", {"content": "x", "headers": {"Content-Type": "application/sparql-update"}}, 403, "read-only"),
        ("GET", {"params": {"query": "INSERT DATA { <urn:a> <urn:b> <urn:c> }"}}, 403, "INSERT changes data"),
        ("GET", {"params": {"query": "LOAD <http://example.org/>"}}, 403, "LOAD changes data"),
        ("GET", {"params": {"query": "ASK { SERVICE <http://a.org/> {} }"}}, 403, "asks another server"),
        ("GET", {"params": {"query": "ASK {}", "default-graph-uri": "no IRI"}}, 400, "IRI"),
        ("GET", {"params": {"query": "ASK { $a ?b ?c }", "$a": "no such thing"}}, 400, "no concept"),
        ("GET", {"params": {"query": "ASK {}", "$a": "1"}}, 400, "there is no parameter $a"),
        ("POST", {"data": {"query": "#" * (1 << 20) + "\nASK {}"}}, 413, "longer than 1,048,576 bytes"),
        ("POST", {"content": "#" * (5 << 20), "headers": {"Content-Type": DIRECT}}, 413, "longer than"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " not in value else "",
)  # fmt: skip
def test_what_is_refused_and_why(
    served: Served, method: str, sent: dict[str, object], status: int, reason: str
) -> None:
    response = httpx.request(method, served.sparql, **sent)  # type: ignore[arg-type]
    assert (response.status_code, response.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    assert reason in response.text
    if status == 405:
        assert response.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_a_query_in_the_address_may_be_long(served: Served) -> None:
    def status(length: int) -> int:
        request = f"{served.sparql}?query=%23{'x' * length}%0AASK%7B%7D"
        try:
            with urllib.request.urlopen(request) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    assert status(300_000) == 200
    assert status(1 << 20) == 413


def test_the_union_of_all_graphs_is_what_kg_query_sees(served: Served, example_graph: Path) -> None:
    with kg.open(example_graph) as graph:
        assert number(served.ask(ALL)) == int(render(graph.query(ALL), "csv").split()[1])
        for name, file in shipped_queries().items():
            sparql = file.read_text(encoding="utf-8")
            bind = {"concept": "rheumatoid arthritis"} if "$concept" in sparql else {}
            sent = {f"${key}": value for key, value in bind.items()}
            assert served.ask(sparql, "text/csv", **sent).text == render(graph.query(sparql, bind), "csv"), name


def test_the_graphs_that_a_request_names(served: Served) -> None:
    response = served.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s biolink:supporting_text ?o } } ORDER BY ?g")
    one, two = (row["g"]["value"] for row in response.json()["results"]["bindings"][:2])
    by_query = number(served.ask(f"SELECT (COUNT(*) AS ?n) FROM <{one}> {{ ?s ?p ?o }}"))
    assert 0 < by_query < number(served.ask(ALL))
    assert number(served.ask(ALL, **{"default-graph-uri": one})) == by_query
    assert number(served.ask(ALL.replace("{", f"FROM <{two}> {{", 1), **{"default-graph-uri": one})) == by_query
    in_graphs = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert number(served.ask(in_graphs, **{"named-graph-uri": one})) == by_query
    assert number(served.ask(ALL, **{"named-graph-uri": one})) == 0
    both = httpx.post(served.sparql, data={"query": ALL, "default-graph-uri": [one, two]})
    assert number(both) == number(served.ask(f"SELECT (COUNT(*) AS ?n) FROM <{one}> FROM <{two}> {{ ?s ?p ?o }}"))
    direct = {"params": {"default-graph-uri": one}, "content": ALL, "headers": {"Content-Type": DIRECT}}
    assert number(httpx.post(served.sparql, **direct)) == by_query  # type: ignore[arg-type]
    assert number(served.ask(ALL, **{"default-graph-uri": "http://example.org/not-fetched"})) == 0


def test_the_service_describes_itself(served: Served) -> None:
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    for accept, name in (("text/turtle", "turtle"), ("application/rdf+xml", "xml"), ("application/ld+json", "json-ld")):
        response = httpx.get(served.sparql, headers={"Accept": accept})
        assert response.headers["content-type"].startswith(accept)
        told = rdflib.Graph().parse(data=response.text, format=name)
        service = told.value(predicate=rdflib.RDF.type, object=sd.Service)
        assert told.value(service, sd.endpoint) == rdflib.URIRef(served.sparql)
        assert (service, sd.feature, sd.UnionDefaultGraph) in told
        assert len(list(told.objects(service, sd.resultFormat))) == 8
    shown = httpx.get(served.sparql, headers={"Accept": "text/html,*/*;q=0.8"})
    assert (shown.status_code, shown.headers["location"]) == (303, "./")


def test_pages_of_an_origin_that_is_allowed_may_ask(served: Served) -> None:
    response = httpx.get(served.sparql, params={"query": NAMES}, headers={"Origin": "https://a.org"})
    assert response.headers["access-control-allow-origin"] == "https://a.org"
    assert httpx.get(served.sparql, params={"query": NAMES}, headers={"Origin": "https://b.org"}).status_code == 403
    asked = {"Origin": "https://a.org", "Access-Control-Request-Method": "POST",
             "Access-Control-Request-Headers": "content-type"}  # fmt: skip
    before = httpx.options(served.sparql, headers=asked)
    assert before.status_code == 200
    assert "POST" in before.headers["access-control-allow-methods"]
    plain = httpx.options(served.sparql)
    assert (plain.status_code, plain.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")


def test_gzip(served: Served) -> None:
    everything = "SELECT * { ?s ?p ?o } LIMIT 8000"
    request = urllib.request.Request(
        f"{served.sparql}?{httpx.QueryParams(query=everything)}", headers={"Accept-Encoding": "gzip"}
    )
    with urllib.request.urlopen(request) as response:
        packed = response.read()
    assert response.headers["Content-Encoding"] == "gzip"
    plain = httpx.get(served.sparql, params={"query": everything}, headers=PLAIN)
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(packed) == plain.content
    assert len(packed) < len(plain.content) / 5


def test_head(served: Served) -> None:
    response = httpx.head(served.sparql, params={"query": NAMES})
    assert (response.status_code, response.content) == (200, b"")


def test_sparqlwrapper(served: Served) -> None:
    wrapper = SPARQLWrapper(served.sparql)
    wrapper.setQuery(NAMES)
    for form in (JSON, XML, CSV):
        for method, way in ((POST, POSTDIRECTLY), (POST, None), ("GET", None)):
            wrapper.setMethod(method)
            wrapper.setRequestMethod(way or "urlencoded")
            wrapper.setReturnFormat(form)
            found = wrapper.query().convert()
            told = found.toxml() if form is XML else str(found)  # type: ignore[union-attr]
            assert "IL2" in told
    wrapper.setQuery("CONSTRUCT WHERE { HGNC:6001 rdfs:label ?name }")
    wrapper.setReturnFormat(TURTLE)
    assert b"IL2" in wrapper.query().convert()  # type: ignore[operator]
    wrapper.setQuery("SELECT nothing")
    with pytest.raises(Exception, match="line 1, column 15"):
        wrapper.query()


def test_rdflib_sparqlstore(served: Served, example_graph: Path) -> None:
    remote = rdflib.Graph(SPARQLStore(served.sparql))
    il2 = rdflib.URIRef("http://identifiers.org/hgnc/6001")
    assert remote.value(il2, rdflib.RDFS.label) == rdflib.Literal("IL2")
    (row,) = remote.query("SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/biolink/vocab/Association> }")
    with kg.open(example_graph) as graph:
        assert int(row.n) == graph.counts["assertions"]  # type: ignore[union-attr]


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_curl(served: Served) -> None:
    command = ["curl", "-sS", "--compressed", "-H", "Accept: text/csv", "--data-urlencode", f"query={NAMES}"]
    done = subprocess.run([*command, served.sparql], capture_output=True, check=True)
    assert done.stdout == b"name\r\nIL2\r\n"


def test_too_many_rows(served: Served) -> None:
    response = served.ask("SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert response.status_code == 422
    assert "more than 8,000 rows" in response.text
    assert served.ask("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }").status_code == 422
    whole = served.ask("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 8000", "text/csv")
    assert len(list(csv.reader(io.StringIO(whole.text, newline="")))) == MAX_ROWS + 1


@on_linux
def test_a_query_that_takes_too_long_is_really_stopped(served: Served) -> None:
    before = set(served.workers())
    began = time.monotonic()
    response = served.ask(HEAVY)
    assert response.status_code == 503
    assert "stopped after 2 seconds" in response.text
    assert TIMEOUT <= time.monotonic() - began < TIMEOUT + 2
    assert wait_until(lambda: len(served.workers()) == len(before))
    gone = before - set(served.workers())
    assert len(gone) == 1
    assert not alive(*gone)
    assert served.ask(NAMES).status_code == 200


@on_linux
def test_what_nobody_waits_for_is_stopped(served: Served) -> None:
    before = set(served.workers())
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(served.sparql, params={"query": HEAVY}, timeout=0.5)
    assert wait_until(lambda: set(served.workers()) != before and len(served.workers()) == len(before), TIMEOUT - 1)


def test_who_waits_for_a_worker_too_long_is_told(example_graph: Path) -> None:
    with serving(example_graph, "--workers", 1, "--timeout", 1.5) as one:
        with httpx.Client(timeout=10) as client, ThreadPoolExecutor(3) as asking:
            queries = [asking.submit(client.get, one.sparql, params={"query": HEAVY}) for _ in range(3)]
            told = [query.result() for query in queries]
        assert {response.status_code for response in told} == {503}
        assert any("all 1 workers were busy" in response.text for response in told)
        assert wait_until(lambda: one.ask(NAMES).status_code == 200)


def test_a_query_that_needs_too_much_memory(served: Served) -> None:
    # more than a worker may have, before there is time to find it all
    response = served.ask("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g")
    assert response.status_code == 503
    assert served.ask(NAMES).status_code == 200


def test_a_long_answer_is_sent_while_it_is_found(example_graph: Path) -> None:
    rows = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 250000"
    with serving(example_graph, "--max-rows", 200_000, "--timeout", 60) as one:
        with httpx.stream("GET", one.sparql, params={"query": rows}, headers=PLAIN, timeout=60) as response:
            assert response.status_code == 200
            assert "content-length" not in response.headers
            # past the beginning that is held back, only a connection cut short says that it is not whole
            with pytest.raises(httpx.RemoteProtocolError):
                for _ in response.iter_raw():
                    pass
        fewer = {"query": rows.replace("250000", "200000")}
        with httpx.stream("GET", one.sparql, params=fewer, headers=PLAIN, timeout=60) as response:
            length = sum(len(piece) for piece in response.iter_raw())
        assert length > 64 << 20
        if Path("/proc/self/stat").exists():
            status = Path(f"/proc/{one.process.pid}/status").read_text()
            peak = int(status.partition("VmHWM:")[2].split()[0])
            assert peak < 400_000, "kilobytes"


def test_only_this_machine_may_be_named(served: Served) -> None:
    refused = httpx.get(served.address, headers={"Host": "rebound.example.org"})
    assert (refused.status_code, "this machine only" in refused.text) == (421, True)
    for host in ("localhost:1234", "127.0.0.1", "[::1]:80"):
        assert httpx.get(served.address, headers={"Host": host}).status_code == 200, host


def test_it_says_where_it_is_and_how_to_stop_it(served: Served) -> None:
    assert served.said.splitlines() == [
        f"explorer    {served.address}",
        f"queries     {served.address}query",
        f"SPARQL      {served.sparql}",
        f"JSON API    {served.address}docs",
        "Ctrl-C stops it",
    ]


@on_linux
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])  # SIGTERM ends every server of these tests
def test_it_stops_and_leaves_nothing_behind(example_graph: Path, how: signal.Signals) -> None:
    with serving(example_graph, "--timeout", 60) as one:
        workers = one.workers()
        asking = threading.Thread(target=lambda: _quietly(one), daemon=True)
        asking.start()
        assert wait_until(lambda: any(seconds_of_work(pid) > 0.8 for pid in one.workers()))
        workers += one.workers()
        began = time.monotonic()
        one.process.send_signal(how)
        if how is signal.SIGINT:  # once more: what is under way is waited for no longer
            time.sleep(0.2)
            one.process.send_signal(how)
        assert one.process.wait(20) == (0 if how is not signal.SIGKILL else -how)
        assert time.monotonic() - began < 3 * STOPPING
        assert wait_until(lambda: not any(alive(pid) for pid in workers), 2)
        assert one.process.stderr
        assert "Traceback" not in one.process.stderr.read()


def _quietly(served: Served) -> None:
    with suppress(httpx.HTTPError):
        served.ask(HEAVY)


def test_what_cannot_be_served_is_said_in_one_line(served: Served, example_graph: Path, tmp_path: Path) -> None:
    port = served.address.rstrip("/").rpartition(":")[2]
    for options, reason in (
        ((example_graph, "--port", port), f"kg: port {port} of 127.0.0.1 is in use"),
        ((example_graph, "--host", "192.0.2.1"), "kg: 192.0.2.1, port 8000: "),
        ((tmp_path, "--port", 0), "holds no graph"),
    ):
        process = start(*options)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out) == (1, "")
        assert reason in err.splitlines()[-1]
        assert "Traceback" not in err


def test_another_host_is_warned_about(example_graph: Path) -> None:
    with serving(example_graph, "--host", "0.0.0.0") as one:
        port = one.address.rstrip("/").rpartition(":")[2]
        response = httpx.get(f"http://127.0.0.1:{port}/sparql", params={"query": NAMES}, headers={"Host": "a.org"})
        assert response.status_code == 200
        os.kill(one.process.pid, signal.SIGTERM)
        one.process.wait(5)
        assert one.process.stderr
        assert "no password" in one.process.stderr.read()


def test_the_api_of_a_running_server(served: Served) -> None:
    openapi = httpx.get(f"{served.address}openapi.json").json()
    assert "/api/search" in openapi["paths"]
    json.dumps(openapi)
    found = httpx.get(f"{served.address}api/search", params={"q": "interlekin 2"}).json()
    assert "HGNC:6001" in [one["id"] for one in found]


def documented(language: str) -> list[str]:
    page = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_the_documented_requests_run(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    first, *shell = documented("sh")
    assert first.startswith("kg serve ")
    commands = "".join(shell).replace("\\\n", "").replace("http://127.0.0.1:8000/", served.address).splitlines()
    for command in commands:
        done = subprocess.run(["sh", "-c", f"{command} -sS --fail"], capture_output=True, text=True, check=True)
        assert len(done.stdout) > 40, command
    (program,) = documented("python")
    exec(program.replace("http://127.0.0.1:8000/", served.address), {})
    assert "http" in capsys.readouterr().out
