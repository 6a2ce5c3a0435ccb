"""A whole graph that the tests of this room copy and damage."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.check.damage import whole as assemble_whole


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph folder with one of everything; copy it before you change it."""
    return assemble_whole(tmp_path_factory.mktemp("whole") / "graph")
