from __future__ import annotations

from kg.serve.problem import Problem


def test_a_problem_is_plain_text() -> None:
    response = Problem(405, "no such method", {"Allow": "GET"}).response()
    assert (response.status_code, response.body, response.headers["allow"]) == (405, b"no such method\n", "GET")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
