from __future__ import annotations

from pathlib import Path

from kg.serve.settings import MAX_ROWS, TIMEOUT, WORKERS, Settings


def test_settings_have_defaults() -> None:
    assert Settings(Path("g")) == Settings(Path("g"), TIMEOUT, MAX_ROWS, WORKERS)
