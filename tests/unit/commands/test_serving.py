from __future__ import annotations

import inspect
from pathlib import Path

from kg.commands.serving import serve
from kg.serve import settings
from tests.door import Kg


def test_what_cannot_be_served_is_one_line(kg: Kg, tmp_path: Path) -> None:
    done = kg("serve", tmp_path, "--port", 0)
    assert (done.code, done.out, done.err.count("\n")) == (1, "", 1)
    done = kg("serve", tmp_path, "--port", 0, "--host", "no such host")
    assert (done.code, done.err.count("\n")) == (1, 2)
    assert "no password" in done.err


def test_the_options_have_the_defaults_of_the_settings() -> None:
    defaults = {name: one.default for name, one in inspect.signature(serve).parameters.items()}
    assert (defaults["host"], defaults["port"]) == (settings.HOST, settings.PORT)
    assert (defaults["timeout"], defaults["max_rows"], defaults["workers"]) == (
        settings.TIMEOUT,
        settings.MAX_ROWS,
        settings.WORKERS,
    )
