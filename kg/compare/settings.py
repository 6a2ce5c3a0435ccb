"""two manifests -> what differs in how the graphs were made, and the tables whose bytes differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg.compare.diff import Setting
from kg.core.prefixes import BASE

DIGITS = 12  # of a hash that is told


def _told(manifest: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """Yield name, value, and whether the same text can be read otherwise by it."""
    recipe = manifest.get("recipe", {})
    yield "version", manifest.get("version", ""), True
    yield "pipeline", manifest.get("pipeline", ""), True
    yield "ontologies", " ".join(recipe.get("ontologies", ())), True
    yield "point", recipe.get("point", ""), True
    yield "content of pipeline and ontologies", manifest.get("recipe_hash", "")[:DIGITS], True
    for name, rereads in (("overrides", True), ("curations", False)):
        table = manifest.get(name, {})
        yield name, f"{table['file']} ({table['sha256'][:DIGITS]})" if table else "", rereads
    yield "base", manifest.get("base", BASE), False


def settings_of(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Setting, ...]:
    """Return the settings that differ between two manifests."""
    both = zip(_told(old), _told(new), strict=True)
    return tuple(Setting(name, was, now, rereads) for (name, was, rereads), (_, now, _) in both if was != now)


def tables_of(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the tables whose files are not the same in every byte."""
    was, now = old.get("hashes", {}), new.get("hashes", {})
    return tuple(name for name in sorted({*was, *now}) if was.get(name) != now.get(name))
