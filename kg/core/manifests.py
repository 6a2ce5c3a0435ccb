"""a manifest.json -> what it tells, of the kinds that its readers count on; a damaged one is refused by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.core.errors import GraphFolderError

LARGEST = 1 << 30  # bytes; a hundred for each file that was read

# A kind is a type; [kind], a list of them; (kind, …), a list of just these; {name: kind}, a table that holds all these;
# {str: kind}, a table of whatever names. What a manifest lacks at the top is left to those who ask for it.
_ABOUT: Mapping[str, Any] = MappingProxyType(
    {
        "version": str,
        "recipe": {"pipeline": str, "ontologies": [str]},
        "recipe_hash": str,
        "recipe_files": [(str, str)],
        "inputs": [str],
    }
)
EXTRACTED: Mapping[str, Any] = MappingProxyType(
    {
        **_ABOUT,
        "portions": [{"files": [(str, str, int)], "places": [str], "reader": object, "shards": [{"file": str}]}],
        "read": int,
        "skipped": [dict],
    }
)
GRAPH: Mapping[str, Any] = MappingProxyType(
    {
        **_ABOUT,
        "counts": {str: int},
        "hashes": {str: str},
        "base": str,
        "pipeline": str,
        "assembled_of": str,
        "overrides": {"file": str, "sha256": str},
        "curations": {"file": str, "sha256": str},
        "ambiguous": [object],
        "ungrounded": [object],
        "contradicted": int,
    }
)


def read_manifest(path: Path, kinds: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a manifest tells.

    Args:
        kinds: what stands under each name, EXTRACTED or GRAPH; other names may hold anything.

    Raises:
        FileNotFoundError, NotADirectoryError: there is none.
        GraphFolderError: it is damaged, or cannot be read.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise GraphFolderError(path, f"is not a manifest: it has more than {LARGEST:,} bytes")
        told = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise
    except OSError as error:
        raise GraphFolderError(path, error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise GraphFolderError(path, f"is not a manifest ({error}); build it again") from error
    wrong = _unlike(told, {name: kind for name, kind in kinds.items() if name in told} if _is(told, dict) else {}, "")
    if wrong is not None:
        raise GraphFolderError(path, f"is not a manifest ({wrong or 'it'} is not what it should be); build it again")
    return dict(told)


def _unlike(value: Any, kind: Any, name: str) -> str | None:
    """Return the name of the first part of a value that is not of its kind; None where all are."""
    if isinstance(kind, type):
        return None if _is(value, kind) else name
    inner: list[tuple[Any, Any, str]]
    if isinstance(kind, dict):
        if not _is(value, dict) or not {key for key in kind if key is not str} <= value.keys():
            return name
        of = dict.fromkeys(value, kind[str]) if str in kind else kind
        inner = [(value[key], one, f"{name}.{key}".lstrip(".")) for key, one in of.items()]
    else:
        if not _is(value, list) or (isinstance(kind, tuple) and len(kind) != len(value)):
            return name
        of_each = kind if isinstance(kind, tuple) else kind * len(value)
        inner = [(part, one, name) for part, one in zip(value, of_each, strict=True)]
    return next((wrong for one in inner if (wrong := _unlike(*one)) is not None), None)


def _is(value: Any, kind: type) -> bool:
    return isinstance(value, kind) and not (kind is int and isinstance(value, bool))
