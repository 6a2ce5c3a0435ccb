"""Fixtures that all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The project's shared data folder, beside the checkout."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not (folder / "inputs").is_dir():
        pytest.skip("the shared data folder does not stand beside this checkout")
    return folder
