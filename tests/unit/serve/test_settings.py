from __future__ import annotations

import math
from pathlib import Path

import pytest

from kg.core.errors import OptionError
from kg.serve.settings import MAX_ROWS, TIMEOUT, WORKERS, Settings


def test_settings_have_defaults() -> None:
    assert Settings(Path("g")) == Settings(Path("g"), TIMEOUT, MAX_ROWS, WORKERS)


@pytest.mark.parametrize("timeout", [math.inf, math.nan])
def test_a_query_ends(timeout: float) -> None:
    with pytest.raises(OptionError, match="may take no"):
        Settings(Path("g"), timeout)


@pytest.mark.parametrize(
    ("origin", "known"),
    [("*", True), ("https://a.org:8", True), ("a.org", False), ("https://a.org/", False), ("http://", False)],
)
def test_an_origin_is_written_as_browsers_write_it(origin: str, known: bool) -> None:
    if known:
        assert Settings(Path("g"), origins=(origin,)).origins == (origin,)
    else:
        with pytest.raises(OptionError, match="is no origin"):
            Settings(Path("g"), origins=(origin,))
