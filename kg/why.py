"""two manifests of extractions -> why what one of them lists has to be made again for the other, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Manifest = Mapping[str, Any]


def reasons(old: Manifest, new: Manifest) -> list[str]:
    """Return the differences between the ways in which two sets of extractions were made; none if there are none."""
    return [*_settings(old, new), *_files(old, new)]


def _by(old: Manifest) -> str:
    return f"immunokg {old['version']}" if "version" in old else "an older version"


def _settings(old: Manifest, new: Manifest) -> Iterator[str]:
    if old.get("version") != new["version"]:
        yield f"{_by(old)} made them, this is {new['version']}"
    was, now = old.get("recipe", {}), new["recipe"]
    if was.get("pipeline") != now["pipeline"]:
        yield f"the pipeline was {was.get('pipeline')} and is {now['pipeline']}"
    if was.get("point") != now["point"]:
        yield f"the operating point was {was.get('point')} and is {now['point']}"
    before, after = ({*recipe.get("ontologies", ())} for recipe in (was, now))
    yield from (f"the ontology {name} has come" for name in sorted(after - before))
    yield from (f"the ontology {name} has gone" for name in sorted(before - after))
    if old.get("reader") != new["reader"]:
        yield f"the reader was {old.get('reader') or 'chosen by content'} and is {new['reader'] or 'chosen by content'}"


def _files(old: Manifest, new: Manifest) -> Iterator[str]:
    was, now = ({tuple(pair) for pair in told.get("recipe_files", ())} for told in (old, new))
    before, after = ({name for name, _ in files} for files in (was, now))
    if was:  # of an older manifest nothing is known
        yield from (f"{name} changed" for name in sorted({name for name, _ in was ^ now} & before & after))
        yield from (f"{name} is new" for name in sorted(after - before))
        yield from (f"{name} is gone" for name in sorted(before - after))


def changes_of_inputs(old: Manifest, new: Manifest) -> str:
    """Return "2 files are new, 1 changed, 1 is gone", in which the inputs of two manifests differ; "" if in nothing."""
    was, now = (
        {name: content for portion in told.get("portions", ()) for name, content, _ in portion["files"]}
        for told in (old, new)
    )
    counts = (
        (len(now.keys() - was.keys()), "new"),
        (sum(was[name] != now[name] for name in was.keys() & now.keys()), "changed"),
        (len(was.keys() - now.keys()), "gone"),
    )
    return ", ".join(f"{count:,} {word}" for count, word in counts if count)
