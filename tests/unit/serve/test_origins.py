from __future__ import annotations

from functools import partial

import pytest

from kg.serve.origins import OwnPagesOnly
from tests.unit.serve.middleware import answered, request

FOLLOWED = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


@pytest.mark.parametrize(
    ("headers", "method", "status"),
    [
        ({}, "GET", 200),
        ({"sec-fetch-site": "none", "sec-fetch-mode": "navigate"}, "GET", 200),
        ({"sec-fetch-site": "same-origin", "origin": "http://localhost:1"}, "POST", 200),
        ({"origin": "http://localhost:1"}, "POST", 200),
        (FOLLOWED, "GET", 200),
        (FOLLOWED, "POST", 403),
        ({**FOLLOWED, "sec-fetch-dest": "iframe"}, "GET", 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "script"}, "GET", 403),
        ({"sec-fetch-site": "same-site", "origin": "http://localhost:2"}, "POST", 403),
        ({"origin": "https://a.org"}, "POST", 403),
        ({"origin": "null"}, "GET", 403),
        ({"sec-fetch-site": "cross-site", "origin": "https://ours.org"}, "POST", 200),
    ],
)
def test_whose_pages_may_ask(headers: dict[str, str], method: str, status: int) -> None:
    middleware = partial(OwnPagesOnly, allowed=["https://ours.org"])
    found, told, _ = answered(middleware, request({"host": "localhost:1", **headers}, method=method))
    assert found == status
    if status == 200:
        assert told["cross-origin-resource-policy"] == "same-origin"
