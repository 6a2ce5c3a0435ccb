"""Threads of linear algebra: one, where papers are read one by one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from threadpoolctl import ThreadpoolController

# What libraries of linear algebra take their number of threads from
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


@contextmanager
def one_thread() -> Iterator[None]:
    """Compute in one thread meanwhile, unless the user has said in how many.

    The matrices of one paper are small: a second thread would wait most of its time, and burn it.
    """
    if any(name in os.environ for name in THREADS):
        yield
        return
    with _controller().limit(limits=1):
        yield


@cache
def _controller() -> ThreadpoolController:
    """Return what sets the threads of the libraries that are loaded by now; to look for them takes a millisecond."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
