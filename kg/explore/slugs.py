"""An id -> where its page lies in a site: a path that every file system takes, one for each id."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from hashlib import sha256
from urllib.parse import unquote

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")
_LONGEST = 120  # characters; file systems take 255 bytes, and people see these in addresses


def slug(name: str) -> str:
    """Return a file name without its ending: the id with `_` for a colon, and `=` with two hexadecimal digits for each
    byte of anything but letters, digits, full stop and hyphen. Long ones are cut and end in a hash.
    """
    safe = "".join(_safe(character) for character in name)
    if len(safe) <= _LONGEST:
        return safe
    return f"{safe[: _LONGEST - 21]}={sha256(name.encode()).hexdigest()[:20]}"


def unslug(name: str, known: Callable[[], Iterable[str]]) -> Iterable[str]:
    """Return the ids whose file name this may be: one, but for long names, which lose theirs.

    Args:
        known: all ids there are; asked only for a long name.
    """
    if len(name) == _LONGEST:
        return known()
    try:
        return [unquote(name.replace("%", "").replace("_", ":").replace("=", "%"), errors="strict")]
    except UnicodeDecodeError:
        return []


def _safe(character: str) -> str:
    if character == ":":
        return "_"
    return character if character in _PLAIN else "".join(f"={byte:02X}" for byte in character.encode())


def concept_page(concept_id: str) -> str:
    """Return the path of a concept's page."""
    return f"concept/{slug(concept_id)}.html"


def assertion_page(assertion_id: str) -> str:
    """Return the path of an assertion's page."""
    return f"assertion/{slug(assertion_id)}.html"


def article_page(document_id: str) -> str:
    """Return the path of a paper's page."""
    return f"article/{slug(document_id)}.html"
