from __future__ import annotations

import pytest

from kg.serve.guard import ADDRESS, HEADERS, NUMBER, Guard
from tests.unit.serve.middleware import answered, request

HOST = {"host": "localhost"}


@pytest.mark.parametrize(
    ("headers", "where", "status"),
    [
        ({}, {}, 200),
        ({}, {"query": "q=" + "x" * (ADDRESS - 3)}, 200),
        ({}, {"query": "q=" + "x" * ADDRESS}, 414),
        ({}, {"path": "/" + "x" * ADDRESS}, 414),
        ({}, {"path": "/sparql", "query": "query=" + "x" * (1 << 20)}, 200),
        ({}, {"path": "/sparql", "query": "query=" + "x" * (4 << 20)}, 414),
        ({"x": "x" * HEADERS}, {}, 431),
        ({f"x-{number}": "" for number in range(NUMBER)}, {}, 431),
        ({"content-length": "6", "transfer-encoding": "chunked"}, {"path": "/sparql", "method": "POST"}, 400),
        ({"content-encoding": "gzip"}, {"path": "/sparql", "method": "POST"}, 415),
        ({"content-encoding": "identity"}, {"path": "/sparql", "method": "POST"}, 200),
    ],
)
def test_what_no_client_has_a_reason_to_send(headers: dict[str, str], where: dict[str, str], status: int) -> None:
    found, told, _ = answered(Guard, request({**HOST, **headers}, **where))
    assert found == status
    assert told["x-content-type-options"] == "nosniff"
    if status != 200:
        assert told["connection"] == "close"


def test_every_answer_says_how_a_browser_may_use_it() -> None:
    _, told, _ = answered(Guard, request(HOST))
    assert told["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert (told["referrer-policy"], told["cache-control"]) == ("no-referrer", "no-cache")


def test_head_is_asked_as_get() -> None:
    assert answered(Guard, request(HOST, method="HEAD"))[2] == "GET"
    assert answered(Guard, request(HOST, method="HEAD", path="/sparql"))[2] == "HEAD"
