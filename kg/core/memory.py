"""Memory: how much the machine lends a program, and sizes as people write them ("2GB")."""

from __future__ import annotations

import os
import re
from pathlib import Path

from kg.core.errors import OptionError

LEAST = 512_000_000  # bytes; with less even a small graph does not come together
SHARE = 4  # a program takes a quarter of what there is, unless it is told otherwise
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([kmgt]?)(i?)b?", re.IGNORECASE)
_POWERS = ("", "k", "m", "g", "t")
# What a container may take: of control groups version 2 and 1. Files hold a number of bytes, or "max"
_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def parse_size(text: str) -> int:
    """Return the bytes that "2GB", "1.5 GiB" or "800M" mean.

    Raises:
        OptionError: it is no size, or less than LEAST.
    """
    found = _SIZE.fullmatch(text.strip())
    if not found:
        raise OptionError(f"{text!r} is no size; write it like 2GB or 800MB")
    number, unit, binary = found.groups()
    size = int(float(number) * (1024 if binary else 1000) ** _POWERS.index(unit.lower()))
    if size < LEAST:
        raise OptionError(f"{text} is too little memory; {LEAST // 1_000_000}MB is the least")
    return size


def there_is() -> int:
    """Return the bytes of memory that the machine has, or the container where it may take less."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else LEAST * SHARE
    return min([machine, *(limit for limit in map(_limit, _LIMITS) if limit)])


def _limit(path: Path) -> int:
    try:
        text = path.read_text(encoding="ascii").strip()
    except OSError:  # no such control group
        return 0
    return int(text) if text.isdigit() else 0


def share() -> int:
    """Return the bytes that a program takes which was told nothing: a quarter of what there is, at least LEAST."""
    return max(LEAST, there_is() // SHARE)
