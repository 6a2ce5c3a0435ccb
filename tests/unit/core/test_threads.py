from __future__ import annotations

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from kg.core.threads import THREADS, one_thread


def threads() -> set[int]:
    """Return the threads of NumPy's library; SciPy has one of its own, which may be loaded later."""
    assert np.ones((2, 2)) @ np.ones((2, 2)) is not None  # the library is loaded
    return {library["num_threads"] for library in threadpool_info() if "numpy" in library["filepath"]}


def test_one_thread_computes_meanwhile_and_as_many_as_before_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in THREADS:
        monkeypatch.delenv(name, raising=False)
    before = threads()
    with one_thread():
        assert threads() == {1}
    assert threads() == before


def test_who_has_said_how_many_gets_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "2")
    before = threads()
    with one_thread():
        assert threads() == before
